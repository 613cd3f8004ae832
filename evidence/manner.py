"""Manner: how an article is written as a whole, against the articles that annotators rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.heads import Views
from evidence.tokens import Floats


def overall(views: Views, headed: bool) -> Floats:
    """Return (LOCAL + PLACED + GIST,): the mean of the body units' views; zeros where there is no body.

    The views may have variants of the units behind them, which do not count.
    """
    body = slice(int(headed), len(views.place))
    rows = np.concatenate([views.own[body], views.place[body], views.gist[body]], axis=1)
    mean: Floats = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], np.float32)
    return mean


@dataclass(frozen=True)
class Manner:
    """A fitted ``scaler`` and linear ``model``: the rating that articles written like this one usually have."""

    scaler: Any
    model: Any

    def __call__(self, mean: Floats) -> float:
        """Return the usual rating, 0..100, for the means of ``overall``."""
        scaled = (mean - self.scaler.mean_) / self.scaler.scale_
        return float(np.clip(scaled @ self.model.coef_ + self.model.intercept_, 0, 100))
