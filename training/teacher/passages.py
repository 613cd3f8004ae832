"""Passages: an article's title and sentences in turn, and which of them the teacher is asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.segment import headline, paragraphs, segment
from evidence.values import Article, Span
from training.corpora import Article as NewsArticle
from training.corpora import Label


@dataclass(frozen=True, slots=True)
class Passage:
    """A title, of index 0, or a sentence; start and end are as in ``Label``, ``fresh`` begins a paragraph."""

    article: str
    index: int
    start: int
    end: int
    text: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """The passages of one article in turn, and the places among them of those ``asked`` about; others are context."""

    passages: tuple[Passage, ...]
    asked: range

    @property
    def wanted(self) -> tuple[Passage, ...]:
        """The passages asked about."""
        return self.passages[self.asked.start : self.asked.stop]


def whole(news: NewsArticle) -> tuple[Passage, ...]:
    """Return the title, where it has a word, and all sentences, segmented as for serving."""
    return _passages(news, [Span(s.start, s.end) for s in segment(Article.of(news.text))])


def labelled(news: NewsArticle, labels: Sequence[Label]) -> Piece:
    """Return the labels' stretches as passages, asked about, and as context what follows the last.

    Passages are counted on from 1, whatever the labels' indexes; a title without a word has no passage.
    """
    body = [label for label in labels if label.index]
    last = body[-1].end if body else 0
    follows = [Span(s.start, s.end) for s in segment(Article.of(news.text)) if s.start >= last]
    passages = _passages(news, [*(Span(label.start, label.end) for label in body), *follows])
    titled = len(passages) - len(body) - len(follows)  # 1 or 0
    return Piece(passages, range(0 if len(body) < len(labels) else titled, titled + len(body)))


def _passages(news: NewsArticle, spans: Sequence[Span]) -> tuple[Passage, ...]:
    starts = [block.start for block in paragraphs(news.text, 0, len(news.text))]
    numbers = [bisect_right(starts, span.start) for span in spans]
    body = [
        Passage(news.id, index, span.start, span.end, news.text[span.start : span.end], number != before)
        for index, (span, before, number) in enumerate(zip(spans, [0, *numbers], numbers, strict=False), start=1)
    ]
    title = headline(Article.of(news.text, news.title or None))
    return tuple(body) if title is None else (Passage(news.id, 0, title.start, title.end, title.text, True), *body)
