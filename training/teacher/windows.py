"""Windows: what the teacher reads at once, a run of an article's passages as token ids.

It is asked about all of a window's passages but those that are shown as context before and behind, so that an article
costs little more than its own tokens, and a passage is read with all that stands around it (sequential sentence
classification, Cohan et al. 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from training.teacher.passages import Passage, Piece

Encode = Callable[[Sequence[str]], Sequence[Sequence[int]]]

BEGIN, BREAK = 0, 2  # token ids: of the window's begin, and of what stands before each passage
ASKED, BEFORE, BEHIND, TITLE = 340, 80, 30, 32  # tokens at most: of what is asked, and of the context
HEAD, TAIL = 70, 40  # tokens kept of a long passage


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids, and for each passage that is asked about where its own begin and end; a BREAK stands before them."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def windows(piece: Piece, encode: Encode) -> Iterator[Window]:
    """Yield the windows of a piece: each passage that it asks about in one, in turn.

    ``encode`` gives the tokens of texts without special ones.
    """
    tokens = [_cropped(ids) for ids in encode([_shown(passage) for passage in piece.passages])]
    sizes = [len(ids) + 1 for ids in tokens]
    title = tokens[0][:TITLE] if piece.passages and not piece.passages[0].index else None
    earlier = sum(1 for _ in _runs(sizes, int(title is not None), piece.asked.start))
    runs = list(_runs(sizes, piece.asked.start, piece.asked.stop))
    for number, run in enumerate(runs, start=earlier + 1):
        ids = [BEGIN, *encode([f"part {number} of {earlier + len(runs)}"])[0]]
        if run.start and title is not None:
            ids += [BREAK, *title]
        for context in _before(tokens[int(title is not None) : run.start]):
            ids += [BREAK, *context]
        spans = []
        for at in range(run.start, run.stop):
            spans.append((len(ids) + 1, len(ids) + sizes[at]))
            ids += [BREAK, *tokens[at]]
        for behind in tokens[run.stop : run.stop + 1]:
            ids += [BREAK, *behind[:BEHIND]]
        yield Window((*ids, BREAK), tuple(spans))


def _shown(passage: Passage) -> str:
    return f"headline: {passage.text}" if not passage.index else f"| {passage.text}" if passage.fresh else passage.text


def _cropped(ids: Sequence[int]) -> Sequence[int]:
    """Return the tokens without the middle of a long passage: attributions stand at either end."""
    return ids if len(ids) <= HEAD + TAIL else [*ids[:HEAD], *ids[-TAIL:]]


def _runs(sizes: Sequence[int], first: int, end: int) -> Iterator[range]:
    """Yield the passages from first to end in runs of about the same length, ASKED tokens at most."""
    total = sum(sizes[first:end])
    goal = total / max(1, -(-total // ASKED))
    begin, size, spent, made = first, 0, 0, 0
    for at in range(first, end):
        over = size + sizes[at] > ASKED or spent + size + sizes[at] / 2 > goal * (made + 1)
        if at > begin and over:
            yield range(begin, at)
            begin, size, spent, made = at, 0, spent + size, made + 1
        size += sizes[at]
    if begin < end:
        yield range(begin, end)


def _before(tokens: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Return the last BEFORE tokens of these passages."""
    kept: list[Sequence[int]] = []
    left = BEFORE
    for ids in reversed(tokens):
        if left <= 0:
            break
        kept.append(ids[-left:])
        left -= len(ids) + 1
    return kept[::-1]
