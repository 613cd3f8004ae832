from __future__ import annotations

from typing import Any

import pytest

from evidence.policy import DEFAULT
from evidence.values import Assessment, ModelId, Rating, Sentence, SentenceAssessment
from training.comparison.movements import NO_CLAIM, UNRATED, Movements, changed, movement, table, total


def said(start: int, level: Any, sourcing: Any, certainty: Any = "certain") -> SentenceAssessment:
    return SentenceAssessment(Sentence(start, start + 9, "x" * 9), None, level, (), sourcing, 0.9, certainty, 3.0)


def assessment(score: float | None, *sentences: SentenceAssessment, headline: Any = None) -> Assessment:
    rating = None if score is None else Rating(score, DEFAULT.grade(score)[0], "", 1, 1, (0, 0), {}, ())
    return Assessment(ModelId("n", "1"), headline, sentences, (), (), rating)


FOUND = Movements((
    movement(
        "b",
        assessment(50.0, said(0, "weak", "hearsay"), said(10, "solid", "named"), headline=said(0, "strong", "own")),
        assessment(62.0, said(0, "weak", "own"), said(10, None, "none"), headline=said(0, "strong", "own")),
    ),
    movement("a", assessment(20.0, said(0, "weak", "own")), assessment(8.0, said(0, "weak", "own", "probable"))),
    movement("c", assessment(70.0), assessment(70.0)),
    movement("d", assessment(None, said(0, "weak", "own")), assessment(40.0)),
))  # fmt: skip


def test_grades_are_counted_from_old_to_new() -> None:
    assert dict(FOUND.grades) == {("C", "B"): 1, ("E", "E"): 1, ("B", "B"): 1, (UNRATED, "D"): 1}
    assert (changed(FOUND.grades), total(FOUND.grades)) == (2, 4)
    assert table(FOUND.grades, ("E", "D", "C", "B", "A")) == [
        [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0],
    ]  # fmt: skip


def test_sentences_are_paired_by_place_and_the_headline_with_the_headline() -> None:
    assert dict(FOUND.levels) == {("weak", "weak"): 2, ("solid", NO_CLAIM): 1, ("strong", "strong"): 1}
    assert dict(FOUND.sourcings) == {("hearsay", "own"): 1, ("named", "none"): 1, ("own", "own"): 2}
    assert changed(FOUND.certainties) == 1


def test_the_largest_movers_come_first_by_id_where_they_are_equal() -> None:
    assert [(one.id, one.points) for one in FOUND.movers] == [("d", None), ("a", -12.0), ("b", 12.0)]
    assert FOUND.mean_points == pytest.approx(8.0)
    assert (Movements(()).movers, Movements(()).mean_points) == ([], None)
