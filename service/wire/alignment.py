"""Alignments: where each stretch of a text that is read stands in the text as it was received."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

UnreadReason = Literal["markup", "control_character", "invisible_character"]

# Control characters that are no white space are left out.  So are marks without a shape that only steer the layout
# (soft hyphen, zero-width space, marks of direction, word joiner, byte order mark): inside a word they would hide
# it.  U+200C and U+200D stay but between Latin letters: in other scripts and in emoji they have a shape to make.
_CONTROL = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_SEPARATOR = r"\x1c-\x1f"
_INVISIBLE = r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_JOINED = rf"(?<=[{_LATIN}])[{_INVISIBLE}\u200c\u200d]+(?=[{_LATIN}])"
_ANY = re.compile(rf"[{_CONTROL}{_SEPARATOR}{_INVISIBLE}\u200c\u200d]")
_UNSEEN = re.compile(rf"(?P<control>[{_CONTROL}]+)|(?P<separator>[{_SEPARATOR}]+)|{_JOINED}|[{_INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch as it was received, and what is read in its place; without a ``reason`` it is read as it stands."""

    received: str
    read: str
    reason: UnreadReason | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the text as received in whose place nothing, or only white space, is read."""

    start: int
    end: int
    reason: UnreadReason


class Alignment:
    """Pieces in order: ``received`` and ``read`` are their texts joined, ``unread`` what is not read of them."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [piece for piece in pieces if piece.received or piece.read]
        self.received = "".join(piece.received for piece in self._pieces)
        self.read = "".join(piece.read for piece in self._pieces)
        self._plain = not any(piece.reason for piece in self._pieces)
        self._from = [0, *accumulate(len(piece.received) for piece in self._pieces)]
        self._to = [0, *accumulate(len(piece.read) for piece in self._pieces)]
        self.unread = [
            Unread(start, start + len(piece.received), piece.reason)
            for start, piece in zip(self._from, self._pieces, strict=False)
            if piece.reason and piece.received and not piece.read.strip()
        ]

    @property
    def plain(self) -> bool:
        """Whether the text is read as it was received."""
        return self._plain

    def start(self, at: int, whole: bool = False) -> int:
        """Return where in the received text a stretch begins that begins at ``at``, less than len(read).

        Where that is within a replacement, behind other words of it, it is the end of what was replaced, so that two
        sentences never overlap as received; or, if ``whole``, its beginning.
        """
        if self._plain:
            return at
        index = bisect_right(self._to, at) - 1
        piece, inside = self._pieces[index], at - self._to[index]
        if piece.reason is None:
            return self._from[index] + inside
        leads = not piece.read[:inside].strip()
        return self._from[index] if whole or leads else self._from[index + 1]

    def end(self, at: int) -> int:
        """Return where in the received text a stretch ends that ends at ``at``, more than 0.

        Where that is within a replacement it is the end of what was replaced.
        """
        if self._plain:
            return at
        index = bisect_right(self._to, at - 1) - 1
        piece = self._pieces[index]
        return self._from[index] + at - self._to[index] if piece.reason is None else self._from[index + 1]


def seen(text: str) -> Iterator[Piece]:
    """Yield the text in pieces, its control and invisible characters apart; a separator is read as a space."""
    at = 0
    for found in _UNSEEN.finditer(text) if _ANY.search(text) else ():
        yield _as_it_stands(text[at : found.start()])
        reason: UnreadReason = "control_character" if found.lastgroup else "invisible_character"
        yield Piece(found[0], " " if found["separator"] else "", reason)
        at = found.end()
    yield _as_it_stands(text[at:])


def _as_it_stands(text: str) -> Piece:
    return Piece(text, text)
