"""How work grows with its size, found out on a machine that may be busy."""

from __future__ import annotations

import time
from collections.abc import Callable

LEAST = 0.004  # seconds of processor time; less than that cannot be compared
TRIES = 30


def spent(work: Callable[[], object]) -> float:
    """Return the processor time in seconds that the work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def grows_at_most(times: float, small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Say whether the large work takes at most so many times the small one's processor time, in the best of 30 tries.

    Whatever else runs on a machine only adds to a time: a single try within the bound shows that the work itself is,
    and work that is not never comes within it.  So a busy machine means more tries, and no failure.
    """
    least = spent(large)
    for _ in range(TRIES):
        if least < LEAST or least <= times * min(spent(small) for _ in range(3)):
            return True
        least = min(least, spent(large))
    return False
