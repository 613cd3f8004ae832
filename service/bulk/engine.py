"""The engines: where the shards are scored, by processes on this machine or on any Dask cluster."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import Any

from service.bulk.errors import BulkError, UnfinishedError

Engine = Callable[[], AbstractContextManager[Any]]
LOST = "The scheduler was lost."
PATIENCE = 30  # that a scheduler may take to answer, and a cluster to have a worker


def check_installed() -> None:
    """Raise BulkError where the packages of the extra are not here."""
    for name in ("distributed", "pyarrow", "warcio"):
        if importlib.util.find_spec(name) is None:
            raise BulkError(f"Bulk scoring needs {name}, which is not here: install onrecord[bulk].")


def engine(scheduler: str | None, workers: int | None) -> Engine:
    """Return the engine that is asked for: a cluster's scheduler, or processes here, one for each core if not told."""
    if scheduler is not None:
        return partial(remote, scheduler)
    return partial(local, workers or len(os.sched_getaffinity(0)))


@contextmanager
def local(workers: int) -> Iterator[Any]:
    """Yield a client of so many processes on this machine, which end with the block."""
    dask, distributed = _untyped("dask"), _untyped("distributed")
    # Nothing is to be had over HTTP; and every death of a worker is ours to judge, and to tell, not dask's.
    settings = {
        # Then a dead worker is given up for good; a busy machine needs more than dask's 15 s to start another.
        "distributed.deploy.lost-worker-timeout": "1 hour",
        "distributed.scheduler.allowed-failures": 0,
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        # Forked off a process that has loaded the model, workers share it, and dead ones are there again at once.
        "distributed.worker.multiprocessing-method": "forkserver",
        "distributed.worker.profile.enabled": False,
    }
    with dask.config.set(settings):
        _warm(distributed)
        cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            scheduler_port=0,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        )
        with cluster, distributed.Client(cluster, set_as_default=False) as client:
            yield client


@contextmanager
def remote(address: str) -> Iterator[Any]:
    """Yield a client of the cluster whose scheduler listens at the address; raises BulkError."""
    distributed = _untyped("distributed")
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise BulkError(f"No scheduler answers at {address}.") from None
    try:
        _await_worker(client, address)
        yield client
    except (distributed.comm.CommClosedError, TimeoutError):
        raise UnfinishedError(LOST) from None
    finally:
        with suppress(OSError):  # there is nobody left to take leave of
            client.close(timeout=5)


def _warm(distributed: Any) -> None:
    distributed.utils.get_mp_context().set_forkserver_preload(["distributed.nanny", "service.bulk.warm"])


def _await_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise BulkError(f"The scheduler at {address} has no workers.") from None


def _untyped(name: str) -> Any:
    """Return a module of dask's, whose functions have types in parts only."""
    return importlib.import_module(name)
