"""Metrics without a line of text, and bounded in their labels."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.judge import Judge
from service.operations import metrics
from service.operations.metrics import Metrics
from service.settings import Settings


@pytest.fixture
def own(judge: Judge) -> FlaskClient:
    return create_app(Settings(), judge).test_client()


def figures(client: FlaskClient) -> dict[str, float]:
    lines = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_answers_sentences_levels_and_problems_are_counted(own: FlaskClient) -> None:
    own.post("/score", json={"text": "It rained today. It reportedly snowed. Why?"})
    own.post("/score", json={"text": 5})
    found = figures(own)
    assert found['onrecord_request_seconds_count{method="POST",route="/score",status="200"}'] == 1
    assert found['onrecord_request_seconds_count{method="POST",route="/score",status="422"}'] == 1
    assert found['onrecord_problems_total{code="invalid_request"}'] == 1
    assert found["onrecord_sentences_total"] == 3
    assert [found[f'onrecord_levels_total{{level="{level}"}}'] for level in ("solid", "weak", "no_claim")] == [1, 1, 1]
    assert found['onrecord_articles_total{grade="C"}'] == 1
    assert found["onrecord_queue_seconds_count"] == 1
    assert (found["onrecord_running"], found["onrecord_queue_length"]) == (0, 0)
    assert found['onrecord_model_info{name="stand-in",version="7"}'] == 1


def test_what_a_client_makes_up_never_becomes_a_label(own: FlaskClient) -> None:
    before = len(figures(own))
    for at in range(50):
        own.open(f"/zanzibar{at}", method=f"QUOKKA{at}")
    told = own.get("/metrics").text
    assert "zanzibar" not in told.lower()
    assert "quokka" not in told.lower()
    made = len(figures(own)) - before
    buckets = len(metrics.SECONDS) + 4  # +Inf, sum, count, created
    assert made <= 2 * buckets + 2


def test_a_full_disk_leaves_the_service_without_metrics(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, judge: Judge, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setenv(metrics.METRICS_FOLDER, str(tmp_path))
    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not metrics.reserved()
    assert caplog.messages == ["No metrics: there is no room for their files."]
    monkeypatch.setattr(Metrics, "_shared", True)
    client = create_app(Settings(), judge).test_client()
    assert client.post("/score", json={"text": "It rained today."}).status_code == 200


def test_a_worker_that_begins_is_never_seen_with_an_empty_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[int] = []
    monkeypatch.setenv(metrics.METRICS_FOLDER, str(tmp_path))
    take = os.posix_fallocate

    def slow(*given: int) -> None:
        seen.extend(path.stat().st_size for path in tmp_path.glob("*.db"))
        take(*given)

    monkeypatch.setattr(os, "posix_fallocate", slow)
    assert metrics.reserved()
    assert seen == [metrics.FILE_BYTES] * sum(range(len(metrics.FILES)))
    assert len([*tmp_path.iterdir()]) == len(metrics.FILES)


def test_a_forked_worker_takes_room_for_its_own_files_before_it_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(metrics.METRICS_FOLDER, str(tmp_path))
    monkeypatch.setattr(Metrics, "_shared", True)
    counted = Metrics()
    before = {*tmp_path.iterdir()}
    monkeypatch.setattr(os, "getpid", lambda: 4711)
    counted.queued(1)
    assert {path.name for path in {*tmp_path.iterdir()} - before} == {f"{kind}_4711.db" for kind in metrics.FILES}
