"""The input is cut into the same shards on every reading, none of them too large."""

from __future__ import annotations

import pytest

from service.bulk import shards as module
from service.bulk.record import RawRecord, Reject
from service.bulk.shards import shards


def record(at: int, size: int = 10) -> RawRecord:
    return RawRecord(f"a:{at}", "json", b"x" * size)


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [([], []), ([10], [1]), ([10] * 3, [3]), ([10] * 7, [3, 3, 1]), ([90, 20, 5], [2, 1]), ([200, 5], [1, 1])],
)
def test_a_shard_ends_where_it_has_enough_records_or_bytes(
    sizes: list[int], lengths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHARD_BYTES", 100)
    found = list(shards((record(at, size) for at, size in enumerate(sizes)), 3))
    assert [len(shard.records) for shard in found] == lengths
    assert [shard.number for shard in found] == list(range(len(lengths)))
    assert [one.place for shard in found for one in shard.records] == [f"a:{at}" for at in range(len(sizes))]


def test_a_reject_is_a_record_of_its_shard() -> None:
    refused = Reject("a:1", None, "broken", "It is broken.")
    (shard,) = shards([record(0), refused], 3)
    assert shard.records == (record(0), refused)


def test_no_article_shows_in_what_a_log_would_print_of_a_shard() -> None:
    (shard,) = shards([RawRecord("a:0", "text", b"Secret words", {"title": "Secret words"})], 3)
    assert "Secret" not in repr(shard) + repr(shard.records)
