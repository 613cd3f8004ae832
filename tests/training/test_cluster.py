from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from click.testing import CliRunner
from joblib import delayed
from threadpoolctl import threadpool_limits

from evidence import manifest
from evidence.artifact import MODEL_FILE
from evidence.scorer import Scorer
from training import cluster, heads, jobs, taggers
from training.cluster import ClusterError, scheduled
from training.commands import main
from training.corpora import Corpora
from training.evaluation import ablation, refits
from training.evaluation.refits import Ledger
from training.progress import silent

distributed = pytest.importorskip("distributed", reason="the extra bulk is not installed")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As workers have: the last digits depend on it."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def as_fit(tiny: Any) -> Iterator[None]:
    """What the fixture ``fit`` was fitted with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(heads.NETWORK, "hidden_layer_sizes", (8,))
        patch.setattr(taggers, "EPOCHS", 30)
        patch.setattr(taggers, "SECOND_EPOCHS", 150)
        patch.setattr("training.commands.stages.Corpora", partial(Corpora, labels=tiny.labels))
        yield


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process, on loopback and a free port."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as found:
        yield found.scheduler_address


@pytest.mark.usefixtures("as_fit")
def test_a_fit_on_a_cluster_is_the_fit_made_here(address: str, fit: Any, tiny: Any, tmp_path: Path) -> None:
    arguments = ("fit", "--version", "0.0.1", "--corpora", tiny.corpora, "--work", tmp_path, "--scheduler", address)
    ran = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert (ran.exit_code, ran.exception) == (0, None)
    there, here = tmp_path / "candidate", fit.work / "candidate"
    assert manifest.read(there).golden == manifest.read(here).golden
    assert joblib.hash(joblib.load(there / MODEL_FILE)) == joblib.hash(joblib.load(here / MODEL_FILE))


def test_refits_on_a_cluster_have_the_figures_of_those_made_here(
    address: str, fit: Any, scorer: Scorer, tiny: Any, tmp_path: Path
) -> None:
    material = refits.annotated(scorer, Corpora(tiny.corpora, tiny.labels), silent)
    made = {name: delayed(ablation._measured)(material, name) for name in (ablation.ALL, "without tags")}
    ledgers = [Ledger(tmp_path / place, manifest.read(fit.model)) for place in ("here", "there")]
    ledgers[0].run("ablation", made, material, "2024-05-01", silent)
    with scheduled(address):
        ledgers[1].run("ablation", made, material, "2024-05-01", silent)
    here, there = (ledger.read() for ledger in ledgers)
    assert here == there
    assert [row.name for row in there.rows] == [ablation.ALL, "without tags"]


def total(rows: np.ndarray, factor: int) -> float:
    return float(rows.sum()) * factor


def test_a_large_array_is_sent_once_and_answers_come_in_order(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, sent, told = np.ones(10_000), list[int](), list[float]()
    with scheduled(address):
        scatter = jobs.client().scatter
        monkeypatch.setattr(
            jobs.client(), "scatter", lambda value, **given: sent.append(id(value)) or scatter(value, **given)
        )
        given = {factor: delayed(total)(rows, factor) for factor in range(6)}
        found = list(jobs.each(given, lambda step, share: told.append(share), "totals"))
    assert found == [(factor, 10_000.0 * factor) for factor in range(6)]
    assert sent == [id(rows)]
    assert told == [pytest.approx(at / 6) for at in range(1, 7)]


def test_workers_with_other_code_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_digest", lambda: "another")
    with (
        pytest.raises(
            ClusterError, match=r"^The worker tcp://127\.0\.0\.1:\d+ has not the same code as this machine\.$"
        ),
        scheduled(address),
    ):
        pass


def test_a_cluster_without_workers_is_refused() -> None:
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(ClusterError) as caught,
        scheduled(empty.scheduler_address),
    ):
        pass
    assert str(caught.value).endswith(" has no workers.")


def test_a_scheduler_that_is_not_there_ends_in_one_sentence(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 1)
    nowhere = "tcp://127.0.0.1:1"
    arguments = ("fit", "--version", "1", "--corpora", tiny.corpora, "--work", tmp_path, "--scheduler", nowhere)
    ran = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert (ran.exit_code, ran.output) == (2, f"Error: There is no Dask scheduler at {nowhere}.\n")


def test_without_a_scheduler_jobs_run_here() -> None:
    with scheduled(None):
        assert jobs.client() is None
        assert dict(jobs.each({"a": delayed(total)(np.ones(3), 2)}, silent, "totals")) == {"a": 6.0}
