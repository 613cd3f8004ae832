"""Worst errors: the claims whose strength is furthest off, by place and never by text."""

from __future__ import annotations

from training.evaluation.outcomes import Outcome, Outcomes

SHOWN = 20


def worst(outcomes: Outcomes, shown: int = SHOWN) -> tuple[Outcome, ...]:
    """Return the claims with the largest errors of strength, the largest first, equal ones by place."""
    return tuple(sorted(outcomes.claims, key=lambda one: (-error(one), one.article.id, one.label.index))[:shown])


def error(outcome: Outcome) -> float:
    """Return the distance of the strength from the label, in levels; 0 where there is no claim."""
    return abs(outcome.claim.given - outcome.claim.wanted) if outcome.claim else 0.0
