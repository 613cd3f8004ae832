"""The request's body: strict JSON, read once, and refused in words that quote none of it."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import flask
import marshmallow as ma
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser, is_json_request

from service.inflate import received
from service.problem import Problem, invalid_request

# Nothing that is asked is deeper than ten. Python's own limit depends on its version and on who called, and what
# it lets through (orjson: 1024) may be too deep for whatever walks it next.
MAX_DEPTH = 64
# A string, whether it ends or not (so that none is read twice), or a bracket.
MARK = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)


class BodyError(ValueError):
    """The body is no JSON text; the message is one sentence without any of the body."""


def parse_json(body: bytes) -> Any:
    """Return the value of a JSON text in UTF-8; raises BodyError.

    Stricter than RFC 8259 asks: a name given twice in one object is refused, not silently overwritten.
    """
    if _depth(body) > MAX_DEPTH:
        raise BodyError("The body is nested too deeply.")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise BodyError("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BodyError(f"The body is not JSON: it breaks at {place}.") from None
    except BodyError:
        raise
    except ValueError:
        # The one that is left: Python refuses whole numbers of more than 4300 digits.
        raise BodyError("The body holds a number that is too long.") from None


def _depth(body: bytes) -> int:
    """Return how deep the body is nested, or a depth beyond the limit."""
    depth = deepest = 0
    for mark in MARK.finditer(body):
        if mark[0][:1] in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if depth > MAX_DEPTH:
                break
        elif mark[0][:1] in b"]}":
            depth -= 1
    return deepest


def _no_constant(name: str) -> NoReturn:
    raise BodyError(f"The body is not JSON: it holds {name}.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise BodyError("An object in the body names a field twice.")
    return made


class BodyParser(FlaskParser):
    """Reads a JSON body by ``parse_json`` and turns every refusal into a Problem."""

    def _raw_load_json(self, req: flask.Request) -> Any:
        if not is_json_request(req):
            raise Problem(415, "unsupported_media_type", "Send the body as Content-Type: application/json.")
        try:
            return parse_json(received(req, keep="Idempotency-Key" in req.headers))
        except BodyError as error:
            raise Problem(400, "malformed_json", str(error)) from None

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Raise the 422 problem that names the fields at fault."""
        raise invalid_request(error.messages_dict["json"]) from None


# How any route that takes an article may refuse it, by status and by the name that the OpenAPI document has for it.
REFUSALS = {
    400: "BAD_REQUEST", 413: "REQUEST_ENTITY_TOO_LARGE", 415: "UNSUPPORTED_MEDIA_TYPE", 503: "SERVICE_UNAVAILABLE",
}  # fmt: skip


class JsonBlueprint(Blueprint):
    """A blueprint whose arguments are read by BodyParser."""

    ARGUMENTS_PARSER = BodyParser()

    def refuses(self, view: Any) -> Any:
        """Document the REFUSALS of a view."""
        for status, name in REFUSALS.items():
            view = self.alt_response(status, name)(view)
        return view
