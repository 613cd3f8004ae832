"""Manner: how an article is written as a whole, against the articles that annotators rated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from evidence import compiled, depth
from evidence.heads import BOUND, Views
from evidence.tokens import Floats

FIRST = 5  # sentences


def overall(views: Views, headed: bool) -> Floats:
    """Return (LOCAL + PLACED + 4 * GIST,), what is seen of how an article is written; zeros for what is not there.

    These are the means of the body units' views, weighed by depth, and in the same way the deviations of their gists;
    the headline's gist, and the mean of those of the FIRST units.  The views may have variants of the units
    behind them, which do not count.
    """
    size, width = len(views.place), views.gist.shape[1]
    body = slice(int(headed), size)
    rows = np.concatenate([views.own[body], views.place[body], views.gist[body]], axis=1)
    head = views.gist[0] if headed else np.zeros(width, np.float32)
    if not len(rows):
        return np.concatenate([np.zeros(rows.shape[1] + width, np.float32), head, np.zeros(width, np.float32)])
    shares = depth.weights(len(rows)).astype(np.float64)  # in single floats a constant has a deviation
    shares /= shares.sum()
    mean = (rows * shares[:, None]).sum(axis=0)
    gists = rows[:, -width:]
    spread = np.sqrt(((gists - mean[-width:]) ** 2 * shares[:, None]).sum(axis=0))
    return np.concatenate([mean, spread, head, gists[:FIRST].mean(axis=0)])


@dataclass(frozen=True)
class Manner:
    """A fitted ``scaler`` and linear ``model``: the rating that is expected of an article written like this one."""

    scaler: Any
    model: Any

    @cached_property
    def _scale(self) -> compiled.Scale:
        return compiled.scale(self.scaler, BOUND)

    def __call__(self, whole: Floats) -> float:
        """Return that rating, 0..100, for what ``overall`` says."""
        return float(np.clip(self._scale(whole) @ self.model.coef_ + self.model.intercept_, 0, 100))
