"""The policy: thresholds of levels and grades, what counts, what is reported, and when an article may go out."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from evidence.findings.rules import CODES
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
class GateRule:
    """A bound on one of the measures of evidence.findings.measures, and what follows where it is not kept.

    ``limit`` is the least or the most that is allowed, as the measure says; ``of`` names the levels, kinds,
    labels or codes that are counted, in the measure's own vocabulary.
    """

    code: str
    measure: str
    limit: float
    action: Literal["warn", "block"]
    message: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """Named, versioned rules: ``levels`` of strength (0..1), ``grades`` of the rating's score (0..100), and more.

    A strength at or above the n-th threshold has at least the level n; likewise the grades, "E" first.
    ``quoted_speech_counts`` says whether sentences in quotation marks count in rating and gate; ``phrases`` and
    ``sources`` are words and names whose findings are not reported; ``advice`` holds the codes that are on.
    """

    name: str = "default"
    version: str = "1"
    levels: tuple[float, float, float, float] = (0.125, 0.375, 0.625, 0.875)
    grades: tuple[float, float, float, float] = (30.0, 45.0, 60.0, 75.0)
    fewest_claims: int = 3
    quoted_speech_counts: bool = True
    phrases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    advice: tuple[str, ...] = CODES
    gate: tuple[GateRule, ...] = ()

    @property
    def digest(self) -> str:
        """The sha256, in hex, of all that the policy says: equal exactly when two policies are."""
        return _digest(self)

    def level(self, strength: float) -> Level:
        """Return the level of a strength."""
        return LEVELS[bisect_right(self.levels, strength)]

    def grade(self, score: float) -> tuple[str, str]:
        """Return the grade of a rating's score, and what it means in two words."""
        at = bisect_right(self.grades, score)
        return GRADES[at], GRADE_LABELS[at]


@lru_cache(maxsize=64)
def _digest(policy: Policy) -> str:
    return hashlib.sha256(json.dumps(asdict(policy), sort_keys=True).encode()).hexdigest()


DEFAULT = Policy(
    gate=(
        GateRule(
            "not_judged",
            "unrated",
            0.0,
            "warn",
            "The text could not be judged: it does not seem to be English.",
            ("unsupported_language",),
        ),
        GateRule(
            "no_evidence",
            "sentences_at_level",
            0.0,
            "warn",
            "The text itself calls something unknown, unconfirmed or without evidence: check that it should stay.",
            ("none",),
        ),
        GateRule(
            "mostly_anonymous",
            "claims_by_sourcing",
            0.4,
            "warn",
            "More than four claims in ten come from unnamed sources or from hearsay.",
            ("unnamed", "hearsay"),
        ),
        GateRule("low_rating", "rating", 30.0, "warn", "The article shows hardly any evidence for what it says."),
    )
)
