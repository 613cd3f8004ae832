"""Rates: how much may be asked in which time, as in "100/minute"."""

from __future__ import annotations


def is_rate(text: str, several: bool = True) -> bool:
    """Say whether a text states a rate, or several; one that lets nothing through is none."""
    import limits  # takes long, and few set a rate

    try:
        stated = limits.parse_many(text) if several else [limits.parse(text)]
    except ValueError:
        return False
    return all(rate.amount > 0 for rate in stated)
