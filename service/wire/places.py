"""Places: spans of an article as its caller counts them, in the texts as received and in the offset unit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from evidence.values import Article, Span
from service.wire.alignment import Unread
from service.wire.bodies import Owned, Strand
from service.wire.offsets import Offsets, OffsetUnit


class Place(TypedDict):
    """A stretch of one segment; ``segment`` is the caller's id, or None where the article came as a whole."""

    segment: str | None
    start: int
    end: int


class Stretch(NamedTuple):
    """A stretch of the text with the index ``text``, in code points as received.

    A tuple, since an answer makes hundreds of them.
    """

    text: int
    start: int
    end: int


class Places:
    """Turns spans that count into ``Article.text`` into places that count into the caller's own texts.

    ``strands`` are one for each of the article's segments, in order.
    """

    def __init__(self, article: Article, texts: Sequence[Owned], strands: Sequence[Strand], unit: OffsetUnit) -> None:
        self._bases = article.bases
        self._texts = texts
        self._strands = strands
        self._unit: OffsetUnit = unit
        self._offsets: dict[int, Offsets] = {}
        # one text that is read as it came, as most are: every span stands where it is read
        self._as_read = strands[0] if len(strands) == 1 and strands[0].alignment.plain else None

    def of(self, start: int, end: int) -> list[Place]:
        """Return the span's places in order, one for each segment that it touches."""
        return [self.place(stretch) for stretch in self._stretches(start, end, whole=True)]

    def one(self, span: Span | None) -> Place | None:
        """Return the place of a span that lies in one segment, or None for no span."""
        found = self.of(span.start, span.end) if span else []
        return found[0] if found else None

    def stretch(self, start: int, end: int) -> Stretch:
        """Return where a sentence, or another span within one segment, stands; no two of them overlap."""
        (found,) = self.stretches(start, end)
        return found

    def whole(self, start: int, end: int) -> Stretch:
        """Return where a span within one segment stands, with all of a replacement that it has a part of."""
        (found,) = self._stretches(start, end, whole=True)
        return found

    def stretches(self, start: int, end: int) -> list[Stretch]:
        """Return where a span stands, one stretch for each segment that it touches."""
        return self._stretches(start, end, whole=False)

    def within(self, start: int, end: int, outer: Stretch) -> Stretch | None:
        """Return where the span stands of what lies in the outer stretch, or None if nothing does."""
        for found in self._stretches(start, end, whole=True):
            if found.text == outer.text:
                if outer.start <= found.start and found.end <= outer.end:
                    return found
                first = min(max(found.start, outer.start), outer.end)
                return Stretch(outer.text, first, max(first, min(found.end, outer.end)))
        return None

    def words(self, stretch: Stretch) -> str:
        """Return the text as received at a stretch."""
        return self._texts[stretch.text].text[stretch.start : stretch.end]

    def place(self, stretch: Stretch) -> Place:
        """Return the stretch in the caller's unit."""
        offsets = self._offsets.get(stretch.text)
        if offsets is None:
            offsets = self._offsets[stretch.text] = Offsets(self._texts[stretch.text].text, self._unit)
        name = self._texts[stretch.text].id
        return {"segment": name, "start": offsets(stretch.start), "end": offsets(stretch.end)}

    def unread(self) -> Iterator[tuple[Stretch, str]]:
        """Yield all stretches of markup, control and invisible characters, and the reason, in order."""
        for strand in self._strands:
            for found in strand.alignment.unread:
                yield _moved(strand, found), found.reason

    def _stretches(self, start: int, end: int, whole: bool) -> list[Stretch]:
        if self._as_read is not None:
            base = self._as_read.base
            return [Stretch(self._as_read.text, base + start, base + end)] if start < end else []
        found: list[Stretch] = []
        for index in range(bisect_right(self._bases, start) - 1, bisect_left(self._bases, end)):
            strand, base = self._strands[index], self._bases[index]
            alignment = strand.alignment
            first, last = max(start - base, 0), min(end - base, len(alignment.read))
            if first < last:
                begin = strand.base + alignment.start(first, whole)
                found.append(Stretch(strand.text, begin, max(begin, strand.base + alignment.end(last))))
        return found


def _moved(strand: Strand, found: Unread) -> Stretch:
    return Stretch(strand.text, strand.base + found.start, strand.base + found.end)


class Cover:
    """Says which of some stretches that do not overlap another one lies in."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._starts: dict[int, list[int]] = defaultdict(list)
        self._ends: dict[int, list[int]] = defaultdict(list)
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for number, stretch in sorted(enumerate(stretches), key=lambda pair: pair[1].start):
            if stretch.start < stretch.end:
                self._starts[stretch.text].append(stretch.start)
                self._ends[stretch.text].append(stretch.end)
                self._numbers[stretch.text].append(number)

    def holding(self, stretch: Stretch) -> int | None:
        """Return the number of the stretch that holds this one, or None."""
        at = bisect_right(self._starts[stretch.text], stretch.start) - 1
        holds = at >= 0 and stretch.end <= self._ends[stretch.text][at]
        return self._numbers[stretch.text][at] if holds else None
