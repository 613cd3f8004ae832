import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.wire.offsets import OFFSET_UNITS, Offsets

WHOLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)

CASES = [
    ("plain", 3, 3, 3),
    ("né", 2, 2, 3),
    ("“a”", 3, 3, 7),
    ("😀a", 1, 2, 4),
    ("😀a", 2, 3, 5),
    ("👩‍👧 x", 3, 5, 11),
    ("e\u0301", 2, 2, 3),
    ("a\u00a0b", 2, 2, 3),
    ("a\r\nb", 3, 3, 3),
    ("\ufffc", 1, 1, 3),
    ("مرحبا", 5, 5, 10),
    ("\x00\x07", 2, 2, 2),
    ("", 0, 0, 0),
]


@pytest.mark.parametrize(("text", "at", "utf16", "utf8"), CASES)
def test_an_offset_counts_code_units_in_utf16_and_bytes_in_utf8(text: str, at: int, utf16: int, utf8: int) -> None:
    assert [Offsets(text, unit)(at) for unit in OFFSET_UNITS] == [at, utf16, utf8]


@given(WHOLE, st.data())
def test_slicing_the_encoded_text_gives_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wide, narrow = Offsets(text, "utf16"), Offsets(text, "utf8")
    assert text.encode("utf-16-le")[2 * wide(start) : 2 * wide(end)].decode("utf-16-le") == text[start:end]
    assert text.encode()[narrow(start) : narrow(end)].decode() == text[start:end]
