"""A full disk under the log or the metrics costs lines and figures, never an answer."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.faults.conftest import SHORT, Start

FULL = Path("/dev/full")


def test_a_log_that_cannot_be_written_costs_no_answer(start: Start) -> None:
    if not FULL.exists():
        pytest.skip("this machine has no /dev/full")
    with FULL.open("wb") as full:
        service = start(stderr=full, workers=1)
        assert [service.ask(SHORT).status for _ in range(3)] == [200, 200, 200]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a tmpfs needs rights that this user lacks; test_metrics.py simulates the full disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_metrics_that_cannot_be_written_cost_no_answer(start: Start, tiny: Path, tmp_path: Path) -> None:
    service = start(workers=1, PROMETHEUS_MULTIPROC_DIR=tiny)
    assert [service.ask(SHORT).status for _ in range(3)] == [200, 200, 200]
    assert "No metrics: there is no room for their files." in (tmp_path / "log").read_text("utf-8")
