"""Features: the one place where a reading becomes numbers, for training and for serving.

Three views of a unit, each a matrix with a row a unit:
``ngrams``   hashed words and word pairs, sparse, of the unit alone;
``local``    dense, of the unit alone: what the tagger, the lexicon and the marks say of it;
``placed``   dense, of the unit's place in its article: who was cited before, how far down it stands.
``rows`` then puts a unit's views beside its neighbours' and its article's mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from evidence.attribution import Attributions, Link, State
from evidence.reading import CLASSES, CLOSES, INSIDE, LAYER_NAMES, OPENS, OUTSIDE, Reading
from evidence.tagger import DOUBTS, TYPES, Tags, mixed
from evidence.tokens import COARSE, FINE, SHAPE, SHAPES, Floats, Ints
from evidence.values import SourceKind

NGRAM_BITS = 15
LIKELY = 0.4  # from this probability on a token counts as part of a span
CLUSTERS = 65
KINDS: tuple[SourceKind, ...] = ("named", "document", "media", "unnamed")
ROLES = ("headline", "body", "heading", "quote", "caption")
_CUE, _KIND, _VOICE, _FRAME = (LAYER_NAMES.index(name) for name in ("cue", "kind", "voice", "frame"))


def _names(prefix: str, names: Sequence[str]) -> list[str]:
    return [f"{prefix}:{name}" for name in names]


_TAG_STATS = ("spans", "most", "mean", "first", "last")
_COARSE = [str(i) for i in range(CLUSTERS)]
_ENDS = ("?", "!", ":", ".", "none")
LOCAL_FAMILIES: dict[str, list[str]] = {
    "tags": [f"tags:{kind}.{stat}" for kind in TYPES for stat in _TAG_STATS],
    "tagged": _names("cue_as", CLASSES[_CUE]) + _names("source_as", CLASSES[_KIND]),
    "lexicon": (
        _names("cue_in_content", CLASSES[_CUE]) + _names("cue_outside", CLASSES[_CUE])
        + _names("kind", CLASSES[_KIND]) + _names("voice", CLASSES[_VOICE]) + _names("frame", CLASSES[_FRAME])
    ),
    "doubts": _names("most", DOUBTS) + _names("in_content", DOUBTS) + _names("in_all", DOUBTS),
    "clusters": _names("all", _COARSE) + _names("source", _COARSE) + _names("cue", _COARSE),
    "shapes": [f"{where}:{name}" for where in ("shape", "source_shape", "first", "last") for name in SHAPES],
    "quotes": _names("quote", ("share", "begins_inside", "ends_inside", "opens", "closes", "quoted")),
    "form": _names("role", ROLES) + _names("ends", _ENDS) + ["length", "digits"],
}  # fmt: skip
LOCAL = tuple(name for names in LOCAL_FAMILIES.values() for name in names)

_SPEAKER = ("link", "pronoun", "person", "inherited", "relayed", "sourceless", "known", "before")
PLACED_FAMILIES: dict[str, list[str]] = {
    "speaker": (
        [f"speaker:{k}" for k in KINDS] + [f"content:{k}" for k in KINDS] + [f"last:{k}" for k in KINDS]
        + _names("speaker", _SPEAKER) + ["last:near", "last:age", "speaker:links"]
    ),
    "place": _names("place", ("index", "share", "first_of_block", "last_of_block", "units", "headed", "sources")),
}  # fmt: skip
PLACED = tuple(name for names in PLACED_FAMILIES.values() for name in names)


def ngrams(reading: Reading, tags: Tags) -> sp.csr_matrix:
    """Return (U, 2 ** NGRAM_BITS): hashed words, pairs and triples, alone and with what the tags say of them."""
    tokens, n = reading.tokens, len(reading.tokens)
    beyond = np.array([-1, -2])
    unit = np.concatenate([tokens.unit, beyond])
    pair, triple = unit[1 : n + 1] == tokens.unit, unit[2 : n + 2] == tokens.unit
    word, fine = (np.concatenate([values, -beyond]) for values in (tokens.digest, tokens.kind[:, FINE]))
    here, second, third = word[:n], word[1 : n + 1], word[2 : n + 2]
    quoted, part = (reading.marks != OUTSIDE).astype(np.int64), parts(tags)
    every = np.ones(n, bool)
    grams = (
        (here, here * 0, every), (here, quoted, every), (here, part, every), (here, second, pair),
        (here, third, triple), (mixed(here, second, 1), third, triple), (mixed(here, second, 2), part, pair),
        (mixed(fine[:n], fine[1 : n + 1], 3), part, pair),
    )  # fmt: skip
    columns = np.concatenate([mixed(a, b, salt)[kept] for salt, (a, b, kept) in enumerate(grams, 11)])
    rows = np.concatenate([tokens.unit[kept] for *_, kept in grams])
    scale = 1 / np.sqrt(len(grams) / 2 * np.maximum(1, np.diff(tokens.bounds)))
    cells = (scale.astype(np.float32)[rows], (rows, columns % (1 << NGRAM_BITS)))
    return sp.csr_matrix(cells, shape=(len(reading.units), 1 << NGRAM_BITS))


def parts(tags: Tags) -> Ints:
    """Return for each token what it is most likely part of: 0 nothing, 1 a source, 2 a cue, 3 a content."""
    source, cue, content = (tags.spans[:, k] + tags.spans[:, k + 1] for k in (0, 2, 4))
    return np.select([cue > LIKELY, source > LIKELY, content > LIKELY], [2, 1, 3], 0)


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
        named(classes, _CUE, inside[:, 1]), named(classes, _KIND, inside[:, 0]),
        named(begins, _CUE, content), named(begins, _CUE, 1 - content),
        named(begins, _KIND, ones), named(begins, _VOICE, 1 - content), named(begins, _FRAME, ones),
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
    pool = _pool(reading)
    most = _most(inside, reading)
    begun, mean = pool @ tags[:, 0::2], (pool @ inside) / size[:, None]
    stats = np.stack([begun, most, mean, inside[_first(reading)], inside[_last(reading)]], axis=2)
    return stats.reshape(units, -1).astype(np.float32)


def _doubts(doubts: Floats, content: Floats, reading: Reading) -> Floats:
    pool = _pool(reading)
    return np.concatenate([_most(doubts, reading), pool @ (doubts * content[:, None]), pool @ doubts], axis=1)


def _most(values: Floats, reading: Reading) -> Floats:
    """Return each unit's largest value in every column."""
    most = np.zeros((len(reading.units), values.shape[1]), np.float32)
    filled = np.diff(reading.tokens.bounds) > 0
    if filled.any():
        most[filled] = np.maximum.reduceat(values, reading.tokens.bounds[:-1][filled], axis=0)
    return most


def _pool(reading: Reading) -> sp.csr_matrix:
    n = len(reading.tokens)
    cells = (np.ones(n, np.float32), np.arange(n), reading.tokens.bounds)
    return sp.csr_matrix(cells, shape=(len(reading.units), n))


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
        pooled = _pool(reading) @ np.stack([marks != OUTSIDE, marks == OPENS, marks == CLOSES], axis=1).astype(
            np.float32
        )
        made[:, 0] = pooled[:, 0] / size
        made[:, 1], made[:, 2] = marks[_first(reading)] == INSIDE, marks[_last(reading)] == INSIDE
        made[:, 3:5] = pooled[:, 1:]
    return made


def _form(reading: Reading, size: Floats) -> Floats:
    units = reading.units
    roles = np.array([[unit.role == role for role in ROLES] for unit in units], np.float32)
    ends = np.array([_ending(unit.text) for unit in units], np.int64)
    numbers = reading.tokens.kind[:, SHAPE] == SHAPES.index("number")
    digits = np.bincount(reading.tokens.unit, numbers, len(units)).astype(np.float32) / size
    eye = np.eye(len(_ENDS), dtype=np.float32)
    flat = (roles.reshape(-1, len(ROLES)), eye[ends].reshape(-1, len(_ENDS)))
    return np.concatenate([*flat, np.log1p(size)[:, None] / 4, digits[:, None]], axis=1)


def _ending(text: str) -> int:
    last = text.rstrip("\"'”’)» ")[-1:]
    return _ENDS.index(last) if last in _ENDS else len(_ENDS) - 1


def placed(reading: Reading, found: Attributions) -> Floats:
    """Return (U, PLACED) for an article's units in their places."""
    by_unit: list[list[Link]] = [[] for _ in reading.units]
    for link in found.links:
        by_unit[link.unit].append(link)
    kinds = found.register.kinds
    rows = [speaker(i, links, kinds, found.states[i], reading) for i, links in enumerate(by_unit)]
    width = len(PLACED_FAMILIES["speaker"])
    return np.concatenate([np.array(rows, np.float32).reshape(len(rows), width), places(reading, found)], axis=1)


def speaker(
    place: int, links: Sequence[Link], kinds: Sequence[SourceKind], state: State, reading: Reading
) -> list[float]:
    """Return the features of who speaks in a unit that has these links, at this place in the article.

    ``kinds`` are those of the sources that links and state name; ``reading`` is the one that the links' token
    ranges count into.
    """
    cited, spoken, last = [0.0] * 4, [0.0] * 4, [0.0] * 4
    for link in links:
        if link.source is not None:
            at = KINDS.index(kinds[link.source])
            cited[at] = 1.0
            spoken[at] += sum(b - a for a, b in link.content) / max(1, _size(link.unit, reading))
    if state.last is not None and state.last.source is not None:
        last[KINDS.index(kinds[state.last.source])] = 1.0
    mentions = [link.mention for link in links if link.mention is not None]
    flags = (
        bool(links), any(m.pronoun for m in mentions), any(m.person for m in mentions),
        any(link.inherited for link in links), any(link.relays is not None for link in links),
        any(link.source is None for link in links),
        any(link.source in state.recent for link in links if link.mention), bool(state.recent),
    )  # fmt: skip
    age = 9 if state.last is None else min(9, place - state.last.unit)
    return [*cited, *spoken, *last, *map(float, flags), float(age <= 1), age / 9, len(links) / 3]


def _size(unit: int, reading: Reading) -> int:
    return int(reading.tokens.bounds[unit + 1] - reading.tokens.bounds[unit])


def places(reading: Reading, found: Attributions) -> Floats:
    """Return where each unit stands in the article."""
    blocks = np.array([unit.block if unit.role != "headline" else -1 for unit in reading.units])
    size, at = len(blocks), np.arange(len(blocks))
    first = np.append(True, blocks[1:] != blocks[:-1])[:size]
    last = np.append(blocks[1:] != blocks[:-1], True)[-size:] if size else first
    made = [
        np.minimum(at, 30) / 30, at / max(1, size), first, last, np.full(size, np.log1p(size) / 5),
        np.full(size, reading.headed), np.full(size, np.log1p(len(found.register.kinds)) / 3),
    ]  # fmt: skip
    return np.stack(made, axis=1).astype(np.float32)


OFFSETS = (-3, -2, -1, 1, 2, 3)
_SHARED_FAMILIES = ("tags", "quotes", "form")
_SHARED_PREFIXES = ("most:", "frame:", "cue_outside:doubt", "cue_outside:hearsay")
_SHARED_NAMES = frozenset(name for family in _SHARED_FAMILIES for name in LOCAL_FAMILIES[family])
_NEAR_LOCAL = np.array(
    [i for i, name in enumerate(LOCAL) if name in _SHARED_NAMES or name.startswith(_SHARED_PREFIXES)]
)


def shared(own: Floats, place: Floats, guess: Floats) -> Floats:
    """Return (U, S): the part of each unit's views that its neighbours and its article see.

    ``own`` (U, LOCAL), ``place`` (U, PLACED), ``guess`` (U, G) the first heads' answers for each unit alone.
    """
    return np.concatenate([guess, own[:, _NEAR_LOCAL], place[:, : len(PLACED_FAMILIES["speaker"])]], axis=1)


def context(common: Floats, chosen: Ints | None = None) -> Floats:
    """Return (U, C): what the units at OFFSETS share, zeros beyond the article's ends, and the article's mean.

    With ``chosen`` (N,), indexes of units, the rows are those of these units.
    """
    size, width = common.shape
    reach = max(OFFSETS)
    edge = np.zeros((reach, width), np.float32)
    padded = np.concatenate([edge, common, edge])
    wanted = np.arange(size) if chosen is None else chosen
    near = [padded[reach + o + wanted] for o in OFFSETS]
    mean = np.repeat(common.mean(axis=0, keepdims=True), len(wanted), axis=0) if size else common
    return np.concatenate([*near, mean], axis=1)


def rows(own: Floats, place: Floats, guess: Floats, about: Floats) -> Floats:
    """Return (U, R): each unit's own views beside its ``context`` (U, C)."""
    return np.concatenate([own, place, guess, about], axis=1)
