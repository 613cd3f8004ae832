"""An archive of invented articles, and the command run on it as its users do, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evidence.policy import DEFAULT
from evidence.scorer import Scorer
from service.bulk import bulk, layout
from service.bulk.options import Options
from service.bulk.progress import Progress
from service.bulk.scoring import stamp
from service.bulk.stop import Stop

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
SABOTAGE = Path(__file__).with_name("sabotage.py")
TEXT = (
    "Ida Falk, the town engineer of Velsbridge, said on Monday that pier {} would close. "
    "A contractor has reportedly offered to do it for less. Two officials said that it may last until spring."
)
SHARD = 5


def article(at: int, text: str = TEXT) -> str:
    return json.dumps({"id": f"a{at}", "title": f"Pier {at} to close", "text": text.format(at)}) + "\n"


@dataclass
class Ended:
    """A future that is not one: what was asked for is done."""

    value: Any
    status: str = "finished"

    def result(self) -> Any:
        return self.value

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        call(self)


@dataclass
class Here:
    """A cluster of this process alone."""

    status: str = "running"

    def nthreads(self) -> dict[str, int]:
        return {"here": 1}

    def run(self, work: Callable[..., Any], *given: Any) -> dict[str, Any]:
        return {"here": work(*given)}

    def submit(self, work: Callable[..., Any], *given: Any, **_: Any) -> Ended:
        return Ended(work(*given))


@contextmanager
def here() -> Iterator[Here]:
    yield Here()


def task(source: Path, output: Path, scorer: Scorer, **options: Any) -> bulk.Task:
    assert scorer.manifest is not None
    given = {"style": "jsonl", "sentences": True, "shard": SHARD, **options}
    return bulk.Task(source, output, Options(**given), stamp(scorer.manifest, DEFAULT), DEFAULT)


def quiet() -> Progress:
    return Progress(lambda _: None)


def parts(output: Path) -> dict[str, bytes]:
    """Return all rows and rejects of an output, by file."""
    found = [path for kind in layout.KINDS for path in (output / kind).iterdir()]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}


def rows(output: Path, kind: layout.Kind = "articles") -> list[dict[str, Any]]:
    """Return the rows of one kind, in the order of the input."""
    return [json.loads(line) for path in sorted((output / kind).iterdir()) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles, six shards."""
    path = tmp_path_factory.mktemp("archive") / "news.jsonl"
    path.write_text("".join(map(article, range(30))), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def wanted(archive: Path, shipped: Scorer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that meets no fault makes of the archive."""
    output = tmp_path_factory.mktemp("wanted") / "out"
    bulk.score(task(archive, output, shipped), here, quiet(), Stop())
    return parts(output)


@dataclass
class Bulk:
    """The command on one output's folder, and the folder of what is to go wrong."""

    source: Path
    output: Path
    wrong: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def spoil(self, *names: str) -> None:
        """Let workers fail at these moments of these shards, or wait at the gate."""
        self.wrong.mkdir(exist_ok=True)
        for name in names:
            (self.wrong / name).touch()

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start the command."""
        spoilt = {"ONRECORD_TEST_SABOTAGE": str(self.wrong), "DASK_DISTRIBUTED__WORKER__PRELOAD": str(SABOTAGE)}
        given = (str(self.source), str(self.output), "--format", "jsonl", "--sentences", "--shard", str(SHARD))
        process = subprocess.Popen(
            [ONRECORD, "bulk", *given, *options],
            env={**os.environ, **(spoilt if self.wrong.exists() else {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *options: str) -> tuple[int, str, str]:
        """Run the command to its end; return its exit code and what it said."""
        return self.end(self.start(*options))

    def end(self, process: subprocess.Popen[str]) -> tuple[int, str, str]:
        """Return how a started command ends."""
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def await_mark(self, number: int) -> Path:
        """Return the mark of a shard once it is there."""
        mark = layout.mark(self.output, number)
        await_that(mark.exists, f"shard {number} is done")
        return mark


def await_that(holds: Callable[[], bool], what: str, seconds: float = 200) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.02)


@pytest.fixture
def command(archive: Path, tmp_path: Path) -> Iterator[Bulk]:
    """The command on the archive; what still runs at the end is killed."""
    made = Bulk(archive, tmp_path / "out", tmp_path / "wrong")
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
            process.communicate()
