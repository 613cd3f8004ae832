"""Marks: for every shard that is done a small file, written last, with its counts and the sizes of its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from service.bulk import layout
from service.bulk.atomic import replacing
from service.bulk.options import Outcome
from service.bulk.record import Style


def write(output: Path, number: int, outcome: Outcome, style: Style) -> None:
    """Mark a shard as done: its files lie on the disk, whole."""
    told = {
        "read": outcome.read,
        "articles": outcome.articles,
        "sentences": outcome.sentences,
        "rejected": outcome.rejected,
        "codes": dict(sorted(outcome.codes.items())),
        "files": {path.relative_to(output).as_posix(): path.stat().st_size for path in _files(output, number, style)},
    }
    with replacing(layout.mark(output, number)) as file:
        file.write(json.dumps(told, indent=1).encode() + b"\n")


def read(output: Path, number: int) -> Outcome | None:
    """Return the counts of a shard that is done, or None: not marked, or a file of it is not as it was marked."""
    try:
        told = json.loads(layout.mark(output, number).read_bytes())
        whole = all((output / name).stat().st_size == size for name, size in told["files"].items())
        outcome = Outcome(told["read"], told["articles"], told["sentences"], told["rejected"], told["codes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return outcome if whole and outcome.even else None


def numbers(output: Path) -> Iterator[int]:
    """Yield the numbers of all shards that have a mark."""
    for path in (output / layout.MARKS).glob("[0-9]*.json"):
        yield int(path.stem)


def _files(output: Path, number: int, style: Style) -> Iterator[Path]:
    parts = (layout.part(output, kind, number, style) for kind in layout.KINDS)
    return (path for path in parts if path.exists())
