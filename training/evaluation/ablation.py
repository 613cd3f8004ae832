"""Ablation: the heads refitted without one family of features, to see what each family is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from joblib import delayed

from evidence import features
from evidence.heads import Context
from evidence.tokens import Floats
from training.evaluation.learning import FEW, part
from training.evaluation.refits import Ledger, Material, measured
from training.examples import Example
from training.progress import Report, silent

TABLE = "ablation"
ALL = "all features"


@dataclass(frozen=True)
class Variant:
    """What is taken from an example, and how its context is seen."""

    name: str
    change: Callable[[Example], Example] = lambda example: example
    context: Context = features.context


def variants() -> Iterator[Variant]:
    """Yield one variant with all features and one without each family."""
    yield Variant(ALL)
    for view, families in (("own", features.LOCAL_FAMILIES), ("place", features.PLACED_FAMILIES)):
        start = 0
        for name, columns in families.items():
            yield Variant(f"without {name}", _blanked(view, slice(start, start + len(columns))))
            start += len(columns)
    yield Variant("without the gists", _gistless)
    near = len(features.NEAR)
    yield Variant("without the neighbours", context=_without(slice(0, near)))
    yield Variant("without the article's mean", context=_without(slice(near, None)))


def run(material: Material, ledger: Ledger, made: str, report: Report) -> None:
    """Refit every variant and write its figures down."""
    refits = {one.name: delayed(_measured)(material, one.name) for one in variants()}
    ledger.run(TABLE, refits, material, made, report)


def _measured(material: Material, name: str) -> dict[str, dict[str, float]]:
    variant = next(one for one in variants() if one.name == name)
    few = [*material.hard, *part(material.soft, FEW)]
    train, dev = (_changed(examples, variant) for examples in (few, material.dev))
    return measured(replace(material, dev=dev), train, silent, variant.context)


def _changed(examples: Sequence[Example], variant: Variant) -> list[Example]:
    return [variant.change(example) for example in examples]


def _blanked(view: str, columns: slice) -> Callable[[Example], Example]:
    """Return what sets the columns of a view to nought, for a unit and for those that see it in their context."""

    def change(example: Example) -> Example:
        blank = getattr(example, view).copy()
        blank[:, columns] = 0
        return replace(example, **{view: blank})

    return change


def _gistless(example: Example) -> Example:
    return replace(example, gist=0 * example.gist)


def _without(columns: slice) -> Context:
    def context(own: Floats, place: Floats, gist: Floats) -> Floats:
        about = features.context(own, place, gist)
        about[:, columns] = 0
        return about

    return context
