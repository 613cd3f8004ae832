"""Clients that are slow, many, greedy or hostile: what the others see."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.service.faults.conftest import LONG, SHORT, Running, Said, Start

HEAD = b"POST /score HTTP/1.1\r\nHost: onrecord\r\nContent-Type: application/json\r\n"


@contextmanager
def opened(service: Running, number: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """Hold so many connections open on which no more than ``sent`` arrives."""
    with ExitStack() as stack:
        connections = [stack.enter_context(service.connection()) for _ in range(number)]
        for connection in connections:
            connection.sendall(sent)
        yield connections


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        pytest.param(200, b"", id="idle"),
        pytest.param(200, HEAD, id="slow headers"),
        pytest.param(20, HEAD + b'Content-Length: 100\r\n\r\n{"te', id="slow bodies"),
    ],
)
def test_clients_that_send_nothing_more_keep_no_one_waiting(service: Running, number: int, sent: bytes) -> None:
    with opened(service, number, sent):
        answers = service.many(8, SHORT)
    assert [answer.status for answer in answers if isinstance(answer, Said)] == [200] * 8


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_deep_json_is_refused(service: Running, depth: int) -> None:
    said = service.ask(b'{"text": ' + b"[" * depth + b"]" * depth + b"}")
    assert said.status in (400, 422)
    assert said.body["code"] in ("malformed_json", "invalid_request")


def test_ten_thousand_segments_are_scored_and_one_more_is_refused(service: Running) -> None:
    blocks: list[Any] = [{"id": str(at), "text": "It rained."} for at in range(10_001)]
    said = service.ask({"segments": blocks[:-1]})
    assert (said.status, len(said.body["sentences"])) == (200, 10_000)
    said = service.ask({"segments": blocks})
    assert (said.status, said.body["errors"][0]["field"]) == (422, "segments")


@pytest.mark.parametrize("text", ["A? " * 66_000, "a\n\n" * 66_000, "It was so. " + "1! " * 66_000])
def test_a_text_of_tens_of_thousands_of_sentences_is_refused_before_any_is_judged(service: Running, text: str) -> None:
    said = service.ask({"text": f"It was so.\n\n{text}"[:200_000]})
    assert (said.status, said.body["code"]) == (413, "too_many_sentences")
    found, most = map(int, re.findall(r"\d+", said.body["detail"]))
    assert most == 20_000 < 60_000 < found


def test_more_than_the_line_holds_are_told_to_come_again(start: Start) -> None:
    service = start(workers=1, threads=1, queue=1)
    answers = [answer for answer in service.many(12, LONG) if isinstance(answer, Said)]
    assert len(answers) == 12
    counts = Counter((answer.status, answer.body.get("code")) for answer in answers)
    assert set(counts) == {(200, None), (503, "overloaded")}
    assert {answer.headers.get("retry-after") for answer in answers if answer.status == 503} == {"1"}
    assert service.ask(SHORT).status == 200


def test_a_text_that_takes_too_long_ends_with_a_problem(start: Start) -> None:
    service = start(workers=1, work_seconds=0.1)
    said = service.ask({"text": "It was so. A. B. " * 10_000})
    assert (said.status, said.body["code"]) == (503, "out_of_time")
    assert service.ask(SHORT).status == 200
