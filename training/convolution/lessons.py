"""Lessons: articles as the convolution learns from them, and several of them joined to a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evidence.analysis import examined
from evidence.convolution import ATTRIBUTES, GAP
from evidence.features import LOCAL, LOCAL_FAMILIES
from evidence.reading import Reader, Reading
from evidence.tagger import Tagger, Tags
from evidence.tokens import RANK, SHAPE, SUFFIX, Floats, Ints
from training.corpora import Article
from training.examples import Aim, read, targets

_BASES = np.cumsum([0, *ATTRIBUTES.values()])[:-1]
# What the uncertainty tagger learnt from Szeged's texts is left out, so that the gists may be measured on CoNLL-2010,
# whose eval is among them.
_SEEN = [at for at, name in enumerate(LOCAL) if name not in LOCAL_FAMILIES["doubts"]]


@dataclass(frozen=True, eq=False)
class Lesson:
    """One article of U units and T tokens.

    ``ranks`` (T,) and ``attributes`` (T, A) are rows of the convolution's tables, ``tags`` (T, 6) the tagger's spans;
    ``beside`` (U, F) is what the heads see of a unit beside its words; ``target`` (U, WIDTH) may be NaN; ``counts`` is
    what a unit counts.
    """

    bounds: Ints
    ranks: Ints
    attributes: Ints
    tags: Floats
    beside: Floats
    target: Floats
    counts: float


@dataclass(frozen=True, eq=False)
class Batch:
    """The lessons' arrays one below the other.

    ``rows`` (T,) are the tokens' places in a stream of ``length`` rows in which zeros part the units; ``unit`` (T,)
    and ``article`` (U,) say what a token and a unit belong to; ``counts`` is (U,).
    """

    ranks: Ints
    attributes: Ints
    tags: Floats
    unit: Ints
    rows: Ints
    length: int
    beside: Floats
    target: Floats
    article: Ints
    counts: Floats


class Lecturer:
    """Makes lessons of articles with the fitted tagger."""

    def __init__(self, reader: Reader, tagger: Tagger) -> None:
        self._reader, self._tagger = reader, tagger

    def __call__(self, news: Article, aims: Sequence[Aim], counts: float = 1.0) -> Lesson:
        """Return the lesson of an article whose sentences have these aims."""
        reading = read(self._reader, news)
        seen = examined(self._tagger, reading)
        beside = np.concatenate([seen.own[:, _SEEN], seen.place], axis=1)
        return lesson(reading, seen.tags, beside, targets(reading, aims)[0], counts)


def lesson(reading: Reading, tags: Tags, beside: Floats, target: Floats, counts: float = 1.0) -> Lesson:
    """Return the lesson of a reading with its tags; small types, since there are millions of tokens."""
    kind = reading.tokens.kind
    values = np.column_stack([kind[:, SUFFIX], kind[:, SHAPE], reading.marks, reading.classes])
    return Lesson(
        reading.tokens.bounds.astype(np.int32),
        kind[:, RANK].astype(np.int32),
        (values + _BASES).astype(np.int32),
        tags.spans.astype(np.float16),
        beside.astype(np.float32),
        target,
        counts,
    )


def joined(lessons: Sequence[Lesson]) -> Batch:
    """Return the lessons as one batch."""
    sizes = np.concatenate([np.diff(one.bounds) for one in lessons])
    unit = np.repeat(np.arange(len(sizes)), sizes)
    tokens = len(unit)
    units = [len(one.target) for one in lessons]
    return Batch(
        np.concatenate([one.ranks for one in lessons]).astype(np.int64),
        np.concatenate([one.attributes for one in lessons]).astype(np.int64),
        np.concatenate([one.tags for one in lessons]).astype(np.float32),
        unit,
        np.arange(tokens) + GAP * (1 + unit),
        tokens + GAP * (len(sizes) + 1),
        np.concatenate([one.beside for one in lessons]),
        np.concatenate([one.target for one in lessons]),
        np.repeat(np.arange(len(lessons)), units),
        np.repeat(np.array([one.counts for one in lessons], np.float32), units),
    )
