"""The request id and the log line of every request."""

from __future__ import annotations

import json
import logging

import pytest
from flask.testing import FlaskClient

from service.operations.logs import JsonFormatter, PlainFormatter

GIVEN = [
    ("abc-1:2.3_x", True),
    ("a" * 64, True),
    ("a" * 65, False),
    ("", False),
    ("two words", False),
    ('"}', False),
    ("é", False),
]


@pytest.mark.parametrize(("given", "kept"), GIVEN)
def test_a_request_id_is_kept_if_well_formed_and_else_made(client: FlaskClient, given: str, kept: bool) -> None:
    response = client.post("/score", json={"text": 5}, headers={"X-Request-ID": given})
    told = response.headers["X-Request-ID"]
    assert (told == given) is kept
    assert json.loads(response.data)["request_id"] == told
    assert len(told) == (len(given) if kept else 32)


def test_a_request_s_line_tells_all_but_what_was_sent(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "onrecord.access"):
        client.post("/score?zanzibar=1", json={"text": "Quokka one. Quokka two."}, headers={"X-Request-ID": "r1"})
    (record,) = caplog.records
    line = json.loads(JsonFormatter().format(record))
    assert {name: line[name] for name in ("request_id", "method", "route", "status", "sentences", "level")} == {
        "request_id": "r1",
        "method": "POST",
        "route": "/score",
        "status": 200,
        "sentences": 2,
        "level": "info",
    }
    assert line["ms"] >= 0
    for told in (JsonFormatter().format(record), PlainFormatter().format(record)):
        assert "quokka" not in told.lower()
        assert "zanzibar" not in told.lower()


def test_probes_are_logged_at_debug(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "onrecord.access"):
        client.get("/healthz")
        client.get("/nowhere")
    assert [(record.levelname, record.__dict__["fields"]["route"]) for record in caplog.records] == [
        ("DEBUG", "/healthz"),
        ("INFO", "(none)"),
    ]


def test_an_exception_is_told_by_its_kind_and_a_line_break_forges_no_line() -> None:
    try:
        raise ValueError("quokka")
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("onrecord", logging.ERROR, "", 0, "One\nTwo", None, fault)
    assert json.loads(JsonFormatter().format(record))["exception"] == "ValueError"
    line = PlainFormatter().format(record)
    assert "\n" not in line
    assert "quokka" not in line + JsonFormatter().format(record)
