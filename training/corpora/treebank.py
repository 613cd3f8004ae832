"""Treebank text: words and marks set apart by blanks, turned back into running text."""

from __future__ import annotations

import re
from itertools import accumulate

from evidence.values import Span

# Penn Treebank's escapes, undone as the corpus's own note asks.
ESCAPES = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}

# The blanks that running text does not have.  Each pattern matches blanks alone or has them in its groups.
_BLANKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"( )[,.;:?!)\]}%”](?=[\s,.;:?!)\]}”\"']|$)",
        r"( )(?:['’](?:s|re|ve|d|ll|m)|n['’]t)(?!\w)",
        r"(?<=\w)( )-( )(?=\w)",
        r"[(\[{$#“‘]( )",
        r'(?<!\S)"( )[^"]+( )"(?!\S)',
        r"(?<!\S)'( )[^']+( )'(?!\S)",
    )
)


def unescaped(text: str) -> str:
    """Return the text with its brackets and quotation marks restored."""
    for escape, mark in ESCAPES.items():
        text = text.replace(escape, mark)
    return text


def running(text: str, spans: tuple[Span, ...] = ()) -> tuple[str, tuple[Span, ...]]:
    """Return the text without the blanks of the treebank, and the spans of it in the new text."""
    blanks = {
        found.start(group)
        for pattern in _BLANKS
        for found in pattern.finditer(text)
        for group in range(1, pattern.groups + 1)
    }
    kept = [at not in blanks for at in range(len(text))]
    place = [0, *accumulate(kept)]
    moved = tuple(Span(place[span.start], place[span.end]) for span in spans)
    return "".join(letter for letter, stays in zip(text, kept, strict=True) if stays), moved


def places(text: str, phrases: tuple[str, ...]) -> tuple[Span, ...]:
    """Return where the phrases stand in the blank-separated text, each behind the one before if it can be.

    A phrase that does not occur between blanks is left out.
    """
    padded, found, behind = f" {text} ", [], 0
    for phrase in phrases:
        at = padded.find(f" {phrase} ", behind)
        if at < 0:
            at = padded.find(f" {phrase} ")
        if at >= 0:
            found.append(Span(at, at + len(phrase)))
            behind = at + len(phrase)
    return tuple(found)
