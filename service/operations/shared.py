"""The workers' common ground: the environment that ``onrecord serve`` sets before the application is imported."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it once, when it is imported


@contextmanager
def environment(given: Mapping[str, str]) -> Iterator[None]:
    """Set the variables given and, unless it is set, a new folder for the metrics; undo both at the end."""
    before = dict(os.environ)
    made = None if METRICS_FOLDER in before else tempfile.mkdtemp(prefix="onrecord-metrics-")
    os.environ |= given if made is None else {**given, METRICS_FOLDER: made}
    try:
        yield
    finally:
        for name in {*given, METRICS_FOLDER}:
            os.environ.pop(name, None)
        os.environ |= {name: before[name] for name in {*given, METRICS_FOLDER} if name in before}
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
