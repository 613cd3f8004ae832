"""JSON lines: an article a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.bulk.readers.faults import DAMAGED, damaged, too_large
from service.bulk.readers.streams import lines, opened
from service.bulk.record import Fields, RawRecord, Reject

BOM = b"\xef\xbb\xbf"


def read(path: Path, name: str, _: Fields) -> Iterator[RawRecord | Reject]:
    """Yield the file's lines that are not blank."""
    number = 0
    try:
        with opened(path) as stream:
            for number, line in lines(stream):
                place = f"{name}:{number}"
                if line is None:
                    yield too_large(place)
                elif plain := line.removeprefix(BOM if number == 1 else b"").strip():
                    yield RawRecord(place, "json", plain)
    except DAMAGED as error:
        yield damaged(f"{name}:{number + 1}", error)
