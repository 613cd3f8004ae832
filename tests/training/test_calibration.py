from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from evidence.heads import PARTS, estimate
from training import calibration, metrics
from training.examples import Example

EVEN = (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)


def test_a_calibrator_shares_a_row_between_its_classes() -> None:
    given = np.zeros((40, 16))
    target = np.tile(np.array([0.25, 0.75]), (40, 1))
    model = calibration._calibrator(given, target)
    assert model.predict_proba(given[:1])[0].tolist() == pytest.approx([0.25, 0.75], abs=0.01)


def test_the_cuts_undo_a_pull_to_the_middle() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    shy = 0.7 * target + 0.3 * np.array([0, 0, 1, 0, 0])
    shy += np.random.default_rng(1).uniform(0, 0.01, shy.shape)  # a cut needs values between those of two levels
    plain = metrics.qwk(target @ np.arange(5), metrics.rounded(estimate(shy, EVEN)), 4)
    assert plain < 0.9
    knots = calibration._knots(shy, target, np.arange(50), range(5))
    assert knots[::2] == (0, 1, 2, 3, 4)
    assert all(before < behind for before, behind in pairwise(knots))
    assert metrics.qwk(target @ np.arange(5), metrics.rounded(estimate(shy, knots)), 4) > 0.95


def test_sure_classes_are_cut_between_them() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    assert calibration._knots(target, target, np.arange(50), range(5)) == pytest.approx(EVEN)


def test_the_cuts_found_agree_as_none_of_those_beside_them() -> None:
    random = np.random.default_rng(3)
    means = np.sort(random.uniform(0, 3, 400)).astype(np.float32)
    wanted = np.clip(np.round(means + random.normal(0.3, 0.6, 400)), 0, 3).astype(np.float32)
    counts = random.integers(0, 3, 400)

    def agreement(cuts: list[float]) -> float:
        given = np.searchsorted(cuts, means, "right").astype(float)
        return metrics.qwk(wanted.repeat(counts), given.repeat(counts), 3)

    cuts = calibration._cuts(means, wanted, counts, range(4))
    assert agreement(cuts) > agreement([0.5, 1.5, 2.5]) + 0.02
    for at in range(3):
        for step in (-0.025, 0.025):
            moved = [*cuts[:at], cuts[at] + step, *cuts[at + 1 :]]
            assert agreement(moved) <= agreement(cuts) + 1e-5 or not at + 0.1 <= moved[at] <= at + 0.9


def test_means_are_taken_where_the_classes_lie() -> None:
    places = calibration.PLACES["certainty"]
    target = np.eye(4, dtype=np.float32)[np.arange(4).repeat(10)]
    knots = calibration._knots(target, target, np.arange(40), places)
    assert knots[::2] == places
    for before, cut, behind in zip(places, knots[1::2], places[1:], strict=False):
        assert calibration.MARGIN <= (cut - before) / (behind - before) <= 1 - calibration.MARGIN
    assert estimate(target, knots).tolist() == target.argmax(axis=1).tolist()
    # what is hedged for sure is less certain than what is possible or certain, though the mean class is the same
    sure, torn = estimate(np.array([[0, 0, 1, 0], [0, 0.5, 0, 0.5]], np.float32), knots)
    assert sure < torn


def test_every_annotated_example_is_judged_by_its_answers(examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    answers = {example.id: np.nan_to_num(example.target, nan=0.2) for example in hard}
    fitted = calibration.fit(hard, answers)
    assert set(fitted.unseen) == {example.id for example in hard}
    assert {name: knots[::2] for name, knots in fitted.knots.items()} == calibration.PLACES
    right = []
    for example in hard:
        judged = fitted.unseen[example.id]
        np.testing.assert_allclose(judged.levels.sum(axis=1), 1, atol=1e-5)
        known = ~np.isnan(example.target[:, 0])
        part = example.target[known, PARTS["sourcing"]]
        right += (part.argmax(axis=1) == judged.sourcing[known].argmax(axis=1)).tolist()
    assert np.mean(right) > 0.9
