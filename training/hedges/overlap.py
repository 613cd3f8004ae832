"""Overlap: whether sentences that are to be judged stand in texts that were learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.tokens import TOKEN, normal

LENGTH = 8


def copied(sentences: Sequence[str], texts: Iterable[str]) -> int:
    """Return how many of the sentences have half of their runs of LENGTH words, or more, in the texts."""
    runs = [_runs(sentence) for sentence in sentences]
    wanted = set().union(*runs)
    met = {run for text in texts for run in _runs(text) & wanted}
    return sum(bool(own) and 2 * len(own & met) >= len(own) for own in runs)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [normal(word) for word in TOKEN.findall(text)]
    return {tuple(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1)}
