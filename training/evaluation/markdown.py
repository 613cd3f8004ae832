"""Markdown: tables and figures as the document writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from training.evaluation.figures import FIGURES, Figure, Measured

NONE = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, the first column to the left and all others to the right."""
    lines = [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def number(figure: str, value: float | None) -> str:
    """Return a figure's value with as many digits as it bears."""
    if value is None:
        return NONE
    return f"{value:.1f}" if figure in ("rating_mae", "speed_ms") else f"{value:.3f}"


def interval(figure: str, one: Measured | None) -> str:
    """Return a figure's interval."""
    if one is None or one.interval is None:
        return NONE
    return " to ".join(number(figure, bound) for bound in one.interval)


def held(facts: Figure, bound: float | None) -> str:
    """Return a target, as "≥ 0.66" or "≤ 9"."""
    if bound is None:
        return NONE
    return f"{'≤' if facts.better == 'less' else '≥'} {bound:g}"


def verdict(facts: Figure, value: float) -> str:
    """Say whether a value is at the aim, at the must, or below both."""
    if facts.must is None:
        return NONE
    if facts.missed(value):
        return "**missed**"
    aim = facts.aim
    reached = aim is not None and (value <= aim if facts.better == "less" else value >= aim)
    return "aim" if reached else "must"


def title(figure: str) -> str:
    """Return a figure's title."""
    return FIGURES[figure].title
