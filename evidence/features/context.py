"""Context: what a unit sees of its article, and the row made of it all."""

from __future__ import annotations

import numpy as np

from evidence.features.names import OFFSETS, PLACED_FAMILIES, SHARED_LOCAL
from evidence.tokens import Floats


def context(own: Floats, place: Floats, gist: Floats) -> Floats:
    """Return (U, CONTEXT): what each of an article's units sees of the others.

    That is the gists of the units at OFFSETS, zeros beyond the article's ends, and the mean over the article of that
    part of the views which all units see.

    ``own`` is (U, LOCAL), ``place`` (U, PLACED) and ``gist`` (U, GIST).
    """
    size, speaker = len(gist), len(PLACED_FAMILIES["speaker"])
    common = np.concatenate([gist, own[:, SHARED_LOCAL], place[:, :speaker]], axis=1)
    mean = common.mean(axis=0, keepdims=True) if size else common
    return np.concatenate([*(_shifted(gist, by) for by in OFFSETS), np.repeat(mean, size, axis=0)], axis=1)


def _shifted(gist: Floats, by: int) -> Floats:
    """Return in each unit's row that of the unit ``by`` further on."""
    seen = np.zeros_like(gist)
    if by < 0:
        seen[-by:] = gist[:by]
    else:
        seen[:-by] = gist[by:]
    return seen


def rows(own: Floats, place: Floats, gist: Floats, about: Floats) -> Floats:
    """Return (U, R): each unit's own views beside its ``context``."""
    return np.concatenate([own, place, gist, about], axis=1)
