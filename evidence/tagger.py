"""The tagger: for each token, how probably it begins or continues a source, a cue or a content span.

Two passes over scikit-learn models learnt from PolNeAR.  The first is linear over the words, shapes, clusters
and lexicon classes around a token; the second, a small network, looks at the first one's answers along the
whole unit.  Neither looks beyond its unit, so a sentence reads the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from evidence import compiled
from evidence.budget import checkpoint
from evidence.compiled import Linear, Network, squashed
from evidence.reading import CLASSES, INSIDE, LAYER_NAMES, Reading
from evidence.tokens import COARSE, FINE, RANK, SHAPE, SHAPES, SUFFIX, SUFFIXES, Floats, Ints, Tokens

TYPES = ("source", "cue", "content")
DOUBTS = ("probable", "doxastic", "conditional", "investigated")  # the classes of Szarvas et al. (2012)
REACH = 4
RANKS = 8_000
CLUSTER_BOUND = 520
PAIRS = 8
PAIR_BITS = 16
PLACES = 16
BLOCK = 16_384  # tokens that are tagged at once, so that memory does not grow with the text
ALL = slice(None)

# Which columns are looked at, and at which offsets from the token.
MARK = FINE + 1
LAYER0 = MARK + 1
_SIZES = (RANKS + 1, SUFFIXES, len(SHAPES), CLUSTER_BOUND, CLUSTER_BOUND, 4, *(len(c) + 1 for c in CLASSES))
_WINDOWS = {RANK: 4, SUFFIX: 1, SHAPE: 3, COARSE: 3, FINE: 3, MARK: 2} | {
    LAYER0 + i: 2 for i in range(len(LAYER_NAMES))
}
_CELLS = tuple((column, offset) for column, reach in _WINDOWS.items() for offset in range(-reach, reach + 1))
_CELL_COLUMNS = np.array([column for column, _ in _CELLS])
_CELL_OFFSETS = np.array([REACH + offset for _, offset in _CELLS])
_BASES = np.cumsum([0, *(_SIZES[column] + 1 for column, _ in _CELLS)])
_PAIR = int(_BASES[-1])
_PLACE = _PAIR + (1 << PAIR_BITS)
FEATURES = _PLACE + PLACES + 2


def around(tokens: Tokens, reach: int, rows: slice = ALL) -> Ints:
    """Return (R, 2 * reach + 1) token indexes about each token of the rows; T stands for "beyond the unit"."""
    size, unit = len(tokens), tokens.unit[rows]
    index = np.arange(size)[rows, None] + np.arange(-reach, reach + 1)[None, :]
    first, last = tokens.bounds[unit], tokens.bounds[unit + 1]
    outside = (index < first[:, None]) | (index >= last[:, None])
    near: Ints = np.where(outside, size, index)
    return near


def linear_features(reading: Reading, rows: slice = ALL) -> sp.csr_matrix:
    """Return the first pass's one-hot features of the rows, (R, FEATURES), a fixed number of ones a row."""
    near = around(reading.tokens, REACH, rows)
    columns = _columns(reading)
    ones = np.empty((len(near), len(_CELLS) + PAIRS + 2), np.int32)
    ones[:, : len(_CELLS)] = columns[near[:, _CELL_OFFSETS], _CELL_COLUMNS] + _BASES[:-1]
    ones[:, len(_CELLS) : -2] = _pairs(reading, columns, near)
    ones[:, -2:] = _place(reading, rows)
    pointers = np.arange(0, ones.size + 1, ones.shape[1], dtype=np.int32)
    values = np.ones(ones.size, np.float32)
    return sp.csr_matrix((values, ones.ravel(), pointers), shape=(len(near), FEATURES))


def _columns(reading: Reading) -> Ints:
    """Stack the attributes of each token, (T + 1, columns); the last row stands for "beyond the unit"."""
    kind = reading.tokens.kind.copy()
    kind[:, RANK] = np.where(kind[:, RANK] > RANKS, 0, kind[:, RANK])
    columns = np.concatenate([kind, reading.marks[:, None], reading.classes], axis=1)
    return np.concatenate([columns, np.array([_SIZES], np.int64)])


def _pairs(reading: Reading, columns: Ints, near: Ints) -> Ints:
    digest = np.append(reading.tokens.digest, 7)
    here, before, after = (digest[near[:, REACH + o]] for o in (0, -1, 1))
    fine, shape = columns[:, FINE], columns[:, SHAPE]
    f_before, f_here, f_after = (fine[near[:, REACH + o]] for o in (-1, 0, 1))
    s = [shape[near[:, REACH + o]] for o in range(-2, 3)]
    firsts = (here, before, before, f_before, f_here, s[0] * 100 + s[1], s[2], columns[near[:, REACH], MARK])
    seconds = (after, here, after, f_here, f_after, s[2], s[3] * 100 + s[4], f_here)
    return _PAIR + mixed(np.stack(firsts, axis=1), np.stack(seconds, axis=1), np.arange(PAIRS)) % (1 << PAIR_BITS)


def mixed(a: Ints, b: Ints, salt: int | Ints) -> Ints:
    """Return a well-spread 32-bit hash of pairs of numbers."""
    spread: Ints = (a * 0x9E3779B1 + b * 0x85EBCA6B + salt * 0xC2B2AE35) & 0xFFFFFFFF
    return ((spread ^ (spread >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF) >> 8


def _place(reading: Reading, rows: slice) -> Ints:
    tokens = reading.tokens
    first = tokens.bounds[tokens.unit[rows]]
    place = np.minimum(PLACES - 1, np.arange(len(tokens))[rows] - first)
    continued = reading.marks[first] == INSIDE
    return np.stack([_PLACE + place, _PLACE + PLACES + continued], axis=1)


def sequence_features(reading: Reading, first: Floats, rows: slice = ALL) -> Floats:
    """Return the second pass's features of the rows, (R, S): the first one's answers (T, 9) about each token."""
    tokens = reading.tokens
    near = around(tokens, REACH, rows)
    padded = np.concatenate([first, np.zeros((1, first.shape[1]), np.float32)])
    windows = padded[near].reshape(len(near), -1)
    shapes = _one_hot(tokens.kind[:, SHAPE], len(SHAPES))[near[:, REACH - 1 : REACH + 2]]
    marks = _one_hot(reading.marks, 4)[near[:, REACH - 2 : REACH + 3]]
    flat = [
        windows,
        *(reach[rows] for reach in _reaches(first[:, 0::3], tokens, tokens.unit[rows])),
        *(x.reshape(len(near), -1) for x in (shapes, marks)),
    ]
    return np.concatenate([*flat, _ends(tokens)[rows]], axis=1)


def _one_hot(values: Ints, size: int) -> Floats:
    """Return the one-hot rows of the values with a row of zeros behind them for "beyond the unit"."""
    table: Floats = np.concatenate([np.eye(size, dtype=np.float32), np.zeros((1, size), np.float32)])
    return table[np.append(values, size)]


def _reaches(outside: Floats, tokens: Tokens, units: Ints) -> Floats:
    """Return (3, T, types): how surely each type occurs up to a token, from it on, and anywhere in its unit.

    Filled only for the tokens of the units (in order) that are asked for.
    """
    reaches = np.empty((3, *outside.shape), np.float32)
    if len(units):
        asked = slice(tokens.bounds[units[0]], tokens.bounds[units[-1] + 1])
        within, unit = 1 - outside[asked], tokens.unit[asked, None]
        # probabilities raised by 2 for each unit, so that no unit's maximum reaches into the next one
        left = np.maximum.accumulate(within + 2 * unit) - 2 * unit
        right = np.maximum.accumulate((within - 2 * unit)[::-1])[::-1] + 2 * unit
        reaches[:, asked] = left, right, left[tokens.bounds[tokens.unit[asked] + 1] - 1 - asked.start]
    return reaches


def _ends(tokens: Tokens) -> Floats:
    at = np.arange(len(tokens))
    begun, left = at - tokens.bounds[tokens.unit], tokens.bounds[tokens.unit + 1] - 1 - at
    near = [np.minimum(begun, 20) / 20, np.minimum(left, 20) / 20, begun == 0, left == 0, left == 1]
    return np.stack(near, axis=1).astype(np.float32)


@dataclass(frozen=True)
class Tags:
    """The tagger's answers for each token.

    ``spans`` (T, 6): for source, cue and content the probability of beginning and of being within one;
    ``doubts`` (T, D): the probability of each class of uncertainty cue (DOUBTS).
    """

    spans: Floats
    doubts: Floats

    def followed_by(self, index: Ints) -> Tags:
        """Return these tags and then, again, those of the tokens of the index."""
        return Tags(*(np.concatenate([values, values[index]]) for values in (self.spans, self.doubts)))


@dataclass(frozen=True)
class Tagger:
    """The fitted models.

    ``first`` holds a three-class linear model for each type, ``second`` is the network over their answers;
    ``doubts`` is a linear model of the uncertainty cues, class 0 being none.
    """

    first: Sequence[Any]
    second: Any
    doubts: Any

    @cached_property
    def _linear(self) -> Linear:
        return compiled.linear([*self.first, self.doubts])

    @cached_property
    def _network(self) -> Network:
        return compiled.network(self.second)

    def __call__(self, reading: Reading) -> Tags:
        """Return the tags of a reading's tokens."""
        if not len(reading.tokens):
            return Tags(np.zeros((0, 2 * len(TYPES)), np.float32), np.zeros((0, len(DOUBTS)), np.float32))
        blocks = [slice(at, at + BLOCK) for at in range(0, len(reading.tokens), BLOCK)]
        answers = _stacked(blocks, lambda rows: squashed(self._linear(linear_features(reading, rows))))
        first = answers[:, : 3 * len(TYPES)]
        spans = _stacked(blocks, lambda rows: self._network(sequence_features(reading, first, rows)))
        return Tags(spans, answers[:, 3 * len(TYPES) + 1 :])


def _stacked(blocks: Sequence[slice], answer: Callable[[slice], Floats]) -> Floats:
    """Return the answers for the blocks, one below the other."""
    found = []
    for rows in blocks:
        checkpoint()
        found.append(answer(rows))
    return found[0] if len(found) == 1 else np.concatenate(found)
