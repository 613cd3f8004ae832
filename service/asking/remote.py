"""The remote asker: requests answered by a server."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

import orjson

from service.asking.local import RefusedError, faults
from service.wire.answer import Json

SECONDS = 60  # for one answer
TRIES = 5  # where the server is busy
LONGEST_WAIT = 60  # between two of them
WAIT = 1.0  # where the server does not say how long
# What is read of an answer: what has not all of it is another service's.
SCORED = frozenset(("rating", "rating_note", "gate", "advice", "headline", "sentences"))
COMPARED = frozenset(("old", "new", "changes", "headline_change", "rating_change"))
_PRINTED = re.compile(r"[!-~]+")  # what a header and a request's first line can hold


class ServerGoneError(Exception):
    """The server does not answer, or not us; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class _AsItCame(HTTPErrorProcessor):
    """No redirect is followed: a key goes to the address that was given, and to no other."""

    def http_response(self, request: Request, response: Any) -> Any:
        """Return the response as it came."""
        return response

    https_response = http_response


class Remote:
    """Answers by POST to a service at ``address``, with a key or none; what is busy is asked again.

    ``is_address`` and ``is_key`` say which of them can be sent.
    """

    def __init__(self, address: str, key: str | None, model: str | None, policy: str | None) -> None:
        self._address = address.rstrip("/")
        self._key = key
        # As UTF-8 can hold them: an argument may have other bytes.
        self._named = {
            name: value.encode("utf-8", "replace").decode()
            for name, value in (("model", model), ("policy", policy))
            if value
        }
        self._opener = build_opener(_AsItCame)

    def score(self, article: Json) -> Json:
        """Return the answer to a request; raises RefusedError, ServerGoneError."""
        return self._post("/v1/score", {**article, **self._named}, SCORED)

    def compare(self, old: Json, new: Json) -> Json:
        """Return the comparison of two requests; raises RefusedError, ServerGoneError."""
        return self._post("/v1/compare", {"old": {**old, **self._named}, "new": {**new, **self._named}}, COMPARED)

    def _post(self, path: str, body: Json, read: frozenset[str]) -> Json:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        asked = Request(self._address + path, _packed(body), headers)
        for left in reversed(range(TRIES)):
            reply = self._sent(asked)
            if reply.status == 200:
                return _answer(reply.content, read, self._address)
            wait = _wait(reply) if left else None
            if wait is None:
                raise _refused(reply, self._address)
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _sent(self, asked: Request) -> _Reply:
        """Return what came back; raises ServerGoneError where nothing whole did."""
        try:
            with self._opener.open(asked, timeout=SECONDS) as response:
                return _Reply(response.status, response.headers, response.read())
        # UnicodeError: a host's name that cannot be looked up.
        except (OSError, HTTPException, UnicodeError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise ServerGoneError(f"{self._address} does not answer: {reason}.") from None


def is_address(address: str) -> bool:
    """Say whether a string is a server's address, which holds no password: it is named where it does not answer."""
    try:
        url = urlsplit(address)
        located = bool(url.hostname) and url.username is None and (url.port is None or url.port > 0)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and located and bool(_PRINTED.fullmatch(address))


def is_key(key: str) -> bool:
    """Say whether a string can be sent as a key."""
    return bool(_PRINTED.fullmatch(key))


def _packed(body: Json) -> bytes:
    """Return the body as JSON; raises RefusedError where a text has no UTF-8 form."""
    try:
        return orjson.dumps(body)
    except TypeError:
        raise RefusedError("The title or the text holds a lone surrogate (half a character).") from None


def _answer(content: bytes, read: frozenset[str], address: str) -> Json:
    try:
        told: Any = orjson.loads(content)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or not read <= told.keys():
        raise ServerGoneError(f"{address} does not answer as onrecord does.")
    return told


def _wait(reply: _Reply) -> float | None:
    """Return the seconds after which a busy server may be asked again, None where asking again is of no use."""
    if reply.status not in (429, 503):
        return None
    try:
        wait = float(reply.headers.get("Retry-After") or WAIT)
    except ValueError:
        return WAIT
    return max(0.0, wait) if wait <= LONGEST_WAIT else None


def _refused(reply: _Reply, address: str) -> Exception:
    """Return what a problem means: that this article is refused, or that none would be answered."""
    try:
        problem = orjson.loads(reply.content)
        told = faults(problem["detail"], [(one["field"], one["message"]) for one in problem.get("errors", ())])
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return ServerGoneError(f"{address} does not answer as onrecord does: status {reply.status}.")
    if reply.status in (401, 403, 404, 409, 429) or problem.get("code") == "not_ready":
        return ServerGoneError(f"{address}: {told}")
    return RefusedError(told)
