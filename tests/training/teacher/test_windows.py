from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.teacher.passages import Passage, Piece
from training.teacher.windows import ASKED, BEFORE, BEGIN, BEHIND, BREAK, HEAD, TAIL, windows

LONGEST = 512  # token ids that the encoder has places for
MARKS = {"headline:": 3, "|": 4, "part": 5, "of": 6}


def piece(*lengths: int, titled: bool = True, asked: range | None = None, fresh: bool = False) -> Piece:
    """A passage of so many words each; those of the first are 1000, of the second 2000 and so on."""
    texts = [" ".join([str(1000 * at)] * length) for at, length in enumerate(lengths, 1)]
    passages = tuple(Passage("x", at + (not titled), 0, 1, text, fresh) for at, text in enumerate(texts))
    return Piece(passages, range(len(lengths)) if asked is None else asked)


def encode(texts: Sequence[str]) -> list[list[int]]:
    return [[MARKS[word] if word in MARKS else int(word) for word in text.split()] for text in texts]


def test_a_short_article_is_one_window_with_a_break_before_each_passage() -> None:
    (only,) = windows(piece(2, 3, 1, fresh=True), encode)
    assert only.ids == (0, 5, 1, 6, 1, 2, 3, 1000, 1000, 2, 4, 2000, 2000, 2000, 2, 4, 3000, 2)
    assert [only.ids[first:end] for first, end in only.spans] == [
        (3, 1000, 1000),
        (4, 2000, 2000, 2000),
        (4, 3000),
    ]


def test_a_passage_that_begins_no_paragraph_has_no_mark() -> None:
    (only,) = windows(piece(1, 2, titled=False), encode)
    assert only.ids == (0, 5, 1, 6, 1, 2, 1000, 2, 2000, 2000, 2)


def test_a_long_article_is_read_in_windows_with_title_and_neighbours_as_context() -> None:
    first, second = windows(piece(5, *[30] * 16), encode)
    assert [len(window.spans) for window in (first, second)] == [9, 8]
    assert first.ids[1:5] == (5, 1, 6, 2)
    assert first.ids[-1 - BEHIND : -1] == (10_000,) * BEHIND  # what follows, as far as it is shown
    assert second.ids[:6] == (BEGIN, 5, 2, 6, 2, BREAK)
    assert second.ids[6:12] == (3, *[1000] * 5)  # the title
    before = second.ids[12 : second.spans[0][0] - 1]
    assert [one for one in before if one != BREAK] == [7000] * (BEFORE - 62) + [8000] * 30 + [9000] * 30
    assert second.ids[-31:] == (17_000,) * 30 + (BREAK,)


def test_what_is_not_asked_about_is_context_only() -> None:
    (only,) = windows(piece(1, 2, 1, 1, 50, 1, asked=range(2, 4)), encode)
    assert [only.ids[first:end] for first, end in only.spans] == [(3000,), (4000,)]
    assert only.ids == (0, 5, 2, 6, 2, 2, 3, 1000, 2, 2000, 2000, 2, 3000, 2, 4000, 2, *[5000] * BEHIND, 2)


def test_the_windows_of_the_rest_of_an_article_are_counted_on_from_its_beginning() -> None:
    lengths = [5, *[30] * 30]
    numbers = [window.ids[1:5] for window in windows(piece(*lengths, asked=range(20, 31)), encode)]
    assert numbers == [(5, 3, 6, 4), (5, 4, 6, 4)]


def test_a_piece_that_asks_about_nothing_has_no_window() -> None:
    assert list(windows(piece(1, 2, asked=range(1, 1)), encode)) == []
    assert list(windows(Piece((), range(0)), encode)) == []


@pytest.mark.parametrize("length", [HEAD + TAIL, HEAD + TAIL + 1, 5000])
def test_of_a_long_passage_both_ends_are_read(length: int) -> None:
    words = " ".join(map(str, range(1000, 1000 + length)))
    (only,) = windows(Piece((Passage("x", 1, 0, 1, words, False),), range(1)), encode)
    ((first, end),) = only.spans
    read = [*range(1000, 1000 + length)]
    assert list(only.ids[first:end]) == (read if length <= HEAD + TAIL else read[:HEAD] + read[-TAIL:])


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.booleans(), st.data())
def test_every_passage_asked_about_is_in_one_window_which_the_encoder_has_places_for(
    lengths: list[int], titled: bool, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(lengths) - 1))
    asked = range(first, data.draw(st.integers(first, len(lengths))))
    given_ = piece(*lengths, titled=titled, asked=asked)
    found = list(windows(given_, encode))
    told = [set(window.ids[a:b]) - {3} for window in found for a, b in window.spans]
    assert told == [{1000 * (at + 1)} if lengths[at] else set() for at in asked]
    assert all(len(window.ids) <= LONGEST for window in found)
    assert all(window.ids[a - 1] == BREAK for window in found for a, _ in window.spans)
    assert all(sum(end - begin + 1 for begin, end in window.spans) <= ASKED for window in found)
