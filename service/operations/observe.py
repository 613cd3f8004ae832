"""Observation: every request gets an id, a log line and its place in the metrics."""

from __future__ import annotations

import logging
import time
from importlib.metadata import version

import flask

from service.operations import logs
from service.operations.identifier import HEADER, request_id
from service.operations.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "(none)"
FORMAT = "text/plain; version=0.0.4; charset=utf-8"
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds, by probes: logged at debug
_log = logging.getLogger("onrecord.access")


def observe(app: flask.Flask, metrics: Metrics) -> None:
    """Let the application's requests be logged and counted, and its figures be read at /metrics."""
    judge = next(iter(app.extensions["judges"].values()), None)
    build, model = version("onrecord"), None if judge is None else judge.model

    @app.before_request
    def begin() -> None:
        metrics.identify(build, model)
        flask.g.begun = time.perf_counter()
        flask.g.request_id = request_id(flask.request.headers.get(HEADER))

    @app.after_request
    def end(response: flask.Response) -> flask.Response:
        return _ended(response, metrics)

    @app.get("/metrics")
    def figures() -> flask.Response:
        """Say all figures in Prometheus's text format."""
        return flask.Response(metrics.text(), content_type=FORMAT)


def _ended(response: flask.Response, metrics: Metrics) -> flask.Response:
    asked = flask.request
    # Never the path itself: an address that does not exist may hold anything.
    route = asked.url_rule.rule if asked.url_rule else NO_ROUTE
    method = asked.method if asked.method in METHODS else "OTHER"
    seconds = time.perf_counter() - flask.g.begun
    code = flask.g.get("problem_code")
    response.headers[HEADER] = flask.g.request_id
    codes = [*([code] if code else []), *flask.g.get("item_codes", [])]
    metrics.answered(method, route, response.status_code, seconds, codes)
    _log.log(
        logging.DEBUG if route in QUIET and response.status_code < 400 else logging.INFO,
        "request",
        extra=logs.fields(
            request_id=flask.g.request_id,
            method=method,
            route=route,
            status=response.status_code,
            ms=round(1000 * seconds, 1),
            sentences=flask.g.get("sentences"),
            code=code,
            key=flask.g.get("key_name"),
        ),
    )
    return response
