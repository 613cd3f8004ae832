"""Compacting: fitted models with only what serving needs, and with no more digits than it needs.

An artifact must stay small enough for a repository, so optimiser states are left out, linear coefficients too
small to matter become zero, and floats keep four bits of their fraction, which the compressor can then use.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import clone

from evidence.tokens import Floats

KEPT_BITS = 4
SMALL = 0.03  # logits; a token has about sixty linear features
_FRACTION = 23  # bits in the fraction of a single float


def rounded(values: Any) -> Floats:
    """Return the values as single floats whose fraction is rounded to KEPT_BITS bits."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    dropped = _FRACTION - KEPT_BITS
    half = np.uint32(1 << (dropped - 1))
    kept = ((bits + half) >> np.uint32(dropped)) << np.uint32(dropped)
    found: Floats = kept.view(np.float32)
    return found


def linear(model: Any) -> Any:
    """Return a linear classifier with its decision alone, small coefficients being zero.

    They stay in a dense array: the compressor makes less of its zeros than of a sparse one's indexes.
    """
    light = clone(model)
    coefficients = np.where(np.abs(model.coef_) < SMALL, 0.0, model.coef_)
    light.coef_, light.intercept_ = rounded(coefficients), rounded(model.intercept_)
    light.classes_, light.n_features_in_ = model.classes_, model.n_features_in_
    return light


def network(model: Any) -> Any:
    """Return a network with its layers alone."""
    light = clone(model)
    light.coefs_ = [rounded(layer) for layer in model.coefs_]
    light.intercepts_ = [rounded(layer) for layer in model.intercepts_]
    for name in (
        "n_layers_",
        "n_outputs_",
        "out_activation_",
        "n_features_in_",
        "classes_",
        "_label_binarizer",
    ):
        if hasattr(model, name):
            setattr(light, name, getattr(model, name))
    return light
