"""Whatever fails, a run that has come to its end holds every article exactly once: real processes on loopback."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.service.bulk.conftest import SABOTAGE, Bulk, article, await_that, parts, rows

DASK = str(Path(sys.executable).with_name("dask"))


def test_workers_killed_before_in_and_after_a_write_cost_nothing(command: Bulk, wanted: dict[str, bytes]) -> None:
    command.spoil("begin-0", "before-1", "in-2", "unmarked-3", "after-4")
    code, said, _ = command.run("--workers", "2")
    assert (code, list(command.wrong.iterdir())) == (0, [])
    assert parts(command.output) == wanted
    assert "30 records read, 30 articles with 90 sentences, 0 rejected." in said


def test_poison_ends_among_the_rejects_and_all_the_rest_is_scored(command: Bulk, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    told = [article(at) for at in range(12)]
    told[3], told[7] = article(3, "POISON-KILL is at pier {}."), article(7, "POISON-HANG is at pier {}.")
    (source / "a.jsonl").write_text("".join(told), encoding="utf-8")
    (source / "cut.jsonl.gz").write_bytes(gzip.compress("".join(map(article, (12, 13))).encode())[:-8])
    command.spoil()
    code, _, _ = replace(command, source=source).run("--workers", "2", "--seconds", "1")
    assert code == 0
    ids = [row["id"] for row in rows(command.output)]
    assert ids == [f"a{at}" for at in range(14) if at not in (3, 7)]
    refused = [(row["place"], row["code"]) for row in rows(command.output, "rejects")]
    assert refused == [("a.jsonl:4", "killed"), ("a.jsonl:8", "hung"), ("cut.jsonl.gz:3", "truncated")]
    assert "POISON" not in (command.output / "done.json").read_text("utf-8")


def ended(command: Bulk, process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """Send a signal; return exit code and last sentence, once none of the workers is left either."""
    held = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    code, _, said = command.end(process)
    _, left = psutil.wait_procs(held, timeout=60)
    assert left == []
    return code, (said.splitlines() or [""])[-1]


def test_a_run_that_is_killed_goes_on_and_does_only_what_was_not_done(command: Bulk, wanted: dict[str, bytes]) -> None:
    command.spoil("gate")
    first = command.start("--workers", "1")
    done = command.await_mark(0).stat().st_mtime_ns
    refusal = f"onrecord: Another run is writing to {command.output}: wait for it, or choose another folder.\n"
    assert command.run("--workers", "1") == (10, "", refusal)
    assert ended(command, first, signal.SIGKILL)[0] == -signal.SIGKILL
    (command.wrong / "gate").unlink()
    assert command.run("--workers", "1")[0] == 0
    assert parts(command.output) == wanted
    assert command.await_mark(0).stat().st_mtime_ns == done


def test_a_run_that_is_told_to_stop_leaves_no_worker_behind(command: Bulk) -> None:
    command.spoil("gate")
    run = command.start("--workers", "1")
    command.await_mark(0)
    assert ended(command, run, signal.SIGTERM) == (
        130,
        "onrecord: Stopped. Start the same command again to go on.",
    )


@contextmanager
def started(*given: str, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [DASK, *given],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        for one in (*psutil.Process(process.pid).children(recursive=True), process):
            one.kill()
        process.wait()


def test_a_lost_scheduler_ends_the_run_and_this_machine_can_go_on_with_it(
    command: Bulk, wanted: dict[str, bytes], tmp_path: Path
) -> None:
    told = tmp_path / "scheduler.json"
    command.spoil("gate")
    spoilt = {"ONRECORD_TEST_SABOTAGE": str(command.wrong), "DASK_DISTRIBUTED__WORKER__PRELOAD": str(SABOTAGE)}
    plain = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
    here = ("--host", "127.0.0.1", "--no-dashboard", "--nworkers", "1", "--nthreads", "1")
    with started("scheduler", *plain) as scheduler:
        await_that(lambda: told.exists() and told.stat().st_size > 0, "the scheduler listens")
        address = json.loads(told.read_text("utf-8"))["address"]
        with started("worker", address, *here, environment=spoilt):
            run = command.start("--scheduler", address)
            command.await_mark(0)
            os.kill(scheduler.pid, signal.SIGKILL)
            code, _, said = command.end(run)
    assert (code, said.splitlines()[-1]) == (
        11,
        "onrecord: The scheduler was lost. Start the same command again to go on.",
    )
    (command.wrong / "gate").unlink()
    assert command.run("--workers", "1")[0] == 0
    assert parts(command.output) == wanted


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a tmpfs needs rights that this user lacks")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_ends_the_run_which_goes_on_once_there_is_room(
    command: Bulk, wanted: dict[str, bytes], tiny: Path
) -> None:
    crowded = replace(command, output=tiny / "out")
    code, _, said = crowded.run("--workers", "1")
    assert (code, said.splitlines()[-1]) == (
        11,
        f"onrecord: There is no room left in {crowded.output}: make room. Start the same command again to go on.",
    )
    subprocess.run(["mount", "-o", "remount,size=4m", str(tiny)], check=True)
    assert crowded.run("--workers", "1")[0] == 0
    assert parts(crowded.output) == wanted
