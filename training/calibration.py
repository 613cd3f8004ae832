"""Calibration: from the networks' answers to calibrated probabilities and to estimates, on annotators' labels.

Boosted trees look at the answers once more, beside the cues; logistic regressions turn answers and votes into
probabilities; a spread moves the means to where the labels are.  Trees vote on folds they were not fitted to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression

from evidence.compiled import forest
from evidence.heads import PARTS, Heads, Judgement, Views, ballot, estimate, logits, votes
from evidence.tokens import Floats
from evidence.undermining import Flags
from training import metrics
from training.examples import Example

TREES = {
    "max_iter": 80, "learning_rate": 0.06, "max_leaf_nodes": 15, "l2_regularization": 5.0, "min_samples_leaf": 30,
}  # fmt: skip
PENALTY = 0.3  # inverse, of the calibrators
FACTORS = np.arange(1.0, 5.01, 0.25)
CENTRE_STEP = 0.25


@dataclass(frozen=True)
class Calibrated:
    """The fitted models, and for every annotated example the judgement from votes by trees new to its fold."""

    trees: Mapping[str, Any]
    calibrators: Mapping[str, LogisticRegression]
    spread: Mapping[str, tuple[float, float]]
    unseen: dict[str, Judgement]


def fit(hard: Sequence[tuple[Example, Floats]], answers: Mapping[str, Floats], folds: int, seed: int) -> Calibrated:
    """Return what is fitted to the annotated examples, each given with its units' first guesses."""
    odds = [logits(answers[example.id]) for example, _ in hard]
    ballots = np.concatenate([_ballot(o, e, guess) for o, (e, guess) in zip(odds, hard, strict=True)])
    target = np.concatenate([example.target for example, _ in hard])
    fold = np.concatenate([np.full(len(example.target), example.fold) for example, _ in hard])
    voted = np.zeros((len(ballots), 2), np.float32)
    for held in range(folds):
        if (fold == held).any():
            fitted = _trees(ballots, target, fold != held, seed)
            sums = {name: forest(model) for name, model in fitted.items()}
            voted[fold == held] = votes(sums, ballots[fold == held])
    given = np.concatenate([np.concatenate(odds), voted], axis=1)
    calibrators = {name: _calibrator(given, target[:, part]) for name, part in PARTS.items()}
    spread = _spreads(given, target, calibrators)
    judged = _heads(calibrators, spread).calibrate(given)
    bounds = np.cumsum([0, *(len(o) for o in odds)]).tolist()
    unseen = {
        example.id: judged.rows(slice(a, b)) for (example, _), a, b in zip(hard, bounds[:-1], bounds[1:], strict=True)
    }
    return Calibrated(_trees(ballots, target, fold >= 0, seed), calibrators, spread, unseen)


def _ballot(odds: Floats, example: Example, guess: Floats) -> Floats:
    return ballot(odds, Views(example.own, example.place, guess, guess))


def _trees(ballots: Floats, target: Floats, chosen: Flags, seed: int) -> dict[str, Any]:
    """Return trees for "hedged" (certainty below 3) and for strength, fitted to the chosen labelled rows."""
    known = chosen & ~np.isnan(target[:, PARTS["certainty"].start :]).any(axis=1)
    strength, certainty = (_expected(target[known], name) for name in ("strength", "certainty"))
    hedged = HistGradientBoostingClassifier(**TREES, random_state=seed)
    graded = HistGradientBoostingRegressor(**TREES, random_state=seed)
    return {
        "hedged": hedged.fit(ballots[known], certainty < PARTS["certainty"].stop - PARTS["certainty"].start - 1),
        "strength": graded.fit(ballots[known], strength),
    }


def _expected(target: Floats, name: str) -> Floats:
    labels = target[:, PARTS[name]]
    return labels @ np.arange(labels.shape[1])


def _calibrator(given: Floats, target: Floats) -> LogisticRegression:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    model = LogisticRegression(C=PENALTY, max_iter=500)
    return model.fit(given[row], label, sample_weight=target[row, label])


def _heads(calibrators: Mapping[str, Any], spread: Mapping[str, tuple[float, float]]) -> Heads:
    return Heads(None, None, (), {}, calibrators, spread)


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
