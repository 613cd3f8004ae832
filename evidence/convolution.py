"""The convolution: what a unit's words say, as one row of numbers, the unit's gist.

Learnt word vectors, two layers over neighbouring tokens and three ways of pooling them, as in Collobert et al. 2011
and Kim 2014; the second layer leaves tokens out between those it looks at (Yu and Koltun 2016).  It looks at no other
unit, so a sentence has the same gist wherever it stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from evidence.budget import checkpoint
from evidence.compiled import Linear
from evidence.reading import CLASSES, LAYER_NAMES, Reading
from evidence.tagger import Tags
from evidence.tokens import RANK, SHAPE, SHAPES, SUFFIX, SUFFIXES, Floats, Ints

# The layers over tokens, and the neighbours of a token that each looks at: as far before as behind, and itself, since
# all but the first add to what they were given.
OVER = {"near": (-2, -1, 0, 1, 2), "far": (-2, 0, 2)}
TABLES, LINEAR = ("words", "attributes"), ("tags", *OVER, "attention", "last")  # the parts' names
MARKS = 4  # where a token stands to a quotation (evidence.reading)
ATTRIBUTES = {"suffix": SUFFIXES, "shape": len(SHAPES), "mark": MARKS} | {
    f"class.{name}": len(classes) + 1 for name, classes in zip(LAYER_NAMES, CLASSES, strict=True)
}  # of a token beside its word, and how many values each has
REACH = sum(map(max, OVER.values()))  # how far the last layer sees
GAP = max(map(max, OVER.values()))  # rows of zeros between units: as far as one layer looks
NOBODY = -1  # the name of the token beyond a unit
LEAST = 1e-9  # of the weights' sum, which is 0 where there are no tokens
BLOCK = 16_384  # tokens at once, so that memory does not grow with the text; a longer unit is read in pieces


@dataclass(frozen=True, eq=False)
class Variants:
    """Which units of a reading are variants: its last ones, of ``units`` in order.

    ``origin`` (T,) tells for each of the variants' tokens which token of its unit it is a copy of; its tags and
    attributes are the same.
    """

    units: tuple[int, ...]
    origin: Ints


@dataclass(frozen=True, eq=False)
class Convolution:
    """The learnt layers; D numbers a token, H a token after each layer, G a gist.

    ``words`` (V + 1, D) has a row a word, row 0 being the unknown one; ``attributes`` (sum of ATTRIBUTES, D) has one
    for each value of each of these in turn; ``tags`` is (6, D) -> D.  ``over`` are the layers over tokens, with the
    factors for each offset in turn, ``attention`` (H, A) weighs the tokens for A equal shares of H, ``last`` is
    3 * H -> G.
    """

    words: Floats
    attributes: Floats
    tags: Linear
    over: tuple[Linear, ...]
    attention: Linear
    last: Linear

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> Convolution:
        """Return the convolution of an artifact's part."""
        layers = {name: Linear(part[f"{name}.factors"], part[f"{name}.shift"]) for name in LINEAR}
        over = tuple(layers.pop(name) for name in OVER)
        return cls(part["words"], part["attributes"], over=over, **layers)

    @property
    def width(self) -> int:
        """The number of numbers in a gist."""
        return len(self.last.shift)

    def __call__(self, reading: Reading, tags: Tags, variants: Variants | None = None) -> Floats:
        """Return (U, G), the gist of each unit; ``variants`` says which of the last units are variants of others."""
        bounds = reading.tokens.bounds
        varied = variants or Variants((), np.zeros(0, np.int64))
        own = len(reading.units) - len(varied.units)
        made = np.empty((len(reading.units), self.width), np.float32)
        for units in _blocks(bounds, 0, own):
            checkpoint()
            first, last = (own + bisect_left(varied.units, unit) for unit in (units.start, units.stop))
            if bounds[units.stop] - bounds[units.start] > BLOCK:
                for unit in (units.start, *range(first, last)):
                    made[unit] = self._long(reading, tags, slice(int(bounds[unit]), int(bounds[unit + 1])))
                continue
            tokens = slice(int(bounds[units.start]), int(bounds[units.stop]))
            layers = self._layers(self._vectors(reading, tags, tokens), _Stream.of(bounds, units))
            made[units] = self._gists(layers.values[-1], bounds, units)
            for some in _blocks(bounds, first, last):
                checkpoint()
                copies = slice(int(bounds[some.start] - bounds[own]), int(bounds[some.stop] - bounds[own]))
                origin = varied.origin[copies] - tokens.start
                made[some] = self._gists(self._varied(layers, origin, _Stream.of(bounds, some)), bounds, some)
        return made

    def _layers(self, vectors: Floats, stream: _Stream) -> _Layers:
        values = [vectors]
        for at in range(len(self.over)):
            values.append(self._passed(at, stream.apart(values[-1]), stream.rows))
        return _Layers(tuple(values), stream)

    def _varied(self, layers: _Layers, origin: Ints, stream: _Stream) -> Floats:
        """Return the last layer's values of the variants' tokens, which are copies of the tokens of ``layers``.

        Most of a copy's neighbours are those of its origin, and so are its values; only the others are made anew.
        """
        moved = {
            offset: layers.stream.beside(np.arange(len(layers.values[0])), offset)[origin]
            != stream.beside(origin, offset)
            for offset in {offset for offsets in OVER.values() for offset in offsets}
        }
        values, changed = layers.values[0][origin], np.zeros(len(origin), bool)
        for at, offsets in enumerate(OVER.values()):
            flags = stream.apart(changed[:, None])[:, 0]
            changed = np.any([moved[offset] | (flags[stream.rows + offset] > 0) for offset in offsets], axis=0)
            anew = self._passed(at, stream.apart(values), stream.rows[changed])
            values = layers.values[at + 1][origin]
            values[changed] = anew
        return values

    def _passed(self, at: int, values: Floats, rows: Ints) -> Floats:
        """Return what a layer makes of these rows of the values; to all but the first's the rows are added."""
        offsets = [*OVER.values()][at]
        made = self.over[at](np.concatenate([values[rows + offset] for offset in offsets], axis=1))
        if at:
            made += values[rows]
        return np.maximum(made, 0, out=made)

    def _gists(self, hidden: Floats, bounds: Ints, units: slice) -> Floats:
        own = bounds[units.start : units.stop + 1]
        return np.maximum(self.last(self._pooled(hidden, own - own[0])), 0)

    def _long(self, reading: Reading, tags: Tags, unit: slice) -> Floats:
        """Return (G,), the gist of a unit that is longer than a block, read piece by piece."""
        width = len(self.over[-1].shift)
        greatest, summed, weighed = np.zeros(width), np.zeros(width), np.zeros(width)
        weight = np.zeros((len(self.attention.shift), 1))
        for at in range(unit.start, unit.stop, BLOCK):
            checkpoint()
            first, last = max(unit.start, at - REACH), min(unit.stop, at + BLOCK + REACH)
            stream = _Stream.of(np.array([0, last - first]), slice(0, 1))
            made = self._layers(self._vectors(reading, tags, slice(first, last)), stream).values[-1]
            own = made[at - first : at - first + min(BLOCK, unit.stop - at)]
            weights = self._weights(own)
            greatest = np.maximum(greatest, own.max(axis=0))
            summed += own.sum(axis=0)
            weighed += (own.reshape(len(own), weights.shape[1], -1) * weights[:, :, None]).sum(axis=0).ravel()
            weight += weights.sum(axis=0)[:, None]
        attended = (weighed.reshape(len(weight), -1) / np.maximum(weight, LEAST)).ravel()  # a variant may be empty
        pooled = np.concatenate([greatest, summed / max(1, unit.stop - unit.start), attended]).astype(np.float32)
        gist: Floats = np.maximum(self.last(pooled), 0)
        return gist

    def _weights(self, hidden: Floats) -> Floats:
        return np.exp(np.clip(self.attention(hidden), -15, 15))

    def _vectors(self, reading: Reading, tags: Tags, tokens: slice) -> Floats:
        """Return (T, D): the sum of what each token's word, attributes and tags bring."""
        kind, marks, classes = reading.tokens.kind[tokens], reading.marks[tokens], reading.classes[tokens]
        made = self.words[kind[:, RANK]] + self.tags(tags.spans[tokens])
        values = (kind[:, SUFFIX], kind[:, SHAPE], marks, *classes.T)
        at = 0
        for value, size in zip(values, ATTRIBUTES.values(), strict=True):
            made += self.attributes[at + value]
            at += size
        return made

    def _pooled(self, hidden: Floats, bounds: Ints) -> Floats:
        """Return (U, 3 * H): greatest values, means, and means by attention; zeros for a unit without tokens."""
        units, width, weights = len(bounds) - 1, hidden.shape[1], self._weights(hidden)
        each = (weights.shape[1], width // weights.shape[1])
        shares = hidden.reshape(-1, *each) * weights[:, :, None]
        add = _adder(bounds)
        attended = (add @ shares.reshape(-1, width)).reshape(units, *each)
        attended /= np.maximum(add @ weights, LEAST)[:, :, None]
        pooled = np.zeros((units, 3, width), np.float32)
        # unit by unit in half the time of numpy's own reduceat
        for unit, (first, last) in enumerate(pairwise(bounds.tolist())):
            if first < last:
                hidden[first:last].max(axis=0, out=pooled[unit, 0])
        pooled[:, 1] = (add @ hidden) / np.maximum(np.diff(bounds), 1)[:, None].astype(np.float32)
        pooled[:, 2] = attended.reshape(units, width)
        return pooled.reshape(units, 3 * width)


@dataclass(frozen=True, eq=False)
class _Stream:
    """The tokens of some units as ``rows`` of a stream of this ``length``, with zeros between the units."""

    rows: Ints
    length: int

    @classmethod
    def of(cls, bounds: Ints, units: slice) -> _Stream:
        sizes = np.diff(bounds[units.start : units.stop + 1])
        tokens = int(sizes.sum())
        rows = np.arange(tokens) + GAP * (1 + np.repeat(np.arange(len(sizes)), sizes))
        return cls(rows, tokens + GAP * (len(sizes) + 1))

    def apart(self, values: Floats) -> Floats:
        """Return (length, ...) with the tokens' values in their rows and zeros between them."""
        made = np.zeros((self.length, values.shape[1]), np.float32)
        made[self.rows] = values
        return made

    def beside(self, names: Ints, offset: int) -> Ints:
        """Return the name of the token at the offset from each, NOBODY beyond the unit."""
        made = np.full(self.length, NOBODY)
        made[self.rows] = names
        found: Ints = made[self.rows + offset]
        return found


@dataclass(frozen=True, eq=False)
class _Layers:
    """The values of some units' tokens before the first layer and after each, and the stream that they stand in."""

    values: tuple[Floats, ...]
    stream: _Stream


def _adder(bounds: Ints) -> sp.csr_matrix:
    """Return the matrix that sums rows from each bound to the next: in half the time of numpy's own sums."""
    terms = int(bounds[-1])
    return sp.csr_matrix((np.ones(terms, np.float32), np.arange(terms), bounds), (len(bounds) - 1, terms))


def _blocks(bounds: Ints, first: int, last: int) -> Iterator[slice]:
    """Yield the units from first to last in runs of at most BLOCK tokens, a longer unit alone."""
    ends = bounds[: last + 1].tolist()
    for unit in range(first + 1, last + 1):
        if unit == last or ends[unit + 1] - ends[first] > BLOCK:
            yield slice(first, unit)
            first = unit
