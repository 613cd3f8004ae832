"""The limits: how many requests a key, or an address, may send."""

from __future__ import annotations

import math
import time

import flask
from flask_limiter import Limiter

from service.access.guard import caller, is_public
from service.settings import Settings

TIMEOUT = 1  # seconds for Redis to answer; then this process counts by itself


def limit(app: flask.Flask, settings: Settings) -> None:
    """Let the app refuse with 429 whoever is over the quota of their key or the rate that is set.

    Counted in Redis where there is one, for all workers together; in each worker's memory where there is none, and
    while Redis is gone.
    """
    limiter = Limiter(
        _counted,
        app=app,
        application_limits=[lambda: _allowed(settings)],
        storage_uri=settings.redis or "memory://",
        storage_options=_timeouts(settings.redis),
        in_memory_fallback_enabled=settings.redis is not None,
    )
    limiter.request_filter(lambda: flask.request.method == "OPTIONS" or is_public(flask.request.path))
    limiter.request_filter(lambda: not _allowed(settings))

    @app.after_request
    def say_when(response: flask.Response) -> flask.Response:
        hit = limiter.current_limit
        if response.status_code == 429 and hit is not None:
            response.headers["Retry-After"] = str(max(1, math.ceil(hit.reset_at - time.time())))
        return response


def _timeouts(redis: str | None) -> dict[str, str | int]:
    return {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT} if redis else {}


def _counted() -> str:
    key = caller()
    return f"key:{key.id}" if key else f"address:{flask.request.remote_addr}"


def _allowed(settings: Settings) -> str:
    """Return the rates that hold for this request, "" for none."""
    key = caller()
    return ";".join(rate for rate in (key.quota if key else None, settings.rate) if rate)
