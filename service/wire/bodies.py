"""Bodies: the four forms in which an article's text comes, and how each becomes segments to read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evidence.values import SEGMENT_GAP, Segment
from service.wire.alignment import Alignment, Piece, seen
from service.wire.markup import Dropped, Extract, extract


@dataclass(frozen=True)
class Strand:
    """A segment of the article, and where it lies in one of the texts that the caller counts in.

    ``text`` is the index of that text, ``base`` the offset in it at which the strand begins.
    """

    text: int
    base: int
    alignment: Alignment
    segment: Segment


@dataclass(frozen=True)
class Owned:
    """A text that the caller counts in; ``id`` is the caller's name for it, or None for the whole."""

    id: str | None
    text: str


class Body(ABC):
    """An article's text as it came; ``marked`` is true where more than its text is sent."""

    marked = False

    @property
    @abstractmethod
    def received(self) -> list[Any]:
        """What of it goes into the answer's hash, as JSON."""

    @property
    @abstractmethod
    def size(self) -> int:
        """Its code points as received."""

    @property
    def length(self) -> int:
        """Its code points that are read."""
        return self.size

    @property
    @abstractmethod
    def texts(self) -> Sequence[Owned]:
        """The texts that the caller counts in."""

    @property
    @abstractmethod
    def strands(self) -> Sequence[Strand]:
        """The segments to read, one strand each."""

    @property
    def extracted(self) -> str | None:
        """The text that was extracted, where it is not one that the caller has."""
        return None

    @property
    def source(self) -> str:
        """What the text was extracted from."""
        return ""

    @property
    def dropped(self) -> Sequence[Dropped]:
        """What of the source was left out."""
        return ()


@dataclass(frozen=True)
class TextBody(Body):
    """Plain text."""

    text: str
    foreign: bool = False

    @property
    def received(self) -> list[Any]:
        """The text."""
        return ["text", self.text, self.foreign]

    @property
    def size(self) -> int:
        """The code points."""
        return len(self.text)

    @cached_property
    def texts(self) -> Sequence[Owned]:
        """The one text."""
        return (Owned(None, self.text),)

    @cached_property
    def strands(self) -> Sequence[Strand]:
        """The one segment."""
        alignment = Alignment(seen(self.text))
        return (Strand(0, 0, alignment, Segment(alignment.read, foreign=self.foreign)),)


@dataclass(frozen=True)
class SegmentsBody(Body):
    """A CMS's blocks, each with an id of its own."""

    segments: tuple[Segment, ...]

    @property
    def received(self) -> list[Any]:
        """The segments' ids, roles, languages and texts."""
        return ["segments", *([one.id, one.role, one.foreign, one.text] for one in self.segments)]

    @property
    def size(self) -> int:
        """The code points of all segments together."""
        return sum(len(segment.text) for segment in self.segments)

    @cached_property
    def texts(self) -> Sequence[Owned]:
        """A text for each segment."""
        return [Owned(segment.id, segment.text) for segment in self.segments]

    @cached_property
    def strands(self) -> Sequence[Strand]:
        """A strand for each segment."""
        made = [(one, Alignment(seen(one.text))) for one in self.segments]
        return [
            Strand(at, 0, alignment, Segment(alignment.read, one.role, one.id, one.foreign))
            for at, (one, alignment) in enumerate(made)
        ]


@dataclass(frozen=True)
class HtmlBody(Body):
    """A page or a fragment of HTML; what is read is extracted, and the caller counts in that."""

    marked = True

    html: str
    foreign: bool = False

    @property
    def received(self) -> list[Any]:
        """The markup."""
        return ["html", self.html, self.foreign]

    @property
    def size(self) -> int:
        """The code points of the markup."""
        return len(self.html)

    @property
    def length(self) -> int:
        """The code points of the extracted text."""
        return len(self.extracted)

    @property
    def source(self) -> str:
        """The markup."""
        return self.html

    @cached_property
    def extracted(self) -> str:
        """The blocks' texts joined by blank lines."""
        return SEGMENT_GAP.join(block.text for block in self._extract.blocks)

    @property
    def dropped(self) -> Sequence[Dropped]:
        """The elements that were left out."""
        return self._extract.dropped

    @cached_property
    def texts(self) -> Sequence[Owned]:
        """The extracted text."""
        return (Owned(None, self.extracted),)

    @cached_property
    def strands(self) -> Sequence[Strand]:
        """A strand for each block."""
        made, base = [], 0
        for block in self._extract.blocks:
            alignment = Alignment(seen(block.text))
            made.append(Strand(0, base, alignment, Segment(alignment.read, block.role, foreign=self.foreign)))
            base += len(block.text) + len(SEGMENT_GAP)
        return made

    @cached_property
    def _extract(self) -> Extract:
        return extract(self.html)


@dataclass(frozen=True)
class AnnotationBody(Body):
    """LanguageTool's annotated text: texts to read and markup not to, which the caller counts with."""

    marked = True

    pieces: tuple[Piece, ...]
    foreign: bool = False

    @property
    def received(self) -> list[Any]:
        """The pieces."""
        return ["annotation", self.foreign, *([one.received, one.read, one.reason] for one in self.pieces)]

    @property
    def size(self) -> int:
        """The code points of texts, markup and what it stands for."""
        return sum(len(one.received) + (len(one.read) if one.reason else 0) for one in self.pieces)

    @property
    def length(self) -> int:
        """The code points that are read."""
        return sum(len(one.read) for one in self.pieces)

    @cached_property
    def texts(self) -> Sequence[Owned]:
        """The text as the caller has it, markup included."""
        return (Owned(None, self._alignment.received),)

    @cached_property
    def strands(self) -> Sequence[Strand]:
        """The one segment."""
        return (Strand(0, 0, self._alignment, Segment(self._alignment.read, foreign=self.foreign)),)

    @cached_property
    def _alignment(self) -> Alignment:
        return Alignment(part for piece in self.pieces for part in _parts(piece))


def _parts(piece: Piece) -> Sequence[Piece]:
    """Return a text's pieces, or the markup with what can be seen of its interpretation."""
    if piece.reason is None:
        return list(seen(piece.received))
    return [Piece(piece.received, "".join(part.read for part in seen(piece.read)), piece.reason)]
