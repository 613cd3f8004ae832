"""``onrecord score --jobs``: what becomes of it where one of its processes dies."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from service.asking.local import Local
from tests.service.commands.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process scores all articles")


def test_a_process_that_is_killed_ends_the_command_in_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()

    def killed(*_: object) -> None:
        assert os.getpid() != here
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Local, "score", killed)
    for at in range(20):
        (tmp_path / f"{at}.txt").write_text("It rained.", encoding="utf-8")
    result = run("score", ".", "--jobs", "2", "--format", "csv")
    assert (result.exit_code, result.stderr) == (
        1,
        "onrecord: A process that scores was killed, perhaps for want of memory: ask for fewer --jobs.\n",
    )
