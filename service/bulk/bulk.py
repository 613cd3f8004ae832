"""A bulk run from beginning to end: locked, pinned, scored shard by shard, checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.policy import Policy
from service.bulk import layout, marks, total
from service.bulk.engine import Engine
from service.bulk.errors import BulkError
from service.bulk.extent import extent
from service.bulk.flow import Flow
from service.bulk.options import Job, Options, Outcome
from service.bulk.progress import Progress
from service.bulk.readers import files, open_input
from service.bulk.record import Stamp
from service.bulk.run import begin, check_apart, described, locked
from service.bulk.shards import shards
from service.bulk.stop import Stop


@dataclass(frozen=True)
class Task:
    """What one run is to do."""

    source: Path
    output: Path
    options: Options
    stamp: Stamp
    policy: Policy


class _Reading:
    """The input as jobs: what earlier runs have done is counted and left out."""

    def __init__(self, task: Task, progress: Progress) -> None:
        self._task = task
        self._progress = progress
        self.shards = 0
        self.read = 0
        progress.expected = extent(files(task.source))

    def __iter__(self) -> Iterator[Job]:
        task = self._task
        for shard in shards(open_input(task.source, task.options.fields), task.options.shard):
            self.shards, self.read = self.shards + 1, self.read + len(shard.records)
            self._progress.read += shard.size
            done = marks.read(task.output, shard.number)
            if done is None:
                self._progress.begin()
                yield Job(task.output, shard, task.options, task.stamp, task.policy)
            elif done.read == len(shard.records):
                self._progress.keep(done, shard.size)
            else:
                raise BulkError(f"Shard {shard.number} had {done.read} records and has {len(shard.records)} now.")


def score(task: Task, engine: Engine, progress: Progress, stop: Stop) -> Outcome:
    """Score what of the input is not scored yet and return the counts of all; raises BulkError, KeyboardInterrupt."""
    check_apart(task.source, task.output)
    with locked(task.output):
        begin(task.output, described(task.source), task.options, task.stamp)
        reading = _Reading(task, progress)
        jobs = iter(reading)
        first = next(jobs, None)
        if first is not None:
            with engine() as client:
                _check_shared(client, task.output)
                Flow(client, lambda _, outcome: progress.add(outcome), stop).bring(_all(first, jobs))
        counted = total.checked(task.output, reading.shards, reading.read)
        total.write(task.output, counted, reading.shards)
        return counted


def _all(first: Job, rest: Iterator[Job]) -> Iterator[Job]:
    yield first
    yield from rest


def _check_shared(client: Any, output: Path) -> None:
    """Raise BulkError where a worker does not see the folder that the output is written to."""
    path = output / layout.RUN
    wanted = _digest(path)
    for worker, found in client.run(_digest, path).items():
        if found != wanted:
            raise BulkError(f"The worker at {worker} does not see {output}: workers write there, so it must be shared.")


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
