"""Heads: from a reading's features to sourcing, certainty and strength.

The first head sees the words of each unit alone; the second sees everything, the first one's answers for its
neighbours and the mean of its article included; three calibrators turn its answers into probabilities.  All are
stock scikit-learn models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp

from evidence import compiled, features
from evidence.budget import checkpoint
from evidence.compiled import Network, Scale, Softmax
from evidence.tokens import Floats, Ints
from evidence.values import CERTAINTIES, LEVELS, SOURCINGS

PARTS = {
    "sourcing": slice(0, len(SOURCINGS)),
    "certainty": slice(len(SOURCINGS), len(SOURCINGS) + len(CERTAINTIES)),
    "strength": slice(len(SOURCINGS) + len(CERTAINTIES), len(SOURCINGS) + len(CERTAINTIES) + len(LEVELS)),
}
WIDTH = PARTS["strength"].stop
SLICE = 1024  # units judged at once, so that memory does not grow with the text
BOUND = 6.0  # standardised features are cut here, so that no odd text drives the network out of its range


# the units' views and first guesses (own, place, guess) become what each unit sees of its article: a row a unit
Context = Callable[[Floats, Floats, Floats], Floats]


class Views(Protocol):
    """What the heads see of an article: a row a unit, and in ``ngrams`` and ``own`` more, of variants of its units."""

    @property
    def ngrams(self) -> sp.csr_matrix:
        """The words of each unit and variant."""

    @property
    def own(self) -> Floats:
        """The dense view of each unit and variant alone."""

    @property
    def place(self) -> Floats:
        """The dense view of each unit's place."""


@dataclass(frozen=True)
class Judgement:
    """What the heads say, a row a unit: probabilities by class, strength 0..1, certainty 0..3."""

    sourcing: Floats
    certainty: Floats
    levels: Floats
    strength: Floats
    certain: Floats

    @classmethod
    def joined(cls, parts: Sequence[Judgement]) -> Judgement:
        """Return the judgement of the parts' units in turn."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    def rows(self, chosen: slice | Ints) -> Judgement:
        """Return the judgement of these units."""
        return Judgement(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True)
class Heads:
    """The fitted models: ``second`` is averaged over its networks, ``spread`` maps means to estimates."""

    first: Any
    scaler: Any
    second: Sequence[Any]
    calibrators: Mapping[str, Any]
    spread: Mapping[str, tuple[float, float]]

    @cached_property
    def _first(self) -> Network:
        return compiled.network(self.first)

    @cached_property
    def _scale(self) -> Scale:
        return compiled.scale(self.scaler, BOUND)

    @cached_property
    def _second(self) -> Network:
        return compiled.mean(self.second)

    @cached_property
    def _calibrators(self) -> dict[str, Softmax]:
        return {name: compiled.softmax(self.calibrators[name], part.stop - part.start) for name, part in PARTS.items()}

    def guess(self, ngrams: sp.csr_matrix) -> Floats:
        """Return (U, WIDTH): the first head's answers from each unit's own words."""
        return self._first(ngrams)

    def judge(self, views: Views, variants: Sequence[int] = (), context: Context = features.context) -> Judgement:
        """Return the calibrated judgement of each unit and, in the rows behind them, of each variant.

        ``variants`` are the indexes of the units that they are variants of: each is judged in its unit's place.
        """
        size = len(views.place)
        guess = self.guess(views.ngrams)
        about = context(views.own[:size], views.place, guess[:size])
        where = np.array([*range(size), *variants])
        parts = []
        for at in range(0, len(where), SLICE):
            checkpoint()
            rows, units = slice(at, at + SLICE), where[at : at + SLICE]
            seen = features.rows(views.own[rows], views.place[units], guess[rows], about[units])
            parts.append(self.calibrate(logits(self._second(self._scale(seen)))))
        return Judgement.joined(parts)

    def calibrate(self, odds: Floats) -> Judgement:
        """Return the judgement that the answers' log-odds (U, WIDTH) amount to."""
        found = {name: calibrator(odds) for name, calibrator in self._calibrators.items()}
        strength = estimate(found["strength"], self.spread["strength"]) / (len(LEVELS) - 1)
        certain = estimate(found["certainty"], self.spread["certainty"])
        return Judgement(found["sourcing"], found["certainty"], found["strength"], strength, certain)


def logits(answers: Floats) -> Floats:
    """Return the answers as bounded log-odds: what the calibrators are fitted to."""
    bounded = np.clip(answers, 0.003, 0.997)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def estimate(probabilities: Floats, spread: tuple[float, float]) -> Floats:
    """Return the mean class, moved off ``spread``'s centre by its factor as far as it is unsure.

    A mean of unsure probabilities crowds to the middle; the spread (factor, centre), fitted to the annotators'
    labels, gives estimates that are spread as the labels are.  Where one class is sure the estimate is that class.
    """
    top = probabilities.shape[1] - 1
    mean = probabilities @ np.arange(top + 1, dtype=np.float32)
    factor, centre = spread
    unsure = 1 - probabilities.max(axis=1)
    return np.clip(mean + (factor - 1) * unsure * (mean - centre), 0, top)
