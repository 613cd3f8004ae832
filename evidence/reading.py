"""A reading: an article's units as arrays of tokens, with what the lexicon and the quotation marks say of each.

A unit is the headline (if there is one, always first) or one sentence.  Everything that a model sees starts
here, in training and in serving alike.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from evidence.cues import Match, find
from evidence.lexicon import LAYERS, SUBTYPES, Lexicon
from evidence.quotes import left_open, quotations
from evidence.tokens import Ints, Tokenizer, Tokens
from evidence.values import Article, Sentence, Span

OUTSIDE, INSIDE, OPENS, CLOSES = range(4)
LAYER_NAMES = tuple(name for name in LAYERS if name != "pseudo")
CLASSES = tuple(
    tuple(f"{category}.{subtype}" for category in LAYERS[layer] for subtype in SUBTYPES[category])
    for layer in LAYER_NAMES
)
_EVALUATIVE = np.array([False, *(name.startswith("evaluative.") for name in CLASSES[LAYER_NAMES.index("voice")])])
_CLASS = {(*name.split("."),): (layer, at) for layer, names in enumerate(CLASSES) for at, name in enumerate(names, 1)}

Cut = tuple[int, tuple[Span, ...]]  # a unit, and what is taken out of it


@dataclass(frozen=True)
class Reading:
    """The units of one article with their tokens.

    ``marks`` (T,) tells for each token whether it stands outside or inside a quotation, opens or closes it;
    ``classes`` (T, layers) is the lexicon class that covers the token in each layer (LAYER_NAMES), 0 for none,
    else 1 + the index in CLASSES; ``begins`` likewise, but only at an entry's first token.
    """

    units: tuple[Sentence, ...]
    tokens: Tokens
    marks: Ints
    classes: Ints
    begins: Ints
    matches: tuple[tuple[Match, ...], ...]

    @property
    def headed(self) -> bool:
        """Say whether the first unit is the headline."""
        return bool(self.units) and self.units[0].role == "headline"

    @property
    def evaluative(self) -> int:
        """How many evaluative words of the body stand outside of quotations."""
        outside = (self.marks == OUTSIDE) & (self.tokens.unit >= int(self.headed))
        found = self.begins[outside, LAYER_NAMES.index("voice")]
        return int(_EVALUATIVE[found].sum())

    @cached_property
    def start(self) -> Ints:
        """The tokens' starts in the article's text (for the headline: in the title)."""
        return self.tokens.start + self._bases

    @cached_property
    def end(self) -> Ints:
        """The tokens' ends in the article's text (for the headline: in the title)."""
        return self.tokens.end + self._bases

    def span(self, first: int, last: int) -> Span:
        """Return where the tokens [first:last) stand in the article's text (or in its title)."""
        starts, ends = self._offsets
        return Span(starts[first], ends[last - 1])

    @cached_property
    def _offsets(self) -> tuple[list[int], list[int]]:
        # as lists: to take one number out of an array costs several times as much
        return self.start.tolist(), self.end.tolist()

    @cached_property
    def _bases(self) -> Ints:
        return np.array([unit.start for unit in self.units], np.int64)[self.tokens.unit]

    def followed_by(self, other: Reading) -> Reading:
        """Return a reading of these units and then the other's."""

        def both(name: str) -> Ints:
            return np.concatenate([getattr(self, name), getattr(other, name)])

        return Reading(
            self.units + other.units,
            self.tokens.followed_by(other.tokens),
            both("marks"),
            both("classes"),
            both("begins"),
            self.matches + other.matches,
        )

    def without(self, cuts: Sequence[Cut]) -> tuple[Reading, Ints]:
        """Return a reading whose units are variants, for each cut its unit without the tokens of its spans.

        With it comes the index of its tokens among these.
        """
        bounds = self.tokens.bounds.tolist()
        starts, ends = self._offsets
        kept: list[int] = []
        counts: list[int] = []
        for i, spans in cuts:
            before, at, last = len(kept), bounds[i], bounds[i + 1]
            for span in spans:
                first = bisect_right(ends, span.start, at, last)
                kept += range(at, first)
                at = max(first, bisect_left(starts, span.end, first, last))
            kept += range(at, last)
            counts.append(len(kept) - before)
        index = np.array(kept, np.int64)
        tokens = self.tokens.take(index, np.repeat(np.arange(len(cuts)), counts), counts)
        matches = tuple(tuple(_apart(self.matches[i], spans)) for i, spans in cuts)
        units = tuple(self.units[i] for i, _ in cuts)
        arrays = (self.marks[index], self.classes[index], self.begins[index])
        return Reading(units, tokens, *arrays, matches), index


def _apart(matches: Sequence[Match], spans: Sequence[Span]) -> Iterator[Match]:
    """Yield the matches that meet none of the spans; linear, though both are as many as a sentence has words."""
    if len(spans) == 1:  # most cuts: one cue's
        yield from (match for match in matches if match.end <= spans[0].start or spans[0].end <= match.start)
        return
    starts = sorted(span.start for span in spans)
    reach = [0, *accumulate((span.end for span in sorted(spans, key=lambda span: span.start)), max)]
    for match in matches:
        if reach[bisect_left(starts, match.end)] <= match.start:
            yield match


class Reader:
    """Makes readings; holds the tokenizer, whose words are ``vocabulary``, and the lexicon."""

    def __init__(self, tokenizer: Tokenizer, lexicon: Lexicon) -> None:
        self._tokenizer = tokenizer
        self._lexicon = lexicon
        self.vocabulary = tokenizer.vocabulary

    def read(self, article: Article, headline: Sentence | None, sentences: Sequence[Sentence]) -> Reading:
        """Return the reading of an article that was split into these units."""
        body = self._part(article.text, sentences, _blocks(sentences))
        if headline is None:
            return body
        head = self._part(article.title or "", (headline,), (Span(headline.start, headline.end),))
        return head.followed_by(body)

    def _part(self, text: str, units: Sequence[Sentence], blocks: Sequence[Span]) -> Reading:
        tokens = self._tokenizer([unit.text for unit in units])
        base = np.array([unit.start for unit in units], np.int64)[tokens.unit]
        start, end = tokens.start + base, tokens.end + base
        found = find(text, self._lexicon)
        classes, begins = _classes(found, start, end)
        marks = _marks(text, quotations(text, blocks), start, end)
        return Reading(tuple(units), tokens, marks, classes, begins, _by_unit(found, units))


def _blocks(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    if not sentences:
        return ()
    starts = [
        0,
        *(i for i, (a, b) in enumerate(pairwise(sentences), 1) if a.block != b.block),
        len(sentences),
    ]
    return tuple(Span(sentences[a].start, sentences[b - 1].end) for a, b in pairwise(starts))


def _classes(found: Iterable[Match], start: Ints, end: Ints) -> tuple[Ints, Ints]:
    classes = np.zeros((len(start), len(LAYER_NAMES)), np.int64)
    begins = np.zeros_like(classes)
    kept = [(place, m.start, m.end) for m in found if (place := _CLASS.get((m.category, m.subtype)))]
    first = np.searchsorted(end, [begun for _, begun, _ in kept], side="right")
    last = np.searchsorted(start, [ended for _, _, ended in kept], side="left")
    for ((layer, name), _, _), a, b in zip(kept, first.tolist(), last.tolist(), strict=True):
        if a < b:
            classes[a:b, layer] = name
            begins[a, layer] = name
    return classes, begins


def _marks(text: str, spans: Sequence[Span], start: Ints, end: Ints) -> Ints:
    opening = np.array([span.start for span in spans], np.int64)
    closing = np.array([span.end for span in spans], np.int64)
    marks = np.full(len(start), OUTSIDE, np.int64)
    if not len(spans) or not len(start):
        return marks
    at = np.searchsorted(opening, start, side="right") - 1
    inside = (at >= 0) & (start < closing[np.maximum(at, 0)])
    marks[inside] = INSIDE
    marks[inside & (start == opening[np.maximum(at, 0)])] = OPENS
    closed = np.array([not left_open(text, span) for span in spans])
    marks[inside & closed[at] & (end == closing[np.maximum(at, 0)])] = CLOSES
    return marks


def _by_unit(found: Sequence[Match], units: Sequence[Sentence]) -> tuple[tuple[Match, ...], ...]:
    ends = [unit.end for unit in units]
    rows: list[list[Match]] = [[] for _ in units]
    for match in found:
        i = bisect_right(ends, match.start)
        if i < len(units) and units[i].start <= match.start and match.end <= units[i].end:
            rows[i].append(match)
    return tuple(map(tuple, rows))
