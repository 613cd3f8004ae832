from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

from evidence import compiled

RANDOM = np.random.default_rng(7)
ROWS = RANDOM.normal(size=(200, 6)).astype(np.float32)
LABELS = (ROWS[:, 0] > 0).astype(int) + (ROWS[:, 1] > 0.5)
NEW = RANDOM.normal(0, 3, size=(50, 6)).astype(np.float32)


def fitted(model: Any, wanted: np.ndarray) -> Any:
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        return model.fit(ROWS, wanted)


def network(seed: int) -> Any:
    return fitted(MLPRegressor(hidden_layer_sizes=(5,), max_iter=20, random_state=seed), ROWS[:, :2])


@pytest.mark.parametrize("new", [NEW, sp.csr_matrix(NEW)])
def test_classifiers_side_by_side_decide_as_each_does(new: Any) -> None:
    models = [fitted(SGDClassifier(random_state=seed), (LABELS + seed) % 3) for seed in range(2)]
    wanted = np.concatenate([model.decision_function(NEW) for model in models], axis=1)
    np.testing.assert_allclose(compiled.linear(models)(new), wanted, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("new", [NEW, sp.csr_matrix(NEW)])
def test_a_network_answers_as_scikit_learn_s(new: Any) -> None:
    model = network(0)
    np.testing.assert_allclose(compiled.network(model)(new), model.predict(NEW), atol=1e-4)


def test_a_classifying_network_gives_its_probabilities() -> None:
    model = fitted(MLPClassifier(hidden_layer_sizes=(5,), max_iter=20, random_state=0), (ROWS[:, :2] > 0).astype(int))
    np.testing.assert_allclose(compiled.network(model)(NEW), model.predict_proba(NEW), atol=1e-5)


def test_the_mean_of_networks_is_one_network() -> None:
    models = [network(seed) for seed in range(3)]
    wanted = np.mean([model.predict(NEW) for model in models], axis=0)
    np.testing.assert_allclose(compiled.mean(models)(NEW), wanted, atol=1e-4)


def test_networks_abreast_answer_side_by_side() -> None:
    models = [network(seed) for seed in range(3)]
    wanted = np.concatenate([np.mean([one.predict(NEW) for one in models[:2]], axis=0), models[2].predict(NEW)], axis=1)
    both = compiled.abreast([compiled.mean(models[:2]), compiled.network(models[2])])
    np.testing.assert_allclose(both(NEW), wanted, atol=1e-4)


def test_no_weight_is_next_to_nothing() -> None:
    model = network(0)
    model.coefs_[0][0, 0], model.coefs_[0][1, 1] = 1e-39, -1e-30
    factors = compiled.network(model).layers[0].factors
    assert factors[0, 0] == factors[1, 1] == 0


@pytest.mark.parametrize("classes", [[0, 1, 2], [1, 3, 4], [2, 4, 4]])
def test_a_regression_gives_every_class_its_probability_and_none_to_one_it_never_met(classes: list[int]) -> None:
    model = fitted(LogisticRegression(), np.array(classes)[LABELS])
    wanted = np.zeros((len(NEW), 5))
    wanted[:, model.classes_] = model.predict_proba(NEW)
    found = compiled.softmax(model, 5)(NEW)
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_an_odd_feature_is_cut() -> None:
    scaler = StandardScaler().fit(ROWS)
    odd = NEW.copy()
    odd[0, 0], odd[1, 0] = 1e9, -1e9
    found = compiled.scale(scaler, 6.0)(odd)
    np.testing.assert_allclose(found, np.clip(scaler.transform(odd), -6, 6), atol=1e-4)
    assert found[:2, 0].tolist() == [6, -6]


def test_the_ways_into_a_layer_bring_together_what_it_makes_of_the_whole_row() -> None:
    scale, first = compiled.scale(StandardScaler().fit(ROWS), 2.0), compiled.network(network(0)).layers[0]
    plain = compiled.Linear(first.factors, np.zeros_like(first.shift))
    some, rest = compiled.Entry.of(scale, first, (1, 2, 5)), compiled.Entry.of(scale, plain, (0, 3, 4))
    found = some(NEW[:, 1:3], NEW[:, 5:]) + rest(NEW[:, :1], NEW[:, 3:5])
    np.testing.assert_allclose(found, first(scale(NEW)), atol=1e-5)


def test_squashing_is_the_logistic_function_and_never_overflows() -> None:
    found = compiled.squashed(np.array([-1e9, 0.0, np.log(3), 1e9], np.float32))
    assert found.tolist() == pytest.approx([0, 0.5, 0.75, 1], abs=1e-6)
    assert found.dtype == np.float32
