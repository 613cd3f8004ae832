"""The flow keeps few shards under way, and judges by traces whose fault a worker's death was."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from distributed import KilledWorker

from evidence.policy import DEFAULT
from service.bulk import layout, trace
from service.bulk.errors import UnfinishedError
from service.bulk.flow import AHEAD, MOST_DEATHS, Flow
from service.bulk.options import Job, Options, Outcome, Shard
from service.bulk.record import RawRecord, Reject, Stamp
from service.bulk.stop import Stop
from tests.service.bulk.conftest import Ended

STAMP = Stamp("1", "m", "1", "d", "p", "1", "d")


def jobs(output: Path, number: int) -> Iterator[Job]:
    (output / layout.MARKS).mkdir()
    for at in range(number):
        records = tuple(RawRecord(f"a:{at}-{one}", "json") for one in range(3))
        yield Job(output, Shard(at, records), Options(), STAMP, DEFAULT)


@dataclass
class Dying:
    """A cluster whose workers die where they are told to: for each task in turn, at which article, or not at all.

    Or the task is done, and the result is lost with the worker: before it is asked for, or while it is fetched.
    """

    deaths: list[Any]
    output: Path
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    status: str = "running"

    def nthreads(self) -> dict[str, int]:
        return {"one": 1}

    def submit(self, work: Any, job: Job, *rest: Any, **_: Any) -> Any:
        self.asked.append((work.__name__, job.shard.number, *rest, *(("without", *job.without) if job.without else ())))
        death = self.deaths.pop(0) if self.deaths else "lives"
        if death == "lives":
            return Ended(Outcome(read=3) if work.__name__ == "run" else None)
        if death in ("lost", "cancelled"):
            return Ended(None, death)
        if isinstance(death, Exception):
            return Unfetched(death)
        if death is not None:
            trace_of = layout.mark(self.output, job.shard.number).with_suffix(".at")
            trace_of.write_bytes(b"%-9d\n" % death)
        return Failed(KilledWorker("task", None, 0))


@dataclass
class Failed(Ended):
    status: str = "error"

    def exception(self) -> Any:
        return self.value


@dataclass
class Unfetched(Ended):
    """What was finished until it is fetched."""

    def result(self) -> Any:
        self.status = "cancelled" if isinstance(self.value, CancelledError) else "error"
        raise self.value


COURSES = [
    ("innocent, for it lives alone", [1], [("run", 0), ("alone", 0, 1), ("run", 0)], {}),
    ("guilty", [1, 1], [("run", 0), ("alone", 0, 1), ("run", 0, "without", 1)], {1: "killed"}),
    ("another's fault, before it was begun", [None, None], [("run", 0)] * 3, {}),
    ("while it was being written", [trace.WRITING], [("run", 0)] * 2, {}),
    ("done, and lost before it told", ["lost", "cancelled"], [("run", 0)] * 3, {}),
    ("done, and lost while it told", [CancelledError(), KilledWorker("task", None, 0)], [("run", 0)] * 3, {}),
    ("alive, and lost before it told", [1, "lost"], [("run", 0), ("alone", 0, 1), ("alone", 0, 1), ("run", 0)], {}),
    (
        "never alone, but three times",
        [1, "lives", 1, "lives", 1],
        [("run", 0), ("alone", 0, 1), ("run", 0), ("alone", 0, 1), ("run", 0), ("run", 0, "without", 1)],
        {1: "killed"},
    ),
]


@pytest.mark.parametrize(("deaths", "asked", "rejected"), [row[1:] for row in COURSES], ids=[row[0] for row in COURSES])
def test_a_shard_goes_on_by_where_its_workers_died(
    deaths: list[Any], asked: list[Any], rejected: dict[int, str], tmp_path: Path
) -> None:
    client, found = Dying(deaths, tmp_path), []
    Flow(client, lambda job, _: found.append(job), Stop()).bring(jobs(tmp_path, 1))
    assert client.asked == asked
    (job,) = found
    assert {at: (one.place, one.code) for at, one in job.without.items()} == {
        at: (f"a:0-{at}", code) for at, code in rejected.items()
    }


@pytest.mark.parametrize(("death", "what"), [(None, "begun"), (trace.WRITING, "written"), ("lost", "ended")])
def test_a_run_stops_where_workers_die_without_end(death: Any, what: str, tmp_path: Path) -> None:
    client = Dying([death] * MOST_DEATHS, tmp_path)
    with pytest.raises(UnfinishedError, match=rf"^Shard 0 could not be {what}: its workers died 20 times\.$"):
        Flow(client, lambda *_: None, Stop()).bring(jobs(tmp_path, 1))


@pytest.mark.parametrize("lost", ["cancelled", CancelledError()])
def test_a_run_stops_where_the_scheduler_is_lost(lost: Any, tmp_path: Path) -> None:
    client = Dying([lost], tmp_path, status="connecting")
    with pytest.raises(UnfinishedError, match=r"^The scheduler was lost\.$"):
        Flow(client, lambda *_: None, Stop()).bring(jobs(tmp_path, 1))


def test_few_shards_are_read_ahead_of_what_is_done(tmp_path: Path) -> None:
    ahead: list[int] = []
    done: list[int] = []

    def watched() -> Iterator[Job]:
        for job in jobs(tmp_path, 20):
            ahead.append(job.shard.number - len(done))
            yield job

    Flow(Dying([], tmp_path), lambda job, _: done.append(job.shard.number), Stop()).bring(watched())
    assert done == list(range(20))
    assert max(ahead) == AHEAD


def test_a_trace_tells_the_article_that_was_begun_last_and_is_gone_when_forgotten(tmp_path: Path) -> None:
    (tmp_path / layout.MARKS).mkdir()
    assert trace.seen(tmp_path, 0) is None
    with trace.traced(tmp_path, 0, 100) as tracing:
        assert trace.seen(tmp_path, 0) is None
        tracing.begin(12)
        assert trace.seen(tmp_path, 0) == trace.Seen(12, hung=False)
        tracing.write()
        assert trace.seen(tmp_path, 0) == trace.Seen(trace.WRITING, hung=False)
    trace.forget(tmp_path, 0)
    assert trace.seen(tmp_path, 0) is None


def test_a_reject_of_the_flow_is_one_of_the_shard(tmp_path: Path) -> None:
    found: list[Job] = []
    Flow(Dying([2, 2], tmp_path), lambda job, _: found.append(job), Stop()).bring(jobs(tmp_path, 1))
    assert found[0].without == {
        2: Reject("a:0-2", None, "killed", "The processes that scored it died, more than once.")
    }
