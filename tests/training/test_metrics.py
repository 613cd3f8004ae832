from __future__ import annotations

import math
import random
from collections import defaultdict
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.values import SOURCINGS
from training import metrics

SEEDS = range(20)


def halves(draw: random.Random, n: int, top: int) -> list[float]:
    return [draw.randint(0, 2 * top) / 2 for _ in range(n)]


def classes(draw: random.Random, n: int) -> list[list[str]]:
    return [draw.sample(SOURCINGS, k=draw.choice([1, 1, 1, 2])) for _ in range(n)]


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 1.0),
        ([0, 0, 4, 4], [4, 4, 0, 0], -1.0),
        ([0, 4, 0, 4], [0, 0, 4, 4], 0.0),
        ([0, 4], [-3, 9], 1.0),  # beyond the scale counts as its end
        ([0.5], [0], 0.0),
    ],
)
def test_qwk(gold: list[float], predicted: list[int], expected: float) -> None:
    assert metrics.qwk(gold, predicted, 4) == pytest.approx(expected)


@pytest.mark.parametrize(("gold", "predicted"), [([], []), ([2, 2], [2, 2])])
def test_qwk_of_one_level_is_no_figure(gold: list[float], predicted: list[int]) -> None:
    assert math.isnan(metrics.qwk(gold, predicted, 4))


def test_halves_are_rounded_upwards() -> None:
    assert metrics.rounded([0.5, 1.49, 1.5, 2.5, 3.999]).tolist() == [1, 1, 2, 3, 4]


def test_spearman_is_zero_for_a_constant_and_nothing_for_one_value() -> None:
    assert metrics.spearman([1, 2, 3], [5, 5, 5]) == 0.0
    assert metrics.spearman([1, 2, 3], [10, 20, 15]) == pytest.approx(0.5)
    assert math.isnan(metrics.spearman([1], [1]))


def test_auc_needs_both_classes() -> None:
    assert metrics.auc([True, False, True, False], [0.9, 0.1, 0.4, 0.5]) == 0.75
    assert math.isnan(metrics.auc([True, True], [0.1, 0.2]))


def test_sourcing_figures_accept_the_alternative() -> None:
    gold = [["named", "document"], ["own"], ["none"], ["none", "own"]]
    predicted = ["document", "named", "none", "own"]
    assert metrics.accuracy(gold, predicted) == 0.75
    # own: one right, one missed; named: one too many; document and none: all right
    assert metrics.macro_f1(gold, predicted) == pytest.approx((2 / 3 + 0 + 1 + 1) / 4)
    assert metrics.no_claim_f1(gold, predicted) == 1.0
    assert metrics.no_claim_f1([["none"], ["own"]], ["own", "none"]) == 0.0
    assert math.isnan(metrics.no_claim_f1([["own"]], ["own"]))


@pytest.mark.parametrize(
    ("probability", "happened", "expected"),
    [
        ([1.0, 1.0, 0.0], [True, True, False], 0.0),
        ([0.25, 0.25, 0.25, 0.25], [True, False, False, False], 0.0),
        ([0.9, 0.9], [False, False], 0.9),
        ([0.05, 0.95], [True, False], 0.95),
    ],
)
def test_ece(probability: list[float], happened: list[bool], expected: float) -> None:
    assert metrics.ece(probability, happened) == pytest.approx(expected)


def test_span_f1_counts_exact_matches_once_each() -> None:
    gold = [("a", 0, 5), ("a", 9, 12), ("b", 0, 5)]
    found = metrics.span_f1(gold, [("a", 0, 5), ("a", 0, 5), ("a", 9, 11), ("b", 0, 5)])
    assert found == metrics.SpanScore(precision=2 / 4, recall=2 / 3, f1=4 / 7)
    nothing = metrics.span_f1(gold, [])
    assert (nothing.precision, nothing.recall, nothing.f1) == (0.0, 0.0, 0.0)


def test_the_interval_draws_whole_articles() -> None:
    values = np.array([0.0, 0.0, 1.0, 1.0])
    # two articles, each of one value: a drawn mean is 0, 0.5 or 1 and nothing between
    drawn: set[float] = set()

    def mean(rows: np.ndarray) -> float:
        drawn.add(float(values[rows].mean()))
        return float(values[rows].mean())

    assert metrics.interval(["a", "a", "b", "b"], mean) == (0.0, 1.0)
    assert drawn == {0.0, 0.5, 1.0}


def test_the_interval_is_the_same_each_time_and_leaves_out_no_figures() -> None:
    values = np.arange(30.0)
    names = [f"a{n // 3}" for n in range(30)]

    def mean(rows: np.ndarray) -> float:
        return float("nan") if rows[0] == 0 else float(values[rows].mean())

    low, high = metrics.interval(names, mean, seed=7)
    assert (low, high) == metrics.interval(names, mean, seed=7)
    assert 5 < low < 14.5 < high < 24


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), min_size=2, max_size=60))
def test_qwk_lies_between_minus_one_and_one(pairs: list[tuple[int, int]]) -> None:
    figure = metrics.qwk([g / 2 for g, _ in pairs], [p for _, p in pairs], 4)
    assert math.isnan(figure) or -1 - 1e-9 <= figure <= 1 + 1e-9


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_ece_lies_between_nought_and_one(pairs: list[tuple[float, bool]]) -> None:
    assert 0 <= metrics.ece([p for p, _ in pairs], [y for _, y in pairs]) <= 1 + 1e-12


@pytest.mark.parametrize("seed", SEEDS)
def test_ordinal_figures_are_the_bench_s(bench: ModuleType, seed: int) -> None:
    draw = random.Random(seed)
    n, top = draw.randint(2, 200), draw.choice([3, 4])
    gold, values = halves(draw, n, top), [draw.choice([draw.random() * top, 1.5]) for _ in range(n)]
    levels = [int(v + 0.5) for v in values]
    assert metrics.rounded(values).tolist() == levels
    assert metrics.qwk(gold, levels, top) == pytest.approx(bench.qwk(gold, levels, top), abs=1e-9, nan_ok=True)
    assert metrics.spearman(gold, values) == pytest.approx(bench.spearman(gold, values), abs=1e-9)
    hedged = [g < top for g in gold]
    assert metrics.auc(hedged, [-v for v in values]) == pytest.approx(
        bench.auc([-v for v in values], hedged), abs=1e-9, nan_ok=True
    )
    assert metrics.mae(gold, values) == pytest.approx(
        sum(abs(a - b) for a, b in zip(gold, values, strict=True)) / n, abs=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_sourcing_figures_are_the_bench_s(bench: ModuleType, seed: int) -> None:
    draw = random.Random(seed)
    n = draw.randint(1, 120)
    gold, predicted = classes(draw, n), [draw.choice(SOURCINGS) for _ in range(n)]
    assert metrics.macro_f1(gold, predicted) == pytest.approx(bench.macro_f1(gold, predicted), abs=1e-9)
    pairs = list(zip(gold, predicted, strict=True))
    assert metrics.accuracy(gold, predicted) == pytest.approx(sum(p in g for g, p in pairs) / n, abs=1e-9)
    right = sum("none" in g and p == "none" for g, p in pairs)
    wrong = sum("none" not in g and p == "none" for g, p in pairs) + sum(
        g == ["none"] and p != "none" for g, p in pairs
    )
    expected = 2 * right / (2 * right + wrong) if right + wrong else float("nan")
    assert metrics.no_claim_f1(gold, predicted) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_calibration_error_is_computed_as_the_bench_does(seed: int) -> None:
    # the bench computes it inside its main(), so its formula is written out here
    draw = random.Random(seed)
    pairs = [(draw.choice([draw.random(), 0.3, 1.0]), draw.random() < 0.5) for _ in range(draw.randint(1, 150))]
    bins = defaultdict(list)
    for p, y in pairs:
        bins[min(9, int(p * 10))].append((p, y))
    expected = sum(
        len(b) / len(pairs) * abs(sum(p for p, _ in b) / len(b) - sum(y for _, y in b) / len(b)) for b in bins.values()
    )
    assert metrics.ece([p for p, _ in pairs], [y for _, y in pairs]) == pytest.approx(expected, abs=1e-9)
