"""The reply: a value as a JSON response."""

from __future__ import annotations

from typing import Any

import flask
import orjson


def reply(value: Any, status: int = 200, mimetype: str = "application/json") -> flask.Response:
    """Return the response that holds ``value`` as JSON."""
    return flask.Response(orjson.dumps(value), status, mimetype=mimetype)
