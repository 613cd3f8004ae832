from __future__ import annotations

from training.hedges.overlap import copied

SENTENCE = "The old mill by the river was sold to a baker in May."


def test_a_sentence_that_stands_in_a_text_is_counted() -> None:
    assert copied([SENTENCE, "A short one."], [f"Notices. {SENTENCE.upper()} More follows."]) == 1


def test_a_shared_phrase_is_no_copy() -> None:
    assert copied([SENTENCE], ["The old mill by the river was sold when nobody was looking at it."]) == 0
