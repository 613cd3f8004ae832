from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor

from training.compact import KEPT_BITS, SMALL, linear, network, rounded

RANDOM = np.random.default_rng(3)
ROWS = RANDOM.normal(size=(300, 12)).astype(np.float32)
CLASSES = (ROWS[:, 0] > 0).astype(int) + (ROWS[:, 1] > 0.5)


@given(st.floats(2.0**-100, 2.0**100, width=32), st.sampled_from([1, -1]))
def test_rounding_keeps_so_many_bits_of_the_fraction(value: float, sign: int) -> None:
    (found,) = rounded([sign * value])
    assert abs(found - sign * value) <= 2.0 ** -(KEPT_BITS + 1) * value
    fraction = int(np.float32(found).view(np.uint32)) & ((1 << 23) - 1)
    assert fraction % (1 << (23 - KEPT_BITS)) == 0


@pytest.mark.parametrize("value", [0.0, 1.0, -2.0, 0.75])
def test_what_has_few_bits_stays_as_it_is(value: float) -> None:
    assert rounded([value]).tolist() == [value]


def test_rounding_keeps_the_shape_of_any_array() -> None:
    values = np.asfortranarray(RANDOM.normal(size=(5, 3)))
    np.testing.assert_allclose(rounded(values), values, rtol=2.0**-KEPT_BITS)
    assert (rounded(values).shape, rounded(values).dtype) == ((5, 3), np.float32)


def test_a_linear_model_s_decision_hardly_changes() -> None:
    model = SGDClassifier(loss="log_loss", random_state=0).fit(ROWS, CLASSES)
    # as large as a coefficient may be that is dropped
    model.coef_[:, 5] = SMALL * 0.9
    light = linear(model)
    sizes = np.abs(ROWS) @ np.abs(model.coef_.T) + np.abs(model.intercept_)
    bound = 2.0 ** -(KEPT_BITS + 1) * sizes + SMALL * np.abs(ROWS).sum(axis=1, keepdims=True)
    change = np.abs(light.decision_function(ROWS) - model.decision_function(ROWS))
    assert (change <= bound + 1e-5).all()
    assert change.max() > 0
    assert (light.coef_[:, 5] == 0).all()
    assert light.classes_.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(linear(light).coef_, light.coef_)


@pytest.mark.parametrize(("kind", "wanted"), [(MLPRegressor, ROWS[:, :2]), (MLPClassifier, ROWS[:, :2] > 0)])
def test_a_network_answers_nearly_the_same_without_its_optimiser(kind: type, wanted: np.ndarray) -> None:
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        model = kind(hidden_layer_sizes=(8,), max_iter=20, random_state=0).fit(
            ROWS, wanted if kind is MLPRegressor else wanted.astype(int)
        )
    light = network(model)
    answer = "predict" if kind is MLPRegressor else "predict_proba"
    np.testing.assert_allclose(getattr(light, answer)(ROWS), getattr(model, answer)(ROWS), atol=0.1)
    assert hasattr(model, "_optimizer")
    assert not hasattr(light, "_optimizer")
    assert all(layer.dtype == np.float32 for layer in (*light.coefs_, *light.intercepts_))
