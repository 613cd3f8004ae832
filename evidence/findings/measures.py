"""The measures that a policy's gate rules bound: each counts something in an assessment, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from evidence.findings.rules import RULES
from evidence.values import LEVELS, SOURCINGS, Assessment, SentenceAssessment, SourceKind


@dataclass(frozen=True, slots=True)
class Counted:
    """An assessment, and the sentences of it that count, by their index: not the excused ones, perhaps not quotes."""

    assessment: Assessment
    sentences: Mapping[int, SentenceAssessment]
    headline: SentenceAssessment | None

    @property
    def claims(self) -> Mapping[int, SentenceAssessment]:
        """The sentences that make a claim."""
        return {at: item for at, item in self.sentences.items() if item.level is not None}


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure found: a value, None where there is nothing to measure, and the sentences that made it."""

    value: float | None
    sentences: tuple[int, ...] = ()
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: which way it is bounded, the highest value that it can take, and the words it can count by.

    Without a ``vocabulary`` it counts by nothing.
    """

    bound: Literal["at_least", "at_most"]
    highest: float | None
    vocabulary: tuple[str, ...]
    of: Callable[[Counted, Sequence[str]], Found]

    def keeps(self, value: float, limit: float) -> bool:
        """Say whether a value keeps within a limit."""
        return value >= limit if self.bound == "at_least" else value <= limit


def _rating(counted: Counted, _: Sequence[str]) -> Found:
    rating = counted.assessment.rating
    return Found(None if rating is None else rating.score)


def _unrated(counted: Counted, notes: Sequence[str]) -> Found:
    return Found(float(counted.assessment.rating_note in notes))


def _sources(counted: Counted, kinds: Sequence[str]) -> Found:
    if _unread(counted):
        return Found(None)
    own = [source for source in counted.assessment.sources if source.kind in kinds]
    return Found(float(sum(any(at in counted.sentences for at in source.sentences) for source in own)))


def _largest_source(counted: Counted, _: Sequence[str]) -> Found:
    sources = counted.assessment.sources
    largest = max(sources, key=lambda source: source.share, default=None)
    return Found(None) if largest is None else Found(largest.share, largest.sentences)


def _at_level(counted: Counted, levels: Sequence[str]) -> Found:
    at = tuple(at for at, item in counted.claims.items() if item.level in levels)
    return Found(float(len(at)), at)


def _share_at_level(counted: Counted, levels: Sequence[str]) -> Found:
    return _share(counted, lambda item: item.level in levels)


def _share_by_sourcing(counted: Counted, labels: Sequence[str]) -> Found:
    return _share(counted, lambda item: item.sourcing in labels)


def _with_advice(counted: Counted, codes: Sequence[str]) -> Found:
    def advised(item: SentenceAssessment | None) -> bool:
        return item is not None and any(advice.code in codes for advice in item.advice)

    at = tuple(at for at, item in counted.sentences.items() if advised(item))
    return Found(float(len(at) + advised(counted.headline)), at, advised(counted.headline))


def _share(counted: Counted, of: Callable[[SentenceAssessment], bool]) -> Found:
    claims = counted.claims
    at = tuple(at for at, item in claims.items() if of(item))
    return Found(len(at) / len(claims), at) if claims else Found(None)


def _unread(counted: Counted) -> bool:
    return counted.assessment.rating_note == "unsupported_language"


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "rating": Measure("at_least", 100, (), _rating),
        "unrated": Measure("at_most", 0, ("too_short", "no_claims", "unsupported_language"), _unrated),
        "sources": Measure("at_least", None, get_args(SourceKind), _sources),
        "largest_source": Measure("at_most", 1, (), _largest_source),
        "sentences_at_level": Measure("at_most", None, LEVELS, _at_level),
        "claims_at_level": Measure("at_most", 1, LEVELS, _share_at_level),
        "claims_by_sourcing": Measure("at_most", 1, SOURCINGS[:-1], _share_by_sourcing),
        "sentences_with_advice": Measure(
            "at_most", None, tuple(rule.code for rule in RULES if rule.about != "article"), _with_advice
        ),
    }
)
