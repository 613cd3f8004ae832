"""Being told to stop, by Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Raises KeyboardInterrupt where the signal finds the run, and again whenever it is looked at after that.

    Once is not enough: Python swallows what is raised while it destroys an object, as one of dask's futures.
    """

    def __init__(self) -> None:
        self._told = False

    def look(self) -> None:
        """Raise KeyboardInterrupt if the run was told to stop."""
        if self._told:
            raise KeyboardInterrupt

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals during the block, but for one that is to be ignored, as Ctrl-C in the background."""
        before = {number: signal.getsignal(number) for number in SIGNALS}
        before = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
        for number in before:
            signal.signal(number, self._tell)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tell(self, *_: object) -> NoReturn:
        self._told = True
        raise KeyboardInterrupt
