"""Lessons: articles as the convolution learns from them, and several of them joined to a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evidence.analysis import examined
from evidence.convolution import ATTRIBUTES, GAP
from evidence.features import GIST, LOCAL, LOCAL_FAMILIES, NEAR, PLACED
from evidence.reading import Reader, Reading
from evidence.tagger import Tagger
from evidence.tokens import RANK, SHAPE, SUFFIX, Floats, Ints
from evidence.undermining import Flags
from training.corpora import Article
from training.examples import Aim, read, targets

_BASES = np.cumsum([0, *ATTRIBUTES.values()])[:-1]
# What the uncertainty tagger learnt from Szeged's texts is left out, so that the gists may be measured on CoNLL-2010,
# whose eval is among them.
_SEEN = [at for at, name in enumerate(LOCAL) if name not in LOCAL_FAMILIES["doubts"]]
# The columns of the student's first layer, by their names in features.ROW: gists, and what is seen beside them.
COLUMNS = (*GIST, *NEAR, *(f"mean:{name}" for name in GIST), *(LOCAL[at] for at in _SEEN), *PLACED)


@dataclass(frozen=True, eq=False)
class Lesson:
    """One article of U units and T tokens.

    ``ranks`` (T,) and ``attributes`` (T, A) are rows of the convolution's tables, ``tags`` (T, 6) the tagger's spans;
    ``beside`` (U, F) is what the heads see of a unit beside its words; ``target`` (U, WIDTH) may be NaN; ``told`` (U,)
    says which units an annotator told, and ``counts`` what one of these counts, where another counts 1.
    """

    bounds: Ints
    ranks: Ints
    attributes: Ints
    tags: Floats
    beside: Floats
    target: Floats
    told: Flags
    counts: float


@dataclass(frozen=True, eq=False)
class Texts:
    """The tokens of as many units as ``units`` says, as the layers read them.

    ``rows`` (T,) are the tokens' places in a stream of ``length`` rows in which zeros part the units; ``unit`` (T,)
    says what a token belongs to.
    """

    ranks: Ints
    attributes: Ints
    tags: Floats
    unit: Ints
    rows: Ints
    length: int
    units: int

    @classmethod
    def of(cls, ranks: Ints, attributes: Ints, tags: Floats, sizes: Ints) -> Texts:
        """Return the texts of units of these sizes, (U,)."""
        unit = np.repeat(np.arange(len(sizes)), sizes)
        rows, length = np.arange(len(unit)) + GAP * (1 + unit), len(unit) + GAP * (len(sizes) + 1)
        kinds = ranks.astype(np.int64), attributes.astype(np.int64), tags.astype(np.float32)
        return cls(*kinds, unit, rows, length, len(sizes))


@dataclass(frozen=True, eq=False)
class Batch(Texts):
    """The lessons' arrays one below the other.

    ``article`` (U,) says what a unit belongs to; ``counts`` is (U,).
    """

    beside: Floats
    target: Floats
    article: Ints
    counts: Floats


class Lecturer:
    """Makes lessons of articles with the fitted tagger."""

    def __init__(self, reader: Reader, tagger: Tagger) -> None:
        self._reader, self._tagger = reader, tagger

    def __call__(self, news: Article, aims: Sequence[Aim], counts: float = 1.0) -> Lesson:
        """Return the lesson of an article whose sentences have these aims, what was told counting so much."""
        return next(self.each(news, [aims], counts))

    def each(self, news: Article, taught: Iterable[Sequence[Aim]], counts: float = 1.0) -> Iterator[Lesson]:
        """Yield a lesson of the article for each of several sets of aims."""
        reading = read(self._reader, news)
        seen = examined(self._tagger, reading)
        beside = np.concatenate([seen.own[:, _SEEN], seen.place], axis=1)
        # small types, since there are millions of tokens
        arrays = (
            reading.tokens.bounds.astype(np.int32),
            reading.tokens.kind[:, RANK].astype(np.int32),
            attributes(reading).astype(np.int32),
            seen.tags.spans.astype(np.float16),
            beside.astype(np.float32),
        )
        for aims in taught:
            target, told, _ = targets(reading, aims)
            yield Lesson(*arrays, target, told, counts)


def attributes(reading: Reading) -> Ints:
    """Return (T, A), each token's rows of the convolution's table of attributes."""
    kind = reading.tokens.kind
    rows: Ints = np.column_stack([kind[:, SUFFIX], kind[:, SHAPE], reading.marks, reading.classes]) + _BASES
    return rows


def joined(lessons: Sequence[Lesson]) -> Batch:
    """Return the lessons as one batch."""
    units = [len(one.target) for one in lessons]
    texts = Texts.of(
        np.concatenate([one.ranks for one in lessons]),
        np.concatenate([one.attributes for one in lessons]),
        np.concatenate([one.tags for one in lessons]),
        np.concatenate([np.diff(one.bounds) for one in lessons]),
    )
    return Batch(
        **vars(texts),
        beside=np.concatenate([one.beside for one in lessons]),
        target=np.concatenate([one.target for one in lessons]),
        article=np.repeat(np.arange(len(lessons)), units),
        counts=np.concatenate([np.where(one.told, one.counts, 1).astype(np.float32) for one in lessons]),
    )
