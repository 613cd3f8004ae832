"""docs/operations.md: its tables say what the code has."""

from __future__ import annotations

import json
import os
import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.settings import MASK, Settings, _told, told

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
SETTING = re.compile(r"^\| `(ONRECORD_\w+)` \| (.+?) \| .+ \|$", re.MULTILINE)
FAULT = re.compile(r"^\| .+ \| .+ \| `(test_\w+)` \|$", re.MULTILINE)


def test_the_table_of_settings_has_each_with_its_default() -> None:
    documented = dict(SETTING.findall(PAGE))
    wanted = {name: "none" if value is None else f"`{value}`" for name, value in told(Settings()).items()}
    wanted["ONRECORD_MODELS"] = "the `models/` beside the package"
    wanted["ONRECORD_DATA"] = "the user's data folder"
    assert documented == wanted
    assert len(documented) == len(fields(Settings))


def test_each_fault_names_a_test_that_exists() -> None:
    named = FAULT.findall(PAGE)
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests" / "service").rglob("test_*.py"))
    assert len(named) == len(set(named)) > 10
    assert [name for name in named if f"def {name}(" not in source] == []


def test_every_fault_tried_is_in_the_table() -> None:
    folder = ROOT / "tests" / "service" / "faults"
    processes = [folder / name for name in ("test_processes.py", "test_clients.py", "test_disk.py", "test_servers.py")]
    tried = [
        name for path in processes for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert set(tried) <= set(FAULT.findall(PAGE))


@pytest.mark.parametrize("style", ["env", "json"])
def test_config_prints_every_setting_in_force(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "9000")
    printed = CliRunner().invoke(main, ["config", "--format", style]).stdout
    if style == "json":
        assert json.loads(printed) == told(Settings(port=9000, data=Path(os.environ["ONRECORD_DATA"])))
    else:
        assert "ONRECORD_PORT=9000\n" in printed
        assert len(printed.splitlines()) == len(fields(Settings))


def test_config_warns_beside_what_it_prints_of_limits_that_each_worker_counts_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONRECORD_RATE", "9/hour")
    ran = CliRunner().invoke(main, ["config", "--format", "json"])
    assert ran.stderr == f"onrecord: {Settings(rate='9/hour').caution}\n"
    assert json.loads(ran.stdout)["ONRECORD_RATE"] == "9/hour"
    monkeypatch.setenv("ONRECORD_WORKERS", "1")
    assert CliRunner().invoke(main, ["config"]).stderr == ""


MASKED = [
    ("s3cret", True, MASK),
    (None, True, None),
    ("postgresql://u:s3cret@db/x", False, f"postgresql://u:{MASK}@db/x"),
    ("redis://db", False, "redis://db"),
    (5, False, 5),
]


@pytest.mark.parametrize(("value", "secret", "shown"), MASKED)
def test_secrets_and_passwords_are_masked(value: object, secret: bool, shown: object) -> None:
    assert _told(value, secret) == shown
