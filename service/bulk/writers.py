"""Writers: the files of one shard, each there whole or not at all; the same rows make the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import orjson
import pyarrow as pa
from pyarrow import parquet

from service.bulk.atomic import replacing
from service.bulk.layout import part
from service.bulk.record import Reject, Row, Stamp, Style
from service.bulk.schema import Table, stamped

Writer = Callable[[BinaryIO, Sequence[Row], Table, Stamp], None]


def _parquet(file: BinaryIO, rows: Sequence[Row], table: Table, stamp: Stamp) -> None:
    made = pa.Table.from_pylist(list(rows), schema=stamped(table, stamp))
    parquet.write_table(made, file, compression="zstd")


def _json_lines(file: BinaryIO, rows: Sequence[Row], *_: object) -> None:
    for row in rows:
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


WRITERS: Mapping[Style, Writer] = MappingProxyType({"parquet": _parquet, "jsonl": _json_lines})


def write_shard(
    output: Path,
    number: int,
    articles: Sequence[Row],
    sentences: Sequence[Row] | None,
    rejects: Sequence[Reject],
    style: Style,
    stamp: Stamp,
) -> None:
    """Write a shard's articles, its sentences if they are asked for, and its rejects if there are any."""
    tables: list[tuple[Table, Sequence[Row] | None]] = [("articles", articles), ("sentences", sentences)]
    for table, rows in tables:
        if rows is not None:
            with replacing(part(output, table, number, style)) as file:
                WRITERS[style](file, rows, table, stamp)
    if rejects:
        with replacing(part(output, "rejects", number, style)) as file:
            _json_lines(file, [asdict(reject) for reject in rejects])
