"""Loaded into workers by dask itself (its setting worker.preload), so that they fail where a test wants them to.

ONRECORD_TEST_SABOTAGE is a folder.  A file there called as a moment below and a shard's number (``in-3``) has the
worker killed at that moment of that shard, once.  While a file ``gate`` is there, no article after the first shard is
scored.  Articles that hold POISON kill the process or hold it for ever, whoever scores them.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidence.scorer import Scorer
from service.bulk import marks, work, writers
from service.bulk.options import Job

FOLDER = Path(os.environ["ONRECORD_TEST_SABOTAGE"])


def die(moment: str, number: int) -> None:
    """Kill this process if a file asks for it, which is taken away before."""
    try:
        (FOLDER / f"{moment}-{number}").unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def dying(real: Callable[..., Any], before: str, after: str, number: int = 1) -> Callable[..., Any]:
    """Return the function, with a moment before and one after it; its argument ``number`` is the shard's."""

    def called(*given: Any) -> Any:
        die(before, given[number])
        result = real(*given)
        die(after, given[number])
        return result

    return called


def assess(scorer: Scorer, article: Any, *rest: Any) -> Any:
    """Score an article, unless it is poison."""
    if "POISON-KILL" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "POISON-HANG" in article.text:
        # Never lets go of the interpreter: no check and no thread of Python's could end it.
        re.match(r"(a+)+\Z", "a" * 60 + "b")
    return work.real_assess(scorer, article, *rest)


def run(job: Job) -> Any:
    """Score a shard, once the gate is open."""
    die("begin", job.shard.number)
    while job.shard.number and (FOLDER / "gate").exists():
        time.sleep(0.02)
    return work.real_run(job)


# dask imports what it preloads, and then reloads it.
if not hasattr(work, "real_run"):
    work.real_run, work.real_assess = work.run, Scorer.assess  # type: ignore[attr-defined]
    Scorer.assess = assess  # type: ignore[method-assign]
    work.run = run
    writers.write_shard = dying(writers.write_shard, "before", "in")
    marks.write = dying(marks.write, "unmarked", "after")
