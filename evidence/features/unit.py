"""Unit: the dense view of a unit alone, what the tagger, the lexicon and the marks say of it."""

from __future__ import annotations

import numpy as np

from evidence.features.names import CLUSTERS, CUE, ENDS, FRAME, KIND, LOCAL_FAMILIES, ROLES, VOICE
from evidence.reading import CLASSES, CLOSES, INSIDE, OPENS, OUTSIDE, Reading
from evidence.tagger import Tags
from evidence.tokens import COARSE, SHAPE, SHAPES, Floats, Ints


def local(reading: Reading, tags: Tags) -> Floats:
    """Return (U, LOCAL) for the tags of the reading's tokens."""
    tokens, units = reading.tokens, len(reading.units)
    inside = tags.spans[:, 0::2] + tags.spans[:, 1::2]
    size = np.maximum(1, np.diff(tokens.bounds)).astype(np.float32)
    coarse, shapes = tokens.kind[:, COARSE], tokens.kind[:, SHAPE]
    ones = np.ones(len(tokens), np.float32)

    def mass(classes: Ints, values: Floats, width: int) -> Floats:
        """Sum the values of each unit's tokens by class."""
        cells = np.bincount(tokens.unit * width + classes, values, units * width)
        return cells.reshape(units, width).astype(np.float32)

    def named(classes: Ints, layer: int, values: Floats) -> Floats:
        return mass(classes[:, layer], values, len(CLASSES[layer]) + 1)[:, 1:]

    classes, begins, content = reading.classes, reading.begins, inside[:, 2]
    views = [
        _tag_stats(tags.spans, inside, reading, size),
        named(classes, CUE, inside[:, 1]), named(classes, KIND, inside[:, 0]),
        named(begins, CUE, content), named(begins, CUE, 1 - content),
        named(begins, KIND, ones), named(begins, VOICE, 1 - content), named(begins, FRAME, ones),
        _doubts(tags.doubts, content, reading),
        mass(coarse, ones, CLUSTERS) / size[:, None],
        mass(coarse, inside[:, 0], CLUSTERS), mass(coarse, inside[:, 1], CLUSTERS),
        mass(shapes, ones, len(SHAPES)) / size[:, None], mass(shapes, inside[:, 0], len(SHAPES)),
        _end_shapes(shapes, reading), _quotes(reading, size), _form(reading, size),
    ]  # fmt: skip
    rows = np.concatenate(views, axis=1)
    rows[np.diff(tokens.bounds) == 0] = 0  # the only cue of a heading may be all its words
    return rows


def _first(reading: Reading) -> Ints:
    return np.minimum(reading.tokens.bounds[:-1], max(0, len(reading.tokens) - 1))


def _last(reading: Reading) -> Ints:
    return np.maximum(_first(reading), reading.tokens.bounds[1:] - 1)


def _tag_stats(tags: Floats, inside: Floats, reading: Reading, size: Floats) -> Floats:
    units = len(reading.units)
    if not len(tags):
        return np.zeros((units, len(LOCAL_FAMILIES["tags"])), np.float32)
    begun, mean = _sum(tags[:, 0::2], reading), _sum(inside, reading) / size[:, None]
    most = _most(inside, reading)
    stats = np.stack([begun, most, mean, inside[_first(reading)], inside[_last(reading)]], axis=2)
    return stats.reshape(units, -1).astype(np.float32)


def _doubts(doubts: Floats, content: Floats, reading: Reading) -> Floats:
    inside = doubts * content[:, None]
    return np.concatenate([_most(doubts, reading), _sum(inside, reading), _sum(doubts, reading)], axis=1)


def _most(values: Floats, reading: Reading) -> Floats:
    """Return each unit's largest value in every column, 0 where it has no tokens."""
    return _reduced(np.maximum, values, reading)


def _sum(values: Floats, reading: Reading) -> Floats:
    """Return each unit's sum of every column."""
    return _reduced(np.add, values, reading)


def _reduced(how: np.ufunc, values: Floats, reading: Reading) -> Floats:
    made = np.zeros((len(reading.units), values.shape[1]), np.float32)
    filled = np.diff(reading.tokens.bounds) > 0
    if filled.any():
        made[filled] = how.reduceat(values, reading.tokens.bounds[:-1][filled], axis=0)
    return made


def _end_shapes(shapes: Ints, reading: Reading) -> Floats:
    eye = np.eye(len(SHAPES), dtype=np.float32)
    if not len(shapes):
        return np.zeros((len(reading.units), 2 * len(SHAPES)), np.float32)
    return np.concatenate([eye[shapes[_first(reading)]], eye[shapes[_last(reading)]]], axis=1)


def _quotes(reading: Reading, size: Floats) -> Floats:
    marks, units = reading.marks, len(reading.units)
    made = np.zeros((units, 6), np.float32)
    made[:, 5] = [unit.quoted for unit in reading.units]
    if len(marks):
        kinds = np.stack([marks != OUTSIDE, marks == OPENS, marks == CLOSES], axis=1)
        pooled = _sum(kinds.astype(np.float32), reading)
        made[:, 0] = pooled[:, 0] / size
        made[:, 1], made[:, 2] = marks[_first(reading)] == INSIDE, marks[_last(reading)] == INSIDE
        made[:, 3:5] = pooled[:, 1:]
    return made


def _form(reading: Reading, size: Floats) -> Floats:
    units = reading.units
    roles = np.array([ROLES.index(unit.role) for unit in units], np.int64)
    ends = np.array([_ending(unit.text) for unit in units], np.int64)
    numbers = reading.tokens.kind[:, SHAPE] == SHAPES.index("number")
    digits = np.bincount(reading.tokens.unit, numbers, len(units)).astype(np.float32) / size
    flat = (np.eye(len(ROLES), dtype=np.float32)[roles], np.eye(len(ENDS), dtype=np.float32)[ends])
    return np.concatenate([*flat, np.log1p(size)[:, None] / 4, digits[:, None]], axis=1)


def _ending(text: str) -> int:
    last = text.rstrip("\"'”’)» ")[-1:]
    return ENDS.index(last) if last in ENDS else len(ENDS) - 1
