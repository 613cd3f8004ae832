"""Traces: which article of a shard a worker is at, told in a file, so that it is known after the worker's death.

The worker's watch writes into the same file: where an article takes far longer than it may and no check stops it,
faulthandler's own thread, which needs no turn of Python's, notes that and ends the process.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.bulk import layout

WRITING = -1
PATIENCE = 3  # times what an article may take of processor time, as time on the clock, until its worker is ended
_WIDTH = 10


@dataclass(frozen=True)
class Seen:
    """What a worker was at when it ended; ``hung``: it was ended for that."""

    at: int
    hung: bool


class Trace:
    """The file of one shard, open for a worker."""

    def __init__(self, descriptor: int, seconds: float) -> None:
        self._descriptor = descriptor
        self._seconds = seconds

    def begin(self, at: int) -> None:
        """Note that the article with this index is begun, and watch over it."""
        os.pwrite(self._descriptor, b"%-*d\n" % (_WIDTH - 1, at), 0)
        faulthandler.dump_traceback_later(PATIENCE * self._seconds, file=self._descriptor, exit=True)

    def write(self) -> None:
        """Note that the shard's files are being written, which may take its time."""
        faulthandler.cancel_dump_traceback_later()
        os.pwrite(self._descriptor, b"%-*d\n" % (_WIDTH - 1, WRITING), 0)


@contextlib.contextmanager
def traced(output: Path, number: int, seconds: float) -> Iterator[Trace]:
    """Yield a new trace of a shard, each of whose articles may take so many seconds."""
    descriptor = os.open(_path(output, number), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o644)
    try:
        os.lseek(descriptor, _WIDTH, os.SEEK_SET)
        yield Trace(descriptor, seconds)
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.close(descriptor)


def seen(output: Path, number: int) -> Seen | None:
    """Return what the last worker at a shard was at, or None where none had begun."""
    try:
        told = _path(output, number).read_bytes()
    except OSError:
        return None
    at = told[:_WIDTH].strip()
    return Seen(int(at), b"Timeout" in told[_WIDTH:]) if at else None


def forget(output: Path, number: int) -> None:
    """Remove a shard's trace."""
    _path(output, number).unlink(missing_ok=True)


def _path(output: Path, number: int) -> Path:
    return layout.mark(output, number).with_suffix(".at")
