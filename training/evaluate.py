"""Evaluation: a candidate against the labels of dev, sentence by sentence as a client would meet it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.scorer import Scorer
from evidence.values import Article, Assessment, SentenceAssessment
from training import metrics
from training.corpora import Corpora, Label, Labelled

FEWEST = 40  # sentences that a slice must have to be given figures


@dataclass
class Outcomes:
    """Labels and predictions side by side, one entry a labelled sentence or, for the ratings, an article."""

    sourcing: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    strength: list[tuple[float, float]] = field(default_factory=list)
    certainty: list[tuple[float, float]] = field(default_factory=list)
    solid: list[tuple[bool, float]] = field(default_factory=list)
    rating: list[tuple[float, float]] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return all figures that the outcomes allow; the names are those of the card."""
        found: dict[str, float] = {}
        if self.sourcing:
            gold, said = zip(*self.sourcing, strict=True)
            found["sourcing_accuracy"] = metrics.accuracy(gold, said)
            found["sourcing_macro_f1"] = metrics.macro_f1(gold, said)
            found["no_claim_f1"] = metrics.no_claim_f1(gold, said)
        if self.strength:
            found |= self._ordinal()
        if self.rating:
            wanted, given = zip(*self.rating, strict=True)
            found["rating_spearman"] = metrics.spearman(wanted, given)
            found["rating_mae"] = metrics.mae(wanted, given)
        return found

    def _ordinal(self) -> dict[str, float]:
        wanted, given = zip(*self.strength, strict=True)
        certain, said = zip(*self.certainty, strict=True)
        happened, probability = zip(*self.solid, strict=True)
        return {
            "strength_qwk": metrics.qwk(wanted, metrics.rounded(given), 4),
            "strength_spearman": metrics.spearman(wanted, given),
            "strength_mae": metrics.mae(wanted, given),
            "certainty_qwk": metrics.qwk(certain, metrics.rounded(said), 3),
            "hedged_auc": metrics.auc([value < 3 for value in certain], [-value for value in said]),
            "strength_ece": metrics.ece(probability, happened),
        }


def evaluate(candidate: Path, corpora: Corpora) -> dict[str, float]:
    """Return the candidate's figures on dev, and as "slice/figure" those of every slice large enough."""
    scorer = Scorer.load(candidate)
    whole, slices = Outcomes(), defaultdict[str, Outcomes](Outcomes)
    for given in corpora.labelled("dev"):
        said = scorer.assess(Article.of(given.article.text, given.article.title or None))
        add(given, said, whole, slices)
    found = whole.figures()
    for name in sorted(slices):
        if len(slices[name].strength) >= FEWEST:
            found |= {f"{name}/{figure}": value for figure, value in slices[name].figures().items()}
    return found


def add(given: Labelled, said: Assessment, whole: Outcomes, slices: Mapping[str, Outcomes]) -> None:
    """Add an article's outcomes to the whole and to the slices that its sentences are in."""
    if said.rating is not None and given.rating is not None:
        whole.rating.append((given.rating, said.rating.score))
    for label in given.labels:
        met = _met(label, said)
        if met:
            for outcomes in (whole, *(slices[name] for name in _slices(label, met))):
                _add(label, met, outcomes)


def _met(label: Label, said: Assessment) -> list[tuple[int, SentenceAssessment]]:
    """Return the sentences that the label's stretch meets, each with the length they share."""
    if label.index == 0:
        return [(1, said.headline)] if said.headline else []
    return [
        (min(label.end, s.sentence.end) - max(label.start, s.sentence.start), s)
        for s in said.sentences
        if s.sentence.start < label.end and s.sentence.end > label.start
    ]


def _slices(label: Label, met: Sequence[tuple[int, SentenceAssessment]]) -> Iterable[str]:
    sentence = max(met, key=lambda pair: pair[0])[1].sentence
    yield "headline" if label.index == 0 else "body"
    yield "quoted" if sentence.quoted else "not quoted"
    yield f"labelled {label.sourcings[0]}"


def _add(label: Label, met: Sequence[tuple[int, SentenceAssessment]], outcomes: Outcomes) -> None:
    best = max(met, key=lambda pair: pair[0])[1]
    outcomes.sourcing.append((label.sourcings, best.sourcing))
    strength, certainty = label.strength_value, label.certainty_value
    if strength is None or certainty is None or label.disputed:
        return
    scored = [(length, s) for length, s in met if s.strength is not None]
    total = sum(length for length, _ in scored)
    # a sentence taken for one without a claim has no strength: it counts at the middle, certain
    given = sum(n * (s.strength or 0.0) for n, s in scored) / total if total else 0.5
    certain = sum(n * s.certainty_value for n, s in scored) / total if total else 3.0
    outcomes.strength.append((strength, 4 * given))
    outcomes.certainty.append((certainty, certain))
    outcomes.solid.append((strength >= 3, sum(best.probabilities[-2:])))
