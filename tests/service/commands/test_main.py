"""What is true of all commands: a full disk is one sentence and an exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

FULL = Path("/dev/full")
TOLD = "onrecord: What was to be written is not all there: the disk is full.\n"
ONRECORD = str(Path(sys.executable).with_name("onrecord"))


@pytest.mark.parametrize(
    "command",
    [
        ("config",),
        ("config", "--format", "json"),
        ("keys", "list"),
        ("keys", "list", "--format", "json"),
        ("feedback", "export", "--format", "tsv"),
        ("policy", "show", "default"),
        ("--help",),
    ],
)
def test_a_full_disk_is_one_sentence_and_exit_code_11(command: tuple[str, ...]) -> None:
    if not FULL.exists():
        pytest.skip("this machine has no /dev/full")
    prepared = subprocess.run([ONRECORD, "db", "upgrade"], check=False, capture_output=True)
    assert prepared.returncode == 0
    with FULL.open("wb") as full:
        ran = subprocess.run([ONRECORD, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (11, TOLD)


def test_a_disk_that_fills_up_within_a_command_is_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    def filled(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("service.commands.serving.told", filled)
    ran = CliRunner().invoke(main, ["config"])
    assert (ran.exit_code, ran.stdout, ran.stderr) == (11, "", TOLD)
