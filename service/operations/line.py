"""The line: how many texts a worker scores at once, how many may wait, and for how long.

Scoring is arithmetic on a core; more of it at once makes each slower and none earlier.  What finds the line full, or
waits too long in it, is told so at once, and may come again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from service.operations.balance import Balance
from service.operations.metrics import Metrics
from service.problem import Problem

RETRY_AFTER = 1  # seconds; a text is scored in a fraction of this


def overloaded(detail: str) -> Problem:
    """Return the 503 problem of a service that has too much to do."""
    return Problem(503, "overloaded", f"{detail} Try again in a moment.", headers={"Retry-After": str(RETRY_AFTER)})


class Line:
    """At most ``running`` at once, at most ``waiting`` behind them, each for at most ``seconds``; first come first."""

    def __init__(self, running: int, waiting: int, seconds: float, metrics: Metrics, balance: Balance) -> None:
        self._running = self._free = running
        self._most = waiting
        self._seconds = seconds
        self._metrics = metrics
        self._balance = balance
        self._changed = Condition()
        self._waiting: list[object] = []

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for the block; raises the 503 problem where there is none, or none in time."""
        begin = time.monotonic()
        self._enter(begin + self._seconds)
        self._metrics.began(time.monotonic() - begin)
        try:
            yield
        finally:
            self._metrics.ended()
            with self._changed:
                self._free += 1
                self._note()
                self._changed.notify_all()

    def _enter(self, until: float) -> None:
        with self._changed:
            if self._free and not self._waiting:
                self._free -= 1
                self._note()
                return
            if len(self._waiting) >= self._most:
                raise overloaded("As many texts wait here as may.")
            own = object()
            self._waiting.append(own)
            self._note()
            self._metrics.queued(1)
            try:
                self._await(own, until)
                self._free -= 1
            finally:
                self._waiting.remove(own)
                self._note()
                self._metrics.queued(-1)
                self._changed.notify_all()

    def _note(self) -> None:
        self._balance.note(self._running - self._free + len(self._waiting))

    def _await(self, own: object, until: float) -> None:
        while not (self._free and self._waiting[0] is own):
            left = until - time.monotonic()
            if left <= 0:
                raise overloaded("The text has waited as long as it may.")
            self._changed.wait(left)
