"""The rating: one score for the article, from named components, with reasons a person would give.

The components are shares and counts over the article's claims; a linear model fitted to annotators' ratings
weighs them, so each one's part in the score is known, and the reasons are the components that moved it most.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from evidence.depth import weights
from evidence.heads import Judgement
from evidence.manner import Manner
from evidence.policy import Policy
from evidence.tokens import Floats
from evidence.values import SOURCINGS, ComponentEffect, Rating, Source

MANY_SOURCES = 12  # more independent sources than this add nothing
LONG = 60  # and so do more claims
LEAD = 8  # sentences that a reader meets first
MOST_REASONS = 5
LEAST_PART = 0.8  # points: a component that moved the score by less is no reason


@dataclass(frozen=True, slots=True)
class Reason:
    """What a component says where it lowers and where it raises a score; {} takes the component's value.

    ``sign`` is -1 where less of the component is better.
    """

    sign: int
    lower: str
    higher: str


def _reasons() -> Mapping[str, Reason]:
    lines = files("evidence").joinpath("reasons.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return MappingProxyType({
        name: Reason(-1 if better == "less" else 1, lower, higher) for name, better, lower, higher in rows
    })  # fmt: skip


REASONS = _reasons()
COMPONENTS = tuple(REASONS)


def components(judged: Judgement, sources: Sequence[Source], evaluative: int, manner: float) -> dict[str, float]:
    """Return every component's value for the body's sentences: shares 0..1, ``sources`` and ``length`` counts.

    In shares and means a sentence counts by its depth (evidence.depth).

    ``evaluative`` is how many evaluative words stand outside of quotations; ``manner`` (0..100) is the rating
    that is expected for how the article is written.
    """
    counts = weights(len(judged.strength))
    claims = 1 - judged.sourcing[:, SOURCINGS.index("none")]
    weighed = claims * counts
    total = float(weighed.sum()) or 1.0

    def share(part: Floats) -> float:
        return float((part * weighed).sum() / total)

    def standing(name: Any) -> float:
        return float((judged.sourcing[:, SOURCINGS.index(name)] * counts).sum() / total)

    solid = judged.levels[:, 3:].sum(axis=1)
    independent = [source for source in sources if source.kind != "unnamed"]
    return {
        "strength": share(judged.strength), "solid": share(solid), "weak": share(judged.levels[:, :2].sum(axis=1)),
        "lead": float((judged.strength * claims)[:LEAD].sum() / (claims[:LEAD].sum() or 1.0)),
        **{name: standing(name) for name in ("named", "document", "media", "unnamed", "hearsay")},
        "evaluative": min(1.0, evaluative / max(1, len(claims))),
        "interpretation": share(judged.sourcing[:, 0] * (1 - solid)),
        "hedged": share(judged.certainty[:, :3].sum(axis=1)),
        "sources": float(len(independent)),
        "concentration": max((source.share for source in sources), default=1.0),
        "no_claim": float(1 - weighed.sum() / counts.sum()) if len(claims) else 1.0,
        "length": float(claims.sum()) or 1.0,
        "manner": manner,
    }  # fmt: skip


def row(values: Mapping[str, float]) -> Floats:
    """Return the components as the model's row: counts as bounded logarithms, all so that more is better."""
    bounds = {"sources": MANY_SOURCES, "length": LONG}
    flat = [REASONS[c].sign * (math.log1p(min(values[c], bounds[c])) if c in bounds else values[c]) for c in COMPONENTS]
    return np.array(flat, np.float32)


Ends = tuple[float, float, float, float]
UNBENT: Ends = (0.0, 0.0, 100.0, 100.0)


@dataclass(frozen=True)
class Rater:
    """The fitted ``scaler`` and linear ``model`` over the components, one of which is ``manner``'s.

    ``spread`` (factor, shift) undoes the model's pull to the middle; ``interval`` holds the 10 % and 90 %
    quantiles of annotator minus score.  ``ends`` are the annotators' least rating, their 5 % and 95 % quantiles and
    their greatest: beyond the quantiles a score nears the outermost and never reaches it.
    """

    scaler: Any
    model: Any
    manner: Manner
    spread: tuple[float, float]
    interval: tuple[float, float]
    ends: Ends = UNBENT

    def score(self, values: Mapping[str, float]) -> tuple[float, dict[str, float]]:
        """Return the score 0..100 and each component's part in it, in points against the usual article."""
        scaled = (row(values) - self.scaler.mean_) / self.scaler.scale_
        parts = scaled * self.model.coef_ * self.spread[0]
        score = float(parts.sum() + self.model.intercept_ * self.spread[0] + self.spread[1])
        return bent(score, self.ends), dict(zip(COMPONENTS, parts.tolist(), strict=True))

    def rate(
        self, judged: Judgement, sources: Sequence[Source], evaluative: int, whole: Floats, policy: Policy
    ) -> Rating:
        """Return the rating of an article from its sentences' judgement, sources and evaluative words.

        ``whole`` is what ``evidence.manner.overall`` says of it.
        """
        values = components(judged, sources, evaluative, self.manner(whole))
        score, parts = self.score(values)
        grade, label = policy.grade(score)
        low, high = (min(100.0, max(0.0, score + bound)) for bound in self.interval)
        scored = int((judged.sourcing.argmax(axis=1) != SOURCINGS.index("none")).sum())
        told = MappingProxyType(values)
        return Rating(score, grade, label, len(judged.strength), scored, (low, high), told, effects(values, parts))


def bent(score: float, ends: Ends) -> float:
    """Return the score, but what lies beyond the inner ends drawn in so that it nears the outer ones; order is kept."""
    lowest, low, high, highest = ends
    if score < low:
        return lowest + _rest(low - lowest, low - score)
    return highest - _rest(highest - high, score - high) if score > high else score


def _rest(room: float, beyond: float) -> float:
    """Return what is left of the room between two ends for a score so far beyond the inner one."""
    return room * math.exp(-beyond / room) if room > 0 else 0.0


def effects(values: Mapping[str, float], parts: Mapping[str, float]) -> tuple[ComponentEffect, ...]:
    """Return each component's effect, the largest first; those that moved the score most say so in words."""
    largest = sorted(parts, key=lambda name: -abs(parts[name]))
    told = {name for name in largest[:MOST_REASONS] if abs(parts[name]) >= LEAST_PART}
    # + 0.0: minus nothing is nothing
    return tuple(
        ComponentEffect(name, parts[name] + 0.0, _said(name, values, parts) if name in told else None)
        for name in largest
    )


def _said(name: str, values: Mapping[str, float], parts: Mapping[str, float]) -> str:
    words = REASONS[name].higher if parts[name] > 0 else REASONS[name].lower
    return words.format(values[name])
