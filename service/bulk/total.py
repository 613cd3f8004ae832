"""The total: whether everything that was read is in the output, and the summary that a finished run leaves."""

from __future__ import annotations

import json
from pathlib import Path

from service.bulk import layout, marks
from service.bulk.atomic import replacing
from service.bulk.errors import BulkError
from service.bulk.options import Outcome


def checked(output: Path, shards: int, read: int) -> Outcome:
    """Return the sum of all marks; raises BulkError where it is not what this run has read of the input."""
    total = Outcome()
    for number in range(shards):
        found = marks.read(output, number)
        if found is None:
            raise BulkError(
                f"Shard {number} of {output} is not as it was marked: something else has changed its files."
            )
        total += found
    over = [number for number in marks.numbers(output) if number >= shards]
    if over or total.read != read or not total.even:
        raise BulkError(
            f"The counts do not agree: {read} records were read, and {output} holds {total.articles} articles and "
            f"{total.rejected} rejects of {total.read} in {shards + len(over)} shards."
        )
    return total


def write(output: Path, total: Outcome, shards: int) -> None:
    """Write the summary, which says that the run is finished."""
    told = {
        "shards": shards,
        "read": total.read,
        "articles": total.articles,
        "sentences": total.sentences,
        "rejected": total.rejected,
        "codes": dict(sorted(total.codes.items())),
    }
    with replacing(output / layout.DONE) as file:
        file.write(json.dumps(told, indent=2).encode() + b"\n")
