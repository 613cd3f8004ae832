"""Depth: how much a sentence counts in its article's rating, by how many of those that count stand before it."""

from __future__ import annotations

import numpy as np

from evidence.tokens import Floats

READ = 20  # sentences that count in full: annotators rated articles of which they had read some 25, as readers do


def weights(size: int) -> Floats:
    """Return (size,), 1 for the first READ sentences of a body, READ / n for the n-th behind them."""
    counted: Floats = np.minimum(1, READ / np.arange(1, size + 1, dtype=np.float32))
    return counted
