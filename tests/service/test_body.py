import pytest

from service.body import BodyError, parse_json

REFUSED = [
    (b"", "The body is not JSON: it breaks at line 1, column 1."),
    (b'{"text": "Secret words', "The body is not JSON: it breaks at line 1, column 10."),
    (b'{"text": "Secret words",\n}', "The body is not JSON: it breaks at line 2, column 1."),
    (b'{"text": NaN}', "The body is not JSON: it holds NaN."),
    (b'{"text": -Infinity}', "The body is not JSON: it holds -Infinity."),
    (b'{"text": "a", "text": "b"}', "An object in the body names a field twice."),
    (b"[" * 200_000, "The body is nested too deeply."),
    (b'{"a":' * 200_000, "The body is nested too deeply."),
    (b"[" * 65 + b"]" * 65, "The body is nested too deeply."),
    (b'{"a":[' * 512 + b"1" + b"]}" * 512, "The body is nested too deeply."),
    (b'{"text": "' + b'\\"' * 200_000, "The body is not JSON: it breaks at line 1, column 10."),
    (b"1" * 5000, "The body holds a number that is too long."),
    ('{"text": "é"}'.encode("latin-1"), "The body is not UTF-8."),
    ('{"text": "a"}'.encode("utf-16"), "The body is not UTF-8."),
]


@pytest.mark.parametrize(("body", "sentence"), REFUSED)
def test_what_is_not_json_is_refused_with_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BodyError) as caught:
        parse_json(body)
    assert str(caught.value) == sentence


READ = [
    (b'{"text": "a"}', {"text": "a"}),
    (b'\xef\xbb\xbf{"text": "a"}', {"text": "a"}),
    (b'{"text": "\\u0000"}', {"text": "\0"}),
    (b'{"text": "\\ud83d\\ude00"}', {"text": "😀"}),
    (b"null", None),
    (b'"' + b"[" * 3000 + b'\\"{"', "[" * 3000 + '"{'),
    (b"[" + b"[]," * 3000 + b"[]]", [[]] * 3001),
]


@pytest.mark.parametrize(("body", "value"), READ)
def test_json_in_utf8_is_read(body: bytes, value: object) -> None:
    assert parse_json(body) == value
