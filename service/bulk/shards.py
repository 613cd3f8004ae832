"""Shards: the input cut into pieces, in the same way on every reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.bulk.options import SHARD_BYTES, Shard
from service.bulk.record import RawRecord, Reject


def shards(records: Iterable[RawRecord | Reject], most: int) -> Iterator[Shard]:
    """Yield the records in shards of at most ``most``, fewer where they are long; only one is held at a time."""
    number, size = 0, 0
    held: list[RawRecord | Reject] = []
    for record in records:
        held.append(record)
        size += record.size if isinstance(record, RawRecord) else 0
        if len(held) == most or size >= SHARD_BYTES:
            yield Shard(number, tuple(held))
            number, size, held = number + 1, 0, []
    if held:
        yield Shard(number, tuple(held))
