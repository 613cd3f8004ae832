"""The analysis: an article's units read, tagged, attributed and judged, with what each cue did to its unit.

This is the way of an article through the models, and the only one.  The units' variants without one cue each go
the same way in the same breath: what a cue did is the difference that its words make, computed and not asserted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence import features
from evidence.attribution import Attributions, attribute, reattribute
from evidence.cues import cues as cues_of
from evidence.decode import decode
from evidence.heads import Heads, Judgement, Views
from evidence.parts import Parts, parted
from evidence.reading import Cut, Reader, Reading
from evidence.tagger import Tagger
from evidence.tokens import Floats
from evidence.undermining import Flags, Undermining
from evidence.values import Article, Cue, Sentence, Span

LONGEST = 300  # tokens of a unit whose cues are taken out one by one: work must not grow with the square


@dataclass(frozen=True)
class Analysis:
    """All that is known of an article's units, one entry or row a unit, before it is put into words."""

    reading: Reading
    found: Attributions
    judged: Judgement
    undermined: Flags
    cues: tuple[tuple[Cue, ...], ...]


@dataclass(frozen=True)
class Analyst:
    """The fitted models in the order in which an article meets them."""

    reader: Reader
    tagger: Tagger
    heads: Heads
    undermining: Undermining

    def __call__(self, article: Article, head: Sentence | None, sentences: Sequence[Sentence]) -> Analysis:
        """Return the analysis of an article that was split into these units; there is at least one."""
        reading = self.reader.read(article, head, sentences)
        cues = [cues_of((unit,), reading.matches[i])[0] for i, unit in enumerate(reading.units)]
        cuts = [cut for i, own in enumerate(cues) for cut in _cuts(reading, i, own)]
        found, judged = self._judged(reading, cuts)
        plain = judged.rows(slice(0, len(reading.units)))
        told = _with_effects(cues, cuts, judged.strength)
        undermined = self.undermining.undermined(reading)
        return Analysis(reading, found, self.undermining.lower(plain, undermined), undermined, told)

    def _judged(self, reading: Reading, cuts: Sequence[Cut]) -> tuple[Attributions, Judgement]:
        """Judge the units and, in the rows behind them, their variants, each in its unit's place."""
        size, origins = len(reading.units), [i for i, _ in cuts]
        every = reading.followed_by(reading.without(cuts)) if cuts else reading
        tags = self.tagger(every)
        parts = parted(every, decode(tags.spans, every.tokens.bounds))
        found = attribute(reading, parts[:size])
        place = features.placed(reading, found)
        own, guess = features.local(every, tags), self.heads.guess(features.ngrams(every, tags))
        about = features.context(features.shared(own[:size], place, guess[:size]))
        place = np.concatenate([place, _replaced(place, every, parts, origins, found)])
        where = [*range(size), *origins]
        return found, self.heads.judge(Views(own, place, guess, about[where]))


def _replaced(
    place: Floats, every: Reading, parts: Sequence[Parts], origins: Sequence[int], found: Attributions
) -> Floats:
    """Return the places of the variants: their units', but for who speaks in them."""
    links, kinds = reattribute(every, parts, origins, found)
    changed = place[origins]
    for row, (origin, own) in enumerate(zip(origins, links, strict=True)):
        told = features.speaker(origin, own, kinds, found.states[origin], every)
        changed[row, : len(told)] = told
    return changed


def _cuts(reading: Reading, unit: int, cues: Sequence[Cue]) -> Iterator[Cut]:
    """Yield one cut for each cue; in a unit too long for that, one for all, which then share the effect."""
    spans = tuple(Span(cue.start, cue.end) for cue in cues)
    size = int(reading.tokens.bounds[unit + 1] - reading.tokens.bounds[unit])
    if spans and size > LONGEST:
        yield unit, spans
    else:
        yield from ((unit, (span,)) for span in spans)


def _with_effects(
    cues: Sequence[tuple[Cue, ...]], cuts: Sequence[Cut], strength: Floats
) -> tuple[tuple[Cue, ...], ...]:
    """Give each cue its effect: its unit's strength less the strength without the cue's words."""
    values = strength.tolist()
    without = values[len(cues) :]
    effects = iter(
        [(values[i] - rest) / len(spans) for (i, spans), rest in zip(cuts, without, strict=True) for _ in spans]
    )
    return tuple(tuple(replace(cue, effect=next(effects)) for cue in own) for own in cues)
