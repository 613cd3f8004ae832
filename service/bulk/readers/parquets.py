"""Parquet: an article a row, a few rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from service.bulk.readers.faults import reject, too_large
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Reject

ROWS = 16  # in memory at a time: a row may have megabytes


def read(path: Path, name: str, fields: Fields) -> Iterator[RawRecord | Reject]:
    """Yield the file's rows, numbered from 1, their columns only those that the fields name."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            at = 0
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                yield from _group(file, group, rows, fields, name, at)
                at += rows
    except (pa.ArrowException, OSError):
        yield reject(name, "unreadable", "The file is not whole Parquet: its end or its schema cannot be read.")


def _group(file: Any, group: int, rows: int, fields: Fields, name: str, before: int) -> Iterator[RawRecord | Reject]:
    """Yield a row group's rows; where it cannot be read any further, each of the rest is a reject."""
    import pyarrow as pa

    wanted = {path.split(".")[0] for path in astuple(fields)} | {*astuple(fields)}
    columns = [column for column in file.schema_arrow.names if column in wanted]
    at = 0
    try:
        for batch in file.iter_batches(ROWS, row_groups=[group], columns=columns):
            values = [_values(column) for column in batch.columns]
            for row in range(batch.num_rows):
                at += 1
                yield _checked(f"{name}#{before + at}", dict(zip(columns, (one[row] for one in values), strict=True)))
    except (pa.ArrowException, OSError):
        for row in range(at + 1, rows + 1):
            place = f"{name}#{before + row}"
            yield reject(place, "broken", f"Row group {group + 1} of the file is damaged at or before this row.")


def _checked(place: str, given: dict[str, Any]) -> RawRecord | Reject:
    raw = RawRecord(place, "row", given=given)
    return too_large(place) if raw.size > MOST_BYTES else raw


def _values(column: Any) -> list[Any]:
    """Return a column's values, strings as bytes: only their reader says which one is no UTF-8."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.large_binary())
    return [_value(one) for one in column]


def _value(one: Any) -> Any:
    try:
        return one.as_py()
    except (ValueError, OverflowError):  # a date beyond Python's, a string within a struct that is no UTF-8
        return ...
