"""The run as the report tells it: what was read, by what it was scored, and what was rejected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.bulk import layout, marks
from service.bulk.errors import BulkError
from service.bulk.options import Outcome


@dataclass(frozen=True)
class Ran:
    """The input's name, the stamp of the rows, the counts of all shards that are done, and whether the run is."""

    source: str
    made_by: Mapping[str, str]
    counts: Outcome
    finished: bool


def ran(output: Path) -> Ran:
    """Return the run whose output lies in a folder; raises BulkError where none does."""
    path = output / layout.RUN
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise BulkError(f"{output} holds no output of a run: {path.name} is missing or cannot be read.") from None
    counts = Outcome()
    for number in marks.numbers(output):
        counts += marks.read(output, number) or Outcome()
    return Ran(Path(told["input"]["path"]).name, told["made_by"], counts, (output / layout.DONE).exists())
