"""PostgreSQL and Redis that die, hang and come back under a running service of two workers."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from sqlalchemy import make_url, select

from service.access import cabinet
from service.store.store import Store
from service.store.tables import feedback
from tests.service.conftest import upgraded
from tests.service.faults.conftest import SHORT, Running, Said, Start, await_that
from tests.service.faults.proxy import Proxy

THUMB = {**SHORT, "thumb": "up"}
RATE = 8  # requests an hour that an address may send


@pytest.fixture
def to_redis(redis_url: str) -> Iterator[Proxy]:
    """The way to Redis."""
    at = urlsplit(redis_url)
    with Proxy(at.hostname or "127.0.0.1", at.port or 6379) as proxy:
        yield proxy


@pytest.fixture
def limited(start: Start, to_redis: Proxy, redis_url: str) -> Running:
    """A service that counts in Redis how often an address asks."""
    url = urlunsplit(urlsplit(redis_url)._replace(netloc=f"127.0.0.1:{to_redis.port}"))
    return start(workers=2, redis_url=url, rate=f"{RATE}/hour")


def counted(redis_url: str) -> int:
    """Return how many requests Redis has counted."""
    with redis.Redis.from_url(redis_url) as client:
        return sum(int(client.get(key)) for key in client.scan_iter("LIMIT*"))  # type: ignore[arg-type]


def statuses(service: Running, times: int) -> Counter[int]:
    return Counter(service.ask(SHORT).status for _ in range(times))


def test_redis_gone_and_back_refuses_nobody_and_goes_on_counting_where_it_was(
    limited: Running, to_redis: Proxy, redis_url: str
) -> None:
    assert statuses(limited, 5) == {200: 5}
    assert counted(redis_url) == 5
    to_redis.cut()
    gone = statuses(limited, 4 * RATE)
    # Each of two workers counts by itself and lets its own share through.
    assert set(gone) == {200, 429}
    assert RATE <= gone[200] <= 2 * RATE
    assert counted(redis_url) == 5
    to_redis.restore()
    await_that(lambda: limited.ask(SHORT) is not None and counted(redis_url) > 5, "Redis counts again")
    await_that(lambda: limited.ask(SHORT) is not None and counted(redis_url) >= RATE, "Redis counts to the rate")
    await_that(lambda: statuses(limited, 6) == {429: 6}, "both workers refuse")


def test_redis_that_hangs_costs_no_answer(limited: Running, to_redis: Proxy, redis_url: str) -> None:
    assert statuses(limited, 2) == {200: 2}
    to_redis.stall()
    assert statuses(limited, 6) == {200: 6}
    to_redis.resume()
    await_that(lambda: limited.ask(SHORT).status == 429, "the limit holds")


@pytest.fixture
def to_postgresql(postgresql_url: str) -> Iterator[Proxy]:
    """The way to PostgreSQL."""
    url = make_url(postgresql_url)
    with Proxy(url.host or "127.0.0.1", url.port or 5432) as proxy:
        yield proxy


@pytest.fixture
def kept(postgresql_url: str) -> Iterator[Store]:
    """The store itself, past the proxy."""
    with upgraded(postgresql_url) as store:
        yield store


@pytest.fixture
def key(kept: Store) -> str:
    """A key that is there before the service is, so that each worker knows it."""
    return cabinet.create(kept, "desk", ("score", "feedback"), None)


@pytest.fixture
def desk(start: Start, to_postgresql: Proxy, key: str, postgresql_url: str) -> Running:
    """A service that asks for keys and keeps feedback, both in PostgreSQL behind the proxy."""
    url = make_url(postgresql_url).set(host="127.0.0.1", port=to_postgresql.port)
    return start(workers=2, database_url=url.render_as_string(hide_password=False), access="keys")


class Editor:
    """Someone with a key who sends feedback, each under an Idempotency-Key, and says it again while refused."""

    def __init__(self, service: Running, key: str) -> None:
        self._service = service
        self._key = {"X-API-Key": key}
        self.refusals: list[tuple[int, str, str]] = []

    def score(self) -> int:
        """Return the status of a score."""
        return self._service.ask(SHORT, headers=self._key).status

    def send(self, name: str) -> Said:
        """Send the feedback of this name once."""
        said = self._service.ask(THUMB, "/v1/feedback", headers={**self._key, "Idempotency-Key": name})
        if said.status != 201:
            self.refusals.append((said.status, said.body["code"], said.headers.get("retry-after", "")))
        return said

    def insist(self, name: str) -> None:
        """Send the feedback of this name until it is taken."""
        await_that(lambda: self.send(name).status == 201, f"{name} is taken")


@pytest.fixture
def editor(desk: Running, key: str) -> Editor:
    return Editor(desk, key)


def entries(kept: Store) -> dict[str, int]:
    """Return how often each feedback lies in the database, by its Idempotency-Key."""
    with kept.read() as connection:
        rows = connection.execute(select(feedback.c.idempotency_key)).scalars()
        return dict(Counter(rows))


def test_a_worker_that_is_replaced_while_postgresql_is_gone_knows_the_keys_of_the_start(
    desk: Running, editor: Editor, to_postgresql: Proxy
) -> None:
    to_postgresql.cut()
    before = set(desk.workers())
    for worker in before:
        worker.kill()
    await_that(lambda: len(set(desk.workers()) - before) == 2, "both workers are replaced")
    assert {editor.score() for _ in range(6)} == {200}


UNAVAILABLE = (503, "store_unavailable", "30")


def test_postgresql_gone_and_back_loses_no_feedback_and_keeps_none_twice(
    editor: Editor, to_postgresql: Proxy, kept: Store
) -> None:
    names = [f"{writer}-{number}" for writer in range(4) for number in range(40)]
    writing = [
        threading.Thread(target=lambda at=at: [editor.insist(name) for name in names[at::4]])  # type: ignore[misc]
        for at in range(4)
    ]
    for thread in writing:
        thread.start()
    for times in (1, 2):
        await_that(lambda times=times: len(entries(kept)) > 20 * times, "feedback is kept")  # type: ignore[misc]
        before = len(editor.refusals)
        to_postgresql.cut()
        await_that(lambda before=before: len(editor.refusals) > before, "feedback is refused")  # type: ignore[misc]
        assert {editor.score() for _ in range(10)} == {200}
        to_postgresql.restore()
    for thread in writing:
        thread.join()
    assert entries(kept) == dict.fromkeys(names, 1)
    assert set(editor.refusals) == {UNAVAILABLE}


def test_postgresql_that_hangs_holds_up_feedback_and_not_scoring(
    editor: Editor, to_postgresql: Proxy, kept: Store
) -> None:
    editor.insist("first")
    to_postgresql.stall()
    answers: dict[str, Any] = {}
    names = [f"held-{number}" for number in range(24)]
    sending = [
        threading.Thread(target=lambda name=name: answers.update({name: editor.send(name).status}))  # type: ignore[misc]
        for name in names
    ]
    for thread in sending:
        thread.start()
    await_that(lambda: len(editor.refusals) >= len(names) - 8, "all but four a worker are refused")
    assert {editor.score() for _ in range(20)} == {200}
    to_postgresql.resume()
    for thread in sending:
        thread.join()
    assert set(editor.refusals) == {UNAVAILABLE}
    taken = [name for name, status in answers.items() if status == 201]
    assert entries(kept) == dict.fromkeys(["first", *taken], 1)
