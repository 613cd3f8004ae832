"""Streams: files opened for reading, inflated where their name says so, and their lines, none kept beyond a limit."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path
from types import MappingProxyType

from service.bulk.record import MOST_BYTES
from service.zstandard import zstd

PIECE = 2**18
# 128 MiB, what the zstd tool itself allows without being asked: a frame may not choose how much memory it takes.
WINDOW = {int(zstd.DecompressionParameter.window_log_max): 27}

COMPRESSIONS: Mapping[str, Callable[[Path], BufferedIOBase]] = MappingProxyType(
    {
        ".gz": lambda path: gzip.GzipFile(path),
        ".zst": lambda path: zstd.ZstdFile(path, options=WINDOW),
    }
)

PARQUET = ".parquet"  # read from its end, and compressed within: what no stream inflates


def ending(path: Path) -> str:
    """Return the ending that says what a file is: that before its compression's, if it may be compressed."""
    outer, inner = path.suffix.lower(), Path(path.stem).suffix.lower()
    return inner if outer in COMPRESSIONS and inner != PARQUET else outer


def opened(path: Path) -> BufferedIOBase:
    """Return the file's stream, inflated where its name says that it is compressed; raises OSError."""
    compression = COMPRESSIONS.get(path.suffix.lower())
    return compression(path) if compression else path.open("rb")


class Pieces:
    """A stream whose reads give what there is at once, so that nothing whole is lost before what the stream raises."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream

    def read(self, size: int = PIECE) -> bytes:
        """Return some of the next bytes, at most ``size``; none at the end."""
        return self._stream.read1(size)


def lines(stream: BufferedIOBase, most: int = MOST_BYTES) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line's number, from 1, and its bytes with the line's end; None for one of more than ``most`` bytes.

    What the stream raises comes after the last line that is whole.
    """
    number, held, over = 1, bytearray(), False
    pieces = Pieces(stream)
    while piece := pieces.read():
        *whole, rest = piece.split(b"\n")
        for line in whole:
            held += line
            yield number, None if over or len(held) > most else bytes(held) + b"\n"
            number, held, over = number + 1, bytearray(), False
        held += rest
        if len(held) > most:
            held, over = bytearray(), True
    if held or over:
        yield number, None if over else bytes(held)
