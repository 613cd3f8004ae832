from __future__ import annotations

import numpy as np
import pytest

from evidence.heads import WIDTH, estimate
from training import calibration, metrics
from training.examples import Example


def test_a_calibrator_shares_a_row_between_its_classes() -> None:
    given = np.zeros((40, 16))
    target = np.tile(np.array([0.25, 0.75]), (40, 1))
    model = calibration._calibrator(given, target)
    assert model.predict_proba(given[:1])[0].tolist() == pytest.approx([0.25, 0.75], abs=0.01)


def test_the_spread_undoes_a_pull_to_the_middle() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    shy = 0.4 * target + 0.6 * np.array([0, 0, 1, 0, 0])
    spread = calibration._spread(shy, target)
    found = metrics.rounded(estimate(shy, spread))
    assert spread[0] > 1.5
    assert metrics.qwk(target @ np.arange(5), found, 4) > 0.95


def test_sure_classes_need_no_spread() -> None:
    target = np.eye(5)[np.arange(5).repeat(10)]
    assert calibration._spread(target, target) == (1.0, 0.0)


def test_trees_vote_on_what_they_were_not_fitted_to(examples: list[Example]) -> None:
    hard = [
        (example, np.full((len(example.target), WIDTH), 0.2, np.float32)) for example in examples if not example.soft
    ]
    answers = {example.id: guess for example, guess in hard}
    fitted = calibration.fit(hard, answers, 5, 0)
    assert set(fitted.unseen) == {example.id for example, _ in hard}
    for example, _ in hard:
        levels = fitted.unseen[example.id].levels
        assert levels.shape == (len(example.target), 5)
        np.testing.assert_allclose(levels.sum(axis=1), 1, atol=1e-5)
    assert {name: model.n_iter_ for name, model in fitted.trees.items()} == {"hedged": 80, "strength": 80}
