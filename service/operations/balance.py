"""Balance: what each worker has to do, known to all of them, so that kept connections do not crowd at one.

Workers take connections from one socket, and a client that keeps its connections stays with whichever worker took
them: all eight of a CMS may be one worker's while the other idles.  Who is answered by a worker that has more to do
than another is therefore asked to connect anew.
"""

from __future__ import annotations

import mmap
import os

import flask
import numpy as np

PLACES = 256  # of workers, more than live at once
MORE = 2  # texts more than another worker has: with one less here and one more there it is even


class _Forks:
    """How many processes were forked so far, which gives each new one a place that none of the living has."""

    number = 0
    place = 0

    @classmethod
    def count(cls) -> None:
        cls.number += 1

    @classmethod
    def take(cls) -> None:
        cls.place = cls.number % PLACES


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_Forks.count, after_in_child=_Forks.take)


class Balance:
    """The texts that each of the processes forked from its maker's has; in a process of its own it is alone."""

    def __init__(self) -> None:
        shared = mmap.mmap(-1, PLACES * 2 * np.dtype(np.int64).itemsize)  # anonymous: whoever is forked shares it
        self._process, self._texts = np.frombuffer(shared, np.int64).reshape(2, PLACES)

    def join(self) -> None:
        """Let all know that there is a worker here, which has nothing to do yet, and forget those that were killed."""
        for place in np.flatnonzero(self._process).tolist():
            if not _lives(int(self._process[place])):
                self._process[place] = 0
        self.note(0)

    def leave(self) -> None:
        """Let nobody take this worker, which ends, for an idle one."""
        self._process[_Forks.place] = 0

    def note(self, texts: int) -> None:
        """Let all know how many texts are scored or wait here."""
        self._texts[_Forks.place] = texts
        self._process[_Forks.place] = os.getpid()

    @property
    def known(self) -> set[int]:
        """The process numbers of the workers that have said that they are there."""
        return set(self._process[self._process > 0].tolist())

    @property
    def crowded(self) -> bool:
        """Whether another worker has so much less to do that a caller does better to connect anew."""
        if self._process[_Forks.place] != os.getpid():
            return False
        most = self._texts[_Forks.place] - MORE
        return any(map(_lives, self._process[(self._process > 0) & (self._texts <= most)].tolist()))

    def keep(self, app: flask.Flask) -> None:
        """Let the application's answers close the connections that crowd here."""

        @app.after_request
        def end(response: flask.Response) -> flask.Response:
            if self.crowded:
                response.headers["Connection"] = "close"
            return response


def _lives(process: int) -> bool:
    """Whether there is such a process: one that was killed has nothing to do for ever."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
