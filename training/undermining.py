"""Undermining: how much of its judgement a sentence loses whose evidence the next one takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evidence.heads import PARTS, Judgement
from training.examples import Example

LOW = (
    0.5,
    0.35,
    0.15,
    0.0,
    0.0,
)  # levels of a claim that its text takes back (docs/labelling.md, strength 0)
DOUBTED = (0.8, 0.2, 0.0, 0.0)
ROUNDS = 50


def fit(examples: Sequence[Example], unseen: Mapping[str, Judgement]) -> dict[str, object]:
    """Return what evidence.undermining needs, the share fitted to the sentences that annotators saw undermined.

    Each is taken to be, with the probability ``share``, a claim taken back and else as the heads judge it;
    the share of the greatest likelihood is found by expectation maximisation.
    """
    pairs = [
        (example.target[unit - 1], unseen[example.id].levels[unit - 1])
        for example in examples
        for unit in example.undermines
        if unit and not np.isnan(example.target[unit - 1, PARTS["strength"].start])
    ]
    share = 0.5
    for _ in range(ROUNDS if pairs else 0):
        share = float(np.mean([_lowered(target[PARTS["strength"]], levels, share) for target, levels in pairs]))
    return {"share": share, "levels": LOW, "certainty": DOUBTED}


def _lowered(target: np.ndarray, levels: np.ndarray, share: float) -> float:
    low, plain = share * float(target @ np.array(LOW)), (1 - share) * float(target @ levels)
    return low / (low + plain) if low + plain else share
