"""Outcomes: labels and predictions side by side, one for each labelled sentence that the model met.

The rules are those of the shared bench: a label that meets several sentences takes their mean by the length
shared, and a claim that is taken for none counts at the middle of the scale, certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evidence.heads import Judgement
from evidence.reading import Reading
from evidence.values import SOURCINGS, Assessment, Cue, SentenceAssessment
from training.corpora import Article, Label, Labelled
from training.evaluation.figures import Columns

MIDDLE, CERTAIN = 0.5, 3.0  # what a claim taken for none counts as


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a sentence at [start:end): ``strength`` 0..1, None where it is taken for no claim."""

    start: int
    end: int
    quoted: bool
    sourcing: str
    probability: float
    strength: float | None
    levels: tuple[float, ...]
    certainty: float
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of an article; ``rating`` is None where it has none."""

    headline: Said | None
    sentences: tuple[Said, ...]
    rating: float | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence whose strength (0..4) and certainty (0..3) the annotators agree to grade."""

    wanted: float
    given: float
    certainty: float
    certain: float
    solid: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled sentence, what is said of the sentence that shares most with it, and its grades if it has any."""

    article: Article
    label: Label
    said: Said
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class RatedArticle:
    """An article's rating by the annotators and by the model, 0..100."""

    article: str
    wanted: float
    given: float


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of some articles; ``figures.measured`` reads their columns."""

    sentences: tuple[Outcome, ...]
    ratings: tuple[RatedArticle, ...] = ()

    @cached_property
    def claims(self) -> tuple[Outcome, ...]:
        """The sentences that have grades."""
        return tuple(outcome for outcome in self.sentences if outcome.claim)

    def where(self, holds: Callable[[Outcome], bool]) -> Outcomes:
        """Return the outcomes of the sentences of which it holds, without ratings."""
        return Outcomes(tuple(outcome for outcome in self.sentences if holds(outcome)))

    def at(self, rows: Sequence[int]) -> Outcomes:
        """Return the outcomes of these sentences, without ratings."""
        return Outcomes(tuple(self.sentences[row] for row in rows))

    def shared(self, other: Outcomes) -> Outcomes:
        """Return the outcomes of the sentences and articles that the other has outcomes of too."""
        places = {(one.article.id, one.label.index) for one in other.sentences}
        rated = {one.article for one in other.ratings}
        return Outcomes(
            tuple(one for one in self.sentences if (one.article.id, one.label.index) in places),
            tuple(one for one in self.ratings if one.article in rated),
        )

    def columns(self, part: str) -> Columns:
        """Return the columns that the figures of "sentences", "claims" or "articles" are made of."""
        if part == "articles":
            return _table(
                article=[rated.article for rated in self.ratings],
                wanted=[rated.wanted for rated in self.ratings],
                given=[rated.given for rated in self.ratings],
            )
        if part == "sentences":
            accepted = np.empty(len(self.sentences), object)
            accepted[:] = [outcome.label.sourcings for outcome in self.sentences]
            found = _table(
                article=[outcome.article.id for outcome in self.sentences],
                sourcing=[outcome.said.sourcing for outcome in self.sentences],
            )
            return found | {"accepted": accepted}
        claims = [(outcome.article.id, outcome.claim) for outcome in self.claims if outcome.claim]
        return _table(
            article=[id_ for id_, _ in claims],
            **{
                name: [getattr(claim, name) for _, claim in claims]
                for name in ("wanted", "given", "certainty", "certain", "solid")
            },
        )


def _table(**columns: Sequence[object]) -> Columns:
    return {name: np.array(values) for name, values in columns.items()}


def assessed(said: Assessment) -> Given:
    """Return what an assessment says."""
    head = _assessed(said.headline) if said.headline else None
    return Given(head, tuple(map(_assessed, said.sentences)), said.rating.score if said.rating else None)


def _assessed(said: SentenceAssessment) -> Said:
    own = said.sentence
    return Said(
        own.start, own.end, own.quoted, said.sourcing, said.sourcing_probability, said.strength,
        said.probabilities, said.certainty_value, said.cues,
    )  # fmt: skip


def judged(reading: Reading, judgement: Judgement, rating: float | None) -> Given:
    """Return what a judgement of a reading's units says."""
    first = int(reading.headed)
    told = [_judged(reading, judgement, i) for i in range(len(reading.units))]
    return Given(told[0] if first else None, tuple(told[first:]), rating)


def _judged(reading: Reading, judgement: Judgement, i: int) -> Said:
    unit, label = reading.units[i], int(judgement.sourcing[i].argmax())
    return Said(
        unit.start, unit.end, unit.quoted, SOURCINGS[label], float(judgement.sourcing[i, label]),
        None if SOURCINGS[label] == "none" else float(judgement.strength[i]),
        tuple(judgement.levels[i].tolist()), float(judgement.certain[i]),
    )  # fmt: skip


def compared(pairs: Iterable[tuple[Labelled, Given]]) -> Outcomes:
    """Return the outcomes of articles with what was said of each."""
    sentences: list[Outcome] = []
    ratings = []
    for labelled, given in pairs:
        if given.rating is not None and labelled.rating is not None:
            ratings.append(RatedArticle(labelled.article.id, labelled.rating, given.rating))
        for label in labelled.labels:
            if met := _met(label, given):
                sentences.append(_outcome(labelled.article, label, met))
    return Outcomes(tuple(sentences), tuple(ratings))


def _met(label: Label, given: Given) -> list[tuple[int, Said]]:
    """Return the sentences that the label's stretch meets, each with the length they share."""
    if label.index == 0:
        return [(1, given.headline)] if given.headline else []
    return [
        (min(label.end, said.end) - max(label.start, said.start), said)
        for said in given.sentences
        if said.start < label.end and said.end > label.start
    ]


def _outcome(article: Article, label: Label, met: Sequence[tuple[int, Said]]) -> Outcome:
    best = max(met, key=lambda pair: pair[0])[1]
    strength, certainty = label.strength_value, label.certainty_value
    if strength is None or certainty is None or label.disputed:
        return Outcome(article, label, best, None)
    scored = [(length, said) for length, said in met if said.strength is not None]
    total = sum(length for length, _ in scored)
    given = sum(n * (said.strength or 0.0) for n, said in scored) / total if total else MIDDLE
    certain = sum(n * said.certainty for n, said in scored) / total if total else CERTAIN
    return Outcome(article, label, best, Claim(strength, 4 * given, certainty, certain, sum(best.levels[-2:])))
