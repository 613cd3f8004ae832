"""Goals: the thresholds on a sentence's probabilities that reach a stated precision or recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import precision_recall_curve

from evidence.goals import SOUGHT, Goal
from evidence.heads import PARTS, Judgement
from evidence.tokens import Floats
from evidence.values import LEVELS
from training.examples import Example

AIMS = (("precision", 0.8), ("precision", 0.9), ("recall", 0.8), ("recall", 0.9))


def fit(examples: Sequence[Example], unseen: Mapping[str, Judgement]) -> dict[str, Goal]:
    """Return the goals by name, as in "weak_precision_0.9", found on annotated articles new to the judge.

    A goal that no threshold reaches, and one with nothing to look for, is left out.
    """
    target = np.concatenate([example.target[:, PARTS["strength"]] for example in examples])
    levels = np.concatenate([unseen[example.id].levels for example in examples])
    known = ~np.isnan(target[:, 0])
    strength = target[known] @ np.arange(target.shape[1])
    found = {}
    for name, own in SOUGHT.items():
        low, high = LEVELS.index(own[0]), LEVELS.index(own[-1])
        happened = (strength >= low) & (strength <= high)
        probability = levels[known, low : high + 1].sum(axis=1)
        for kind, aim in AIMS:
            goal = _goal(happened, probability, kind, aim) if happened.any() else None
            if goal:
                found[f"{name}_{kind}_{aim}"] = goal
    return found


def _goal(happened: Floats, probability: Floats, kind: str, aim: float) -> Goal | None:
    """Return the threshold that keeps the other figure highest while this one reaches its aim."""
    precision, recall, thresholds = precision_recall_curve(happened, probability)
    figures, other = (precision, recall) if kind == "precision" else (recall, precision)
    reached = np.flatnonzero(figures[:-1] >= aim)
    if not len(reached):
        return None
    best = reached[other[reached].argmax()]
    return Goal(float(thresholds[best]), float(precision[best]), float(recall[best]))
