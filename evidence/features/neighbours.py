"""Neighbours: what a unit sees of those around it and of its whole article, and the row made of it all."""

from __future__ import annotations

import numpy as np

from evidence.features.names import LOCAL, LOCAL_FAMILIES, PLACED_FAMILIES
from evidence.tokens import Floats, Ints

OFFSETS = (-3, -2, -1, 1, 2, 3)
_SHARED_FAMILIES = ("tags", "quotes", "form")
_SHARED_PREFIXES = ("most:", "frame:", "cue_outside:doubt", "cue_outside:hearsay")
_SHARED_NAMES = frozenset(name for family in _SHARED_FAMILIES for name in LOCAL_FAMILIES[family])
_NEAR_LOCAL = np.array(
    [i for i, name in enumerate(LOCAL) if name in _SHARED_NAMES or name.startswith(_SHARED_PREFIXES)]
)


def shared(own: Floats, place: Floats, guess: Floats) -> Floats:
    """Return (U, S): the part of each unit's views that its neighbours and its article see.

    ``own`` (U, LOCAL), ``place`` (U, PLACED), ``guess`` (U, G) the first heads' answers for each unit alone.
    """
    return np.concatenate([guess, own[:, _NEAR_LOCAL], place[:, : len(PLACED_FAMILIES["speaker"])]], axis=1)


def context(common: Floats, chosen: Ints | None = None) -> Floats:
    """Return (U, C): what the units at OFFSETS share, zeros beyond the article's ends, and the article's mean.

    With ``chosen`` (N,), indexes of units, the rows are those of these units.
    """
    size, width = common.shape
    reach = max(OFFSETS)
    edge = np.zeros((reach, width), np.float32)
    padded = np.concatenate([edge, common, edge])
    wanted = np.arange(size) if chosen is None else chosen
    near = [padded[reach + o + wanted] for o in OFFSETS]
    mean = np.repeat(common.mean(axis=0, keepdims=True), len(wanted), axis=0) if size else common
    return np.concatenate([*near, mean], axis=1)


def rows(own: Floats, place: Floats, guess: Floats, about: Floats) -> Floats:
    """Return (U, R): each unit's own views beside its ``context`` (U, C)."""
    return np.concatenate([own, place, guess, about], axis=1)
