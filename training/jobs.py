"""Jobs: fits that do not wait for one another, side by side here or on the workers of a Dask scheduler.

Each job says all that it depends on in its arguments, so that it finds the same wherever it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from joblib import Parallel, parallel_config
from joblib.parallel import get_active_backend

from training.progress import Report

SIDE_BY_SIDE = 2
Key = TypeVar("Key", bound=Hashable)
Job = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]  # what joblib.delayed makes


def each(
    jobs: Mapping[Key, Job], report: Report, step: str, side_by_side: int = SIDE_BY_SIDE
) -> Iterator[tuple[Key, Any]]:
    """Yield each job's key and what it returns, in order; on a cluster all its workers take part.

    Arguments of more than a kilobyte are sent to the workers once, however many jobs they are given to.
    """
    if client() is not None:
        jobs = {key: (_alone, (function, *given), named) for key, (function, given, named) in jobs.items()}
    made = Parallel(side_by_side, prefer="threads", return_as="generator")(jobs.values())
    for at, (key, found) in enumerate(zip(jobs, made, strict=True), 1):
        yield key, found
        report(step, at / len(jobs))


def shared(value: object) -> AbstractContextManager[Any]:
    """Within it, workers are sent the value once, however many jobs it is given to.

    It is for values of our own: of arrays ``each`` sees by itself that they are large.
    """
    present = client()
    return nullcontext() if present is None else parallel_config("dask", client=present, scatter=[value])


def client() -> Any:
    """Return the client of the cluster that jobs run on; None where they run here."""
    return getattr(get_active_backend()[0], "client", None)


def _alone(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call a function whose own jobs run one by one: a worker's cores have other jobs to do."""
    with parallel_config("sequential"):
        return function(*given, **named)
