"""The scorer: an article in, its assessment out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evidence import artifact, features, lexicon
from evidence.analysis import Analysis, Analyst
from evidence.artifact import ArtifactError, Manifest
from evidence.attribution import values
from evidence.budget import announce, checkpoint
from evidence.convolution import Convolution
from evidence.findings.report import reported
from evidence.heads import Heads
from evidence.manner import Manner
from evidence.policy import DEFAULT, Policy
from evidence.rating import Rater
from evidence.reading import Reader
from evidence.tagger import Tagger
from evidence.tokens import Tokenizer, Words
from evidence.undermining import Undermining
from evidence.units import units
from evidence.values import (
    CERTAINTIES,
    SOURCINGS,
    Article,
    Assessment,
    Attribution,
    Ignored,
    ModelId,
    Rating,
    Sentence,
    SentenceAssessment,
    Source,
)

GOLDEN_TOLERANCE = 0.002


@dataclass(frozen=True)
class Scorer:
    """The fitted parts joined to one judge; it holds no state of an article, so threads may share it.

    ``manifest`` is that of the artifact it was loaded from, if it was.
    """

    model: ModelId
    analyst: Analyst
    rater: Rater
    manifest: Manifest | None = field(default=None, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Scorer:
        """Return the scorer of the artifact in a folder, self-tested; raises ArtifactError in one sentence."""
        loaded = artifact.load(folder, lexicon.load().digest, features.ROW)
        try:
            scorer = assembled(loaded.parts, ModelId(loaded.name, loaded.version))
            for golden in loaded.manifest.golden:
                _test(scorer, golden)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            # parts that were made for other code fail wherever they are first used
            raise ArtifactError(f"The artifact in {folder} has other parts than this code works with.") from error
        return replace(scorer, manifest=loaded.manifest)

    def assess(self, article: Article, policy: Policy = DEFAULT) -> Assessment:
        """Return the assessment of an article under a policy; every text has one, be it empty."""
        return reported(self._judged(article, policy), policy)

    def _judged(self, article: Article, policy: Policy) -> Assessment:
        read = units(article, self.analyst.reader.vocabulary)
        if read.headline is None and not read.sentences:
            return Assessment(self.model, None, (), (), (), None, read.refused or "too_short", read.ignored)
        announce(len(read.sentences))
        checkpoint()
        return self._told(self.analyst(article, read.headline, read.sentences), read.ignored, policy)

    def _told(self, analysis: Analysis, left_out: tuple[Ignored, ...], policy: Policy) -> Assessment:
        first = int(analysis.reading.headed)
        attributions, sources = values(analysis.found, analysis.reading)
        held = ((),) * first + _held(analysis.reading.units[first:], attributions)
        told = [_sentence(analysis, i, own, policy) for i, own in enumerate(held)]
        body = tuple(told[first:])
        rating, note = self._rated(body, analysis, sources, policy)
        return Assessment(self.model, told[0] if first else None, body, attributions, sources, rating, note, left_out)

    def _rated(
        self, body: Sequence[SentenceAssessment], analysis: Analysis, sources: Sequence[Source], policy: Policy
    ) -> tuple[Rating | None, str | None]:
        counted = [policy.quoted_speech_counts or not one.sentence.quoted for one in body]
        claims = sum(one.strength is not None for one, counts in zip(body, counted, strict=True) if counts)
        if claims < policy.fewest_claims:
            few = sum(counted) < policy.fewest_claims
            return None, "too_short" if few or claims else "no_claims"
        rows = np.flatnonzero(counted) + int(analysis.reading.headed)
        judged = analysis.judged.rows(rows)
        return self.rater.rate(judged, sources, analysis.reading.evaluative, analysis.overall, policy), None


def assembled(parts: Mapping[str, Any], model: ModelId) -> Scorer:
    """Return the scorer made of an artifact's parts; training makes its candidates with the same parts."""
    words = Words({word: at for at, word in enumerate(parts["words"], 1)}, parts["clusters"])
    analyst = Analyst(
        Reader(Tokenizer(words), lexicon.load()),
        tagger(parts),
        Convolution.of(parts["convolution"]),
        Heads(parts["scaler"], parts["student"], parts["networks"], parts["calibrators"], parts["knots"]),
        Undermining(parts["undermining"]),
    )
    rating = dict(parts["rating"])
    return Scorer(model, analyst, Rater(manner=Manner(**rating.pop("manner")), **rating))


def tagger(parts: Mapping[str, Any]) -> Tagger:
    """Return the tagger made of an artifact's parts."""
    return Tagger(parts["tagger_first"], parts["tagger_second"], parts["tagger_doubts"])


def _test(scorer: Scorer, golden: artifact.Golden) -> None:
    said = scorer.assess(Article.of(golden.text, golden.title))
    rating = None if said.rating is None else said.rating.score / 100
    found = [*(sentence.strength for sentence in said.sentences), rating]
    wanted = [*golden.strengths, None if golden.rating is None else golden.rating / 100]
    near = len(found) == len(wanted) and all(map(_near, found, wanted))
    if not near:
        raise ArtifactError(f"The model {scorer.model.version} does not score its own golden texts as it did.")


def _near(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= GOLDEN_TOLERANCE


def _sentence(analysis: Analysis, i: int, attributions: tuple[int, ...], policy: Policy) -> SentenceAssessment:
    judged = analysis.judged
    label = int(judged.sourcing[i].argmax())
    strength = None if SOURCINGS[label] == "none" else float(judged.strength[i])
    certain = float(judged.certain[i])
    return SentenceAssessment(
        analysis.reading.units[i],
        strength,
        None if strength is None else policy.level(strength),
        tuple(judged.levels[i].tolist()),
        SOURCINGS[label],
        float(judged.sourcing[i, label]),
        CERTAINTIES[min(3, int(certain + 0.5))],
        certain,
        analysis.cues[i],
        attributions,
        undermined=bool(analysis.undermined[i]),
    )


def _held(sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> tuple[tuple[int, ...], ...]:
    """Return for each sentence the indexes of the attributions that have a span in it."""
    ends = [sentence.end for sentence in sentences]
    held: list[list[int]] = [[] for _ in sentences]
    for at, found in enumerate(attributions):
        spans = (found.source, found.cue, *found.content)
        units = {bisect_right(ends, span.start) for span in spans if span is not None}
        for unit in sorted(units):
            held[unit].append(at)
    return tuple(map(tuple, held))
