"""Heads: from a reading's features to sourcing, certainty and strength.

The networks see what each unit says and where it stands, what its neighbours say and the mean of its article.  One of
them, the student, was learnt with the convolution from the teacher's soft labels, the others from all labels; three
calibrators turn the student's answers and the mean of the others' into probabilities.  All are stock scikit-learn
models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from evidence import compiled, features
from evidence.budget import checkpoint
from evidence.compiled import Entry, Network, Softmax
from evidence.tokens import Floats, Ints
from evidence.values import CERTAINTIES, LEVELS, SOURCINGS

PARTS = {
    "sourcing": slice(0, len(SOURCINGS)),
    "certainty": slice(len(SOURCINGS), len(SOURCINGS) + len(CERTAINTIES)),
    "strength": slice(len(SOURCINGS) + len(CERTAINTIES), len(SOURCINGS) + len(CERTAINTIES) + len(LEVELS)),
}
WIDTH = PARTS["strength"].stop
SLICE = 1024  # units judged at once, so that memory does not grow with the text
FARTHEST = 8.0  # log-odds beyond these say nothing more
BOUND = 6.0  # standardised features are cut here, so that no odd text drives the network out of its range


# the units' views (own, place, gist) become what each unit sees of its article: a row a unit
Context = Callable[[Floats, Floats, Floats], Floats]


@dataclass(frozen=True, eq=False)
class Views:
    """What the heads see of an article: a row a unit, and in ``own`` and ``gist`` more, of variants of its units.

    ``own`` is the dense view of each unit and variant alone, ``place`` that of each unit's place, ``gist`` what the
    convolution makes of each unit's and variant's words.
    """

    own: Floats
    place: Floats
    gist: Floats


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
    """The fitted models; ``knots`` say for certainty and strength what a mean stands for (``estimate``).

    An evaluation may leave the ``student`` out.
    """

    scaler: Any
    student: Any
    networks: Sequence[Any]
    calibrators: Mapping[str, Any]
    knots: Mapping[str, Sequence[float]]

    @cached_property
    def _network(self) -> Network:
        return answering(self.networks, self.student)

    @cached_property
    def _entries(self) -> tuple[Entry, Entry]:
        """The ways into the network: from what a unit says itself, and from its place and its article."""
        scale, first = compiled.scale(self.scaler, BOUND), self._network.layers[0]
        shift = np.zeros_like(first.shift)
        return Entry.of(scale, first, features.SAID), Entry.of(scale, replace(first, shift=shift), features.STANDING)

    @cached_property
    def _calibrators(self) -> dict[str, Softmax]:
        return {name: compiled.softmax(self.calibrators[name], part.stop - part.start) for name, part in PARTS.items()}

    def judge(self, views: Views, variants: Sequence[int] = (), context: Context = features.context) -> Judgement:
        """Return the calibrated judgement of each unit and, in the rows behind them, of each variant.

        ``variants`` are the indexes of the units that they are variants of: each is judged in its unit's place.
        """
        size = len(views.place)
        about = context(views.own[:size], views.place, views.gist[:size])
        where = np.array([*range(size), *variants])
        saying, standing = self._entries
        parts = []
        for at in range(0, len(where), SLICE):
            checkpoint()
            rows = slice(at, at + SLICE)
            # a unit and its variants stand in one place: what that brings is worked out once
            units, places = np.unique(where[rows], return_inverse=True)
            hidden = saying(views.own[rows], views.gist[rows])
            hidden += standing(views.place[units], about[units])[places]
            parts.append(self.calibrate(bounded(self._network.answers(hidden))))
        return Judgement.joined(parts)

    def calibrate(self, odds: Floats) -> Judgement:
        """Return the judgement that the bounded answers of ``answering`` amount to."""
        found = {name: calibrator(odds) for name, calibrator in self._calibrators.items()}
        strength = estimate(found["strength"], self.knots["strength"]) / (len(LEVELS) - 1)
        certain = estimate(found["certainty"], self.knots["certainty"])
        return Judgement(found["sourcing"], found["certainty"], found["strength"], strength, certain)


def answering(networks: Sequence[Any], student: Any) -> Network:
    """Return what answers (U, WIDTH), the networks' mean, and beside it (U, 2 * WIDTH) where there is a student."""
    mean = compiled.mean(networks)
    return mean if student is None else compiled.abreast([mean, compiled.network(student)])


def bounded(answers: Floats) -> Floats:
    """Return the networks' answers, log-odds of the classes, within the bounds that the calibrators are fitted to."""
    odds: Floats = np.clip(answers, -FARTHEST, FARTHEST)
    return odds


def expected(probabilities: Floats, places: Sequence[float] | None = None) -> Floats:
    """Return the mean class, (U,) for (U, classes), or the mean of the ``places`` where the classes lie."""
    where = np.arange(probabilities.shape[1]) if places is None else np.asarray(places)
    # no matrix product: for five columns BLAS may read beyond them, and warns of what it finds there
    mean: Floats = (probabilities * where.astype(np.float32)).sum(axis=1)
    return mean


def estimate(probabilities: Floats, knots: Sequence[float]) -> Floats:
    """Return the estimated class, (U,) for (U, classes): a mean, stretched so that it rounds as annotators do.

    ``knots`` are where the classes lie when the mean is taken and the cuts between them in turn: the first class, the
    cut between it and the second, the second class ... the last class.  A mean of unsure probabilities crowds to the
    middle; the cuts, fitted to the annotators' labels as an ordinal model's are, give estimates that are spread as the
    labels are.  The order of the means is kept, and where one class is sure the estimate is that class.
    """
    found: Floats = np.interp(expected(probabilities, knots[::2]), knots, np.arange(len(knots)) / 2)
    return found.astype(np.float32)
