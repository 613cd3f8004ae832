"""The guard: which addresses need a key with which scope, and the refusal of whoever has none."""

from __future__ import annotations

import flask

from service.access.keys import Key, Scope
from service.access.ring import Ring
from service.inflate import received
from service.languagetool.request import parse_form
from service.problem import Problem
from service.store.errors import StoreUnavailable

# What anybody may see, and what needs another scope than "score"; the first prefix that fits counts.
PUBLIC: tuple[str, ...] = ("/healthz", "/readyz", "/openapi.json", "/docs", "/static")
NEEDS: tuple[tuple[str, Scope], ...] = (("/v1/feedback", "feedback"), ("/metrics", "admin"))
FORM = "/v2/check"
RETRY_SECONDS = 10


def is_public(path: str) -> bool:
    """Say whether a path needs no key and counts to no limit."""
    return path == "/" or any(path == one or path.startswith(f"{one}/") for one in PUBLIC)


def needed(path: str) -> Scope:
    """Return the scope that a path needs."""
    return next((scope for prefix, scope in NEEDS if path.startswith(prefix)), "score")


def caller() -> Key | None:
    """Return the key that the request came with, or None where access is open."""
    key: Key | None = flask.g.get("key")
    return key


def may(scope: Scope) -> bool:
    """Say whether the caller's key opens what needs ``scope``; where access is open everything is."""
    key = caller()
    return key is None or key.may(scope)


def check() -> None:
    """Let the request through with its key noted; raises the 401, 403 or 503 problem."""
    request = flask.request
    # OPTIONS: a browser asks without the key whether it may send one.
    if request.method == "OPTIONS" or is_public(request.path):
        return
    token = _token(request)
    if token is None:
        raise _refused("missing_key", "Send a key as Authorization: Bearer, or as X-API-Key.")
    ring: Ring = flask.current_app.extensions["ring"]
    try:
        key = ring.find(token)
    except StoreUnavailable:
        raise Problem(
            503, "store_unavailable", "Keys cannot be checked now.", headers={"Retry-After": str(RETRY_SECONDS)}
        ) from None
    if key is None:
        raise _refused("invalid_key", "This key is unknown or was revoked.", ', error="invalid_token"')
    flask.g.key_name = key.name  # before it may be refused: the log says whose key lacks a scope
    scope = needed(request.path)
    if not key.may(scope):
        raise Problem(403, "scope_missing", f"This key has not the scope {scope}.")
    flask.g.key = key


def _token(request: flask.Request) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return request.headers.get("X-API-Key") or _form_token(request)


def _form_token(request: flask.Request) -> str | None:
    """Return the key in a LanguageTool client's form, which has no other place for one."""
    if request.path != FORM or "Content-Encoding" in request.headers:
        return None
    return parse_form(received(request, keep=True)).get("apiKey")


def _refused(code: str, detail: str, more: str = "") -> Problem:
    return Problem(401, code, detail, headers={"WWW-Authenticate": f'Bearer realm="onrecord"{more}'})
