"""The analysis: an article's units read, tagged, attributed and judged, with what each cue did to its unit.

This is the way of an article through the models, and the only one.  The units' variants without one cue each go
the same way in the same breath, in their unit's place and with its speakers: what a cue did is the difference that
its words make, computed and not asserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence import features
from evidence.attribution import Attributions, attribute
from evidence.budget import checkpoint
from evidence.convolution import Convolution, Variants
from evidence.cues import cues as cues_of
from evidence.decode import decode
from evidence.heads import Heads, Judgement, Views
from evidence.manner import overall
from evidence.parts import parted
from evidence.reading import Cut, Reader, Reading
from evidence.tagger import Tagger, Tags
from evidence.tokens import Floats
from evidence.undermining import Flags, Undermining
from evidence.values import Article, Cue, Sentence, Span

LONGEST = 300  # tokens of a unit whose cues are taken out one by one: work must not grow with the square
LEAST = 0.04  # of the strength 0..1: what a cue did to it, to be told
MOST = 20_000  # tokens in an article's variants, and four times its own tokens, before cues go out together


@dataclass(frozen=True)
class Analysis:
    """All that is known of an article's units, one entry or row a unit, before it is put into words.

    ``overall`` is what ``evidence.manner`` sees of how the article is written.
    """

    reading: Reading
    found: Attributions
    judged: Judgement
    undermined: Flags
    cues: tuple[tuple[Cue, ...], ...]
    overall: Floats


@dataclass(frozen=True)
class Examined:
    """What the tagger and the rules find in a reading, before the convolution and the heads see it.

    ``found`` and ``place`` are of the article's own units; ``reading``, ``tags`` and ``own`` have the ``variants``
    behind them.
    """

    found: Attributions
    place: Floats
    reading: Reading
    tags: Tags
    variants: Variants
    own: Floats


def examined(tagger: Tagger, reading: Reading, cuts: Sequence[Cut] = ()) -> Examined:
    """Return what is found in a reading and in its units' variants, whose words keep their tags."""
    tags = tagger(reading)
    checkpoint()
    found = attribute(reading, parted(reading, decode(tags.spans, reading.tokens.bounds)))
    checkpoint()
    place = features.placed(reading, found)
    variants = Variants(tuple(unit for unit, _ in cuts), np.zeros(0, np.int64))
    if cuts:
        varied, index = reading.without(cuts)
        reading, tags = reading.followed_by(varied), tags.followed_by(index)
        variants = replace(variants, origin=index)
    return Examined(found, place, reading, tags, variants, features.local(reading, tags))


@dataclass(frozen=True)
class Analyst:
    """The fitted models in the order in which an article meets them."""

    reader: Reader
    tagger: Tagger
    convolution: Convolution
    heads: Heads
    undermining: Undermining

    def __call__(self, article: Article, head: Sentence | None, sentences: Sequence[Sentence]) -> Analysis:
        """Return the analysis of an article that was split into these units; there is at least one."""
        reading = self.reader.read(article, head, sentences)
        cues = [cues_of((unit,), reading.matches[i])[0] for i, unit in enumerate(reading.units)]
        cuts = _cuts(reading, cues)
        seen = examined(self.tagger, reading, cuts)
        views = Views(seen.own, seen.place, self.convolution(seen.reading, seen.tags, seen.variants))
        judged = self.heads.judge(views, seen.variants.units)
        plain = judged.rows(slice(0, len(reading.units)))
        undermined = self.undermining.undermined(reading)
        told = _with_effects(cues, cuts, judged.strength, np.where(undermined, 1 - self.undermining.share, 1.0))
        whole = overall(views, reading.headed)
        return Analysis(reading, seen.found, self.undermining.lower(plain, undermined), undermined, told, whole)


def _cuts(reading: Reading, cues: Sequence[tuple[Cue, ...]]) -> list[Cut]:
    """Return one cut for each cue; where that is too much work one for a unit's cues, which share the effect."""
    sizes = np.diff(reading.tokens.bounds).tolist()
    budget = MOST + 4 * sum(sizes)
    cuts: list[Cut] = []
    for unit, own in enumerate(cues):
        spans = tuple(Span(cue.start, cue.end) for cue in own)
        apart = sizes[unit] <= LONGEST and len(spans) * sizes[unit] <= budget
        cuts += [(unit, (span,)) for span in spans] if apart else [(unit, spans)]
        budget -= (len(spans) if apart else 1) * sizes[unit]
    return [cut for cut in cuts if cut[1]]


def _with_effects(
    cues: Sequence[tuple[Cue, ...]], cuts: Sequence[Cut], strength: Floats, kept: Floats
) -> tuple[tuple[Cue, ...], ...]:
    """Give each cue its effect: its unit's strength less the strength without the cue's words.

    ``kept`` (U,) is the part of a unit's own judgement that is left to it where the next one undermines it.  An
    effect below LEAST is 0: the strength would move so little that re-reading the sentence may move it back.
    """
    values, shares = strength.tolist(), kept.tolist()
    without = values[len(cues) :]
    effects = iter(
        [
            _told(shares[i] * (values[i] - rest)) / len(spans)
            for (i, spans), rest in zip(cuts, without, strict=True)
            for _ in spans
        ]
    )
    return tuple(tuple(_moving(cue, next(effects)) for cue in own) for own in cues)


def _moving(cue: Cue, effect: float) -> Cue:
    # not dataclasses.replace: there are dozens of cues, and it takes three times as long
    return Cue(cue.kind, cue.subtype, cue.start, cue.end, cue.text, cue.entry, effect) if effect else cue


def _told(effect: float) -> float:
    return effect if abs(effect) >= LEAST else 0.0
