from __future__ import annotations

from collections.abc import Callable

import pytest

from training.evaluation import tables
from training.evaluation.outcomes import Outcomes


def test_confusions_count_labels_by_row_and_halves_for_each(outcomes: Callable[..., Outcomes]) -> None:
    sourcing, strength, certainty = tables.confusions(
        outcomes([("own|named", "3", "2.5", "named", 0.75, 3.0), ("media", "1.5", "0", "own", 0.5, 2.0)])
    )
    assert sourcing.classes[:4] == ("own", "named", "document", "media")
    assert {(i, j): n for (i, j), n in _cells(sourcing)} == {(1, 1): 1, (3, 0): 1}
    assert {(i, j): n for (i, j), n in _cells(strength)} == {(2, 3): 0.5, (3, 3): 0.5, (0, 2): 1}
    assert {(i, j): n for (i, j), n in _cells(certainty)} == {(3, 3): 1, (1, 2): 0.5, (2, 2): 0.5}


def _cells(one: tables.Confusion) -> list[tuple[tuple[int, int], float]]:
    rows, columns = one.counts.nonzero()
    return [((int(i), int(j)), float(one.counts[i, j])) for i, j in zip(rows, columns, strict=True)]


def test_bins_hold_what_was_predicted_and_what_happened() -> None:
    first, last = tables.bins([0.05, 0.01, 1.0, 0.92], [True, False, True, True])
    assert (first.low, first.high, first.n, first.happened) == (0.0, 0.1, 2, 0.5)
    assert first.predicted == pytest.approx(0.03)
    assert (last.low, last.n, last.predicted, last.happened) == (0.9, 2, pytest.approx(0.96), 1.0)
    assert tables.bins([], []) == ()


def test_reliability_and_strengths(outcomes: Callable[..., Outcomes]) -> None:
    made = outcomes([("own", "3", "3", "own", 0.75, 3.0), ("named", "3", "2", "own", 0.75, 3.0)])
    found = tables.reliability(made)
    (strength,), (sourcing,) = found.values()
    assert (strength.n, strength.predicted, strength.happened) == (2, pytest.approx(0.8), 0.5)
    assert (sourcing.n, sourcing.predicted, sourcing.happened) == (2, pytest.approx(0.9), 0.5)
    labelled, scored = tables.strengths(made)
    assert (labelled.tolist(), scored.tolist()) == ([0, 0, 1, 1, 0], [0, 0, 0, 2, 0])
