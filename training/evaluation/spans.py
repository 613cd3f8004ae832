"""Spans: the shipped tagger's exact matches on PolNeAR's dev split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evidence.decode import decode
from evidence.reading import Reading
from evidence.scorer import Scorer
from evidence.segment import segment
from evidence.tagger import TYPES
from evidence.values import Article, Span
from training import metrics
from training.corpora import Corpora, PolnearArticle

Found = tuple[str, int, int]  # an article, and the first token and the one behind the last


@dataclass(frozen=True)
class SpanFigures:
    """The exact-match figures by type of span, on so many articles; ``left_out`` were labelled or fitted to."""

    scores: dict[str, metrics.SpanScore]
    articles: int
    left_out: int


def measure(scorer: Scorer, corpora: Corpora) -> SpanFigures:
    """Return the figures on those articles of PolNeAR dev that nothing else of ours has looked at.

    A span is cut where a sentence ends, as the tagger reads by sentence; a piece counts only if its first and its
    last token are right.  Nested spans of one type count each, though the tagger can find but one of them.
    """
    every = corpora.polnear("dev")
    chosen = unseen(corpora, every)
    gold: dict[str, list[Found]] = {name: [] for name in TYPES}
    said: dict[str, list[Found]] = {name: [] for name in TYPES}
    for given in chosen:
        article = Article.of(given.text)
        reading = scorer.analyst.reader.read(article, None, segment(article))
        tags = scorer.analyst.tagger(reading)
        for name, spans in zip(TYPES, decode(tags.spans, reading.tokens.bounds), strict=True):
            said[name] += [(given.id, first, last) for first, last in spans]
        for name in TYPES:
            wanted = (span for attribution in given.attributions for span in getattr(attribution, name))
            gold[name] += sorted({(given.id, *piece) for span in wanted for piece in pieces(span, reading)})
    scores = {name: metrics.span_f1(gold[name], said[name]) for name in TYPES} if chosen else {}
    return SpanFigures(scores, len(chosen), len(every) - len(chosen))


def unseen(corpora: Corpora, every: Sequence[PolnearArticle]) -> list[PolnearArticle]:
    """Return the articles that are in no split of our labels, among no soft labels and not in PolNeAR's train."""
    known = {labelled.article.id for labelled in (*corpora.labelled("train"), *corpora.labelled("dev"))}
    known |= {*corpora.soft_labels().articles}
    train = corpora.polnear("train")
    ids, texts = {article.id for article in train}, {article.text for article in train}
    return [article for article in every if article.id not in known | ids and article.text not in texts]


def pieces(span: Span, reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of a span, one for each sentence that it runs over."""
    first = int(np.searchsorted(reading.end, span.start, side="right"))
    last = int(np.searchsorted(reading.start, span.end, side="left"))
    yield from _cut(first, last, reading.tokens.bounds.tolist())


def _cut(first: int, last: int, bounds: Iterable[int]) -> Iterator[tuple[int, int]]:
    for bound in bounds:
        if first < bound < last:
            yield first, bound
            first = bound
    if first < last:
        yield first, last
