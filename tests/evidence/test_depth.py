from __future__ import annotations

import numpy as np
import pytest

from evidence.depth import READ, weights


def test_the_first_count_in_full_and_the_others_less_the_further_down_they_stand() -> None:
    found = weights(2 * READ)
    assert (found[:READ] == 1).all()
    assert (np.diff(found[READ - 1 :]) < 0).all()
    assert found[-1] == pytest.approx(0.5)
    assert weights(0).shape == (0,)
