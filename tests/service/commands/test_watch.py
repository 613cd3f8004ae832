from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.commands import watch
from tests.service.commands.conftest import Run
from tests.service.commands.test_score import lines

Steps = list[Callable[[], object]]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Mayor spoke. It reportedly rained.", "utf-8")
    return path


def saving(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[], object]) -> None:
    """Let these steps be the saves, and Ctrl-C the last."""

    def saves(_: Path) -> Iterator[None]:
        for step in steps:
            step()
            yield
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "saves", saves)


def test_each_save_is_told_by_what_changed_since(run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saving(
        monkeypatch,
        lambda: draft.write_text("Mayor spoke. It rained.", "utf-8"),
        lambda: draft.touch(),
        lambda: draft.write_text("Mayor spoke. It rained. Snow fell.", "utf-8"),
    )
    result = run("watch", draft.name)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = lines(result.stdout)
    assert shown[0].startswith("a.txt 61 of 100, grade C: mixed ")
    assert "1 ━━────── weak It reportedly rained." in shown
    assert [line for line in shown if line.startswith(("1 stronger", "1 added"))] == [
        "1 stronger +0.42 It rained.",
        "1 stronger, 1 same",
        "1 added Snow fell.",
        "1 added, 2 same",
    ]


def test_a_save_that_cannot_be_read_is_named_and_the_next_is_compared_with_the_last_that_could(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(
        monkeypatch,
        lambda: draft.write_bytes(b"caf\xe9"),
        lambda: draft.unlink(),
        lambda: draft.write_text("Mayor spoke. It rained.", "utf-8"),
    )
    result = run("watch", draft)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"onrecord: {draft} is not UTF-8: byte 3 does not fit.",
        f"onrecord: {draft} cannot be read: No such file or directory.",
    ]
    assert lines(result.stdout)[-3] == "1 stronger, 1 same"


def test_a_file_that_is_not_there_is_not_watched(run: Run, tmp_path: Path) -> None:
    result = run("watch", tmp_path / "none.txt")
    assert (result.exit_code, result.stdout) == (4, "")


def _heeding_ctrl_c() -> None:
    # where the tests run in the background the shell has SIGINT ignored, and children inherit that
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_file_put_in_place_is_seen_and_ctrl_c_ends_it_cleanly(draft: Path) -> None:
    command = [str(Path(sys.executable).with_name("onrecord")), "watch", str(draft)]
    told: queue.Queue[str] = queue.Queue()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_heeding_ctrl_c
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        threading.Thread(target=lambda: [told.put(line) for line in process.stdout or ()], daemon=True).start()
        try:
            await_line(told, "grade", "Too short")
            # The watch begins some time after the first view: save until it is noticed.
            for turn in range(60):
                other = draft.with_suffix(".new")
                other.write_text(f"The mayor spoke on Monday for {turn} hours.", "utf-8")
                other.replace(draft)
                if noticed(told, "now:"):
                    break
            else:
                pytest.fail("no save was noticed")
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()


def await_line(told: queue.Queue[str], *words: str) -> None:
    while not any(word in told.get(timeout=120) for word in words):
        pass


def noticed(told: queue.Queue[str], word: str) -> bool:
    try:
        while word not in told.get(timeout=2):
            pass
    except queue.Empty:
        return False
    return True
