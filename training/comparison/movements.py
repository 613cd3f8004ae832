"""Movements: how what is said of an archive's articles moves from one model to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evidence.values import Assessment, Rating, SentenceAssessment

UNRATED, NO_CLAIM = "not rated", "no claim"
MOVERS = 20
Pairs = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Movement:
    """One article under both models; each pair of sentences is (old, new)."""

    id: str
    old: Rating | None
    new: Rating | None
    pairs: tuple[tuple[SentenceAssessment, SentenceAssessment], ...]

    @property
    def points(self) -> float | None:
        """The change of the rating's score; None where a model gives no rating."""
        return None if self.old is None or self.new is None else self.new.score - self.old.score


def movement(id_: str, old: Assessment, new: Assessment) -> Movement:
    """Return how an article moves; a sentence that one model reads and the other takes as foreign is left out."""
    there = dict(_sentences(new))
    pairs = tuple((said, there[place]) for place, said in _sentences(old) if place in there)
    return Movement(id_, old.rating, new.rating, pairs)


def _sentences(said: Assessment) -> list[tuple[tuple[bool, int, int], SentenceAssessment]]:
    every = [(True, said.headline)] if said.headline else []
    return [
        ((head, one.sentence.start, one.sentence.end), one)
        for head, one in [*every, *((False, one) for one in said.sentences)]
    ]


@dataclass(frozen=True)
class Movements:
    """The movements of a sample."""

    articles: tuple[Movement, ...]

    @cached_property
    def grades(self) -> Pairs:
        """How many articles went from which grade to which."""
        return Counter((_grade(one.old), _grade(one.new)) for one in self.articles)

    @cached_property
    def levels(self) -> Pairs:
        """How many sentences went from which level of strength to which."""
        return Counter((a.level or NO_CLAIM, b.level or NO_CLAIM) for one in self.articles for a, b in one.pairs)

    @cached_property
    def sourcings(self) -> Pairs:
        """How many sentences went from which sourcing to which."""
        return Counter((a.sourcing, b.sourcing) for one in self.articles for a, b in one.pairs)

    @cached_property
    def certainties(self) -> Pairs:
        """How many sentences went from which certainty to which."""
        return Counter((a.certainty, b.certainty) for one in self.articles for a, b in one.pairs)

    @property
    def movers(self) -> list[Movement]:
        """The articles whose score moves most, those that gain or lose a rating first."""
        moved = [one for one in self.articles if (one.old is None) != (one.new is None) or one.points]
        return sorted(moved, key=lambda one: (-abs(100.0 if one.points is None else one.points), one.id))[:MOVERS]

    @property
    def mean_points(self) -> float | None:
        """How many points the score moves in the mean, up or down; None where nothing is rated by both."""
        points = [abs(one.points) for one in self.articles if one.points is not None]
        return sum(points) / len(points) if points else None


def changed(pairs: Mapping[tuple[str, str], int]) -> int:
    """Return how many are not what they were."""
    return sum(count for (old, new), count in pairs.items() if old != new)


def total(pairs: Mapping[tuple[str, str], int]) -> int:
    """Return how many there are."""
    return sum(pairs.values())


def table(pairs: Mapping[tuple[str, str], int], names: Sequence[str]) -> list[list[int]]:
    """Return the counts, a row for each old name and a column for each new one."""
    return [[pairs.get((old, new), 0) for new in names] for old in names]


def _grade(rating: Rating | None) -> str:
    return rating.grade if rating else UNRATED
