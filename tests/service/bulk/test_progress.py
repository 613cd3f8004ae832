"""Progress says how much is done, how fast, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.bulk import progress as module
from service.bulk.options import Outcome
from service.bulk.progress import Progress, duration


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the time."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])

    def at(seconds: float) -> None:
        now[0] = seconds

    return at


def test_what_is_left_is_told_from_what_this_run_has_read(clock: Callable[[float], None]) -> None:
    told: list[str] = []
    progress = Progress(told.append)
    progress.expected = 1000.0
    clock(50)
    progress.read = 200
    progress.keep(Outcome(read=20, articles=20, sentences=60), 200)
    progress.begin()
    clock(60)
    progress.read = 400
    progress.add(Outcome(read=20, articles=19, sentences=57, rejected=1, codes={"broken": 1}))
    assert told == ["39 articles, 117 sentences, 1 rejected; 2.0 articles a second; 40% read, about 30 s left"]


def test_what_earlier_runs_did_costs_this_one_no_time_and_earns_it_none(clock: Callable[[float], None]) -> None:
    told: list[str] = []
    progress = Progress(told.append)
    progress.expected = 1000.0
    clock(50)
    progress.begin()
    progress.read = 100
    clock(59)
    progress.begin()
    progress.read = 300
    progress.keep(Outcome(read=20, articles=20), 200)
    clock(60)
    progress.add(Outcome(read=10, articles=10))
    assert told == ["30 articles, 0 sentences, 0 rejected; 1.0 articles a second; 30% read, about 1:10 min left"]
    assert progress.told().startswith("10 records in 10 s: 1.0 articles")


def test_nothing_is_said_of_the_rest_where_nobody_knows_it(clock: Callable[[float], None]) -> None:
    progress = Progress(lambda _: None)
    progress.begin()
    progress.made = Outcome(read=20, articles=20)
    clock(10)
    assert progress.line() == "20 articles, 0 sentences, 0 rejected; 2.0 articles a second"


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (59, "59 s"), (187, "3:07 min"), (7500, "2:05 h")])
def test_a_duration_is_told_as_one_reads_it(seconds: float, told: str) -> None:
    assert duration(seconds) == told
