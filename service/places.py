"""Places: spans of an article as its caller counts them, within a segment and in the offset unit."""

from __future__ import annotations

from bisect import bisect_right
from typing import TypedDict

from evidence.values import Article, Span
from service.offsets import Offsets, OffsetUnit


class Place(TypedDict):
    """A stretch of one segment; ``segment`` is the caller's id, or None where the article came as text."""

    segment: str | None
    start: int
    end: int


class Places:
    """Turns spans that count into ``Article.text`` into places that count into the segments' own texts."""

    def __init__(self, article: Article, unit: OffsetUnit) -> None:
        self._segments = article.segments
        self._bases = article.bases
        self._unit: OffsetUnit = unit
        self._offsets: dict[int, Offsets] = {}

    def of(self, start: int, end: int) -> list[Place]:
        """Return the span's places in order, one for each segment that it touches."""
        index = bisect_right(self._bases, start) - 1
        found = []
        while index < len(self._bases) and self._bases[index] < end:
            base, length = self._bases[index], len(self._segments[index].text)
            first, last = max(start - base, 0), min(end - base, length)
            if first < last:
                found.append(self._place(index, first, last))
            index += 1
        return found

    def one(self, span: Span | None) -> Place | None:
        """Return the place of a span that lies in one segment, or None for no span."""
        found = self.of(span.start, span.end) if span else []
        return found[0] if found else None

    def _place(self, index: int, start: int, end: int) -> Place:
        offsets = self._offsets.get(index)
        if offsets is None:
            offsets = self._offsets[index] = Offsets(self._segments[index].text, self._unit)
        return {"segment": self._segments[index].id, "start": offsets(start), "end": offsets(end)}
