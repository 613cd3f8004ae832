"""Examples: labelled articles as the views that the heads see, each unit with its target where it has one."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence.analysis import examined
from evidence.attribution import values
from evidence.convolution import Convolution
from evidence.heads import PARTS, WIDTH, Views
from evidence.reading import Reader, Reading
from evidence.scorer import Scorer
from evidence.segment import headline, segment
from evidence.tagger import Tagger
from evidence.tokens import Floats
from evidence.undermining import Flags
from evidence.values import SOURCINGS, Article, Source, Span
from training.corpora import Article as NewsArticle
from training.corpora import Corpora, Label, Labelled, SoftLabels

_SPELLING = re.compile(r"\(.*?\)|https?://www\.|\.com\b|\b(?:news|online|web|editorial|opinion|the)\b|[\W_]")
_SHORT = {
    "nyt": "newyorktimes", "washpost": "washingtonpost", "reu": "reuters", "reuterscom": "reuters", "xin": "xinhua",
    "wsj": "wallstreetjournal", "csm": "christiansciencemonitor", "huffpost": "huffingtonpost",
}  # fmt: skip
ANNOTATOR = 0.75  # share of an annotator's label where the teacher gave one too
NEAR = 0.7  # a label is a unit's if their overlap is this part of the longer one


@dataclass(frozen=True)
class Example:
    """One article: its units' views, and ``target`` (U, WIDTH), NaN where a unit or a part of it has no label.

    ``fold`` is the same for all articles of a publisher; ``rating`` is the annotators', where there is one.
    ``invented`` is one of our own articles: its sentences teach, but what is fitted to how often things happen in
    the news is not fitted to it.
    """

    id: str
    fold: int
    soft: bool
    reading: Reading
    own: Floats
    place: Floats
    gist: Floats
    target: Floats
    undermines: tuple[int, ...]
    sources: tuple[Source, ...]
    rating: float | None = None
    invented: bool = False

    @property
    def views(self) -> Views:
        """What the heads see of the article."""
        return Views(self.own, self.place, self.gist)


@dataclass(frozen=True, slots=True)
class Aim:
    """The wanted answer (WIDTH,) for the stretch [start:end) of the title or of the text.

    ``told`` is whether it is an annotator's, be it in part.
    """

    title: bool
    span: Span
    target: Floats
    undermines: bool = False
    told: bool = False


def from_labels(labels: Iterable[Label]) -> list[Aim]:
    """Return the aims of annotators' labels: a class is shared between those who differ."""
    return [
        Aim(label.index == 0, Span(label.start, label.end), _target(label), label.undermines, told=True)
        for label in labels
    ]


def _target(label: Label) -> Floats:
    target = np.full(WIDTH, np.nan, np.float32)
    if label.sourcings:
        target[PARTS["sourcing"]] = 0
    for name in label.sourcings:
        target[SOURCINGS.index(name)] += 1 / len(label.sourcings)
    for part, value in (("certainty", label.certainty_value), ("strength", label.strength_value)):
        if value is not None and not label.disputed:
            target[PARTS[part]] = 0
            target[PARTS[part].start + int(np.floor(value))] += 0.5
            target[PARTS[part].start + int(np.ceil(value))] += 0.5
    return target


def from_soft(labels: SoftLabels) -> Mapping[str, list[Aim]]:
    """Return the aims of the teacher's soft labels by article."""
    targets = np.concatenate([labels.sourcing, labels.certainty, labels.strength], axis=1)
    found: dict[str, list[Aim]] = defaultdict(list)
    for i, article in enumerate(labels.articles):
        span = Span(int(labels.start[i]), int(labels.end[i]))
        found[article].append(Aim(int(labels.index[i]) == 0, span, targets[i]))
    return found


def pool(corpora: Corpora, soft: Mapping[str, Sequence[Aim]]) -> dict[str, list[Aim]]:
    """Return the aims of the articles that are there and neither of train nor of dev.

    They are those of ``soft_pool``, and the annotators' with them where there are any.
    """
    annotated = {one.article.id: from_labels(one.labels) for one in corpora.labelled("pool")}
    known = _known(corpora)
    return {
        id_: blended(annotated.get(id_, ()), soft.get(id_, ()))
        for id_ in dict.fromkeys((*soft, *annotated))
        if id_ not in known
    }


def soft_pool(corpora: Corpora) -> dict[str, list[Aim]]:
    """Return the soft labels' aims alone, of the articles that are there and neither of train nor of dev."""
    known = _known(corpora)
    soft = from_soft(corpora.soft_labels())
    return {id_: aims for id_, aims in soft.items() if id_ in corpora.articles and id_ not in known}


def _known(corpora: Corpora) -> set[str]:
    given = (*corpora.labelled("train"), *corpora.labelled("dev"))
    return {one.article.id for one in given}


def blended(annotated: Sequence[Aim], soft: Sequence[Aim]) -> list[Aim]:
    """Return the aims of both; where both speak of a sentence the annotator's has a share of ``ANNOTATOR``.

    Of a part that the annotator left out, as there is no claim, the teacher's stays.
    """
    found = {(aim.title, aim.span): aim for aim in soft}
    for aim in annotated:
        place = aim.title, aim.span
        if place in found:
            both = ANNOTATOR * aim.target + (1 - ANNOTATOR) * found[place].target
            aim = replace(aim, target=np.where(np.isnan(aim.target), found[place].target, both))
        found[place] = aim
    return list(found.values())


def spelt(publisher: str) -> str:
    """Return a publisher's name in the one spelling that all of its spellings have in common.

    The corpora write "Politico" and "politico", "Fox News" and "Fox Online News", "nyt" and "New York Times (News)".
    """
    name = _SPELLING.sub("", publisher.lower())
    return _SHORT.get(name, name)


def fold_of(publisher: str, folds: int) -> int:
    """Return the fold that all of a publisher's articles are in, however its name is spelt."""
    return zlib.crc32(spelt(publisher).encode()) % folds


class Examiner:
    """Makes examples with the fitted tagger and the learnt convolution."""

    def __init__(self, reader: Reader, tagger: Tagger, convolution: Convolution, folds: int) -> None:
        self._reader, self._tagger, self._convolution, self._folds = reader, tagger, convolution, folds

    @classmethod
    def of(cls, scorer: Scorer, folds: int) -> Examiner:
        """Return the examiner with the parts of a scorer."""
        analyst = scorer.analyst
        return cls(analyst.reader, analyst.tagger, analyst.convolution, folds)

    def labelled(self, given: Labelled) -> Example:
        """Return the example of an annotated article."""
        return self._example(given.article, from_labels(given.labels), False, given.rating)

    def invented(self, given: Labelled) -> Example:
        """Return the example of an article that we wrote; its rating is left out."""
        example = self._example(given.article, from_labels(given.labels), False, None)
        return replace(example, invented=True)

    def soft(self, article: NewsArticle, aims: Sequence[Aim], rating: float | None = None) -> Example:
        """Return the example of an article that the teacher labelled."""
        return self._example(article, aims, True, rating)

    def _example(self, news: NewsArticle, aims: Sequence[Aim], soft: bool, rating: float | None) -> Example:
        reading = read(self._reader, news)
        seen = examined(self._tagger, reading)
        target, _, undermines = targets(reading, aims)
        return Example(
            news.id, fold_of(news.publisher, self._folds), soft, reading, seen.own, seen.place,
            self._convolution(reading, seen.tags), target, undermines, values(seen.found, reading)[1], rating,
        )  # fmt: skip


def read(reader: Reader, news: NewsArticle) -> Reading:
    """Return the reading of an article, segmented as for serving."""
    article = Article.of(news.text, news.title or None)
    return reader.read(article, headline(article), segment(article))


def targets(reading: Reading, aims: Iterable[Aim]) -> tuple[Floats, Flags, tuple[int, ...]]:
    """Return the units' targets (U, WIDTH), NaN where there is none, and which (U,) an annotator told.

    And last the units that undermine the one before.
    """
    target = np.full((len(reading.units), WIDTH), np.nan, np.float32)
    told = np.zeros(len(target), np.bool_)
    undermines = []
    for unit, aim in _matched(reading, aims):
        target[unit], told[unit] = aim.target, aim.told
        if aim.undermines:
            undermines.append(unit)
    return target, told, tuple(undermines)


def _matched(reading: Reading, aims: Iterable[Aim]) -> Iterator[tuple[int, Aim]]:
    first = 1 if reading.headed else 0
    starts = np.array([unit.start for unit in reading.units[first:]], np.int64)
    ends = np.array([unit.end for unit in reading.units[first:]], np.int64)
    for aim in aims:
        if aim.title:
            if first:
                yield 0, aim
            continue
        shared = np.minimum(ends, aim.span.end) - np.maximum(starts, aim.span.start)
        at = int(shared.argmax()) if len(shared) else 0
        if len(shared) and shared[at] >= NEAR * max(aim.span.end - aim.span.start, int(ends[at] - starts[at])):
            yield at + first, aim
