"""What the tests of the core need: a reader that knows no words, and articles with their spans marked in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from evidence import lexicon
from evidence.attribution import Attributions, attribute
from evidence.decode import Spans
from evidence.parts import parted
from evidence.reading import Reader, Reading
from evidence.segment import headline, segment
from evidence.tokens import Tokenizer, Words
from evidence.values import Article

NO_WORDS = Words({}, np.zeros((1, 2), np.int16))
BRACKET = re.compile(r"\[([SCK]) |\]")


@dataclass(frozen=True)
class Marked:
    """A text without its brackets, read, with the token ranges that they marked: sources, cues, contents."""

    reading: Reading
    spans: tuple[Spans, Spans, Spans]

    @property
    def found(self) -> Attributions:
        return attribute(self.reading, parted(self.reading, self.spans))

    def words(self, found: tuple[int, int] | None) -> str:
        """The text of a token range, as in "[S John Smith]"."""
        if found is None:
            return ""
        start, end = int(self.reading.start[found[0]]), int(self.reading.end[found[1] - 1])
        unit = self.reading.units[int(self.reading.tokens.unit[found[0]])]
        return unit.text[start - unit.start : end - unit.start]


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Reads a text, and perhaps a title, with the lexicon but without known words."""
    reader = Reader(Tokenizer(NO_WORDS), lexicon.load())

    def reading(text: str, title: str | None = None) -> Reading:
        article = Article.of(text, title)
        return reader.read(article, headline(article), segment(article))

    return reading


@pytest.fixture(scope="session")
def marked(read: Callable[..., Reading]) -> Callable[..., Marked]:
    """Reads a text whose spans stand in brackets: [S source], [C cue], [K content]."""

    def made(text: str) -> Marked:
        plain, stretches = _unbracketed(text)
        reading = read(plain)
        spans: dict[str, list[tuple[int, int]]] = {"S": [], "C": [], "K": []}
        for kind, start, end in stretches:
            first = int(np.searchsorted(reading.end, start, side="right"))
            last = int(np.searchsorted(reading.start, end, side="left"))
            # a span never crosses a sentence, so what runs over several is one span in each
            owner = reading.tokens.unit[first:last]
            for unit in dict.fromkeys(owner.tolist()):
                own = np.flatnonzero(owner == unit) + first
                spans[kind].append((int(own[0]), int(own[-1]) + 1))
        return Marked(reading, (tuple(spans["S"]), tuple(spans["C"]), tuple(spans["K"])))

    return made


def _unbracketed(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    plain, last, opened, found = "", 0, ("", 0), []
    for bracket in BRACKET.finditer(text):
        plain += text[last : bracket.start()]
        last = bracket.end()
        if bracket[1]:
            opened = (bracket[1], len(plain))
        else:
            found.append((*opened, len(plain)))
    return plain + text[last:], found
