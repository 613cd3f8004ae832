"""The flow: a bounded number of shards under way, each brought to its end whatever becomes of its workers.

A shard whose worker dies is looked at by the trace that it left.  The article that it was at is scored once more, by
itself: if its worker lives, the death was not the article's fault and the shard is done again; if that worker dies
too, the article is rejected with the reason, and the shard is done again without it.  A shard whose result is lost
with the worker that held it is done again too.
"""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from service.bulk import trace
from service.bulk.engine import LOST
from service.bulk.errors import BulkError, UnfinishedError, unwritten
from service.bulk.options import Job, Outcome
from service.bulk.record import Reject
from service.bulk.stop import Stop
from service.bulk.work import alone, run

AHEAD = 2  # shards under way for each worker: one that it scores, one that waits beside it
DEATHS = 3  # of workers at one article, not counting when it was alone, until it is rejected all the same
MOST_DEATHS = 20  # of workers that were at one of STEPS, until the run stops
TELLING = -2  # the shard was done, and its worker's answer had not arrived
# Where no article can be at fault, and what then could not be done with the shard.
STEPS: Mapping[int | None, str] = MappingProxyType({None: "begun", trace.WRITING: "written", TELLING: "ended"})
LOOK_SECONDS = 1.0
COUNT_SECONDS = 10.0


@dataclass
class _Case:
    """A shard under way: the article that is tried by itself, and at which articles its workers died."""

    job: Job
    alone: int | None = None
    deaths: Counter[int | None] = field(default_factory=Counter)
    future: Any = None


class Flow:
    """Takes jobs and calls back with what came of each, at most ``AHEAD`` for every worker at once."""

    def __init__(self, client: Any, done: Callable[[Job, Outcome], None], stop: Stop) -> None:
        self._client = client
        self._done = done
        self._stop = stop
        self._ended: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._cases: dict[int, _Case] = {}
        self._most = 0
        self._counted = -COUNT_SECONDS

    def bring(self, jobs: Iterable[Job]) -> None:
        """Bring all jobs to their end; raises BulkError where the run cannot go on, KeyboardInterrupt where told."""
        for job in jobs:
            while len(self._cases) >= self._room():
                self._settle()
            self._cases[job.shard.number] = _Case(job)
            self._submit(job.shard.number)
        while self._cases:
            self._settle()

    def _room(self) -> int:
        if time.monotonic() - self._counted > COUNT_SECONDS:
            self._most = AHEAD * max(1, sum(self._client.nthreads().values()))
            self._counted = time.monotonic()
        return self._most

    def _submit(self, number: int) -> None:
        case = self._cases[number]
        trace.forget(case.job.output, number)
        task = (run, case.job) if case.alone is None else (alone, case.job, case.alone)
        # What has seen workers die goes first: it must not wait behind what may kill the next one.
        future = self._client.submit(*task, pure=False, priority=sum(case.deaths.values()), retries=0)
        case.future = future
        future.add_done_callback(lambda ended: self._ended.put((number, ended)))

    def _settle(self) -> None:
        """Wait until a task has ended, and act on it."""
        number, future = self._next()
        case = self._cases.get(number)
        if case is None or case.future is not future:
            return
        if future.status == "finished":
            self._fetch(case, future)
        elif future.status == "error":
            self._fail(case, future.exception())
        else:
            self._lose(case)

    def _next(self) -> tuple[int, Any]:
        while True:
            self._stop.look()
            try:
                return self._ended.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                if self._client.status != "running":
                    raise UnfinishedError(LOST) from None

    def _fetch(self, case: _Case, future: Any) -> None:
        """Take a result from the worker that holds it, and that may have died since: dask does the task again then."""
        try:
            outcome = future.result()
        except CancelledError:
            self._lose(case)
        except Exception as error:
            if future.status != "error":
                raise
            self._fail(case, error)
        else:
            self._finish(case, outcome)

    def _lose(self, case: _Case) -> None:
        """Do again what is lost with its worker; where it is lost with the scheduler, the run stops."""
        if self._client.status != "running":
            raise UnfinishedError(LOST)
        self._count(case, TELLING)
        self._submit(case.job.shard.number)

    def _finish(self, case: _Case, outcome: Outcome | None) -> None:
        number = case.job.shard.number
        if outcome is None:
            case.alone = None
            self._submit(number)
            return
        del self._cases[number]
        trace.forget(case.job.output, number)
        self._done(case.job, outcome)

    def _fail(self, case: _Case, error: Any) -> None:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            self._bury(case)
            self._submit(case.job.shard.number)
        elif isinstance(error, BulkError):
            raise error
        elif isinstance(error, OSError):
            raise unwritten(case.job.output, error) from None
        else:
            raise UnfinishedError(f"Shard {case.job.shard.number} fails with a {type(error).__name__}.") from error

    def _bury(self, case: _Case) -> None:
        """Decide how a shard goes on whose worker has died."""
        seen = trace.seen(case.job.output, case.job.shard.number)
        self._count(case, seen.at if seen else None)
        if seen is None or seen.at in STEPS:
            return
        if case.alone == seen.at or case.deaths[seen.at] >= DEATHS:
            case.job = replace(case.job, without={**case.job.without, seen.at: _rejected(case.job, seen)})
            case.alone = None
        else:
            case.alone = seen.at

    def _count(self, case: _Case, at: int | None) -> None:
        """Count a death; raises UnfinishedError where there are too many of which no article can be guilty."""
        case.deaths[at] += 1
        if at in STEPS and case.deaths[at] >= MOST_DEATHS:
            raise UnfinishedError(
                f"Shard {case.job.shard.number} could not be {STEPS[at]}: its workers died {MOST_DEATHS} times."
            )


def _rejected(job: Job, seen: trace.Seen) -> Reject:
    raw = job.shard.records[seen.at]
    limit = trace.PATIENCE * job.options.seconds
    if seen.hung:
        return Reject(raw.place, None, "hung", f"Its scoring did not end within {limit:g} seconds, more than once.")
    return Reject(raw.place, None, "killed", "The processes that scored it died, more than once.")
