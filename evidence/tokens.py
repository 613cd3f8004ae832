"""Tokens: an article's words and marks as arrays, and what is known of each word type.

A token is a run of letters, digits and inner apostrophes or hyphens, or one mark.  All later stages work on
whole arrays; only this module touches single words, and it looks each word type up once.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]

TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[^\w\s]|_")
DIGIT = re.compile(r"\d")

SHAPES = ("lower", "title", "upper", "mixed", "number", "open", "close", "straight", "stop", "comma", "mark")
SUFFIXES = 1024
_ROW = struct.Struct("=6q")  # a type's attributes and its digest, as an array holds them
OPENING, CLOSING, STRAIGHT, STOPS = "“‘«(", "”’»)", "\"'", ".!?…"


@dataclass(frozen=True, slots=True)
class Words:
    """What was learnt of words: ``rank`` maps a normalised word to 1..n, ``clusters`` is (n + 1, 2).

    Row 0 of ``clusters`` is the unknown word.  The clusters, coarse and fine, are distributional: words that
    keep the same company (training/words.py makes them).
    """

    rank: Mapping[str, int]
    clusters: NDArray[np.int16]

    @property
    def vocabulary(self) -> list[str]:
        """The words in the order of their ranks."""
        return sorted(self.rank, key=self.rank.__getitem__)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some units (a headline, sentences), in order; one entry a token in every array.

    ``unit`` is the index of the unit, ``start`` and ``end`` count into that unit's text, ``kind`` is the
    table of type attributes: columns rank, suffix, shape, coarse cluster, fine cluster; ``digest`` is a
    32-bit hash of the normalised word.
    """

    words: tuple[str, ...]
    unit: Ints
    start: Ints
    end: Ints
    kind: Ints
    digest: Ints
    bounds: Ints

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def take(self, index: Ints, unit: Ints, counts: Sequence[int]) -> Tokens:
        """Return the tokens of the index as units of the given numbers of tokens."""
        words = tuple(map(self.words.__getitem__, index.tolist()))
        arrays = (self.start[index], self.end[index], self.kind[index], self.digest[index])
        return Tokens(words, unit, *arrays, _bounds(counts))

    def followed_by(self, other: Tokens) -> Tokens:
        """Return these tokens and then the other's, its units counted on."""
        units = len(self.bounds) - 1
        return Tokens(
            self.words + other.words,
            np.concatenate([self.unit, other.unit + units]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]),
            np.concatenate([self.kind, other.kind]),
            np.concatenate([self.digest, other.digest]),
            np.concatenate([self.bounds, other.bounds[1:] + self.bounds[-1]]),
        )


def _bounds(counts: Sequence[int]) -> Ints:
    bounds: Ints = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
    return bounds


RANK, SUFFIX, SHAPE, COARSE, FINE = range(5)


def normal(word: str) -> str:
    """Return the form under which a word is looked up: lower case, digits as 0, curly apostrophe straight."""
    form = word.lower()
    return form if form.isalpha() else DIGIT.sub("0", form.replace("’", "'"))


def shape(word: str) -> int:
    """Return the index in SHAPES that tells what the word looks like."""
    return SHAPES.index(_shape_name(word))


def _shape_name(word: str) -> str:
    first = word[0]
    if not first.isalnum():
        for name, marks in (("open", OPENING), ("close", CLOSING), ("straight", STRAIGHT), ("stop", STOPS)):
            if first in marks:
                return name
        return "comma" if first == "," else "mark"
    if first.isdigit():
        return "number"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "title"
    return "title" if first.isupper() else "mixed"


class Tokenizer:
    """Turns texts into Tokens; remembers what it found of the vocabulary's words, and of no others."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._types: dict[str, bytes] = {}

    @property
    def vocabulary(self) -> Container[str]:
        """The words that were learnt, as ``normal`` writes them."""
        return self._words.rank

    def __call__(self, texts: Sequence[str]) -> Tokens:
        """Return the tokens of the texts, each text one unit."""
        words: list[str] = []
        start: list[int] = []
        counts: list[int] = []
        for text in texts:
            found = TOKEN.findall(text)
            at = 0
            for word in found:  # nothing but white space stands between two tokens
                at = text.index(word, at)
                start.append(at)
                at += len(word)
            words += found
            counts.append(len(found))
        types = {word: self._types.get(word) or self._learn(word) for word in set(words)}
        rows = np.frombuffer(b"".join([types[word] for word in words]), np.int64).reshape(-1, 6)
        starts = np.array(start, np.int64)
        ends = starts + np.fromiter(map(len, words), np.int64, len(words))
        unit = np.repeat(np.arange(len(texts), dtype=np.int64), counts)
        return Tokens(tuple(words), unit, starts, ends, rows[:, :5], rows[:, 5], _bounds(counts))

    def _learn(self, word: str) -> bytes:
        form = normal(word)
        rank = self._words.rank.get(form, 0)
        coarse, fine = self._words.clusters[rank].tolist()
        suffix = zlib.crc32(form[-3:].encode("utf-8", "replace")) % SUFFIXES
        digest = zlib.crc32(form.encode("utf-8", "replace"))
        row = _ROW.pack(rank, suffix, shape(word), coarse, fine, digest)
        # An article's rarer words, its numbers and its odd spellings must not outlive it.
        if rank and word in (form, form.capitalize(), form.upper()):
            self._types[word] = row
        return row
