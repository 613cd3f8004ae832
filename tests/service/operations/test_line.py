from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from service.operations.balance import Balance
from service.operations.line import Line
from service.operations.metrics import Metrics
from service.problem import Problem


def test_as_many_as_may_run_hold_a_place_and_the_next_waits_no_longer_than_said() -> None:
    line = Line(2, 1, 0.01, Metrics(), Balance())
    with ExitStack() as held:
        held.enter_context(line.place())
        held.enter_context(line.place())
        with pytest.raises(Problem, match="waited as long") as refused, line.place():
            pass
    assert (refused.value.code, refused.value.problem) == (503, "overloaded")
    assert ("Retry-After", "1") in refused.value.get_headers()
    with line.place():
        pass


def test_a_full_line_refuses_at_once_and_a_place_that_frees_goes_to_who_waits() -> None:
    line = Line(1, 1, 60, Metrics(), Balance())
    entered = threading.Event()

    def wait() -> None:
        with line.place():
            entered.set()

    waiting = threading.Thread(target=wait)
    with line.place():
        waiting.start()
        while not line._waiting:
            pass
        with pytest.raises(Problem, match="As many texts wait"), line.place():
            pass
        assert not entered.is_set()
    waiting.join(30)
    assert entered.is_set()


def test_an_error_inside_gives_the_place_back() -> None:
    line = Line(1, 0, 0, Metrics(), Balance())
    with pytest.raises(KeyError), line.place():
        raise KeyError
    with line.place():
        pass
