"""Passages: a sentence with the context that the teacher reads beside it, as texts and as token rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence.quotes import QuoteState, quotations, quote_states
from evidence.segment import headline, paragraphs, segment
from evidence.values import Article, Span
from training.corpora import Article as NewsArticle
from training.corpora import Label

Encode = Callable[[Sequence[str]], Sequence[Sequence[int]]]

CLS, SEP = 101, 102  # of every uncased BERT vocabulary
CONTEXT, HEAD, TAIL, AFTER = 62, 44, 28, 18  # tokens: with marks and separators about 160
SPEAKER = 22
REACH = 15  # sentences back in which the speaker is looked for
AROUND = 80  # characters kept on either side of the word that attributes

_SAYS = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|wrote|writes|tweeted|announced|argued|argues|claimed|claims|"
    r"testified|stated|according to|acknowledged|insisted|warned|explained|noted|replied|asked)\b"
)
_NAME = re.compile(r"(?<=[\w,;:”\"] )[A-Z][\w’'.-]+")
_LEANS = re.compile(r"\b(?:he|she|they|his|her|their|him|them|it|i|we|our|my)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as the teacher reads it; article, index, start and end are as in ``Label``.

    ``marks`` says in three words where the sentence stands, how much of it is quoted and whether it begins
    its paragraph; ``speaker`` is an excerpt of the last attribution, where the sentence may lean on one that
    ``before`` does not reach.
    """

    article: str
    index: int
    start: int
    end: int
    marks: str
    speaker: str
    before: str
    sentence: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """Token ids and their types: 1 for the sentence's own, 0 for the rest."""

    ids: tuple[int, ...]
    types: tuple[int, ...]


def whole(news: NewsArticle) -> tuple[Passage, ...]:
    """Return the passages of the title, where it has a word, and of all sentences, segmented as for serving."""
    return _passages(news, [Span(s.start, s.end) for s in segment(Article.of(news.text))])


def labelled(news: NewsArticle, labels: Sequence[Label]) -> dict[int, Passage]:
    """Return the labels' passages by index; what follows the last label is context only."""
    body = [label for label in labels if label.index]
    last = body[-1].end if body else 0
    follows = [Span(s.start, s.end) for s in segment(Article.of(news.text)) if s.start >= last]
    indexes = {number: label.index for number, label in enumerate(body, start=1)}
    if len(body) < len(labels):
        indexes[0] = 0
    passages = _passages(news, [*(Span(label.start, label.end) for label in body), *follows])
    return {indexes[passage.index]: passage for passage in passages if passage.index in indexes}


def rows(passages: Sequence[Passage], encode: Encode) -> list[Row]:
    """Return the passages' token rows; ``encode`` gives the tokens of texts without special ones."""
    fields = ("marks", "speaker", "before", "sentence", "after")
    encoded = [encode([getattr(passage, field) for passage in passages]) for field in fields]
    return [row(*parts) for parts in zip(*encoded, strict=True)]


def row(
    marks: Sequence[int], speaker: Sequence[int], before: Sequence[int], sentence: Sequence[int], after: Sequence[int]
) -> Row:
    """Return one row: marks, speaker and the end of ``before``, the sentence, the beginning of ``after``.

    Of a long sentence the middle is left out, since attributions stand at either end.
    """
    said = list(speaker[:SPEAKER])
    context = [CLS, *marks, *said, *before[max(0, len(before) - CONTEXT + len(said)) :], SEP]
    own = [*sentence[:HEAD], *sentence[max(HEAD, len(sentence) - TAIL) :]]
    follows = [SEP, *after[:AFTER], SEP]
    types = [0] * len(context) + [1] * len(own) + [0] * len(follows)
    return Row((*context, *own, *follows), tuple(types))


def _passages(news: NewsArticle, spans: Sequence[Span]) -> tuple[Passage, ...]:
    blocks = paragraphs(news.text, 0, len(news.text))
    states = quote_states(news.text, spans, quotations(news.text, blocks))
    numbers = [sum(block.start <= span.start for block in blocks) for span in spans]
    texts = [news.text[span.start : span.end] for span in spans]
    title = headline(Article.of(news.text, news.title or None))
    shown = [f"headline: {title.text}" if title else "", *texts]
    fresh = [True, *(a != b for a, b in zip([0, *numbers], numbers, strict=False))]
    body = [
        Passage(
            news.id, i, spans[i - 1].start, spans[i - 1].end, _marks(i, len(spans), states[i - 1], fresh[i]),
            _speaker(texts, i - 1, states[i - 1]), _joined(shown, fresh, max(0, i - 2), i), texts[i - 1],
            _joined(shown, fresh, i + 1, i + 2),
        )
        for i in range(1, len(shown))
    ]  # fmt: skip
    if title is None:
        return tuple(body)
    after = _joined(shown, fresh, 1, 2)
    return (Passage(news.id, 0, title.start, title.end, "headline", "", "", title.text, after), *body)


def _joined(shown: Sequence[str], fresh: Sequence[bool], first: int, end: int) -> str:
    pieces = [f"| {text}" if new else text for text, new in zip(shown[first:end], fresh[first:end], strict=True)]
    return " ".join(piece for piece in pieces if piece != "| ")


def _marks(index: int, count: int, state: QuoteState, fresh: bool) -> str:
    place = "lead" if index == 1 else "early" if index <= 5 else "late" if index > 0.8 * count else "middle"
    if state.begins_inside:
        quoted = "continued"
    else:
        quoted = "quoted" if state.quoted_share >= 0.5 else "partly" if state.quoted_share else "plain"
    return f"{place} {quoted} {'new' if fresh else 'same'}"


def _speaker(texts: Sequence[str], at: int, state: QuoteState) -> str:
    if not (state.quoted_share or _LEANS.search(texts[at])):
        return ""
    for back in range(at - 1, max(-1, at - REACH - 1), -1):
        verb = _SAYS.search(texts[back])
        if verb and _NAME.search(texts[back]):
            return "" if at - back <= 2 else _excerpt(texts[back], verb.start(), verb.end())
    return ""


def _excerpt(text: str, start: int, end: int) -> str:
    """Return the words around text[start:end], none of them cut in two."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    if left:
        left = text.rfind(" ", 0, left + 1) + 1
    if right < len(text):
        right = text.find(" ", right - 1)
    return text[left : right if right >= 0 else len(text)]
