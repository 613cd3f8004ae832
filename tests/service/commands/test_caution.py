"""What `config` warns of and `serve` logs: settings that would stop the service, variables that are no settings."""

from __future__ import annotations

import json
import logging
import sys
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from service.cli import main

STOPS = [
    ({"HOST": "0.0.0.0"}, "0.0.0.0 is open to other machines: set ONRECORD_ACCESS=keys"),
    ({"MODEL": "9.9.9"}, "There is no manifest at "),
    ({"MODELS_LOADED": "9.9.9"}, "There is no manifest at "),
    ({"MODELS": "/nope"}, "There is no model to load: /nope/LATEST cannot be read."),
    ({"POLICY": "nope"}, "There is no policy called nope (ONRECORD_POLICY)"),
    ({"POLICIES": "/nope"}, "The folder of policies /nope cannot be read: No such file or directory."),
]


@pytest.mark.parametrize(("settings", "why"), STOPS)
def test_config_warns_of_what_would_stop_the_service(settings: dict[str, str], why: str) -> None:
    ran = CliRunner(env={f"ONRECORD_{name}": value for name, value in settings.items()}).invoke(main, ["config"])
    assert (ran.exit_code, ran.stderr.count("\n")) == (0, 1)
    assert ran.stderr.startswith(f"onrecord: `onrecord serve` would not start: {why}")
    assert "ONRECORD_PORT=8080" in ran.stdout


def test_config_names_variables_that_are_no_settings() -> None:
    set_ = {"ONRECORD_WORKERZ": "4", "ONRECORD_COLOUR": "red", "ONRECORD_KEY": "k", "ONRECORD_TEST_REDIS": "r"}
    ran = CliRunner(env=set_).invoke(main, ["config"])
    assert ran.stderr == (
        "onrecord: ONRECORD_COLOUR is no setting.\n"
        "onrecord: ONRECORD_WORKERZ is no setting: is ONRECORD_WORKERS meant?\n"
    )


def test_serve_logs_its_start_its_stop_and_variables_that_are_no_settings(
    monkeypatch: pytest.MonkeyPatch, judge: object
) -> None:
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setattr("service.operations.server.listen", lambda _, greet: greet())
    # The start configures the log of this process: the tests that come after must find it as it was.
    for name, value in (("handlers", []), ("propagate", True), ("level", logging.NOTSET)):
        monkeypatch.setattr(logging.getLogger("onrecord"), name, value)
    monkeypatch.delitem(sys.modules, "service.wsgi", raising=False)
    ran = CliRunner(env={"ONRECORD_WORKERZ": "4"}).invoke(main, ["serve", "--port", "8096", "--workers", "3"])
    assert ran.exit_code == 0
    assert ran.stdout.count("\n") == 1
    told = {line["event"]: line for line in map(json.loads, ran.stderr.splitlines())}
    stranger, start = told["This variable is no setting."], told["Started."]
    assert (stranger["level"], stranger["variable"], stranger["perhaps"]) == (
        "warning",
        "ONRECORD_WORKERZ",
        "ONRECORD_WORKERS",
    )
    assert {name: start[name] for name in ("version", "model", "address", "workers")} == {
        "version": version("onrecord"),
        "model": "7",
        "address": "http://127.0.0.1:8096",
        "workers": 3,
    }
    assert [*told][-2:] == ["Started.", "Stopped."]
