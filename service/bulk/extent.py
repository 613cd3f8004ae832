"""The extent of an input: about how many bytes its records will have, so that progress can say what is left."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from service.bulk.readers import stat
from service.bulk.readers.streams import COMPRESSIONS, PARQUET, ending
from service.zstandard import zstd

SAMPLE = 256 * 2**10  # bytes of the first compressed file, inflated to learn how far it is compressed
MOST = 64  # times smaller than its content a file is taken to be


def extent(paths: Sequence[Path]) -> float:
    """Return about how many bytes the files have once they are inflated; WARC and CSV have a little less to read."""
    inflation: dict[str, float] = {}
    total = 0.0
    for path in paths:
        kind = PARQUET if ending(path) == PARQUET else path.suffix.lower()
        # Files of one archive are alike: the first of each kind stands for all.
        if kind not in inflation:
            inflation[kind] = _inflation(path, kind)
        total += stat(path).st_size * inflation[kind]
    return total


def _inflation(path: Path, kind: str) -> float:
    try:
        if kind == PARQUET:
            return _of_columns(path)
        if kind not in COMPRESSIONS:
            return 1.0
        return _of_stream(path, kind)
    except (OSError, EOFError, ValueError, zlib.error, zstd.ZstdError):
        return 1.0  # damaged: whoever reads it says so


def _of_stream(path: Path, kind: str) -> float:
    with path.open("rb") as file:
        held = file.read(SAMPLE)
    inflater = zlib.decompressobj(wbits=31) if kind == ".gz" else zstd.ZstdDecompressor()
    return max(1.0, len(inflater.decompress(held, MOST * SAMPLE)) / max(1, len(held)))


def _of_columns(path: Path) -> float:
    from pyarrow import parquet

    told = parquet.read_metadata(path)
    inflated = sum(told.row_group(at).total_byte_size for at in range(told.num_row_groups))
    return max(1.0, float(inflated) / path.stat().st_size)
