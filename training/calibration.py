"""Calibration: from the networks' answers to calibrated probabilities and to estimates, on annotators' labels.

Logistic regressions turn the answers into probabilities; a spread moves the means to where the labels are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evidence.heads import PARTS, Heads, Judgement, bounded, estimate
from evidence.tokens import Floats
from training import metrics
from training.examples import Example

PENALTY = 0.3  # inverse, of the calibrators
FACTORS = np.arange(1.0, 5.01, 0.25)
CENTRE_STEP = 0.25


@dataclass(frozen=True)
class Calibrated:
    """The fitted models, and every annotated example's judgement by its answers."""

    calibrators: Mapping[str, LogisticRegression]
    spread: Mapping[str, tuple[float, float]]
    unseen: dict[str, Judgement]


def fit(hard: Sequence[Example], answers: Mapping[str, Floats]) -> Calibrated:
    """Return what is fitted to the annotated news, whose units got these answers by heads new to them.

    Articles of our own are judged with the rest, but nothing is fitted to them: they hedge more than news does.
    """
    odds = np.concatenate([bounded(answers[example.id]) for example in hard])
    target = np.concatenate([example.target for example in hard])
    news = np.concatenate([np.full(len(example.target), not example.invented) for example in hard])
    calibrators = {name: _calibrator(odds[news], target[news, part]) for name, part in PARTS.items()}
    spread = _spreads(odds[news], target[news], calibrators)
    judged = _heads(calibrators, spread).calibrate(odds)
    bounds = np.cumsum([0, *(len(example.target) for example in hard)]).tolist()
    unseen = {example.id: judged.rows(slice(a, b)) for example, a, b in zip(hard, bounds[:-1], bounds[1:], strict=True)}
    return Calibrated(calibrators, spread, unseen)


def _calibrator(given: Floats, target: Floats) -> LogisticRegression:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    model = LogisticRegression(C=PENALTY, max_iter=500)
    return model.fit(given[row], label, sample_weight=target[row, label])


def _heads(calibrators: Mapping[str, Any], spread: Mapping[str, tuple[float, float]]) -> Heads:
    return Heads(None, (), calibrators, spread)


def _spreads(
    given: Floats, target: Floats, calibrators: Mapping[str, LogisticRegression]
) -> dict[str, tuple[float, float]]:
    plain = _heads(calibrators, dict.fromkeys(("strength", "certainty"), (1.0, 0.0))).calibrate(given)
    found = {"strength": plain.levels, "certainty": plain.certainty}
    return {name: _spread(found[name], target[:, PARTS[name]]) for name in found}


def _spread(probabilities: Floats, target: Floats) -> tuple[float, float]:
    """Return the factor and centre with which the rounded estimates agree best with the labels (QWK)."""
    known = ~np.isnan(target[:, 0])
    top = target.shape[1] - 1
    wanted = target[known] @ np.arange(top + 1)
    best, found = -1.0, (1.0, 0.0)
    for factor in FACTORS.tolist():
        for centre in np.arange(0.0, top + 1e-9, CENTRE_STEP).tolist():
            estimated = estimate(probabilities[known], (factor, centre))
            agreed = metrics.qwk(wanted, metrics.rounded(estimated), top)
            if agreed > best + 1e-4:
                best, found = agreed, (factor, centre)
    return found
