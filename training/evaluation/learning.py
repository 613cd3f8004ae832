"""Learning curve: the heads refitted to parts of the labels, to see whether more of them would pay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from joblib import delayed

from training.evaluation.refits import Ledger, Material, measured
from training.examples import Example
from training.ground import SEED
from training.progress import Report, silent

TABLE = "learning"
HARD = (0.125, 0.25, 0.5, 1.0)
SOFT = (0.0, 0.25, 0.5, 1.0)
FEW = 0.25  # of the soft-labelled articles, in refits that vary something else: with all, a refit takes minutes


def shares() -> tuple[tuple[float, float], ...]:
    """Return the shares of annotated and of soft-labelled articles that are refitted to, one pair a refit."""
    return tuple(dict.fromkeys([*((hard, FEW) for hard in HARD), *((1.0, soft) for soft in SOFT)]))


def run(material: Material, ledger: Ledger, made: str, report: Report) -> None:
    """Refit to every pair of shares and write the figures down."""
    refits = {f"{hard:g} {soft:g}": delayed(_measured)(material, hard, soft) for hard, soft in shares()}
    ledger.run(TABLE, refits, material, made, report)


def _measured(material: Material, hard: float, soft: float) -> dict[str, dict[str, float]]:
    return measured(material, [*part(material.hard, hard), *part(material.soft, soft)], silent)


def part(examples: Sequence[Example], share: float) -> list[Example]:
    """Return so much of the examples, the same in every run; a smaller part is in each larger one."""
    order = np.random.default_rng(SEED).permutation(len(examples))
    return [examples[i] for i in sorted(order[: round(share * len(examples))].tolist())]
