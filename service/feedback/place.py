"""Places that a caller names: from an offset in the caller's unit back to code points in the article."""

from __future__ import annotations

import hashlib
import re

from evidence.values import SEGMENT_GAP, Article, Span
from service.wire.offsets import OffsetUnit

# How a unit is written, and its size in bytes.
ENCODINGS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}

HASH = re.compile(r"[0-9a-f]{64}\Z")  # as article_hash writes it
NO_HASH = "Not 64 hexadecimal digits."


class PlaceError(ValueError):
    """A place is not in the article; ``field`` is the one at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def article_hash(article: Article) -> str:
    """Return 64 hex digits: the SHA-256 of the title, a blank line and the text, or of the text where no title is."""
    whole = article.text if article.title is None else article.title + SEGMENT_GAP + article.text
    return hashlib.sha256(whole.encode()).hexdigest()


def span_of(article: Article, segment: str | None, headline: bool, start: int, end: int, unit: OffsetUnit) -> Span:
    """Return the place in code points of ``Article.text``, or of the title; raises PlaceError."""
    text, base = _text_of(article, segment, headline)
    first, last = _code_point("start", text, start, unit), _code_point("end", text, end, unit)
    if not text[first:last].strip():
        raise PlaceError("end", "Nothing stands between start and end.")
    return Span(base + first, base + last)


def _text_of(article: Article, segment: str | None, headline: bool) -> tuple[str, int]:
    if headline:
        if article.title is None:
            raise PlaceError("headline", "The article came without a title.")
        return article.title, 0
    for part, base in zip(article.segments, article.bases, strict=True):
        if part.id == segment:
            return part.text, base
    raise PlaceError("segment", "No segment of the article has this id.")


def _code_point(field: str, text: str, at: int, unit: OffsetUnit) -> int:
    encoding, size = ENCODINGS[unit]
    encoded = text.encode(encoding)
    if at * size > len(encoded):
        raise PlaceError(field, "It is beyond the text's end.")
    try:
        return len(encoded[: at * size].decode(encoding))
    except UnicodeDecodeError:
        raise PlaceError(field, f"It falls inside a character, counted in {unit}.") from None
