"""The layout: where in the output's folder the run, its shards and their marks lie."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from service.bulk.record import Style

Kind = Literal["articles", "sentences", "rejects"]
KINDS: tuple[Kind, ...] = ("articles", "sentences", "rejects")
RUN = "run.json"
DONE = "done.json"  # written last, by a run that has come to its end
LOCK = ".lock"
MARKS = "shards"
REPORT = "report.html"


def part(output: Path, kind: Kind, number: int, style: Style) -> Path:
    """Return the file of one shard's rows; rejects are JSON lines in every style."""
    return output / kind / f"part-{number:08d}.{'jsonl' if kind == 'rejects' else style}"


def mark(output: Path, number: int) -> Path:
    """Return the file that says, once it is there, that all of the shard's other files are."""
    return output / MARKS / f"{number:08d}.json"
