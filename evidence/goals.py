"""Goals: from which probability on a sentence is called weak, or solid, so that a stated precision or recall holds.

A client that asks for "weak sentences, nine of ten rightly called so" takes the threshold of that goal; a new model
has new thresholds, and the goal stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.values import LEVELS

# what is looked for, by the levels of strength that it has
SOUGHT: Mapping[str, tuple[str, ...]] = {"weak": LEVELS[:2], "solid": LEVELS[3:]}


@dataclass(frozen=True, slots=True)
class Goal:
    """Call a sentence so from this probability of its levels on: what precision and recall that has, 0..1."""

    threshold: float
    precision: float
    recall: float


def sought(name: str) -> tuple[str, ...]:
    """Return the levels whose probabilities are summed for a goal, as in "weak_precision_0.9"; raises KeyError."""
    return SOUGHT[name.partition("_")[0]]


def reached(thresholds: Mapping[str, Any]) -> dict[str, Goal]:
    """Return the goals among a manifest's thresholds, by name; raises KeyError or TypeError where they are none."""
    goals = {name: Goal(**figures) for name, figures in thresholds.get("goals", {}).items()}
    for name, goal in goals.items():
        sought(name)
        if not all(isinstance(figure, float | int) for figure in (goal.threshold, goal.precision, goal.recall)):
            raise TypeError(f"The goal {name} is no three numbers.")
    return goals
