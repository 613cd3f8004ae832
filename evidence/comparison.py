"""The comparison: what became of each sentence between two assessments, and of the rating."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evidence.pairing import paired
from evidence.values import Assessment, SentenceAssessment

ChangeKind = Literal["same", "stronger", "weaker", "relabelled", "edited", "added", "removed"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
# An edit elsewhere moves a sentence's strength too, by less than half of this (docs/wire-schema.md, on ids).
NOTABLE = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a sentence; ``old`` and ``new`` are its indexes in the two assessments.

    ``strength_change`` is None where one side has no strength; ``reworded`` says whether both sides are there and
    their words differ.
    """

    kind: ChangeKind
    old: int | None
    new: int | None
    strength_change: float | None = None
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes in the order of the newer article, what was removed where it stood; every sentence is in one.

    ``headline`` is None where neither side has one; ``rating_change`` where one side has no rating.
    """

    changes: tuple[Change, ...]
    headline: Change | None
    rating_change: float | None


def compared(old: Assessment, new: Assessment) -> Comparison:
    """Return what changed from one assessment to another."""
    rating_change = new.rating.score - old.rating.score if old.rating and new.rating else None
    changes = tuple(_changes(old.sentences, new.sentences))
    return Comparison(changes, _headline(old.headline, new.headline), rating_change)


def _changes(old: Sequence[SentenceAssessment], new: Sequence[SentenceAssessment]) -> Iterator[Change]:
    found = paired([item.sentence.text for item in old], [item.sentence.text for item in new])
    origins = {to: at for at, to in found.items()}
    behind, last = defaultdict(list), -1
    for at in range(len(old)):
        last = found.get(at, last)
        if at not in found:
            behind[last].append(Change("removed", at, None))
    yield from behind[-1]
    for at, item in enumerate(new):
        origin = origins.get(at)
        yield Change("added", None, at) if origin is None else _change(origin, old[origin], at, item)
        yield from behind[at]


def _headline(old: SentenceAssessment | None, new: SentenceAssessment | None) -> Change | None:
    if old and new:
        return _change(0, old, 0, new)
    if new:
        return Change("added", None, 0)
    return Change("removed", 0, None) if old else None


def _change(at: int, old: SentenceAssessment, to: int, new: SentenceAssessment) -> Change:
    reworded = old.sentence.text.split() != new.sentence.text.split()
    step = None if old.strength is None or new.strength is None else new.strength - old.strength
    return Change(_kind(step, _labels(old) == _labels(new), reworded), at, to, step, reworded)


def _kind(step: float | None, alike: bool, reworded: bool) -> ChangeKind:
    """Return the first that holds: the strength has changed notably, a label has, the words have."""
    if step is not None and abs(step) >= NOTABLE:
        return "stronger" if step > 0 else "weaker"
    if not alike:
        return "relabelled"
    return "edited" if reworded else "same"


def _labels(item: SentenceAssessment) -> tuple[object, ...]:
    return item.level, item.sourcing, item.certainty, item.undermined
