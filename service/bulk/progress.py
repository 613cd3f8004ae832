"""Progress: how far a run is, how fast, and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

from service.bulk.options import Outcome

PLAIN_SECONDS = 30.0  # between two lines where nobody looks at a terminal
Show = Callable[[str], None]


class Progress:
    """Counts what is done; ``expected`` is about how many bytes of records there are, None where nobody knows."""

    def __init__(self, show: Show) -> None:
        self.expected: float | None = None
        self.read = 0  # bytes
        self.made = Outcome()  # by this run
        self.kept = Outcome()  # by those before it
        self._show = show
        self._begun: float | None = None
        self._kept_bytes = 0

    def begin(self) -> None:
        """Let the time run, if it does not yet: there is something to score."""
        if self._begun is None:
            self._begun = time.monotonic()

    def keep(self, outcome: Outcome, size: int) -> None:
        """Count a shard of so many bytes that an earlier run has done: it costs reading only."""
        self.kept += outcome
        self._kept_bytes += size

    def add(self, outcome: Outcome) -> None:
        """Count a shard that is done, and show how far the run is."""
        self.made += outcome
        self._show(self.line())

    @property
    def total(self) -> Outcome:
        """What this run and those before it have done."""
        return self.made + self.kept

    @property
    def seconds(self) -> float:
        """The seconds since this run had something to score."""
        return 0.0 if self._begun is None else time.monotonic() - self._begun

    def told(self) -> str:
        """Return what this run did, and how fast, in one sentence."""
        made = self.made
        if not made.read:
            return "There was nothing left to score."
        rate, sentences = made.read / self.seconds, made.sentences / self.seconds
        share = made.scoring / made.seconds if made.seconds else 0.0
        return (
            f"{made.read:,} records in {duration(self.seconds)}: {rate:.1f} articles and {sentences:.0f} sentences a "
            f"second; {share:.0%} of the workers' time went into scoring."
        )

    def line(self) -> str:
        """Return how far the run is, in one line."""
        done, rate = self.total, self.made.read / max(self.seconds, 1e-9)
        told = (
            f"{done.articles:,} articles, {done.sentences:,} sentences, {done.rejected:,} rejected; "
            f"{rate:.1f} articles a second"
        )
        if not self.expected or self.read == self._kept_bytes:
            return told
        share = min(1.0, self.read / self.expected)
        left = self.seconds * max(0.0, self.expected - self.read) / (self.read - self._kept_bytes)
        return f"{told}; {share:.0%} read, about {duration(left)} left"


def duration(seconds: float) -> str:
    """Return seconds as one reads them: 5 s, 3:07 min, 2:05 h."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"


@contextmanager
def showing() -> Iterator[Show]:
    """Yield what shows a line: one that is written over where a terminal is, else a new one now and then."""
    if sys.stderr.isatty():
        with Status("Starting the workers", console=Console(stderr=True)) as status:
            yield status.update
        return
    last = time.monotonic()

    def show(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            print(line, file=sys.stderr, flush=True)
            last = time.monotonic()

    yield show
