from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from training.evaluation import figures
from training.evaluation.figures import FIGURES, MEASURED, Columns
from training.evaluation.outcomes import Outcomes

GOOD = ("own", "3", "3", "own", 0.75, 3.0)
WEAK = ("named", "1", "1", "own", 0.5, 2.0)
STRONG = ("named", "3", "4", "named", 1.0, 3.0)


@pytest.fixture
def three(outcomes: Callable[..., Outcomes]) -> Outcomes:
    return outcomes(*[[GOOD, WEAK, STRONG]] * 6)


def test_every_figure_is_what_its_metric_says(three: Outcomes) -> None:
    found = figures.values(three)
    assert set(found) == set(MEASURED) - {"no_claim_f1"}  # nobody labels or predicts "none"
    assert found["sourcing_accuracy"] == pytest.approx(2 / 3)
    assert found["strength_mae"] == pytest.approx(1 / 3)
    assert found["hedged_auc"] == 1.0
    assert found["rating_mae"] == 5.0
    assert found["rating_spearman"] == pytest.approx(1.0)
    assert 0 < found["strength_qwk"] < 1


def test_an_interval_holds_its_figure_and_needs_five_articles(outcomes: Callable[..., Outcomes]) -> None:
    mixed = outcomes([GOOD] * 3, [WEAK, GOOD], [STRONG], [WEAK] * 2, [GOOD, STRONG])
    one = figures.measured(mixed, "strength_mae", repeats=50)
    assert one is not None
    assert one.interval is not None
    assert one.interval[0] < one.value < one.interval[1]
    few = figures.measured(outcomes([GOOD], [WEAK]), "strength_mae", repeats=50)
    assert few is not None
    assert (few.value, few.interval, few.n) == (pytest.approx(0.5), None, 2)


def test_too_few_rows_have_no_figure(three: Outcomes) -> None:
    assert figures.measured(three, "strength_mae", fewest=19) is None
    assert figures.measured(Outcomes(()), "strength_mae") is None
    assert figures.values(Outcomes(())) == {}


@pytest.mark.parametrize(
    ("name", "value", "missed"),
    [
        ("strength_qwk", 0.659, True),
        ("strength_qwk", 0.66, False),
        ("rating_mae", 9.1, True),
        ("rating_mae", 9.0, False),
        ("strength_mae", 4.0, False),
    ],
)
def test_a_must_is_missed_on_its_wrong_side(name: str, value: float, missed: bool) -> None:
    assert FIGURES[name].missed(value) is missed


def test_targets_are_ordered_and_every_measured_figure_has_its_facts() -> None:
    for facts in FIGURES.values():
        assert facts.better in ("more", "less")
        assert facts.meaning
        if facts.must is not None and facts.aim is not None:
            assert (facts.must < facts.aim) is (facts.better == "more")
    assert set(MEASURED) <= set(FIGURES)


def test_figures_are_drawn_by_article() -> None:
    class Source:
        def columns(self, part: str) -> Columns:
            assert part == "claims"
            names = [f"a{n // 2}" for n in range(12)]
            return {
                "article": np.array(names),
                "wanted": np.array([0.0] * 12),
                "given": np.array([n // 2 for n in range(12)]),
            }

    one = figures.measured(Source(), "strength_mae", repeats=40)
    assert one is not None
    assert (one.value, one.n) == (2.5, 12)
