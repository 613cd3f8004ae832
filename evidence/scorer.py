"""The scorer: an article in, its assessment out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from evidence import artifact, features, lexicon
from evidence.analysis import Analysis, Analyst
from evidence.artifact import ArtifactError
from evidence.attribution import values
from evidence.heads import Heads
from evidence.language import is_english
from evidence.manner import Manner
from evidence.policy import DEFAULT, Policy
from evidence.rating import Rater
from evidence.reading import Reader
from evidence.segment import headline, ignored, segment
from evidence.tagger import Tagger
from evidence.tokens import Tokenizer, Words
from evidence.undermining import Undermining
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
    Span,
)

FEATURES = (*features.LOCAL, *features.PLACED)
GOLDEN_TOLERANCE = 0.002


@dataclass(frozen=True)
class Scorer:
    """The fitted parts joined to one judge; it holds no state of an article, so threads may share it."""

    model: ModelId
    analyst: Analyst
    rater: Rater
    policy: Policy = DEFAULT

    @classmethod
    def load(cls, folder: Path) -> Scorer:
        """Return the scorer of the artifact in a folder, self-tested; raises ArtifactError in one sentence."""
        loaded = artifact.load(folder, lexicon.load().digest, FEATURES)
        scorer = assembled(loaded.parts, ModelId(loaded.name, loaded.version))
        for golden in loaded.manifest.golden:
            _test(scorer, golden)
        return scorer

    def assess(self, article: Article) -> Assessment:
        """Return the assessment of an article; every text has one, be it empty."""
        sentences, left_out = segment(article), ignored(article)
        if is_english(" ".join(sentence.text for sentence in sentences)) is False:
            foreign = tuple(Ignored(s.start, s.end, "unsupported_language") for s in _stretches(sentences))
            empty = Assessment(self.model, None, (), (), (), None, "unsupported_language")
            return replace(empty, ignored=tuple(sorted((*left_out, *foreign), key=lambda part: part.start)))
        head = headline(article)
        if head is None and not sentences:
            return Assessment(self.model, None, (), (), (), None, "too_short", left_out)
        return self._told(self.analyst(article, head, sentences), left_out)

    def _told(self, analysis: Analysis, left_out: tuple[Ignored, ...]) -> Assessment:
        first = int(analysis.reading.headed)
        attributions, sources = values(analysis.found, analysis.reading)
        told = [_sentence(analysis, i, self.policy) for i in range(len(analysis.reading.units))]
        body = _attributed(told[first:], attributions)
        rating, note = self._rated(body, analysis, sources)
        return Assessment(self.model, told[0] if first else None, body, attributions, sources, rating, note, left_out)

    def _rated(
        self, body: Sequence[SentenceAssessment], analysis: Analysis, sources: Sequence[Source]
    ) -> tuple[Rating | None, str | None]:
        claims = sum(sentence.strength is not None for sentence in body)
        if claims < self.policy.fewest_claims:
            few = len(body) < self.policy.fewest_claims
            return None, "too_short" if few or claims else "no_claims"
        judged = analysis.judged.rows(slice(int(analysis.reading.headed), None))
        return self.rater.rate(judged, sources, analysis.reading.evaluative, analysis.overall, self.policy), None


def assembled(parts: Any, model: ModelId) -> Scorer:
    """Return the scorer made of an artifact's parts; training makes its candidates with the same parts."""
    words = Words({word: at for at, word in enumerate(parts["words"], 1)}, parts["clusters"])
    analyst = Analyst(
        Reader(Tokenizer(words), lexicon.load()),
        Tagger(
            [part.densify() for part in parts["tagger_first"]],
            parts["tagger_second"],
            parts["tagger_doubts"].densify(),
        ),
        Heads(parts["first"], parts["scaler"], parts["second"], parts["calibrators"], parts["spread"]),
        Undermining(parts["undermining"]),
    )
    rating = dict(parts["rating"])
    return Scorer(model, analyst, Rater(manner=Manner(**rating.pop("manner")), **rating))


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


def _stretches(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Return the extent of the sentences of each segment."""
    segments = dict.fromkeys(sentence.segment for sentence in sentences)
    own = [[s for s in sentences if s.segment == at] for at in segments]
    return tuple(Span(part[0].start, part[-1].end) for part in own)


def _sentence(analysis: Analysis, i: int, policy: Policy) -> SentenceAssessment:
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
        undermined=bool(analysis.undermined[i]),
    )


def _attributed(
    body: Sequence[SentenceAssessment], attributions: Sequence[Attribution]
) -> tuple[SentenceAssessment, ...]:
    """Give each sentence the indexes of the attributions that have a span in it."""
    ends = [sentence.sentence.end for sentence in body]
    held: list[list[int]] = [[] for _ in body]
    for at, found in enumerate(attributions):
        spans = (found.source, found.cue, *found.content)
        units = {int(np.searchsorted(ends, span.start, side="right")) for span in spans if span is not None}
        for unit in sorted(units):
            held[unit].append(at)
    return tuple(replace(s, attributions=tuple(own)) for s, own in zip(body, held, strict=True))
