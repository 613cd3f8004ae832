"""The quotation: whether lines behind a row whose quotation marks are at fault are rows, or go on with that row."""

from __future__ import annotations

import re

_RUN = re.compile('"+')


class Quotation:
    """Of a row at fault, the lines behind it taken one by one until one of them tells.

    A mark where a field begins is that of another row: the row at fault has a stray mark.  A mark behind a word, as in
    ``the end."``, closes the quotation: the lines up to it are the row's, unless most have as many fields as the
    header.  Marks around words within a line tell nothing.
    """

    def __init__(self, first: str, delimiter: str, columns: int, several: bool) -> None:
        # What has gone on beyond its first line is open, whatever marks stand in words there.
        self.open = several or first.count('"') % 2 == 1
        self._delimiter, self._columns = delimiter, columns
        self._lines = self._fitting = 0

    def told(self, line: str) -> bool | None:
        """Take the next line; return True if it is the row's last one, False if the lines are rows, None if unknown."""
        first = self._first(line)
        if first == 0 or (first and line[first - 1] == self._delimiter):
            return False
        if first and line.count('"') % 2 and not line[first - 1].isspace():
            return self._columns == 1 or 2 * self._fitting <= self._lines
        if line.strip():
            self._lines += 1
            self._fitting += line.count(self._delimiter) + 1 == self._columns
        return None

    @property
    def rows(self) -> bool:
        """Whether the lines taken are rows where no mark tells: half of them have as many fields as the header."""
        return self._columns == 1 or 2 * self._fitting >= self._lines

    @staticmethod
    def _first(line: str) -> int | None:
        """Return where the first mark stands; two of them are a word's own."""
        return next((run.start() for run in _RUN.finditer(line) if len(run[0]) % 2), None)
