"""Calibration: from the networks' answers to calibrated probabilities and to estimates, on annotators' labels.

Logistic regressions turn the answers into probabilities; cuts say which label a mean class stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evidence.heads import PARTS, Heads, Judgement, bounded, expected
from evidence.tokens import Floats
from training import metrics
from training.examples import Example

PENALTY = 0.3  # inverse, of the calibrators
STEPS = 33  # places between two classes that are tried for the cut
ROUNDS = 4
MARGIN = 0.1  # of a cut from its classes


@dataclass(frozen=True)
class Calibrated:
    """The fitted models, and every annotated example's judgement by its answers."""

    calibrators: Mapping[str, LogisticRegression]
    cuts: Mapping[str, tuple[float, ...]]
    unseen: dict[str, Judgement]


def fit(hard: Sequence[Example], answers: Mapping[str, Floats]) -> Calibrated:
    """Return what is fitted to the annotated news, whose units got these answers by heads new to them.

    Articles of our own are judged with the rest, but nothing is fitted to them: they hedge more than news does.
    """
    odds = np.concatenate([bounded(answers[example.id]) for example in hard])
    target = np.concatenate([example.target for example in hard])
    news = np.concatenate([np.full(len(example.target), not example.invented) for example in hard])
    calibrators = {name: _calibrator(odds[news], target[news, part]) for name, part in PARTS.items()}
    cuts = _all_cuts(odds[news], target[news], calibrators)
    judged = _heads(calibrators, cuts).calibrate(odds)
    bounds = np.cumsum([0, *(len(example.target) for example in hard)]).tolist()
    unseen = {example.id: judged.rows(slice(a, b)) for example, a, b in zip(hard, bounds[:-1], bounds[1:], strict=True)}
    return Calibrated(calibrators, cuts, unseen)


def _calibrator(given: Floats, target: Floats) -> LogisticRegression:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    model = LogisticRegression(C=PENALTY, max_iter=500)
    return model.fit(given[row], label, sample_weight=target[row, label])


def _heads(calibrators: Mapping[str, Any], cuts: Mapping[str, tuple[float, ...]]) -> Heads:
    return Heads(None, None, (), calibrators, cuts)


def _all_cuts(
    given: Floats, target: Floats, calibrators: Mapping[str, LogisticRegression]
) -> dict[str, tuple[float, ...]]:
    plain = _heads(calibrators, {"strength": _rounding(4), "certainty": _rounding(3)}).calibrate(given)
    found = {"strength": plain.levels, "certainty": plain.certainty}
    return {name: _cuts(found[name], target[:, PARTS[name]]) for name in found}


def _rounding(top: int) -> tuple[float, ...]:
    return tuple(at + 0.5 for at in range(top))


def _cuts(probabilities: Floats, target: Floats) -> tuple[float, ...]:
    """Return the cuts by which the means agree best with the labels (QWK), found one by one in turns.

    Each stays between its two classes, so that a sure class is that class.
    """
    known = ~np.isnan(target[:, 0])
    top = target.shape[1] - 1
    wanted, means = target[known] @ np.arange(top + 1), expected(probabilities[known])
    tried = np.linspace(MARGIN, 1 - MARGIN, STEPS)
    cuts, best = list(_rounding(top)), -1.0
    for at in [*range(top)] * ROUNDS:
        for cut in [cuts[at], *(at + tried).tolist()]:
            moved = [*cuts[:at], cut, *cuts[at + 1 :]]
            agreed = metrics.qwk(wanted, np.searchsorted(moved, means, "right").astype(float), top)
            if agreed > best + 1e-4:
                best, cuts = agreed, moved
    return tuple(cuts)
