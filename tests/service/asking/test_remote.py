"""What a server may say: an answer, that it is busy, a problem, or something else altogether."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from service.asking.local import RefusedError
from service.asking.remote import COMPARED, SCORED, TRIES, Remote, ServerGoneError, is_address, is_key

ANSWER = dict.fromkeys(sorted(SCORED))
COMPARISON = dict.fromkeys(sorted(COMPARED))
Serve = Callable[..., Remote]


def problem(status: int, code: str, **headers: str) -> Response:
    body = {"status": status, "code": code, "detail": f"It is {code}.", "errors": [{"field": "text", "message": "No."}]}
    return Response(json.dumps(body), status, headers, content_type="application/problem+json")


def cut_off(status: int) -> Response:
    # A body that is handed over bit by bit keeps the length that it is said to have.
    return Response(iter([b'{"detail": "It']), status, {"Content-Length": "99"})


@pytest.fixture
def asked() -> list[Request]:
    return []


@pytest.fixture
def serve(asked: list[Request], monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve these answers in turn, the last for good."""
    stops: list[Callable[[], None]] = []
    monkeypatch.setattr("service.asking.remote.WAIT", 0.0)

    def start(*answers: Response, key: str | None = None) -> Remote:
        @Request.application
        def application(request: Request) -> Response:
            request.get_data()
            asked.append(request)
            return answers[min(len(asked), len(answers)) - 1]

        server = make_server("127.0.0.1", 0, application)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        stops.extend((server.shutdown, thread.join, server.server_close))
        return Remote(f"http://127.0.0.1:{server.server_port}", key, "1.1.0", None)

    yield start
    for stop in stops:
        stop()


def test_it_asks_by_key_and_model(serve: Serve, asked: list[Request]) -> None:
    remote = serve(Response(json.dumps(ANSWER)), Response(json.dumps(COMPARISON)), key="s3cret")
    assert remote.score({"text": "Rain."}) == ANSWER
    assert remote.compare({"text": "Rain."}, {"text": "Snow."}) == COMPARISON
    assert [(one.path, one.headers["Authorization"], one.get_json()) for one in asked] == [
        ("/v1/score", "Bearer s3cret", {"text": "Rain.", "model": "1.1.0"}),
        (
            "/v1/compare",
            "Bearer s3cret",
            {"old": {"text": "Rain.", "model": "1.1.0"}, "new": {"text": "Snow.", "model": "1.1.0"}},
        ),
    ]


@pytest.mark.parametrize(
    "busy", [problem(503, "overloaded"), problem(429, "too_many_requests", **{"Retry-After": "0"})]
)
def test_a_busy_server_is_asked_again(serve: Serve, asked: list[Request], busy: Response) -> None:
    assert serve(busy, busy, Response(json.dumps(ANSWER))).score({"text": "Rain."}) == ANSWER
    assert len(asked) == 3


def test_a_server_that_stays_busy_costs_the_article(serve: Serve, asked: list[Request]) -> None:
    with pytest.raises(RefusedError, match=r"^It is overloaded\. text: No\.$"):
        serve(problem(503, "overloaded")).score({"text": "Rain."})
    assert len(asked) == TRIES


REFUSALS: list[tuple[Response, type[Exception], str]] = [
    (problem(422, "invalid_request"), RefusedError, r"^It is invalid_request\. text: No\.$"),
    (problem(500, "internal_error"), RefusedError, "It is internal_error"),
    (problem(401, "missing_key"), ServerGoneError, r"^http://127\.0\.0\.1:\d+: It is missing_key"),
    (problem(429, "too_many_requests", **{"Retry-After": "3600"}), ServerGoneError, "It is too_many_requests"),
    (Response("<html>", 502), ServerGoneError, r"does not answer as onrecord does: status 502\.$"),
    (Response("<html>", 200), ServerGoneError, r"does not answer as onrecord does\.$"),
    (Response("[]", 200), ServerGoneError, r"does not answer as onrecord does\.$"),
    (Response('{"status": "ok"}', 200), ServerGoneError, r"does not answer as onrecord does\.$"),
    (cut_off(422), ServerGoneError, "does not answer: IncompleteRead"),
    (cut_off(200), ServerGoneError, "does not answer: IncompleteRead"),
    (Response("", 302, {"Location": "http://127.0.0.1:1/"}), ServerGoneError, "status 302"),
]


@pytest.mark.parametrize(("answer", "kind", "said"), REFUSALS)
def test_a_refusal_is_of_one_article_or_of_all(
    serve: Serve, asked: list[Request], answer: Response, kind: type[Exception], said: Any
) -> None:
    with pytest.raises(kind, match=said):
        serve(answer).score({"text": "Rain."})
    assert len(asked) == 1


def test_the_answer_to_one_question_is_none_to_the_other(serve: Serve) -> None:
    remote = serve(Response(json.dumps(ANSWER)))
    with pytest.raises(ServerGoneError, match=r"does not answer as onrecord does\.$"):
        remote.compare({"text": "Rain."}, {"text": "Snow."})


def test_a_name_that_is_no_utf8_is_asked_for_as_far_as_it_goes(asked: list[Request], serve: Serve) -> None:
    address = serve(Response(json.dumps(ANSWER)))._address
    Remote(address, None, "1\udcff", "caf\udce9").score({"text": "Rain."})
    assert asked[0].get_json() == {"text": "Rain.", "model": "1?", "policy": "caf?"}


def test_half_a_character_costs_its_article_and_is_not_sent(serve: Serve, asked: list[Request]) -> None:
    remote = serve(Response(json.dumps(ANSWER)))
    with pytest.raises(RefusedError, match=r"^The title or the text holds a lone surrogate \(half a character\)\.$"):
        remote.score({"text": "Rain.", "title": "\ud800x"})
    with pytest.raises(RefusedError, match="lone surrogate"):
        remote.compare({"text": "Rain.", "title": "\ud800x"}, {"text": "Rain."})
    assert not asked


def test_a_host_that_cannot_be_looked_up_does_not_answer() -> None:
    with pytest.raises(ServerGoneError, match=r"^http://a\.\.b does not answer: "):
        Remote("http://a..b", None, None, None).score({"text": "Rain."})


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("http://127.0.0.1:8080", True),
        ("https://onrecord.example/below/", True),
        ("http://[::1]:8080", True),
        ("127.0.0.1:8080", False),
        ("ftp://a", False),
        ("http://", False),
        ("file:///etc/passwd", False),
        ("http://a:b", False),
        ("http://[::1", False),
        ("http://a/é", False),
        ("http://a/b c", False),
        ("http://a\r", False),
        ("http://me:s3cret@a", False),
    ],
)
def test_an_address_is_one_that_can_be_asked_and_shown(address: str, one: bool) -> None:
    assert is_address(address) is one


@pytest.mark.parametrize(
    ("key", "one"),
    [("onr_0_a-b", True), ("abc\r", False), ("abc\n", False), ("ab’c", False), ("a b", False), ("a\udce9", False)],
)
def test_a_key_is_one_that_can_be_sent(key: str, one: bool) -> None:
    assert is_key(key) is one
