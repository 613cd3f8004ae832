"""Annotations as plain text, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.annotation import Piece, original, plain

ANNOTATION = (
    Piece("<p>", ""),
    Piece("The "),
    Piece("<b>", ""),
    Piece("mayor"),
    Piece("</b>", ""),
    Piece(" left."),
    Piece("</p><p>", "\n\n"),
    Piece("Then"),
    Piece("&amp;", "&"),
    Piece("now."),
)


def test_markup_is_read_as_it_is_interpreted() -> None:
    assert plain(ANNOTATION)[0] == "The mayor left.\n\nThen&now."
    assert original(ANNOTATION) == "<p>The <b>mayor</b> left.</p><p>Then&amp;now."


PLACES = [
    ("mayor", "mayor"),
    ("The mayor", "The <b>mayor"),
    ("mayor left.", "mayor</b> left."),
    ("left.\n\nThen", "left.</p><p>Then"),
    ("\n", "</p><p>"),
    ("&", "&amp;"),
    ("n&n", "n&amp;n"),
]


@pytest.mark.parametrize(("words", "there"), PLACES)
def test_words_are_found_in_the_original_with_the_markup_between_them_only(words: str, there: str) -> None:
    text, back = plain(ANNOTATION)
    start = text.index(words)
    first, last = back(start, start + len(words))
    assert original(ANNOTATION)[first:last] == there


PIECES = st.lists(
    st.one_of(st.builds(Piece, st.text(max_size=4)), st.builds(Piece, st.text(max_size=4), st.text(max_size=3)))
)


@given(PIECES)
def test_every_character_of_a_text_piece_is_found_where_it_stands(annotation: list[Piece]) -> None:
    text, back = plain(annotation)
    lies = read = 0
    for piece in annotation:
        for at in range(len(piece.plain)):
            whole = (lies, lies + len(piece.original))
            assert back(read + at, read + at + 1) == (
                whole if piece.interpreted is not None else (lies + at, lies + at + 1)
            )
        lies += len(piece.original)
        read += len(piece.plain)
    assert (len(original(annotation)), len(text)) == (lies, read)
