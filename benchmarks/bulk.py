"""What bulk scoring costs: articles a second by workers, memory by input size, restarts; and what archives would need.

Run by ``make bench-bulk``, which writes the tables into docs/bulk.md.  Every run is a process of its own, so that its
memory is.  ``scoring`` is the part of all workers' time, from the first to the last shard, that went into scoring.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import psutil

from evidence.artifact import verified
from service.bulk import bulk
from service.bulk.engine import engine
from service.bulk.options import Options
from service.bulk.progress import Progress, duration
from service.bulk.scoring import stamp
from service.model import current_version
from service.policies.shelf import load_policies
from service.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bulk.md"
MARKERS = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
WORKERS = (1, 2)
PARTS = (16, 4, 1)  # of the articles, for the memory by input size
ARCHIVES = {"10 million": 10**7, "1 billion": 10**9}
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Ran:
    """What one run took; memory in MB, the worker's that of the largest, as far as it is not shared with others."""

    articles: int
    sentences: int
    seconds: float
    start: float
    scoring: float
    driver: float
    worker: float
    output: int

    @property
    def rate(self) -> float:
        """Articles a second, the start of the workers aside."""
        return self.articles / self.seconds


class Memory(threading.Thread):
    """Watches what memory this process and its children take at most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.driver = self.worker = 0
        self._own = psutil.Process()

    def run(self) -> None:
        """Look now and again, until the process ends."""
        while True:
            self.driver = max(self.driver, self._own.memory_info().rss)
            for child in self._own.children(recursive=True):
                try:
                    self.worker = max(self.worker, child.memory_full_info().uss)
                except psutil.Error:
                    continue
            time.sleep(LOOK_SECONDS)


class Clock(Progress):
    """Notes when the first shard began, as far as its end and its own time tell, and when the last one ended."""

    begun = ended = 0.0

    def add(self, outcome: bulk.Outcome) -> None:
        """Note the time of a shard's end."""
        super().add(outcome)
        self.ended = time.monotonic()
        self.begun = self.begun or self.ended - outcome.seconds


@click.group()
def main() -> None:
    """Measure bulk scoring."""


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.argument("workers", type=int)
def one(source: Path, output: Path, workers: int) -> None:
    """Run once and print what it took, as JSON."""
    begin = time.monotonic()
    memory = Memory()
    memory.start()
    settings = Settings.from_environment()
    policy = load_policies(settings)[settings.policy]
    made_by = stamp(verified(settings.models / current_version(settings))[0], policy)
    options = Options(sentences=True)
    clock = Clock(lambda _: None)
    total = bulk.score(bulk.Task(source, output, options, made_by, policy), engine(None, workers), clock)
    seconds = clock.ended - clock.begun
    told = {
        "articles": total.read,
        "sentences": total.sentences,
        "seconds": seconds,
        "start": time.monotonic() - begin - seconds,
        "scoring": clock.made.scoring / (workers * seconds) if seconds else 0.0,
        "driver": memory.driver / 2**20,
        "worker": memory.worker / 2**20,
        "output": sum(path.stat().st_size for path in output.rglob("*.parquet")),
    }
    print(json.dumps(told))


def run(source: Path, output: Path, workers: int) -> Ran:
    """Return what a run in a process of its own took."""
    command = [sys.executable, __file__, "one", str(source), str(output), str(workers)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Ran(**json.loads(said.splitlines()[-1]))


@contextmanager
def parts(articles: Path, limit: int) -> Iterator[dict[int, Path]]:
    """Yield files with a part of the articles each, by the divisor, in a folder that goes with the block."""
    with tempfile.TemporaryDirectory() as name:
        made = {}
        for part in PARTS:
            made[part] = Path(name) / f"part-{part}.jsonl"
            with gzip.open(articles, "rb") as given, made[part].open("wb") as file:
                file.writelines(islice(given, limit // part))
        yield made


@main.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--limit", type=int, default=6000, show_default=True)
def table(articles: Path, limit: int) -> None:
    """Measure all, print the tables, and write them into docs/bulk.md."""
    with parts(articles, limit) as files:
        folder = files[1].parent
        by_workers = {workers: run(files[1], folder / f"w{workers}", workers) for workers in WORKERS}
        again = time.monotonic()
        run(files[1], folder / f"w{WORKERS[-1]}", WORKERS[-1])
        again = time.monotonic() - again
        by_part = {part: run(files[part], folder / f"p{part}", 2) for part in PARTS if part > 1} | {1: by_workers[2]}
    told = "\n".join(
        [*_rates(by_workers), "", *_memory(by_part), "", *_restart(again, by_workers[2]), "", *_archives(by_workers)]
    )
    print(told)
    page = PAGE.read_text("utf-8")
    PAGE.write_text(MARKERS.sub(lambda found: f"{found[1]}{told}\n{found[2]}", page), "utf-8")


def _rates(ran: dict[int, Ran]) -> list[str]:
    single = ran[1].rate
    return [
        "| workers | articles | seconds | articles/s | sentences/s | times one worker | scoring |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {workers} | {one.articles:,} | {one.seconds:.0f} | {one.rate:.1f} | {one.sentences / one.seconds:.0f} "
            f"| {one.rate / single:.2f} | {one.scoring:.0%} |"
            for workers, one in ran.items()
        ),
    ]


def _memory(ran: dict[int, Ran]) -> list[str]:
    return [
        "| articles | the command's memory, MB | a worker's own memory, MB |",
        "|---|---|---|",
        *(f"| {ran[part].articles:,} | {ran[part].driver:.0f} | {ran[part].worker:.0f} |" for part in PARTS),
    ]


def _restart(seconds: float, ran: Ran) -> list[str]:
    return [
        f"Before the first shard and after the last one a run takes {ran.start:.1f} s. Starting a finished run of "
        f"{ran.articles:,} articles again takes {seconds:.1f} s: its input is read, and nothing is scored."
    ]


def _archives(ran: dict[int, Ran]) -> list[str]:
    rate, size = ran[2].rate / 2, ran[2].output / max(1, ran[2].articles)
    return [
        "| archive | core hours | on 2 cores | on 64 cores | on 1,000 cores | output (Parquet, with sentences) |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {count / rate / 3600:,.0f} | {_days(count / rate / 2)} | {_days(count / rate / 64)} "
            f"| {_days(count / rate / 1000)} | {count * size / 1e9:,.0f} GB |"
            for name, count in ARCHIVES.items()
        ),
    ]


def _days(seconds: float) -> str:
    return f"{seconds / 86400:,.1f} days" if seconds > 2 * 86400 else duration(seconds)


if __name__ == "__main__":
    main()
