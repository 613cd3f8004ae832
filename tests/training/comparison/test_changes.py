from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from training.comparison.changes import Changes, changes, verdict
from training.evaluation import figures
from training.evaluation.figures import Changed
from training.evaluation.outcomes import Outcomes
from training.progress import silent

Make = Callable[..., Outcomes]


def rows(strength: float, sourcing: str = "own") -> list[tuple[str, str, str, str, float | None, float]]:
    """A headline, a claim judged at ``strength`` and ``sourcing`` where 3 and own are right, and a right one."""
    return [("own", "3", "2", "own", 0.5, 3.0), ("own", "3", "3", sourcing, strength, 3.0),
            ("named", "2", "1", "named", 0.25, 2.0)]  # fmt: skip


@pytest.fixture(scope="module")
def found(outcomes: Make) -> Iterator[Changes]:
    """Fifty articles: the new model is right about all of them, the old about one in ten."""
    old = outcomes(*[rows(0.75 if at % 10 == 0 else 0.0, "media") for at in range(50)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "REPEATS", 20)
        yield changes(old, outcomes(*[rows(0.75)] * 50), silent)


def test_a_figure_that_is_better_in_all_draws_is_surely_better(found: Changes) -> None:
    qwk, error = found.whole["strength_qwk"], found.whole["strength_mae"]
    assert (found.articles, found.sentences) == (50, 150)
    assert (qwk.new, verdict("strength_qwk", qwk)) == (1.0, "better")
    assert qwk.interval is not None
    assert qwk.interval[0] <= qwk.new - qwk.old <= qwk.interval[1]
    assert (error.old, error.new, verdict("strength_mae", error)) == (pytest.approx(0.9), 0.0, "better")


def test_what_is_the_same_has_no_verdict(found: Changes) -> None:
    same = found.whole["certainty_qwk"]
    assert (same.old, same.new, same.interval, verdict("certainty_qwk", same)) == (1.0, 1.0, (0.0, 0.0), "")


@pytest.mark.parametrize(
    ("figure", "interval", "told"),
    [
        ("strength_qwk", (0.01, 0.02), "better"), ("strength_qwk", (-0.02, -0.01), "worse"),
        ("rating_mae", (0.01, 0.02), "worse"), ("rating_mae", (-0.02, -0.01), "better"),
        ("rating_mae", (-0.01, 0.01), ""), ("strength_qwk", None, ""),
    ],
)  # fmt: skip
def test_the_side_of_the_whole_interval_decides(figure: str, interval: tuple[float, float] | None, told: str) -> None:
    assert verdict(figure, Changed(0.5, 0.5, interval)) == told


def test_slices_are_compared_sentence_by_sentence(found: Changes) -> None:
    parts = {one.name: one for one in found.slices["sourcing as labelled"]}
    assert list(parts) == ["labelled own", "labelled named"]
    assert (parts["labelled own"].sentences, parts["labelled named"].sentences) == (100, 50)
    accuracy = parts["labelled own"].figures["sourcing_accuracy"]
    assert (accuracy.old, accuracy.new) == (0.5, 1.0)
    assert ("labelled own", "sourcing_accuracy", accuracy) in found.sure
    assert "labelled named" not in {name for name, _, _ in found.sure}


def test_only_what_both_models_judge_is_compared(outcomes: Make) -> None:
    old = outcomes(*[rows(0.0)] * 6)
    few = Outcomes(old.sentences[3:-1], old.ratings[1:])
    assert [(one.article.id, one.label.index) for one in old.shared(few).sentences] == [
        (one.article.id, one.label.index) for one in few.sentences
    ]
    assert old.shared(few).ratings == few.ratings
    assert changes(old, few, silent).sentences == 14
