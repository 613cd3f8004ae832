"""The budget of one assessment: checks, set by whoever asks, that long work calls before it and between its batches.

The core knows no clock and no limit.  The shell sets a check that raises when its time is over, and one that raises
where there are more sentences than it wants judged; without them the work runs to its end.  The checks are the
thread's own, so assessments side by side do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Check = Callable[[], None]
Admit = Callable[[int], None]
_CHECK: ContextVar[Check | None] = ContextVar("evidence.budget.check", default=None)
_ADMIT: ContextVar[Admit | None] = ContextVar("evidence.budget.admit", default=None)


@contextmanager
def checked(check: Check, admit: Admit | None = None) -> Iterator[None]:
    """Let ``checkpoint`` and ``announce`` call these inside the block; what they raise ends the assessment."""
    tokens = _CHECK.set(check), _ADMIT.set(admit)
    try:
        yield
    finally:
        _CHECK.reset(tokens[0])
        _ADMIT.reset(tokens[1])


def checkpoint() -> None:
    """Call the check that is set, if there is one."""
    check = _CHECK.get()
    if check is not None:
        check()


def announce(sentences: int) -> None:
    """Tell whoever asks, if they want to know, how many sentences are about to be judged."""
    admit = _ADMIT.get()
    if admit is not None:
        admit(sentences)
