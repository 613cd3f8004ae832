"""Alignments: the way from what is read back to what was received."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.wire.alignment import Alignment, Piece, Unread, seen

UNSEEN = [
    ("plain\r\n\t\u00a0text", "plain\r\n\t\u00a0text", []),
    ("\ufeffHi", "Hi", [Unread(0, 1, "invisible_character")]),
    ("report\u00adedly", "reportedly", [Unread(6, 7, "invisible_character")]),
    ("a\x00\x07b", "ab", [Unread(1, 3, "control_character")]),
    ("a\x1cb", "a b", [Unread(1, 2, "control_character")]),
    ("a\x00\u200bb", "ab", [Unread(1, 2, "control_character"), Unread(2, 3, "invisible_character")]),
    ("👩\u200d👧", "👩\u200d👧", []),
    ("report\u200dedly ab\u200c c", "reportedly ab\u200c c", [Unread(6, 7, "invisible_character")]),
    ("report\u200d\u200bedly", "reportedly", [Unread(6, 8, "invisible_character")]),
    (
        "caf\u200dé a\u200b\u200d b",
        "café a\u200d b",
        [Unread(3, 4, "invisible_character"), Unread(7, 8, "invisible_character")],
    ),
    ("نامه\u200cای", "نامه\u200cای", []),
]


@pytest.mark.parametrize(("text", "read", "unread"), UNSEEN)
def test_control_and_invisible_characters_are_not_read(text: str, read: str, unread: list[Unread]) -> None:
    alignment = Alignment(seen(text))
    assert (alignment.received, alignment.read, alignment.unread) == (text, read, unread)


def test_a_stretch_is_found_without_the_markup_around_it_and_with_the_markup_in_it() -> None:
    alignment = Alignment(
        [Piece("<b>", "", "markup"), Piece("re", "re"), Piece("</b>", "", "markup"), Piece("ad", "ad")]
    )
    assert alignment.read == "read"
    assert (alignment.start(0), alignment.end(2), alignment.start(2), alignment.end(4)) == (3, 5, 9, 11)


def test_white_space_before_a_replacement_s_words_does_not_part_them_from_it() -> None:
    assert Alignment([Piece("{{x}}", " One", "markup")]).start(1) == 0


def test_a_stretch_within_a_replacement_has_all_or_nothing_of_it() -> None:
    alignment = Alignment([Piece("{{x}}", "One. Two.", "markup")])
    assert (alignment.start(0), alignment.end(4)) == (0, 5)
    assert (alignment.start(5), alignment.end(9)) == (5, 5)
    assert alignment.start(5, whole=True) == 0


ANNOTATION = Alignment([
    Piece("<p>", "", "markup"), Piece("The ", "The "), Piece("<b>", "", "markup"), Piece("mayor", "mayor"),
    Piece("</b>", "", "markup"), Piece(" left.", " left."), Piece("</p><p>", "\n\n", "markup"), Piece("Then", "Then"),
    Piece("&amp;", "&", "markup"), Piece("now.", "now."),
])  # fmt: skip
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
def test_words_are_found_as_received_with_the_markup_between_them_only(words: str, there: str) -> None:
    at = ANNOTATION.read.index(words)
    start, end = ANNOTATION.start(at, whole=True), ANNOTATION.end(at + len(words))
    assert ANNOTATION.received[start:end] == there


TEXT = st.text(st.sampled_from("a. \n\x00\u00ad😀"), max_size=6)
PIECES = st.lists(
    st.one_of(st.builds(lambda text: Piece(text, text), TEXT), st.builds(Piece, TEXT, TEXT, st.just("markup"))),
    max_size=8,
)


@given(PIECES, st.data())
def test_sentences_that_do_not_overlap_as_read_do_not_as_received(pieces: list[Piece], data: st.DataObject) -> None:
    alignment = Alignment(pieces)
    size = len(alignment.read)
    if size < 2:
        return
    middle = data.draw(st.integers(1, size - 1))
    # as sentences are: without white space at their ends
    before, behind = alignment.read[:middle].rstrip(), alignment.read[middle:].lstrip()
    if not before.strip() or not behind:
        return
    first = alignment.start(len(before) - len(before.lstrip())), alignment.end(len(before))
    second = alignment.start(size - len(behind)), alignment.end(size)
    assert 0 <= first[0] <= first[1] <= second[0] <= second[1] <= len(alignment.received)
