"""CSV: an article a row, the first row the names of the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from service.bulk.readers.faults import DAMAGED, damaged, reject, too_large
from service.bulk.readers.streams import ending, lines, opened
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Reject

DELIMITERS = ",;\t|"  # of several that are as frequent in the first line, the first one
UNCLOSED = "unexpected end of data"  # what csv says of a quotation that goes on to the file's end


class _TooLongError(Exception):
    """The row has more bytes than are read."""


class _Lines:
    """A file's lines as csv reads them, those of the row in the making kept, so that they can be read anew.

    What is no UTF-8 stands as lone surrogates, which whoever reads the record finds.
    """

    def __init__(self, stream: BufferedIOBase) -> None:
        self.number = 0  # of the line read last
        self.row: list[tuple[int, str]] = []
        self._source = lines(stream)
        self._again: list[tuple[int, str]] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line = self._again.pop() if self._again else self._decoded()
        self.row.append((self.number, line))
        self._size += len(line)
        if self._size > MOST_BYTES:
            raise _TooLongError
        return line

    def _decoded(self) -> tuple[int, str]:
        number, line = next(self._source)
        if line is None:
            self.number = number
            raise _TooLongError
        return number, line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape")

    @property
    def first(self) -> int:
        """The number of the row's first line."""
        return self.row[0][0] if self.row else self.number

    def begin(self) -> None:
        """Let a row begin with the next line."""
        self.row, self._size = [], 0

    def again(self, skipped: int) -> None:
        """Read the row's lines anew but for the first ``skipped``."""
        self._again += reversed(self.row[skipped:])
        self.begin()


def read(path: Path, name: str, _: Fields) -> Iterator[RawRecord | Reject]:
    """Yield the file's rows; a row's place is its first line."""
    number = 0
    try:
        with opened(path) as stream:
            told = _Lines(stream)
            for row in _rows(told, "\t" if ending(path) == ".tsv" else DELIMITERS, name):
                yield row
                number = told.number
    except DAMAGED as error:
        yield damaged(f"{name}:{number + 1}", error)


def _rows(told: _Lines, delimiters: str, name: str) -> Iterator[RawRecord | Reject]:
    # The process's own limit, as csv has no other; its 128 KiB are less than an article may have.
    csv.field_size_limit(MOST_BYTES)
    try:
        head = next(told, "")
        told.again(0)
        rows = csv.reader(told, delimiter=max(delimiters, key=head.count), strict=True)
        columns = [column.strip() for column in next(rows, [])]
    except (csv.Error, _TooLongError):
        yield reject(f"{name}:1", "unreadable", "The first line does not name columns.")
        return
    while True:
        told.begin()
        try:
            row = next(rows)
        except StopIteration:
            return
        except _TooLongError:
            yield _too_long(told, name)
            # A quotation that never closes, more likely than such an article: it costs only its own line.
            told.again(1)
        except csv.Error as error:
            yield reject(
                f"{name}:{told.first}", "bad_row", "The row's quotation marks do not close where a field ends."
            )
            if str(error) == UNCLOSED:
                told.again(1)
        else:
            if row:
                yield _told(row, columns, f"{name}:{told.first}")


def _too_long(told: _Lines, name: str) -> Reject:
    place = f"{name}:{told.first}"
    if len(told.row) < 2:
        return too_large(place)
    return reject(place, "bad_row", f"A quotation begins in the row and does not close within {MOST_BYTES} bytes.")


def _told(row: list[str], columns: list[str], place: str) -> RawRecord | Reject:
    if len(row) != len(columns):
        return reject(place, "bad_row", f"The row has {len(row)} columns, the first one has {len(columns)}.")
    return RawRecord(place, "row", given=dict(zip(columns, row, strict=True)))
