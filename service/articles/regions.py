"""Regions: the lines and columns of a file where a sentence stands, counted from 1 in code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a file, its last column excluded; without columns it is whole lines."""

    line: int
    column: int | None
    end_line: int
    end_column: int | None


class Lines:
    """The lines of a text, which end at a line feed."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def region(self, start: int, end: int) -> Region:
        """Return the region of a stretch given in offsets."""
        return Region(*self._place(start), *self._place(end))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place."""
        return self._starts[line - 1] + column - 1

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


class Words(HTMLParser):
    """The words of a page, each with its offset, by which sentences are found that were extracted from it.

    Of a page that HTMLParser refuses there are none.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = Lines(html)
        self._words: list[str] = []
        self._starts: list[int] = []
        self._next = 0
        try:
            self.feed(html)
            self.close()
        except AssertionError:  # at a marked section that it does not know, such as <![foo[ ]]>
            self._words, self._starts = [], []

    def handle_data(self, data: str) -> None:
        """Note the words of a text between two marks."""
        line, before = self.getpos()
        base = self._lines.offset(line, before + 1)
        for found in WORD.finditer(data):
            self._words.append(found[0])
            self._starts.append(base + found.start())

    def region(self, sentence: str) -> Region | None:
        """Return where a sentence stands behind the one asked for before, or None where it is not found."""
        words = WORD.findall(sentence)
        at = self._find(words) if words else None
        if at is None:
            return None
        self._next = last = at + len(words)
        return self._lines.region(self._starts[at], self._starts[last - 1] + len(words[-1]))

    def _find(self, words: Sequence[str]) -> int | None:
        at = self._next
        while True:
            try:
                at = self._words.index(words[0], at)
            except ValueError:
                return None
            if self._words[at : at + len(words)] == words:
                return at
            at += 1
