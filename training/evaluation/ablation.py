"""Ablation: the heads refitted without one family of features, to see what each family is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import delayed

from evidence import features
from evidence.heads import Whole
from evidence.tokens import Floats
from training.evaluation.learning import FEW, part
from training.evaluation.refits import Ledger, Material, measured
from training.examples import Example
from training.progress import Report, silent

TABLE = "ablation"
ALL = "all features"


@dataclass(frozen=True)
class Variant:
    """What is taken from an example, and how its article as a whole is seen."""

    name: str
    change: Callable[[Example], Example] = lambda example: example
    whole: Whole = features.whole


def variants() -> Iterator[Variant]:
    """Yield one variant with all features and one without each family."""
    yield Variant(ALL)
    for view, families in (("own", features.LOCAL_FAMILIES), ("place", features.PLACED_FAMILIES)):
        start = 0
        for name, columns in families.items():
            yield Variant(f"without {name}", _blanked(view, slice(start, start + len(columns))))
            start += len(columns)
    yield Variant("without n-grams and the first guesses made of them", _wordless)
    yield Variant("without the article's mean", whole=_nothing)


def run(material: Material, ledger: Ledger, made: str, report: Report) -> None:
    """Refit every variant and write its figures down."""
    refits = {one.name: delayed(_measured)(material, one.name) for one in variants()}
    ledger.run(TABLE, refits, material, made, report)


def _measured(material: Material, name: str) -> dict[str, dict[str, float]]:
    variant = next(one for one in variants() if one.name == name)
    few = [*material.hard, *part(material.soft, FEW)]
    train, dev = (_changed(examples, variant) for examples in (few, material.dev))
    return measured(replace(material, dev=dev), train, silent, variant.whole)


def _changed(examples: Sequence[Example], variant: Variant) -> list[Example]:
    return [variant.change(example) for example in examples]


def _blanked(view: str, columns: slice) -> Callable[[Example], Example]:
    """Return what sets the columns of a view to nought, for a unit and so in its article's mean."""

    def change(example: Example) -> Example:
        blank = getattr(example, view).copy()
        blank[:, columns] = 0
        return replace(example, **{view: blank})

    return change


def _wordless(example: Example) -> Example:
    return replace(example, ngrams=0 * example.ngrams)


def _nothing(own: Floats, place: Floats, guess: Floats) -> Floats:
    return np.zeros_like(features.whole(own, place, guess))
