"""CSV: an article a row, the first row the names of the columns."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from io import BufferedIOBase
from pathlib import Path

from service.bulk.readers.faults import DAMAGED, damaged, reject, too_large
from service.bulk.readers.quotation import Quotation
from service.bulk.readers.streams import ending, lines, opened
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Reject

DELIMITERS = ",;\t|"  # of several that are as frequent in the first line, the first one
MOST_AGAIN = 4 * MOST_BYTES  # characters of a file that are read anew, beyond as many as it has been read for
_Line = tuple[int, str | None]  # its number, and None for one that is too long


class _TooLongError(Exception):
    """The row has more bytes than are read."""


class _Lines:
    """A file's lines as csv reads them, those of the row in the making kept, so that they can be read anew.

    What is no UTF-8 stands as lone surrogates, which whoever reads the record finds.  Where the file is damaged the
    lines end, so that those before are read to the last; ``damage`` is what was raised.
    """

    def __init__(self, stream: BufferedIOBase) -> None:
        self.number = 0  # of the line read last
        self.row: list[_Line] = []
        self.damage: Exception | None = None
        self._source = lines(stream)
        self._again: list[_Line] = []
        self._size = 0
        self._left = MOST_AGAIN

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line = told = self._again.pop() if self._again else self._decoded()
        self.row.append(told)
        self._size += len(line or "")
        if line is None or self._size > MOST_BYTES:
            raise _TooLongError
        return line

    def _decoded(self) -> _Line:
        try:
            number, line = next(self._source)
        except DAMAGED as error:
            self.damage = error
            raise StopIteration from None
        if line is None:
            return number, None
        decoded = line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape")
        self._left += len(decoded)
        return number, decoded

    @property
    def first(self) -> int:
        """The number of the row's first line."""
        return self.row[0][0] if self.row else self.number

    @property
    def last(self) -> int:
        """The number of the last line that is not to be read anew."""
        return self._again[-1][0] - 1 if self._again else self.number

    def begin(self) -> None:
        """Let a row begin with the next line."""
        self.row, self._size = [], 0

    def again(self, skipped: int) -> Sequence[int]:
        """Read the row's lines anew but for the first ``skipped``; return the numbers of those that are given up.

        Those are none, unless so much was read anew before that the whole would take more than linear time.
        """
        rest = self.row[skipped:]
        self._left -= sum(len(line or "") for _, line in rest)
        if self._left < 0:
            return [number for number, line in rest if line is None or line.strip()]
        self._again += reversed(rest)
        self.begin()
        return ()


def read(path: Path, name: str, _: Fields) -> Iterator[RawRecord | Reject]:
    """Yield the file's rows; a row's place is its first line."""
    try:
        with opened(path) as stream:
            yield from _rows(_Lines(stream), "\t" if ending(path) == ".tsv" else DELIMITERS, name)
    except DAMAGED as error:
        yield damaged(f"{name}:1", error)


def _rows(told: _Lines, delimiters: str, name: str) -> Iterator[RawRecord | Reject]:
    # The process's own limit, as csv has no other; its 128 KiB are less than an article may have.
    csv.field_size_limit(MOST_BYTES)
    number = 0  # of the last line of what has been told
    try:
        head = next(told, "")
        told.again(0)
        delimiter = max(delimiters, key=head.count)
        rows = csv.reader(told, delimiter=delimiter, strict=True)
        columns = [column.strip() for column in next(rows, [])]
    except (csv.Error, _TooLongError):
        yield _cut(told, name, number) or reject(f"{name}:1", "unreadable", "The first line does not name columns.")
        return
    while True:
        told.begin()
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, _TooLongError) as error:
            last = _last(told, delimiter, len(columns))
            if last is None and told.damage:
                break
            yield _faulty(told, name, error)
            # What is not the row's own is read anew.
            for number in told.again(last or len(told.row)):
                yield reject(f"{name}:{number}", "bad_row", "The line stands behind quotation marks that do not close.")
        else:
            if row:
                yield _told(row, columns, f"{name}:{told.first}")
        number = told.last
    cut = _cut(told, name, number)
    if cut:
        yield cut


def _cut(told: _Lines, name: str, number: int) -> Reject | None:
    return damaged(f"{name}:{number + 1}", told.damage) if told.damage else None


def _last(told: _Lines, delimiter: str, columns: int) -> int | None:
    """Return how many lines of those read are the faulty row's own, None if it goes on to the end of the file.

    A quotation that was not meant to begin, more likely than an article as long as all that follows, costs its line.
    """
    (_, first), *behind = told.row
    quotation = Quotation(first or "", delimiter, columns, bool(behind))
    if not quotation.open:
        return 1
    for count in itertools.count(2):
        try:
            line = behind[count - 2][1] if count - 2 < len(behind) else next(told)
        except StopIteration:
            return 1 if quotation.rows else None
        except _TooLongError:
            return 1
        own = None if line is None else quotation.told(line)
        if line is None or own is False:
            return 1
        if own:
            return count
    raise AssertionError("lines end")


def _faulty(told: _Lines, name: str, error: Exception) -> Reject:
    place = f"{name}:{told.first}"
    if isinstance(error, csv.Error):
        return reject(place, "bad_row", "The row's quotation marks do not close where a field ends.")
    if len(told.row) < 2:
        return too_large(place)
    return reject(place, "bad_row", f"A quotation begins in the row and does not close within {MOST_BYTES} bytes.")


def _told(row: list[str], columns: list[str], place: str) -> RawRecord | Reject:
    if len(row) != len(columns):
        return reject(place, "bad_row", f"The row has {len(row)} columns, the first one has {len(columns)}.")
    return RawRecord(place, "row", given=dict(zip(columns, row, strict=True)))
