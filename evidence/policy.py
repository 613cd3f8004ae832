"""The policy: by which thresholds levels and grades are given, and when an article is too short to rate."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from evidence.values import LEVELS, Level

GRADES = ("E", "D", "C", "B", "A")
GRADE_LABELS = (
    "hardly evidenced",
    "weakly evidenced",
    "partly evidenced",
    "well evidenced",
    "strongly evidenced",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Named, versioned thresholds: ``levels`` of strength (0..1), ``grades`` of the rating's score (0..100).

    A strength at or above the n-th threshold has at least the level n; likewise the grades, "E" first.
    """

    name: str = "default"
    version: str = "1"
    levels: tuple[float, float, float, float] = (0.125, 0.375, 0.625, 0.875)
    grades: tuple[float, float, float, float] = (30.0, 45.0, 60.0, 75.0)
    fewest_claims: int = 3

    def level(self, strength: float) -> Level:
        """Return the level of a strength."""
        return LEVELS[bisect_right(self.levels, strength)]

    def grade(self, score: float) -> tuple[str, str]:
        """Return the grade of a rating's score, and what it means in two words."""
        at = bisect_right(self.grades, score)
        return GRADES[at], GRADE_LABELS[at]


DEFAULT = Policy()
