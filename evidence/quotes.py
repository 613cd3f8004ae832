"""Quotations in a text: which stretches stand between quotation marks, and how sentences lie to them.

Double marks (straight, curly, German, guillemets, '' and ``) are paired by one left-to-right pass over each
block.  Single marks look like apostrophes, so they count only where both ends are safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from evidence.values import Span

_STRAIGHT = frozenset({'"', "''"})
_DOUBLE = ("”", "“", '"', "''")
_CLOSED_BY: dict[str, tuple[str, ...]] = {
    "“": _DOUBLE,
    "‟": _DOUBLE,
    "„": _DOUBLE,
    "``": _DOUBLE,
    '"': _DOUBLE,
    "''": _DOUBLE,
    "«": ("»",),
    "»": ("«",),
    "‘": ("’", "'"),
    "'": ("'", "’"),
}
# Clipped words and years begin with an apostrophe, not with a quotation: 'em, 'til, '90s.
_CLIPPED = r"(?!(?i:em|til|tis|twas|cause|cos|bout|round|n|s|d|m|t|ll|re|ve)\b|\d\ds?\b)"
_SINGLE_OPENER = rf"['‘](?=[\w“\"…])(?<![\w'’‘.,!?;:)\]]['‘]){_CLIPPED}"
_MARK = re.compile(rf"[“”„‟«»\"]|''|``|{_SINGLE_OPENER}")
_OPENS_SINGLE = re.compile(_SINGLE_OPENER)
_OPENS_BLOCK = re.compile(r"[“„‟«»\"‘](?=\S)|(?:''|``)(?=\S)")
_CLOSES_SINGLE = re.compile(r"(?<=[^\s(\[{‘“\"])['’](?![\w'’])")
# "the players' union": after an s and before a lower-case word the mark may be a possessive.
_CLOSES_SINGLE_SURELY = re.compile(r"(?<=[^\s(\[{‘“\"])['’](?![\w'’])(?!(?<=[sS]['’])\s[a-z])")
_FEET = re.compile(r"\d['’]\d*$")
_NOT_LETTER = re.compile(r"[\W\d_]+")


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class QuoteState:
    """How a sentence lies to the quotations of its text.

    ``begins_inside``: it begins inside a quotation opened in an earlier sentence; ``ends_inside``: it ends
    inside one that goes on in a later sentence (both across blocks too, where the mark is repeated);
    ``quoted_share``: the part (0..1) of its letters that stand in quotations.
    """

    begins_inside: bool
    ends_inside: bool
    quoted_share: float


def quotations(text: str, blocks: Sequence[Span]) -> tuple[Span, ...]:
    """Return the outermost quotations, from opening to closing mark, in order, each within one block.

    A quotation left open counts only where the next block begins with an opening mark, as newspapers set a
    speech of several paragraphs; it then runs to the end of its block.  Inches and feet are no quotations.
    """
    found: list[Span] = []
    reopened = [_OPENS_BLOCK.match(text, later.start, later.end) is not None for _, later in pairwise(blocks)]
    for block, goes_on in zip(blocks, [*reopened, False], strict=False):
        found.extend(_in_block(text, block, goes_on))
    return tuple(found)


def quote_states(text: str, sentences: Sequence[_Stretch], quotes: Sequence[Span]) -> tuple[QuoteState, ...]:
    """Return the state of each sentence; sentences and quotes are in order and count into the text."""
    states, first = [], 0
    for sentence in sentences:
        while first < len(quotes) and quotes[first].end <= sentence.start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].start < sentence.end:
            last += 1
        states.append(_state(text, sentence, quotes, range(first, last)))
    return tuple(states)


def left_open(text: str, quote: Span) -> bool:
    """Say whether a quotation has no closing mark, because it goes on in the next block."""
    opening = text[quote.start : quote.start + 2]
    mark = opening if opening in _CLOSED_BY else opening[:1]
    return not text.endswith(_CLOSED_BY[mark], quote.start + len(mark), quote.end)


def _state(text: str, sentence: _Stretch, quotes: Sequence[Span], inside: range) -> QuoteState:
    """Return the state of a sentence that the quotations ``inside`` touch."""
    if not inside:
        return QuoteState(False, False, 0.0)
    begin, end = quotes[inside[0]], quotes[inside[-1]]
    resumed = inside[0] > 0 and begin.start == sentence.start and left_open(text, quotes[inside[0] - 1])
    goes_on = end.end > sentence.end or (end.end == sentence.end and left_open(text, end))
    share = _share(text, sentence, [quotes[index] for index in inside])
    return QuoteState(resumed or begin.start < sentence.start, goes_on, share)


def _share(text: str, sentence: _Stretch, quotes: Sequence[Span]) -> float:
    """Return the part of the sentence's letters in quotations; without letters, of nothing, 0 or 1."""
    if quotes[0].start <= sentence.start and sentence.end <= quotes[0].end:
        return 1.0
    letters = _letters(text[sentence.start : sentence.end])
    pieces = (text[max(q.start, sentence.start) : min(q.end, sentence.end)] for q in quotes)
    return sum(map(_letters, pieces)) / letters if letters else 0.0


def _letters(text: str) -> int:
    """Count the letters."""
    return len(_NOT_LETTER.sub("", text))


def _in_block(text: str, block: Span, goes_on: bool) -> Iterator[Span]:
    """Yield the quotations of one block; ``goes_on``: the next block begins with an opening mark."""
    opened: re.Match[str] | None = None
    at = block.start
    for mark in _MARK.finditer(text, block.start, block.end):
        if mark.start() < at:
            continue
        if opened is not None and _closes(text, opened, mark, block):
            yield Span(opened.start(), mark.end())
            opened = None
        elif opened is None and mark[0] in "'‘":
            at = _single_end(text, mark, block, goes_on)
            if at > mark.end():
                yield Span(mark.start(), at)
        elif _opens(text, mark, block, opened is None):
            # A second opening mark while one is open: the first was never closed, so it is dropped.
            opened = mark
    if opened is not None and goes_on:
        yield Span(opened.start(), block.end)


def _closes(text: str, opened: re.Match[str], mark: re.Match[str], block: Span) -> bool:
    """Say whether the mark closes the quotation that is open."""
    if mark[0] not in _CLOSED_BY[opened[0]] or mark.start() <= opened.end():
        return False
    before = text[mark.start() - 1]
    if mark[0] == "“":  # the closing mark of German, and of authors whose editor guesses wrongly
        return not before.isspace() and (mark.end() == block.end or not text[mark.end()].isalnum())
    if mark[0] not in _STRAIGHT:
        return True
    inches = before.isdigit() and opened[0] not in _STRAIGHT
    feet = _FEET.search(text, max(block.start, mark.start() - 5), mark.start()) is not None
    return not (before.isspace() or inches or feet)


def _opens(text: str, mark: re.Match[str], block: Span, nothing_open: bool) -> bool:
    """Say whether the mark can open a quotation where it stands."""
    if mark[0] not in _CLOSED_BY or mark[0] in "'‘":
        return False
    if mark.end() >= block.end:
        return False
    free = mark.start() == block.start or not text[mark.start() - 1].isalnum()
    follows = text[mark.end()]
    if mark[0] in _STRAIGHT:
        return free and not (follows.isspace() or follows in ",.;:!?)")
    return nothing_open and free and not follows.isspace() if mark[0] == "»" else True


def _single_end(text: str, mark: re.Match[str], block: Span, goes_on: bool) -> int:
    """Return where the single-marked quotation ends, or the end of the mark if it is not safely one."""
    other = _OPENS_SINGLE.search(text, mark.end(), block.end)
    limit = other.start() if other else block.end
    close = _CLOSES_SINGLE_SURELY.search(text, mark.end(), limit) or _CLOSES_SINGLE.search(text, mark.end(), limit)
    if close is None:
        return block.end if goes_on and other is None and _resumed(text, mark, block) else mark.end()
    inside = text[mark.end() : close.start()]
    balanced = inside.count('"') % 2 == 0 and inside.count("“") == inside.count("”")
    return close.end() if balanced else mark.end()


def _resumed(text: str, mark: re.Match[str], block: Span) -> bool:
    """Say whether the text after the block takes up the curly single mark again."""
    return mark[0] == "‘" and text[block.end : block.end + 8].lstrip().startswith("‘")
