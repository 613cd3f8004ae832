"""The remote asker: requests answered by a server."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from service.asking.local import RefusedError, faults
from service.wire.answer import Json

SECONDS = 60  # for one answer
TRIES = 5  # where the server is busy
LONGEST_WAIT = 60  # between two of them
WAIT = 1.0  # where the server does not say how long


class ServerGoneError(Exception):
    """The server does not answer, or not us; the message is one sentence."""


class _NoRedirects(HTTPRedirectHandler):
    """A key goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


class Remote:
    """Answers by POST to a service at ``address``; what is busy is asked again."""

    def __init__(self, address: str, key: str | None, model: str | None, policy: str | None) -> None:
        self._address = address.rstrip("/")
        self._key = key
        self._named = {name: value for name, value in (("model", model), ("policy", policy)) if value}
        self._opener = build_opener(_NoRedirects)

    def score(self, article: Json) -> Json:
        """Return the answer to a request; raises RefusedError, ServerGoneError."""
        return self._post("/v1/score", {**article, **self._named})

    def compare(self, old: Json, new: Json) -> Json:
        """Return the comparison of two requests; raises RefusedError, ServerGoneError."""
        return self._post("/v1/compare", {"old": {**old, **self._named}, "new": {**new, **self._named}})

    def _post(self, path: str, body: Json) -> Json:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        asked = Request(self._address + path, orjson.dumps(body), headers)
        for left in reversed(range(TRIES)):
            try:
                with self._opener.open(asked, timeout=SECONDS) as answer:
                    return _answer(answer.read(), self._address)
            except HTTPError as error:
                with error:
                    wait = _wait(error) if left else None
                    if wait is None:
                        raise _refused(error, self._address) from None
                time.sleep(wait)
            except (OSError, HTTPException) as error:
                reason = error.reason if isinstance(error, URLError) else error
                raise ServerGoneError(f"{self._address} does not answer: {reason}.") from None
        raise AssertionError("the last try returns or raises")


def is_address(address: str) -> bool:
    """Say whether a string is a server's address."""
    try:
        url = urlsplit(address)
        return url.scheme in ("http", "https") and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        return False


def _answer(content: bytes, address: str) -> Json:
    try:
        told: Any = orjson.loads(content)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        raise ServerGoneError(f"{address} does not answer as onrecord does.")
    return told


def _wait(error: HTTPError) -> float | None:
    """Return the seconds after which a busy server may be asked again, None where asking again is of no use."""
    if error.code not in (429, 503):
        return None
    try:
        wait = float(error.headers.get("Retry-After") or WAIT)
    except ValueError:
        return WAIT
    return max(0.0, wait) if wait <= LONGEST_WAIT else None


def _refused(error: HTTPError, address: str) -> Exception:
    """Return what a problem means: that this article is refused, or that none would be answered."""
    try:
        problem = orjson.loads(error.read())
        told = faults(problem["detail"], [(one["field"], one["message"]) for one in problem.get("errors", ())])
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return ServerGoneError(f"{address} does not answer as onrecord does: status {error.code}.")
    if error.code in (401, 403, 404, 409, 429) or problem.get("code") == "not_ready":
        return ServerGoneError(f"{address}: {told}")
    return RefusedError(told)
