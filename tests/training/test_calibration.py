from __future__ import annotations

import numpy as np
import pytest

from evidence.heads import PARTS, estimate
from training import calibration, metrics
from training.examples import Example


def test_a_calibrator_shares_a_row_between_its_classes() -> None:
    given = np.zeros((40, 16))
    target = np.tile(np.array([0.25, 0.75]), (40, 1))
    model = calibration._calibrator(given, target)
    assert model.predict_proba(given[:1])[0].tolist() == pytest.approx([0.25, 0.75], abs=0.01)


def test_the_cuts_undo_a_pull_to_the_middle() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    shy = 0.7 * target + 0.3 * np.array([0, 0, 1, 0, 0])
    shy += np.random.default_rng(1).uniform(0, 0.01, shy.shape)  # a cut needs values between those of two levels
    plain = metrics.qwk(target @ np.arange(5), metrics.rounded(estimate(shy, calibration._rounding(4))), 4)
    assert plain < 0.9
    cuts = calibration._cuts(shy, target)
    assert all(at < cut < at + 1 for at, cut in enumerate(cuts))
    assert metrics.qwk(target @ np.arange(5), metrics.rounded(estimate(shy, cuts)), 4) > 0.95


def test_sure_classes_are_cut_between_them() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    assert calibration._cuts(target, target) == calibration._rounding(4) == (0.5, 1.5, 2.5, 3.5)


def test_every_annotated_example_is_judged_by_its_answers(examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    answers = {example.id: np.nan_to_num(example.target, nan=0.2) for example in hard}
    fitted = calibration.fit(hard, answers)
    assert set(fitted.unseen) == {example.id for example in hard}
    right = []
    for example in hard:
        judged = fitted.unseen[example.id]
        np.testing.assert_allclose(judged.levels.sum(axis=1), 1, atol=1e-5)
        known = ~np.isnan(example.target[:, 0])
        part = example.target[known, PARTS["sourcing"]]
        right += (part.argmax(axis=1) == judged.sourcing[known].argmax(axis=1)).tolist()
    assert np.mean(right) > 0.9
