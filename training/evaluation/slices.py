"""Slices: the same figures for parts of dev, so that no average hides a weak one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from evidence.values import SOURCINGS
from training.evaluation import figures
from training.evaluation.figures import FEWEST, Measured
from training.evaluation.outcomes import Outcome, Outcomes
from training.examples import spelt

# macro-F1 and "no claim" are of all classes; within a slice of few they would be of other classes in each
SHOWN = (
    "strength_qwk", "strength_spearman", "strength_mae", "certainty_qwk", "hedged_auc", "strength_ece",
    "sourcing_accuracy",
)  # fmt: skip
INTERVALS = ("strength_qwk",)
REPEATS = 400  # draws: the interval of a slice is wide whatever the number
WORDS = (8, 16, 24, 32)
DOMAINS = {
    "as": "politics (Article-Bias-Prediction)",
    "pn": "election of 2016 (PolNeAR)",
    "nd": "crime, disaster, business, politics (NewsDiscourse)",
    "fk": "war in Syria (FA-KES)",
    "fh": "health (FakeHealth)",
}


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of dev: how many labelled sentences, graded claims and articles are in it, and its figures."""

    name: str
    sentences: int
    claims: int
    articles: int
    figures: Mapping[str, Measured]


def part(outcome: Outcome) -> str:
    """Say whether a sentence is the headline or of the body."""
    return "headline" if outcome.label.index == 0 else "body"


def quotation(outcome: Outcome) -> str:
    """Say whether most of a sentence stands in quotation marks."""
    return "quoted" if outcome.said.quoted else "not quoted"


def sourcing(outcome: Outcome) -> str:
    """Name the first annotator's class."""
    return f"labelled {outcome.label.sourcings[0]}"


def hedged(outcome: Outcome) -> str:
    """Say whether the annotators found a claim hedged."""
    if outcome.claim is None:
        return "without an agreed claim"
    return "hedged" if outcome.claim.certainty < 3 else "not hedged"


def length(outcome: Outcome) -> str:
    """Name the bin of a sentence's length in words."""
    label = outcome.label
    text = outcome.article.title if label.index == 0 else outcome.article.text
    words = len(text[label.start : label.end].split())
    low = 1
    for high in WORDS:
        if words <= high:
            return f"{low} to {high} words"
        low = high + 1
    return f"{low} words or more"


def domain(outcome: Outcome) -> str:
    """Name the corpus, and so the domain, of a sentence's article."""
    return DOMAINS.get(outcome.article.id.partition(":")[0], "others")


def topic(outcome: Outcome) -> str:
    """Return the topic that the corpus gives the article."""
    return outcome.article.topic.replace("_", " ").replace("/", " ").lower() or "none given"


def publisher(outcome: Outcome) -> str:
    """Return the publisher in its one spelling."""
    return spelt(outcome.article.publisher) or "none given"


AXES: Mapping[str, Callable[[Outcome], str]] = {
    "headline or body": part, "quoted or not": quotation, "sourcing as labelled": sourcing, "hedged or not": hedged,
    "length": length, "domain": domain, "topic": topic, "publisher": publisher,
}  # fmt: skip
CARD = ("headline or body", "quoted or not", "sourcing as labelled", "hedged or not", "domain")
_FIRST = (*(f"labelled {name}" for name in SOURCINGS), *(f"{low} to {high} words" for low, high in (
    (1, 8), (9, 16), (17, 24), (25, 32),
)))  # fmt: skip


def sliced(outcomes: Outcomes) -> dict[str, tuple[Slice, ...]]:
    """Return the slices along each axis; what is too small has no figures, and what nothing is in is not there."""
    return {axis: tuple(_slices(outcomes, of)) for axis, of in AXES.items()}


def _slices(outcomes: Outcomes, of: Callable[[Outcome], str]) -> list[Slice]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes.sentences:
        groups[of(outcome)].append(outcome)
    found = [_slice(name, Outcomes(tuple(group))) for name, group in groups.items()]
    return ordered(found)


class Sized(Protocol):
    """A part of dev that has a name and a size."""

    @property
    def name(self) -> str:
        """The slice's name."""

    @property
    def sentences(self) -> int:
        """How many labelled sentences are in it."""


Part = TypeVar("Part", bound=Sized)


def ordered(found: Iterable[Part]) -> list[Part]:
    """Return slices in the order in which they are told: classes and bins as they run, others by size."""
    return sorted(found, key=lambda one: (_rank(one.name), -one.sentences, one.name))


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _slice(name: str, own: Outcomes) -> Slice:
    found: dict[str, Measured] = {}
    for figure in SHOWN:
        if figure in INTERVALS:
            one = figures.measured(own, figure, FEWEST, min(REPEATS, figures.REPEATS))
            if one is not None:
                found[figure] = one
        elif len(own.columns(figures.FIGURES[figure].part)["article"]) >= FEWEST:
            for key, value in figures.values(own, (figure,)).items():
                found[key] = Measured(value, None, len(own.sentences))
    articles = {outcome.article.id for outcome in own.sentences}
    return Slice(name, len(own.sentences), len(own.claims), len(articles), found)
