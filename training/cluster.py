"""The cluster: a Dask scheduler whose workers run the jobs, once they are known to run this very code."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn
from joblib import parallel_config
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
PACKAGES = ("evidence", "training")
SECONDS = 20  # to wait for the scheduler


class ClusterError(Exception):
    """The cluster cannot run the jobs; the message is one sentence that says why."""


@contextmanager
def scheduled(address: str | None) -> Iterator[None]:
    """Within it, jobs run on the workers of the scheduler at the address; here where there is none.

    Raises ClusterError where it cannot be reached, has no workers, or they have other code or libraries than here.
    """
    if address is None:
        yield
        return
    with _client(address) as client:
        _check(address, client)
        with parallel_config("dask", client=client):
            yield


def _client(address: str) -> Any:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ClusterError("A scheduler needs the extra bulk: uv sync --extra bulk.") from error
    try:
        return distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"There is no Dask scheduler at {address}.") from error


def _check(address: str, client: Any) -> None:
    try:
        found = client.run(facts)
    except Exception as error:
        # whatever a worker lacks to run our code shows as an exception of any type
        raise ClusterError(f"A worker of {address} cannot run our code: {type(error).__name__}: {error}.") from error
    if not found:
        raise ClusterError(f"The scheduler {address} has no workers.")
    here = facts()
    for worker, there in found.items():
        if differing := [name for name, value in here.items() if there.get(name) != value]:
            raise ClusterError(f"The worker {worker} has not the same {', '.join(differing)} as this machine.")


def facts() -> dict[str, str]:
    """Return what a fit's numbers depend on beside its arguments."""
    return {
        "code": _digest(),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        # a product of matrices summed by two threads has other last digits
        "OMP_NUM_THREADS": str(max((pool["num_threads"] for pool in threadpool_info()), default=1)),
    }


@cache
def _digest() -> str:
    sums = hashlib.sha256()
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        sums.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()
