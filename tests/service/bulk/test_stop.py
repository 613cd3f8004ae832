"""A run that is told to stop stops, wherever the signal finds it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.bulk.flow import Flow
from service.bulk.stop import SIGNALS, Stop
from tests.service.bulk.test_flow import Dying, jobs

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Finalised:
    """Python swallows what is raised while it destroys this, as one of dask's futures."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self._number)


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Both signals are heard during a test, also where the tests run in the background, which ignores Ctrl-C."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_was_swallowed_stops_the_flow_all_the_same(number: signal.Signals, tmp_path: Path) -> None:
    done: list[int] = []
    stop = Stop()
    flow = Flow(Dying([], tmp_path), lambda job, _: (done.append(job.shard.number), Finalised(number)), stop)
    with stop.listening(), pytest.raises(KeyboardInterrupt):
        flow.bring(jobs(tmp_path, 20))
    assert done == [0]


def test_who_listened_before_listens_again() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with Stop().listening():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_a_signal_that_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Stop().listening():
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) != signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
