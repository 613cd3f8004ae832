"""Bad requests: each gets a clear problem, and nothing of the article leaves in it or in the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from evidence.policy import Policy
from evidence.values import Article, Assessment, ModelId
from service.app import create_app
from service.settings import Settings

WORDS = "Zanzibar quokka"
ONE_BODY = "Give exactly one of text, segments, html and annotation."
NO_BODY = {"body": ONE_BODY}


def segments(*blocks: Any) -> dict[str, Any]:
    return {"segments": [*blocks]}


BLOCK = {"id": "a", "text": WORDS}

# the body, and the fields at fault with what is said of each
UNPROCESSABLE: list[tuple[str, Any, dict[str, str]]] = [
    ("nothing", {}, NO_BODY),
    ("no object", [WORDS], {"body": "Must be an object."}),
    ("null", None, {"body": "Must be an object."}),
    ("only a title", {"title": WORDS}, NO_BODY),
    ("two bodies", {"text": WORDS, **segments(BLOCK)}, dict.fromkeys(("text", "segments"), ONE_BODY)),
    ("text is null", {"text": None}, {"text": "Field may not be null."}),
    ("text is a number", {"text": 5}, {"text": "Not a valid string."}),
    ("text is a list", {"text": [WORDS]}, {"text": "Not a valid string."}),
    ("title is a number", {"text": WORDS, "title": 5}, {"title": "Not a valid string."}),
    ("unknown field", {"text": WORDS, "body": WORDS}, {"body": "Unknown field."}),
    ("article as a field", {"text": WORDS, WORDS: 1}, {"(not shown)": "Unknown field."}),
    (
        "lone surrogate",
        {"text": WORDS + "\ud83d"},
        {"text": "Holds a lone surrogate (half a character) at code point 15."},
    ),
    (
        "lone surrogate in the title",
        {"text": WORDS, "title": "\udc00"},
        {"title": "Holds a lone surrogate (half a character) at code point 0."},
    ),
    (
        "lone surrogate in a segment",
        segments(BLOCK, {"id": "b", "text": "a\ud83d"}),
        {"segments.1.text": "Holds a lone surrogate (half a character) at code point 1."},
    ),
    (
        "unit unknown",
        {"text": WORDS, "offset_unit": "utf32"},
        {"offset_unit": "Must be one of: codepoint, utf16, utf8."},
    ),
    ("no language", {"text": WORDS, "lang": "français"}, {"lang": "Not a language tag: en, en-GB, ..."}),
    ("store is a word", {"text": WORDS, "store": "yes"}, {"store": "Not a valid boolean."}),
    ("known is no id", {"text": WORDS, "known": [WORDS]}, {"known.0": "Not one of ours: 32 hexadecimal digits."}),
    ("if_hash is no hash", {"text": WORDS, "if_hash": "A"}, {"if_hash": "Not one of ours: 32 hexadecimal digits."}),
    ("model is a path", {"text": WORDS, "model": "../1.0"}, {"model": "Not a name."}),
    ("policy is empty", {"text": WORDS, "policy": ""}, {"policy": "Not a name."}),
    (
        "text and markup",
        {"annotation": [{"text": "a", "markup": "b"}]},
        {"annotation.0": "Give either text or markup."},
    ),
    ("neither text nor markup", {"annotation": [{}]}, {"annotation.0": "Give either text or markup."}),
    (
        "text interpreted",
        {"annotation": [{"text": "a", "interpretAs": "b"}]},
        {"annotation.0.interpretAs": "Only markup is interpreted."},
    ),
    ("annotation is empty", {"annotation": []}, {"annotation": "Shorter than minimum length 1."}),
    ("too many pieces", {"annotation": [{"text": ""}] * 10_001}, {"annotation": "At most 10000 pieces are read."}),
    ("too many tags", {"html": "<b>" * 20_001}, {"html": "Has more than 20000 tags."}),
    (
        "lone surrogate in html",
        {"html": "\ud83d"},
        {"html": "Holds a lone surrogate (half a character) at code point 0."},
    ),
    ("no segment", segments(), {"segments": "Shorter than minimum length 1."}),
    ("segments is a string", {"segments": WORDS}, {"segments": "Not a valid list."}),
    ("segment is a string", segments(WORDS), {"segments.0": "Must be an object."}),
    ("segment without id", segments({"text": WORDS}), {"segments.0.id": "Missing data for required field."}),
    ("segment with a number for id", segments({**BLOCK, "id": 1}), {"segments.0.id": "Not a valid string."}),
    ("segment without text", segments({"id": "a"}), {"segments.0.text": "Missing data for required field."}),
    (
        "same id twice",
        segments(BLOCK, {"id": "b", "text": WORDS}, BLOCK),
        {
            "segments.0.id": "Another segment has this id.",
            "segments.2.id": "Another segment has this id.",
        },
    ),
    (
        "headline is no segment's role",
        segments({**BLOCK, "role": "headline"}),
        {"segments.0.role": "Must be one of: body, heading, quote, caption, ignore."},
    ),
    ("unknown segment field", segments({**BLOCK, "html": WORDS}), {"segments.0.html": "Unknown field."}),
    ("too many segments", segments(*[BLOCK] * 10_001), {"segments": "At most 10000 segments are read."}),
]

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
OTHER: list[tuple[str, str, str, bytes, str, int, str]] = [
    ("not json", "POST", "/score", b'{"text": "Zanzibar quokka"', JSON, 400, "malformed_json"),
    ("empty body", "POST", "/score", b"", JSON, 400, "malformed_json"),
    ("nan", "POST", "/score", b'{"text": NaN}', JSON, 400, "malformed_json"),
    ("twice", "POST", "/score", b'{"text": "a", "text": "Zanzibar quokka"}', JSON, 400, "malformed_json"),
    ("deep", "POST", "/score", b'{"text":' * 100_000, JSON, 400, "malformed_json"),
    ("latin-1", "POST", "/score", b'{"text": "Zanzibar quokka \xe9"}', JSON, 400, "malformed_json"),
    ("form", "POST", "/score", b"text=Zanzibar quokka", FORM, 415, "unsupported_media_type"),
    ("text", "POST", "/score", b"Zanzibar quokka", "text/plain", 415, "unsupported_media_type"),
    ("no type", "POST", "/score", b'{"text": "Zanzibar quokka"}', "", 415, "unsupported_media_type"),
    ("5 MiB", "POST", "/score", b'{"text": "' + b"a" * 5 * 2**20 + b'"}', JSON, 413, "body_too_large"),
    ("no such address", "GET", "/nothing", b"", "", 404, "not_found"),
    ("wrong method", "GET", "/score", b"", "", 405, "method_not_allowed"),
    ("wrong method, v1", "PUT", "/v1/score", b"{}", JSON, 405, "method_not_allowed"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hold after every test here that the log has none of the article's words."""
    with caplog.at_level(logging.DEBUG):
        yield
    assert "Zanzibar" not in caplog.text
    assert "quokka" not in caplog.text


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem: dict[str, Any] = json.loads(response.data)
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert "Zanzibar" not in response.text
    assert "quokka" not in response.text
    assert "Traceback" not in response.text
    return problem


@pytest.mark.parametrize(("body", "faults"), [row[1:] for row in UNPROCESSABLE], ids=[row[0] for row in UNPROCESSABLE])
def test_a_wrong_request_is_refused_with_its_fields(client: FlaskClient, body: Any, faults: dict[str, str]) -> None:
    response = client.post("/score", data=json.dumps(body), content_type=JSON)
    problem = assert_problem(response, 422, "invalid_request")
    assert {error["field"]: error["message"] for error in problem["errors"]} == faults


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status", "code"),
    [row[1:] for row in OTHER],
    ids=[row[0] for row in OTHER],
)
def test_what_cannot_be_read_is_refused(
    client: FlaskClient, method: str, path: str, body: bytes, kind: str, status: int, code: str
) -> None:
    response = client.open(path, method=method, data=body, content_type=kind or None)
    assert "errors" not in assert_problem(response, status, code)


def test_a_chunked_body_over_the_limit_is_refused_not_cut(client: FlaskClient) -> None:
    response = client.post(
        "/score",
        input_stream=io.BytesIO(b'{"text": "' + b"a" * 5 * 2**20 + b'"}'),
        content_type=JSON,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert_problem(response, 413, "body_too_large")


def test_the_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    assert client.get("/score").allow.as_set() == {"post", "options"}


def test_a_text_over_the_limit_is_refused_with_both_lengths(client: FlaskClient) -> None:
    problem = assert_problem(client.post("/score", json={"text": "é" * 1_000_000}), 413, "text_too_long")
    assert problem["detail"] == "The text and title have 1000000 characters; at most 200000 are read."


def test_the_title_and_all_segments_count_to_the_limit(client: FlaskClient) -> None:
    blocks = [{"id": str(at), "text": "a" * 100_000} for at in range(2)]
    assert client.post("/score", json={"segments": blocks}).status_code == 200
    response = client.post("/score", json={"segments": blocks, "title": "b"})
    assert_problem(response, 413, "text_too_long")


def test_many_faults_are_counted_and_the_first_twenty_listed(client: FlaskClient) -> None:
    problem = assert_problem(client.post("/score", json=segments(*[{}] * 50)), 422, "invalid_request")
    assert problem["detail"] == "The request has 100 faults. The first 20 are listed."
    assert len(problem["errors"]) == 20


class Broken:
    """A judge that fails, and says the article's words as it does."""

    model = ModelId("broken", "0")
    manifest = None

    def assess(self, article: Article, policy: Policy) -> Assessment:
        raise ValueError(article.text)


def test_a_fault_of_ours_says_nothing_and_logs_its_place(caplog: pytest.LogCaptureFixture) -> None:
    client = create_app(Settings(), Broken()).test_client()
    assert_problem(client.post("/score", json={"text": WORDS}), 500, "internal_error")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.message.startswith("Internal error: ValueError at ")
    assert "assess:" in record.message
    assert record.exc_info is None


ODD = [
    ("empty", ""),
    ("whitespace", " \n\t\u00a0"),
    ("one word", "Rain"),
    ("control characters", "It\x00 rained\x07 \x1b[31m today."),
    ("emoji and combining marks", "👩‍👩‍👧 said e\u0301 rained today."),
    ("right to left", "قال الوزير إن المطر هطل اليوم."),
    ("html", "<p>It <b>rained</b> today.</p><script>alert(1)</script>"),
    ("one sentence of 100,000 characters", "rain " * 20_000),
]


@pytest.mark.parametrize("text", [row[1] for row in ODD], ids=[row[0] for row in ODD])
def test_any_text_is_answered_and_its_sentences_are_its_slices(client: FlaskClient, text: str) -> None:
    response = client.post("/score", json={"text": text})
    assert response.status_code == 200
    for sentence in json.loads(response.data)["sentences"]:
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_too_short_a_text_is_not_rated_and_says_so(client: FlaskClient) -> None:
    answer = json.loads(client.post("/score", json={"text": " "}).data)
    assert (answer["rating"], answer["rating_note"], answer["sentences"]) == (None, "too_short", [])
