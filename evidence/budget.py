"""The budget of one assessment: a check, set by whoever asks, that long work calls between its batches.

The core knows no clock and no limit.  The shell sets a check that raises when its time is over; without one the work
runs to its end.  The check is the thread's own, so assessments side by side do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Check = Callable[[], None]
_CHECK: ContextVar[Check | None] = ContextVar("evidence.budget", default=None)


@contextmanager
def checked(check: Check) -> Iterator[None]:
    """Let ``checkpoint`` call the check inside the block; what the check raises ends the assessment."""
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def checkpoint() -> None:
    """Call the check that is set, if there is one."""
    check = _CHECK.get()
    if check is not None:
        check()
