"""Changes: the figures of both models on the same sentences of dev, with intervals of the differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from training.evaluation import figures
from training.evaluation.figures import FEWEST, FIGURES, MEASURED, Changed
from training.evaluation.outcomes import Outcome, Outcomes
from training.evaluation.slices import AXES, CARD, ordered
from training.progress import Report

SHOWN = ("strength_qwk", "certainty_qwk", "sourcing_accuracy")
DRAWS = 200  # of a slice: its interval is wide whatever the number


@dataclass(frozen=True, slots=True)
class SliceChange:
    """A part of dev and what changes in it; a figure that too few sentences give is not there."""

    name: str
    sentences: int
    figures: Mapping[str, Changed]


@dataclass(frozen=True)
class Changes:
    """What changes on the whole of dev by figure, and by slice along each axis."""

    articles: int
    sentences: int
    whole: Mapping[str, Changed]
    slices: Mapping[str, tuple[SliceChange, ...]]

    @property
    def sure(self) -> list[tuple[str, str, Changed]]:
        """The slices and figures whose change is sure, as (slice, figure, change)."""
        return [
            (one.name, figure, change)
            for parts in self.slices.values()
            for one in parts
            for figure, change in one.figures.items()
            if verdict(figure, change)
        ]


def verdict(figure: str, change: Changed) -> str:
    """Say "better" or "worse" where the whole interval of the difference is on that side, else nothing."""
    if change.interval is None or change.interval[0] <= 0 <= change.interval[1]:
        return ""
    rises = change.interval[0] > 0
    return "better" if rises == (FIGURES[figure].better == "more") else "worse"


def changes(old: Outcomes, new: Outcomes, report: Report) -> Changes:
    """Return what changes; only sentences and articles that both models judge are compared."""
    old, new = old.shared(new), new.shared(old)
    whole = {}
    for at, name in enumerate(MEASURED, 1):
        if change := figures.changed(old, new, name):
            whole[name] = change
        report("differences on dev", at / len(MEASURED))
    sliced = {}
    for at, axis in enumerate(CARD, 1):
        sliced[axis] = _slices(old, new, AXES[axis])
        report("differences by slice", at / len(CARD))
    return Changes(len({one.article.id for one in old.sentences}), len(old.sentences), whole, sliced)


def _slices(old: Outcomes, new: Outcomes, of: Callable[[Outcome], str]) -> tuple[SliceChange, ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for at, outcome in enumerate(old.sentences):
        groups[of(outcome)].append(at)
    found = [SliceChange(name, len(group), _figures(old.at(group), new.at(group))) for name, group in groups.items()]
    return tuple(ordered(found))


def _figures(old: Outcomes, new: Outcomes) -> dict[str, Changed]:
    found = {name: figures.changed(old, new, name, FEWEST, min(DRAWS, figures.REPEATS)) for name in SHOWN}
    return {name: one for name, one in found.items() if one is not None}
