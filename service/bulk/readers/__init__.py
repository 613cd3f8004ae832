"""Readers: the records of any input that is known, one after the other, in the same order each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from service.bulk.errors import BulkError
from service.bulk.names import shown
from service.bulk.readers import csvs, jsonl, parquets, warcs
from service.bulk.readers.faults import reject
from service.bulk.readers.files import reader
from service.bulk.readers.parsing import parse
from service.bulk.readers.streams import COMPRESSIONS, PARQUET, ending
from service.bulk.record import Fields, RawRecord, Reject

__all__ = ["READERS", "files", "open_input", "parse", "stat"]

Reader = Callable[[Path, str, Fields], Iterator[RawRecord | Reject]]
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".jsonl": jsonl.read,
        ".ndjson": jsonl.read,
        ".csv": csvs.read,
        ".tsv": csvs.read,
        PARQUET: parquets.read,
        ".warc": warcs.read,
        ".txt": reader("text"),
        **dict.fromkeys((".md", ".markdown"), reader("markdown")),
        **dict.fromkeys((".html", ".htm", ".xhtml"), reader("html")),
    }
)
KNOWN = f"{', '.join(READERS)}, each but {PARQUET} perhaps with {' or '.join(COMPRESSIONS)} behind it"


def files(source: Path) -> tuple[Path, ...]:
    """Return the file, or all files in the folder and its folders, in the order of their names; raises BulkError."""
    if not source.exists():
        raise BulkError(f"There is no input at {source}.")
    found = tuple(_within(source)) if source.is_dir() else (source,)
    if not any(ending(path) in READERS for path in found):
        raise BulkError(f"There is nothing to read in {source}: the names of files may end in {KNOWN}.")
    return found


def _within(folder: Path) -> Iterator[Path]:
    try:
        for at, folders, names in os.walk(folder, onerror=_refuse):
            folders.sort()
            yield from (Path(at, name) for name in sorted(names))
    except OSError as error:
        raise BulkError(f"The folder {error.filename} cannot be read: {error.strerror}.") from None


def _refuse(error: OSError) -> None:
    raise error


def stat(path: Path) -> os.stat_result:
    """Return what the file system says of a file of the input; raises BulkError, as for a link that leads nowhere."""
    try:
        return path.stat()
    except OSError as error:
        raise BulkError(f"{shown(path)} cannot be read: {error.strerror}.") from None


def open_input(source: Path, fields: Fields) -> Iterator[RawRecord | Reject]:
    """Yield every record of the input, each with its place; raises BulkError where there is none to be found."""
    for path in files(source):
        name = shown(path.relative_to(source if source.is_dir() else source.parent))
        read = READERS.get(ending(path))
        if read is None:
            yield reject(name, "skipped_type", "The file's name has none of the endings of what is read.")
        else:
            yield from read(path, name, fields)
