"""Compiled models: what fitted scikit-learn models compute, as plain products of single floats.

scikit-learn checks its input anew at every call, which costs more than the arithmetic on a sentence or two and,
over the dozen models of one article, more than all the rest; a test holds these to scikit-learn's own answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.linalg import block_diag

from evidence.tokens import Floats

# A processor takes a hundred times as long over numbers next to the least that it can hold, and weights that decayed
# in training are such numbers, or make them.  Beside what a network answers they are nothing.
_LEAST_WEIGHT = 1e-20


@dataclass(frozen=True, eq=False)
class Linear:
    """x @ factors + shift, for dense or sparse x."""

    factors: Floats
    shift: Floats

    def __call__(self, x: Floats | sp.csr_matrix) -> Floats:
        """Return (rows, outputs)."""
        answers = np.asarray(x @ self.factors)
        answers += self.shift
        return answers


@dataclass(frozen=True, eq=False)
class Network:
    """Linear layers with rectified values between them; ``squash`` puts a logistic function at the end."""

    layers: tuple[Linear, ...]
    squash: bool

    def __call__(self, x: Floats | sp.csr_matrix) -> Floats:
        """Return (rows, outputs)."""
        return self.answers(self.layers[0](x))

    def answers(self, made: Floats) -> Floats:
        """Return (rows, outputs) for what the first layer made of the rows."""
        for layer in self.layers[1:]:
            made = layer(np.maximum(made, 0))
        return squashed(made) if self.squash else made


@dataclass(frozen=True, eq=False)
class Softmax:
    """Class probabilities of a logistic regression, for all ``width`` classes; one it never met has 0."""

    linear: Linear
    classes: tuple[int, ...]
    width: int

    def __call__(self, x: Floats) -> Floats:
        """Return (rows, width)."""
        scores = self.linear(x)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        raised /= raised.sum(axis=1, keepdims=True)
        if len(self.classes) == self.width:
            return raised
        found = np.zeros((len(raised), self.width), np.float32)
        found[:, self.classes] = raised
        return found


@dataclass(frozen=True, eq=False)
class Scale:
    """(x - mean) / deviation, cut at ``bound``."""

    mean: Floats
    factor: Floats
    bound: float

    def __call__(self, x: Floats) -> Floats:
        """Return the rows scaled."""
        scaled = x - self.mean
        scaled *= self.factor
        return np.clip(scaled, -self.bound, self.bound, out=scaled)


@dataclass(frozen=True, eq=False)
class Entry:
    """A network's way in from some columns of its row: what they bring to its first layer, unrectified.

    Entries that share out all columns add up to the layer, if but one of them has its shift.
    """

    scale: Scale
    linear: Linear

    @classmethod
    def of(cls, scale: Scale, first: Linear, columns: Sequence[int]) -> Entry:
        """Return the way in from these columns of what is scaled and then given to the layer."""
        chosen = list(columns)
        part = Scale(scale.mean[chosen], scale.factor[chosen], scale.bound)
        return cls(part, Linear(first.factors[chosen], first.shift))

    def __call__(self, *views: Floats) -> Floats:
        """Return (rows, hidden) for the views that hold the columns, side by side."""
        return self.linear(self.scale(np.concatenate(views, axis=1)))


def squashed(logits: Floats) -> Floats:
    """Return the logistic function of the logits."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def linear(models: Sequence[Any]) -> Linear:
    """Return the decision functions of linear classifiers side by side."""
    factors = np.concatenate([_single(model.coef_.T) for model in models], axis=1)
    return Linear(factors, np.concatenate([_single(model.intercept_) for model in models]))


def network(model: Any) -> Network:
    """Return a fitted network."""
    return Network(_layers(model), model.out_activation_ == "logistic")


def mean(models: Sequence[Any]) -> Network:
    """Return the mean of networks of one hidden layer each, as one wide network."""
    first, last = zip(*map(_layers, models), strict=True)
    share = np.float32(1 / len(models))
    summed = Linear(
        np.concatenate([layer.factors for layer in last]) * share,
        np.sum([layer.shift for layer in last], axis=0) * share,
    )
    return Network((_beside(first), summed), False)


def abreast(networks: Sequence[Network]) -> Network:
    """Return networks of one hidden layer each as one network that gives their answers side by side."""
    last = [one.layers[1] for one in networks]
    factors = block_diag(*(layer.factors for layer in last)).astype(np.float32)
    answers = Linear(factors, np.concatenate([layer.shift for layer in last]))
    return Network((_beside([one.layers[0] for one in networks]), answers), False)


def softmax(model: Any, width: int) -> Softmax:
    """Return a fitted logistic regression's class probabilities; its classes are numbers below ``width``."""
    coefficients, shift = _single(model.coef_.T), _single(model.intercept_)
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two classes
        coefficients, shift = np.concatenate([0 * coefficients, coefficients], axis=1), np.append(np.float32(0), shift)
    return Softmax(Linear(coefficients, shift), tuple(int(c) for c in model.classes_), width)


def scale(scaler: Any, bound: float) -> Scale:
    """Return a fitted standard scaler, cut at ``bound``."""
    return Scale(_single(scaler.mean_), _single(1 / scaler.scale_), bound)


def _beside(layers: Sequence[Linear]) -> Linear:
    """Return layers that see the same as one, their outputs side by side."""
    factors = np.concatenate([layer.factors for layer in layers], axis=1)
    return Linear(factors, np.concatenate([layer.shift for layer in layers]))


def _layers(model: Any) -> tuple[Linear, ...]:
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    return tuple(Linear(_single(factors), _single(shift)) for factors, shift in pairs)


def _single(values: Any) -> Floats:
    single = np.array(values, dtype=np.float32, order="C")
    single[np.abs(single) < _LEAST_WEIGHT] = 0
    return single
