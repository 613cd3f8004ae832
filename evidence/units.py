"""The units: what of an article is read, sentence by sentence, and what is left out because of its language."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence.language import Language, foreign, language
from evidence.segment import headline, ignored, segment
from evidence.values import Article, Ignored, IgnoredReason, Sentence

_REFUSED: dict[Language, IgnoredReason | None] = {
    "english": None,
    "other": "unsupported_language",
    "unclear": "language_unclear",
}


@dataclass(frozen=True)
class Units:
    """The headline and the sentences that are judged, and what is not.

    ``refused`` is why there is nothing to judge, where it is for the language's sake.
    """

    headline: Sentence | None
    sentences: tuple[Sentence, ...]
    ignored: tuple[Ignored, ...]
    refused: IgnoredReason | None


def units(article: Article, known: Container[str]) -> Units:
    """Return the units of an article; ``known`` are words of English, as for ``language``.

    A body that is not English, or that shows no sign of it, is left out and its title with it.  Of an English body only
    the paragraphs that are surely in another language are, and so is its title: few words are few signs.
    """
    sentences, left_out = segment(article), ignored(article)
    body = _REFUSED[language(" ".join(sentence.text for sentence in sentences), known)] if sentences else None
    unread = _paragraphs(sentences) if body else _foreign(sentences)
    if unread:
        more = _stretches(sentences, unread, body or "unsupported_language")
        left_out = tuple(sorted((*left_out, *more), key=lambda part: part.start))
        # anew, so that no quotation runs on through what is not read
        sentences = () if body else segment(article, unread)
    if not sentences:
        body = body or next((part.reason for part in left_out if part.reason != "role_ignore"), None)
    head, title = headline(article), None
    if head is not None:
        title = body or _title(article, head, known, alone=not sentences)
        left_out = (Ignored(head.start, head.end, title, title=True), *left_out) if title else left_out
    return Units(None if title else head, sentences, left_out, body or (None if sentences else title))


def _title(article: Article, head: Sentence, known: Container[str], alone: bool) -> IgnoredReason | None:
    """Return why the title is not judged, if it is not; ``alone``: there is no body to tell its language."""
    if article.title_foreign:
        return "unsupported_language"
    found = language(head.text, known)
    return _REFUSED[found] if found == "other" or alone else None


def _paragraphs(sentences: Sequence[Sentence]) -> frozenset[int]:
    return frozenset(sentence.block for sentence in sentences)


def _foreign(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return which paragraphs of an English body are in another language; it has others."""
    texts = {
        block: " ".join(sentence.text for sentence in part)
        for block, part in groupby(sentences, lambda sentence: sentence.block)
    }
    found = frozenset(block for block, other in zip(texts, foreign([*texts.values()]), strict=True) if other)
    return found if len(found) < len(texts) else frozenset()


def _stretches(sentences: Sequence[Sentence], unread: Container[int], reason: IgnoredReason) -> list[Ignored]:
    """Return the extent of each run of unread paragraphs in a segment."""
    runs = groupby(sentences, lambda sentence: (sentence.segment, sentence.block in unread))
    own = [[*part] for (_, left_out), part in runs if left_out]
    return [Ignored(part[0].start, part[-1].end, reason) for part in own]
