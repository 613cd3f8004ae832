"""Problems: every error leaves as RFC 9457 problem+json, with a stable code and nothing of the article."""

from __future__ import annotations

import http
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import flask
import marshmallow as ma
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from service.reply import reply

MIMETYPE = "application/problem+json"
MAX_ERRORS = 20

# What the caller reads where the framework, not one of our views, refused.
KNOWN = {
    404: ("not_found", "There is nothing at this address."),
    405: (
        "method_not_allowed",
        "This address does not answer this method; the Allow header says which it does.",
    ),
    413: ("body_too_large", "The body is larger than 4 MiB."),
    429: ("too_many_requests", "The limit of requests is reached; the Retry-After header says when to come back."),
    500: ("internal_error", "Something went wrong here; the fault is not in the request."),
}
# marshmallow's own word for what is no object where a schema wants one, and ours
_NO_OBJECT = "Invalid input type."
OBJECT_WANTED = "Must be an object."
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")


class Problem(HTTPException):
    """An error that the caller is told: a status, a stable code, one sentence, and the fields at fault.

    ``extra`` are further members of the problem (RFC 9457, 3.2).
    """

    def __init__(
        self,
        status: int,
        problem: str,
        detail: str,
        errors: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
        extra: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.code = status
        self.problem = problem
        self.errors = errors
        self.headers = headers
        self.extra = extra

    def get_headers(self, environ: Any = None, scope: Any = None) -> list[tuple[str, str]]:
        """Return the headers that go with the status: Retry-After, WWW-Authenticate, Accept-Encoding."""
        return [*super().get_headers(environ, scope), *self.headers.items()]


def invalid_request(messages: Mapping[Any, Any]) -> Problem:
    """Return the 422 problem for marshmallow's messages; only the first twenty are listed."""
    errors = tuple(_flat(messages, ()))
    detail = "The request has a fault." if len(errors) == 1 else f"The request has {len(errors)} faults."
    if len(errors) > MAX_ERRORS:
        detail += f" The first {MAX_ERRORS} are listed."
    return Problem(422, "invalid_request", detail, errors[:MAX_ERRORS])


def _flat(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else (*path, _shown(name)))
    else:
        for message in messages:
            yield ".".join(path) or "body", OBJECT_WANTED if message == _NO_OBJECT else str(message)


def _shown(name: object) -> str:
    """Return a field's name if it looks like one: a stray key may hold the article's own words."""
    return str(name) if PLAIN_NAME.match(str(name)) else "(not shown)"


class FieldErrorSchema(ma.Schema):
    """A field at fault, as a dotted path, and what is wrong with it."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class ProblemSchema(ma.Schema):
    """An RFC 9457 problem with a stable code."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    request_id = fields.String()
    available = fields.List(fields.String())
    errors = fields.List(fields.Nested(FieldErrorSchema))


def said(error: HTTPException) -> tuple[str, str]:
    """Return the code and the sentence that an error is told with."""
    if isinstance(error, Problem):
        return error.problem, error.description or ""
    phrase = http.HTTPStatus(error.code or 500).phrase
    return KNOWN.get(error.code or 500, (phrase.lower().replace(" ", "_"), f"{phrase}."))


def noted(error: HTTPException) -> None:
    """Note an error's code, for the request's log line and the metrics."""
    flask.g.problem_code = said(error)[0]


def headed(response: flask.Response, error: HTTPException) -> flask.Response:
    """Return the response with the headers that the error's status calls for (Allow, Retry-After)."""
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def told(error: HTTPException) -> dict[str, Any]:
    """Return the problem that an error is to its caller."""
    status = error.code or 500
    phrase = http.HTTPStatus(status).phrase
    code, detail = said(error)
    body = {"type": "about:blank", "title": phrase, "status": status, "detail": detail, "code": code}
    if isinstance(error, Problem):
        body |= error.extra
        if error.errors:
            body["errors"] = [{"field": field, "message": message} for field, message in error.errors]
    return body


class ProblemApi(Api):
    """flask-smorest's Api, its errors and their documentation replaced by problem+json."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> flask.Response:
        """Return the error as problem+json, with the headers that its status calls for (Allow)."""
        body = told(error)
        noted(error)
        if "request_id" in flask.g:
            body["request_id"] = flask.g.request_id
        return headed(reply(body, error.code or 500, MIMETYPE), error)

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            if status >= 400:
                self._register_problem(status.name, status.phrase)
            else:
                self.spec.components.response(status.name, {"description": status.phrase}, lazy=True)
        self._register_problem("DEFAULT_ERROR", "Any other error")

    def _register_problem(self, name: str, description: str) -> None:
        response = {"description": description, "schema": self.ERROR_SCHEMA}
        prepare_response(response, self.spec, MIMETYPE)
        self.spec.components.response(name, response, lazy=True)
