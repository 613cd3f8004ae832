"""Whoever is answered by a worker with more to do than another connects anew."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import flask
import pytest

from service.operations.balance import Balance

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork processes"
)


def _work(balance: Balance, texts: int, line: Connection) -> None:
    balance.note(texts)
    while True:
        line.send(balance.crowded)
        if line.recv() is None:
            return


@contextmanager
def worker(balance: Balance, texts: int) -> Iterator[tuple[Any, Connection]]:
    """Let another worker have so many texts; what it sends first is whether it is crowded."""
    own, other = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(balance, texts, other), daemon=True)
    process.start()
    try:
        yield process, own
    finally:
        process.kill()
        process.join()


@pytest.mark.parametrize(("here", "there", "crowded"), [(0, 0, False), (1, 0, False), (2, 0, True), (5, 4, False)])
def test_who_has_two_texts_more_than_another_is_crowded(here: int, there: int, crowded: bool) -> None:
    balance = Balance()
    balance.note(here)
    assert not balance.crowded
    with worker(balance, there) as (_, line):
        assert line.recv() is False
        assert balance.crowded is crowded


def test_a_worker_sees_that_another_has_less() -> None:
    balance = Balance()
    balance.note(0)
    with worker(balance, 2) as (_, line):
        assert line.recv() is True
        balance.note(1)
        line.send("again")
        assert line.recv() is False


def test_a_worker_that_was_killed_counts_no_more() -> None:
    balance = Balance()
    balance.note(3)
    with worker(balance, 0) as (process, line):
        line.recv()
        assert balance.crowded
        process.kill()
        process.join()
        assert not balance.crowded


def test_a_process_that_has_noted_nothing_is_not_crowded() -> None:
    assert not Balance().crowded


def test_only_a_crowded_worker_s_answers_close_their_connection() -> None:
    balance, app = Balance(), flask.Flask("test")
    balance.keep(app)
    app.add_url_rule("/", view_func=lambda: "")
    balance.note(2)
    assert "Connection" not in app.test_client().get("/").headers
    with worker(balance, 0) as (_, line):
        line.recv()
        assert app.test_client().get("/").headers["Connection"] == "close"


def test_who_joins_forgets_who_was_killed_and_who_leaves_is_no_idle_worker() -> None:
    balance = Balance()
    with worker(balance, 0) as (process, line):
        line.recv()
        process.kill()
        process.join()
        assert balance.known == {process.pid}
        with worker(balance, 0) as (living, other):
            other.recv()
            balance.join()
            assert balance.known == {os.getpid(), living.pid}
            balance.leave()
            assert balance.known == {living.pid}
