"""Annotation: a text given as pieces of text and markup, read as plain text, with the way back to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the original: text, or markup that is read as ``interpreted`` (mostly as nothing)."""

    original: str
    interpreted: str | None = None

    @property
    def plain(self) -> str:
        """The piece as it is read."""
        return self.original if self.interpreted is None else self.interpreted


class Back:
    """Maps spans of the plain text to spans of the original, both in code points."""

    def __init__(self, annotation: Sequence[Piece]) -> None:
        self._pieces: list[Piece] = []
        self._read: list[int] = []  # where each piece that is read begins in the plain text
        self._lies: list[int] = []  # and in the original
        read = lies = 0
        for piece in annotation:
            if piece.plain:
                self._pieces.append(piece)
                self._read.append(read)
                self._lies.append(lies)
            read += len(piece.plain)
            lies += len(piece.original)

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """Return the span from the first character's place to behind the last one's; 0 <= start < end.

        Markup at the edges is left out, but a character that stands for markup has all of it as its place.
        """
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        """Return where the character at an offset lies in the original."""
        index = bisect_right(self._read, at) - 1
        piece, lies = self._pieces[index], self._lies[index]
        if piece.interpreted is not None:
            return lies, lies + len(piece.original)
        first = lies + at - self._read[index]
        return first, first + 1


def plain(annotation: Sequence[Piece]) -> tuple[str, Back]:
    """Return the text that an annotation is read as, and the way back into the original."""
    return "".join(piece.plain for piece in annotation), Back(annotation)


def original(annotation: Sequence[Piece]) -> str:
    """Return the original: all text and markup in a row."""
    return "".join(piece.original for piece in annotation)
