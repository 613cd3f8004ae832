from __future__ import annotations

import pytest

from evidence.values import Span
from training.corpora.treebank import places, running, unescaped


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ("The mill ( oak ) , it seems , fell .", "The mill (oak), it seems, fell."),
        ("It is the well - known mill 's wheel .", "It is the well-known mill's wheel."),
        ("They do n't and did n’t know .", "They don't and didn’t know."),
        ('She wrote " The Mill " and left .', 'She wrote "The Mill" and left.'),
        ("The tune ' Old Mill ' is hers .", "The tune 'Old Mill' is hers."),
        ("It cost $ 5 , or 4 .", "It cost $5, or 4."),
        ("Nothing is changed, here.", "Nothing is changed, here."),
    ],
)
def test_blanks_that_running_text_lacks_go(apart: str, together: str) -> None:
    assert running(apart)[0] == together


def test_spans_move_with_their_words() -> None:
    text, spans = running("The mill ( oak ) may fall .", (Span(17, 20),))
    assert [text[span.start : span.end] for span in spans] == ["may"]


def test_escapes_are_undone() -> None:
    assert unescaped("``A -LRB-b-RRB-''") == '"A (b)"'


def test_equal_phrases_are_found_one_behind_the_other_and_never_within_a_word() -> None:
    assert places("the mayor may or may not", ("may", "may")) == (Span(10, 13), Span(17, 20))
    assert places("not so and may be", ("may", "not", "might")) == (Span(11, 14), Span(0, 3))
