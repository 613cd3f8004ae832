"""Pairing: which text of an older list became which of a newer one.

Texts that stand once in each list are paired first, wherever they went; between those that kept their order (a
patience diff) the rest is paired by the words that they share.  difflib's own alignment of whole lists takes quadratic
time where every other sentence was changed; this takes n log n, and so little per text that its work is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from evidence.budget import checkpoint

ALIKE = 0.4  # the share of telling words in common from which one text may be the other, edited
BLOCK = 32  # texts of the shorter side that are aligned at once
WORD = re.compile(r"\w+")
TELLING = re.compile(r"\w*\d\w*|\w{4,}")  # the shorter words stand everywhere

Pair = tuple[int, int]


def paired(old: Sequence[str], new: Sequence[str]) -> Mapping[int, int]:
    """Return the index in ``new`` of each text of ``old`` that has a counterpart there, by its index."""
    old, new = _flat(old), _flat(new)
    found = dict(_unique(old, new))
    kept = [(-1, -1), *_in_order(sorted(found.items())), (len(old), len(new))]
    taken = set(found.values())
    for (a, b), (c, d) in pairwise(kept):
        left = [at for at in range(a + 1, c) if at not in found]
        right = [at for at in range(b + 1, d) if at not in taken]
        found.update(_aligned(old, new, left, right))
    found.update(_moved(old, new, *_left(old, new, found)))
    # What was both moved and edited does not stand between the same neighbours.
    found.update(_aligned(old, new, *_left(old, new, found)))
    return found


def _left(old: Sequence[str], new: Sequence[str], found: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return the indexes of what has no counterpart yet."""
    taken = set(found.values())
    return [at for at in range(len(old)) if at not in found], [at for at in range(len(new)) if at not in taken]


def _flat(texts: Sequence[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def _unique(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of a text that stands once in each list."""
    before, after = Counter(old), Counter(new)
    places = {text: at for at, text in enumerate(new)}
    return ((at, places[text]) for at, text in enumerate(old) if before[text] == after[text] == 1)


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest run of the pairs, sorted by the first, in which the second ascends too."""
    ends: list[int] = []  # by length, the lowest second that such a run ends with
    last: list[int] = []  # and the pair that does
    before: list[int | None] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1], last[length : length + 1] = [second], [at]
    run: list[Pair] = []
    step = last[-1] if last else None
    while step is not None:
        run.append(pairs[step])
        step = before[step]
    return run[::-1]


def _aligned(old: Sequence[str], new: Sequence[str], left: Sequence[int], right: Sequence[int]) -> Iterator[Pair]:
    """Yield the pairs between two stretches, in blocks, so that the work does not grow with their product."""
    blocks = -(-min(len(left), len(right)) // BLOCK)
    for at in range(blocks):
        rows, columns = (side[at * len(side) // blocks : (at + 1) * len(side) // blocks] for side in (left, right))
        likeness = _likeness([old[i] for i in rows], [new[j] for j in columns])
        yield from ((rows[i], columns[j]) for i, j in _best(likeness))


def _likeness(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """Return how alike each pair of texts is: the share of their words that is common, 0 below ALIKE."""
    matcher = SequenceMatcher(autojunk=False)
    words = [_words(text) for text in old]
    table = [[0.0] * len(new) for _ in old]
    for j, text in enumerate(new):
        checkpoint()
        matcher.set_seq2(_words(text))
        for i, own in enumerate(words):
            matcher.set_seq1(own)
            if matcher.real_quick_ratio() >= ALIKE and (ratio := matcher.quick_ratio()) >= ALIKE:
                table[i][j] = ratio
    return table


def _words(text: str) -> list[str]:
    flat = text.casefold()
    return TELLING.findall(flat) or WORD.findall(flat) or [text]


def _best(likeness: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the pairs in ascending order whose likeness together is the greatest."""
    columns = len(likeness[0])
    best = [[0.0] * (columns + 1)]
    for row in likeness:
        above, own = best[-1], [0.0]
        for j, alike in enumerate(row):
            own.append(max(own[j], above[j + 1], above[j] + alike if alike else 0.0))
        best.append(own)
    pairs, i, j = [], len(likeness), columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _moved(old: Sequence[str], new: Sequence[str], left: Sequence[int], right: Sequence[int]) -> Iterator[Pair]:
    """Yield the pairs of what is left that is the same text, in order."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for at in right:
        places[new[at]].append(at)
    for at in left:
        if places[old[at]]:
            yield at, places[old[at]].popleft()
