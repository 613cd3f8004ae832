"""The convolution: what a unit's words say, as one row of numbers, the unit's gist.

Learnt word vectors, two layers over neighbouring tokens and three ways of pooling them, as in Collobert et al. 2011
and Kim 2014; the second layer leaves tokens out between those it looks at (Yu and Koltun 2016).  It looks at no other
unit, so a sentence has the same gist wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.budget import checkpoint
from evidence.compiled import Linear
from evidence.reading import CLASSES, LAYER_NAMES, Reading
from evidence.tagger import Tags
from evidence.tokens import RANK, SHAPE, SHAPES, SUFFIX, SUFFIXES, Floats, Ints

MARKS = 4  # where a token stands to a quotation (evidence.reading)
ATTRIBUTES = {"suffix": SUFFIXES, "shape": len(SHAPES), "mark": MARKS} | {
    f"class.{name}": len(classes) + 1 for name, classes in zip(LAYER_NAMES, CLASSES, strict=True)
}  # of a token beside its word, and how many values each has
NEAR = (-2, -1, 0, 1, 2)  # the tokens that the first layer looks at
FAR = (-2, 0, 2)  # those that the second does
GAP = 2  # rows of zeros between units: as far as a layer looks
BLOCK = 16_384  # tokens at once, so that memory does not grow with the text


@dataclass(frozen=True, eq=False)
class Convolution:
    """The learnt layers; D numbers a token, H a token after each layer, G a gist.

    ``words`` (V + 1, D) has a row a word, row 0 being the unknown one; ``attributes`` (sum of ATTRIBUTES, D) has one
    for each value of each of these in turn; ``tags`` is (6, D) -> D.  ``near`` and ``far`` hold the factors for each
    offset in turn, ``attention`` (H, A) weighs the tokens for A equal shares of H, ``last`` is 3 * H -> G.
    """

    words: Floats
    attributes: Floats
    tags: Linear
    near: Linear
    far: Linear
    attention: Linear
    last: Linear

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> Convolution:
        """Return the convolution of an artifact's part."""
        layers = {
            name: Linear(part[f"{name}.factors"], part[f"{name}.shift"])
            for name in ("tags", "near", "far", "attention", "last")
        }
        return cls(part["words"], part["attributes"], **layers)

    @property
    def width(self) -> int:
        """The number of numbers in a gist."""
        return len(self.last.shift)

    def __call__(self, reading: Reading, tags: Tags) -> Floats:
        """Return (U, G), the gist of each unit."""
        made = np.empty((len(reading.units), self.width), np.float32)
        for units in _blocks(reading.tokens.bounds):
            checkpoint()
            made[units] = self._gists(reading, tags, units)
        return made

    def _gists(self, reading: Reading, tags: Tags, units: slice) -> Floats:
        bounds = reading.tokens.bounds[units.start : units.stop + 1]
        tokens = slice(int(bounds[0]), int(bounds[-1]))
        bounds = bounds - bounds[0]
        sizes = np.diff(bounds)
        rows = np.arange(bounds[-1]) + GAP * (1 + np.repeat(np.arange(len(sizes)), sizes))
        length = int(bounds[-1]) + GAP * (len(sizes) + 1)
        hidden = _apart(self._vectors(reading, tags, tokens), rows, length)
        hidden = np.maximum(_over(hidden, self.near, NEAR)[rows], 0)
        hidden = np.maximum(_over(_apart(hidden, rows, length), self.far, FAR)[rows] + hidden, 0)
        return np.maximum(self.last(self._pooled(hidden, bounds)), 0)

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
        pooled = np.zeros((len(bounds) - 1, 3, hidden.shape[1]), np.float32)
        filled = np.diff(bounds) > 0
        if not filled.any():
            return pooled.reshape(len(pooled), -1)
        starts = bounds[:-1][filled]
        sizes = np.diff(bounds)[filled][:, None].astype(np.float32)
        weights = np.exp(np.clip(self.attention(hidden), -15, 15))
        shares = hidden.reshape(len(hidden), weights.shape[1], -1) * weights[:, :, None]
        summed = np.add.reduceat(shares, starts, axis=0) / np.add.reduceat(weights, starts, axis=0)[:, :, None]
        pooled[filled, 0] = np.maximum.reduceat(hidden, starts, axis=0)
        pooled[filled, 1] = np.add.reduceat(hidden, starts, axis=0) / sizes
        pooled[filled, 2] = summed.reshape(len(summed), -1)
        return pooled.reshape(len(pooled), -1)


def _blocks(bounds: Ints) -> Iterator[slice]:
    """Yield all units in runs of at most BLOCK tokens, a longer unit alone."""
    ends = bounds.tolist()
    first = 0
    for unit in range(1, len(ends)):
        if unit == len(ends) - 1 or ends[unit + 1] - ends[first] > BLOCK:
            yield slice(first, unit)
            first = unit


def _apart(values: Floats, rows: Ints, length: int) -> Floats:
    """Return (length, ...) with the values in these rows and zeros between them."""
    made = np.zeros((length, values.shape[1]), np.float32)
    made[rows] = values
    return made


def _over(values: Floats, layer: Linear, offsets: tuple[int, ...]) -> Floats:
    """Return what the layer makes of the rows at the offsets from each row; the outermost rows are left as zeros."""
    reach, length = max(offsets), len(values)
    made = np.zeros((length, len(layer.shift)), np.float32)
    inner = made[reach : length - reach]
    inner += layer.shift
    width = values.shape[1]
    for at, offset in enumerate(offsets):
        inner += values[reach + offset : length - reach + offset] @ layer.factors[at * width : (at + 1) * width]
    return made
