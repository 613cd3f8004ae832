"""Goals: thresholds on a sentence's probabilities that reach a stated precision or recall.

A client that asks for "weak sentences, nine of ten rightly called so" takes the threshold of that goal from the
model's manifest; a new model has new thresholds, and the goal stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import precision_recall_curve

from evidence.heads import PARTS, Judgement
from evidence.tokens import Floats
from training.examples import Example

# what is looked for, by the lowest and the highest level of strength that it has
SOUGHT: Mapping[str, tuple[int, int]] = {"weak": (0, 1), "solid": (3, 4)}
AIMS = (("precision", 0.8), ("precision", 0.9), ("recall", 0.8), ("recall", 0.9))


@dataclass(frozen=True, slots=True)
class Goal:
    """Call a sentence so from this probability of its levels on: what precision and recall that has, 0..1."""

    threshold: float
    precision: float
    recall: float


def fit(examples: Sequence[Example], unseen: Mapping[str, Judgement]) -> dict[str, Goal]:
    """Return the goals by name, as in "weak_precision_0.9", found on annotated articles new to the judge.

    A goal that no threshold reaches, and one with nothing to look for, is left out.
    """
    target = np.concatenate([example.target[:, PARTS["strength"]] for example in examples])
    levels = np.concatenate([unseen[example.id].levels for example in examples])
    known = ~np.isnan(target[:, 0])
    strength = target[known] @ np.arange(target.shape[1])
    found = {}
    for name, (low, high) in SOUGHT.items():
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
