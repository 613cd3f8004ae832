"""Ignoring: which cues and sentences a policy's lists of phrases and sources excuse.

A sentence is excused when an ignored phrase stands in it and no weakening cue outside of such phrases, or when all
of its attributions are to ignored sources.  Phrases and names are found as whole words, whatever their case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from evidence.cues import flatten
from evidence.policy import Policy
from evidence.values import Assessment, Cue, SentenceAssessment, Span

WEAKENING = frozenset(("hedge", "doubt", "hearsay", "anonymity"))


def occurrences(text: str, phrases: Sequence[str]) -> tuple[Span, ...]:
    """Return where one of the phrases stands in the text."""
    if not phrases:
        return ()
    return tuple(Span(*found.span()) for found in _pattern(tuple(phrases)).finditer(flatten(text)))


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[bytes]:
    flat = sorted((flatten(phrase).strip() for phrase in phrases), key=len, reverse=True)
    return re.compile(rb"(?<![\w-])(?:" + b"|".join(map(re.escape, flat)) + rb")(?![\w-])")


class Ignoring:
    """A policy's lists against one assessment."""

    def __init__(self, assessment: Assessment, policy: Policy) -> None:
        self._phrases = policy.phrases
        self._attributions = assessment.attributions
        self._sources = {
            source.id for source in assessment.sources if policy.sources and occurrences(source.name, policy.sources)
        }

    def reported(self, item: SentenceAssessment) -> tuple[SentenceAssessment, bool]:
        """Return the sentence without the cues that stand in ignored phrases, and whether it is excused."""
        base = item.sentence.start
        spans = [Span(base + at.start, base + at.end) for at in occurrences(item.sentence.text, self._phrases)]
        if not spans:
            return item, self._ignored_sources(item)
        kept = tuple(cue for cue in item.cues if not _inside(cue, spans))
        excused = not any(cue.kind in WEAKENING for cue in kept)
        return replace(item, cues=kept), excused or self._ignored_sources(item)

    def _ignored_sources(self, item: SentenceAssessment) -> bool:
        cited = {self._attributions[at].source_id for at in item.attributions}
        return bool(cited) and cited <= self._sources


def _inside(cue: Cue, spans: Sequence[Span]) -> bool:
    return any(span.start <= cue.start and cue.end <= span.end for span in spans)
