"""Metrics: what Prometheus reads at /metrics, summed over all workers.

Every label's values are a closed set (routes, statuses, codes, levels, versions): nothing that a client sends can
become one.  Workers write to files of their own in PROMETHEUS_MULTIPROC_DIR, which ``onrecord serve`` makes; without
that variable the figures are those of the one process that is asked.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.values import ValueClass

from evidence.values import Assessment, ModelId
from service.operations.shared import METRICS_FOLDER

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# The files that a worker writes.  All label values together need a fraction of this.
FILES = ("counter", "histogram", "gauge_livesum", "gauge_livemax")
FILE_BYTES = 1 << 20
_log = logging.getLogger("onrecord.metrics")


class Metrics:
    """The service's counts and times; calls after a failure to write them do nothing."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._identified: int | None = None
        self._room, self._process = Lock(), 0
        self.on = True
        if not self._ready:
            return
        self._seconds = self._made(Histogram, "request_seconds", "Time to answer.", "method route status", SECONDS)
        self._waited = self._made(Histogram, "queue_seconds", "Time a text waited to be scored.", "", SECONDS)
        self._problems = self._made(Counter, "problems", "Requests, or articles of them, refused or failed.", "code")
        self._sentences = self._made(Counter, "sentences", "Sentences scored.", "")
        self._levels = self._made(Counter, "levels", "Sentences by the level given.", "level")
        self._articles = self._made(Counter, "articles", "Articles scored, by their grade.", "grade")
        self._waiting = self._gauge("queue_length", "Texts that wait to be scored.", "", "livesum")
        self._running = self._gauge("running", "Texts that are being scored.", "", "livesum")
        self._build = self._gauge("build_info", "The package's version.", "version", "livemax")
        self._model = self._gauge("model_info", "The model that answers.", "name version", "livemax")

    def _made(self, kind: Any, name: str, said: str, labels: str, buckets: tuple[float, ...] | None = None) -> Any:
        more = {} if buckets is None else {"buckets": buckets}
        return kind(f"onrecord_{name}", said, labels.split(), registry=self.registry, **more)

    def _gauge(self, name: str, said: str, labels: str, mode: Any) -> Any:
        return Gauge(f"onrecord_{name}", said, labels.split(), registry=self.registry, multiprocess_mode=mode)

    @property
    def _shared(self) -> bool:
        return bool(ValueClass._multiprocess)

    @property
    def _ready(self) -> bool:
        """Whether figures can be written: in a process that shares them, once there is room for its files."""
        if self._shared and self._process != os.getpid():
            with self._room:
                if self._process != os.getpid():
                    self.on = self.on and reserved()
                    self._process = os.getpid()
        return self.on

    def _do(self, work: Callable[[], None]) -> None:
        """Do the work unless metrics failed before; a full disk ends them, and no answer."""
        if not self._ready:
            return
        try:
            work()
        except OSError as error:
            self.on = False
            _log.error("Metrics have ended: their files cannot be written.", exc_info=error)

    def identify(self, build: str, model: ModelId | None) -> None:
        """Set what runs here, once in each process that answers.

        Not where the application is only loaded: the process that workers are forked from outlives every model.
        """
        if self._identified == os.getpid():
            return
        self._identified = os.getpid()

        def work() -> None:
            self._build.labels(build).set(1)
            if model is not None:
                self._model.labels(model.name, model.version).set(1)

        self._do(work)

    def answered(self, method: str, route: str, status: int, seconds: float, codes: Iterable[str]) -> None:
        """Count an answer, and the codes of its problems, its items' too."""

        def work() -> None:
            self._seconds.labels(method, route, str(status)).observe(seconds)
            for code in codes:
                self._problems.labels(code).inc()

        self._do(work)

    def scored(self, said: Assessment) -> None:
        """Count an article's sentences by their levels."""

        def work() -> None:
            self._sentences.inc(len(said.sentences))
            for level in {sentence.level for sentence in said.sentences}:
                count = sum(sentence.level == level for sentence in said.sentences)
                self._levels.labels(level or "no_claim").inc(count)
            self._articles.labels(said.rating.grade if said.rating else "none").inc()

        self._do(work)

    def queued(self, change: int) -> None:
        """Add to the number of texts that wait."""
        self._do(lambda: self._waiting.inc(change))

    def began(self, waited: float) -> None:
        """Count a text that is being scored now, and how many seconds it waited."""

        def work() -> None:
            self._running.inc(1)
            self._waited.observe(waited)

        self._do(work)

    def ended(self) -> None:
        """Count one text less that is being scored."""
        self._do(lambda: self._running.inc(-1))

    def text(self) -> bytes:
        """Return all figures in Prometheus's text format, those of all workers where they share a directory."""
        if not self._shared:
            return generate_latest(self.registry)
        _bury()
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def reserved() -> bool:
    """Take the disk space of this process's files now; False, with a line in the log, where there is none.

    The files are mapped into memory: a page that the disk has no room for would kill the process when written.  They
    appear at their full size, since a worker that is asked for the figures in between cannot read an empty one.
    """
    try:
        for kind in FILES:
            path = Path(os.environ[METRICS_FOLDER]) / f"{kind}_{os.getpid()}.db"
            made = path if path.exists() else path.with_suffix(".part")
            with made.open("a+b") as file:
                os.posix_fallocate(file.fileno(), 0, FILE_BYTES)
            made.replace(path)
    except OSError as error:
        _log.error("No metrics: there is no room for their files.", exc_info=error)
        return False
    return True


def _bury() -> None:
    """Forget the gauges of workers that are gone; their counters stay."""
    for path in Path(os.environ[METRICS_FOLDER]).glob("gauge_live*_*.db"):
        pid = path.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            with suppress(FileNotFoundError):  # another worker, asked at the same moment, was first
                mark_process_dead(pid)  # type: ignore[no-untyped-call]
