"""Tables: confusion matrices, reliability curves and histograms, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evidence.tokens import Floats
from evidence.values import CERTAINTIES, LEVELS, SOURCINGS
from training import metrics
from training.evaluation.outcomes import Outcomes


@dataclass(frozen=True)
class Confusion:
    """How often each label (rows) was given each prediction (columns); a half label counts half for each class."""

    name: str
    classes: tuple[str, ...]
    counts: Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions in one bin of ten: how many, their mean, and how often what they predict happened."""

    low: float
    high: float
    n: int
    predicted: float
    happened: float


def confusions(outcomes: Outcomes) -> tuple[Confusion, ...]:
    """Return the matrices of sourcing, strength and certainty."""
    claims = outcomes.columns("claims")
    strength = _graded(claims["wanted"], metrics.rounded(claims["given"]), LEVELS)
    certainty = _graded(claims["certainty"], metrics.rounded(claims["certain"]), CERTAINTIES)
    sourcing = np.zeros((len(SOURCINGS), len(SOURCINGS)))
    for outcome in outcomes.sentences:
        accepted, said = outcome.label.sourcings, SOURCINGS.index(outcome.said.sourcing)
        # an accepted class is no confusion, whichever annotator gave it
        wanted = said if outcome.said.sourcing in accepted else SOURCINGS.index(accepted[0])
        sourcing[wanted, said] += 1
    return (
        Confusion("sourcing", SOURCINGS, sourcing),
        Confusion("strength", LEVELS, strength),
        Confusion("certainty", CERTAINTIES, certainty),
    )


def _graded(wanted: Floats, given: metrics.Ints, classes: Sequence[str]) -> Floats:
    counts = np.zeros((len(classes), len(classes)))
    said = np.clip(given, 0, len(classes) - 1)
    for half in (np.floor(wanted), np.ceil(wanted)):
        np.add.at(counts, (half.astype(np.int64), said), 0.5)
    return counts


def reliability(outcomes: Outcomes) -> dict[str, tuple[Bin, ...]]:
    """Return the curves of P(strength ≥ 3) and of the chosen sourcing's probability."""
    claims = outcomes.columns("claims")
    right = [outcome.said.sourcing in outcome.label.sourcings for outcome in outcomes.sentences]
    said = [outcome.said.probability for outcome in outcomes.sentences]
    return {
        "P(strength ≥ 3)": bins(claims["solid"], claims["wanted"] >= 3),
        "P(sourcing as said)": bins(said, right),
    }


def bins(probability: Iterable[float], happened: Iterable[bool]) -> tuple[Bin, ...]:
    """Return those of the ten bins of equal width that something is in; a probability of 1 is in the last."""
    p, y = np.array([*probability], float), np.array([*happened], float)
    at = np.minimum((p * metrics.BINS).astype(np.int64), metrics.BINS - 1)
    return tuple(
        Bin(k / metrics.BINS, (k + 1) / metrics.BINS, int(own.sum()), float(p[own].mean()), float(y[own].mean()))
        for k in range(metrics.BINS)
        if (own := at == k).any()
    )


def strengths(outcomes: Outcomes) -> tuple[Floats, Floats]:
    """Return how many claims were labelled, and how many scored, at each level of strength."""
    counts = confusions(outcomes)[1].counts
    return counts.sum(axis=1), counts.sum(axis=0)
