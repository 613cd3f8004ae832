"""Whole: what a unit sees of its whole article, and the row made of it all."""

from __future__ import annotations

import numpy as np

from evidence.features.names import LOCAL, LOCAL_FAMILIES, PLACED_FAMILIES
from evidence.tokens import Floats

_SHARED_FAMILIES = ("tags", "quotes", "form")
_SHARED_PREFIXES = ("most:", "frame:", "cue_outside:doubt", "cue_outside:hearsay")
_SHARED_NAMES = frozenset(name for family in _SHARED_FAMILIES for name in LOCAL_FAMILIES[family])
_SHARED_LOCAL = np.array(
    [i for i, name in enumerate(LOCAL) if name in _SHARED_NAMES or name.startswith(_SHARED_PREFIXES)]
)


def whole(own: Floats, place: Floats, guess: Floats) -> Floats:
    """Return (S,): the mean over an article's units of that part of their views which all of them see.

    ``own`` (U, LOCAL), ``place`` (U, PLACED), ``guess`` (U, G) the first head's answers for each unit alone.
    """
    common = np.concatenate([guess, own[:, _SHARED_LOCAL], place[:, : len(PLACED_FAMILIES["speaker"])]], axis=1)
    mean: Floats = common.mean(axis=0) if len(common) else np.zeros(common.shape[1], np.float32)
    return mean


def rows(own: Floats, place: Floats, guess: Floats, mean: Floats) -> Floats:
    """Return (U, R): each unit's own views beside the article's ``whole`` (S,)."""
    return np.concatenate([own, place, guess, np.broadcast_to(mean, (len(own), len(mean)))], axis=1)
