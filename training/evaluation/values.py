"""The evaluation: all that was measured of one model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.manifest import Manifest
from training.evaluation.explanations import Agreement
from training.evaluation.figures import Measured
from training.evaluation.firing import Fired
from training.evaluation.outcomes import Outcomes
from training.evaluation.refits import Refitted
from training.evaluation.slices import CARD, Slice
from training.evaluation.spans import SpanFigures


@dataclass(frozen=True)
class Evaluation:
    """What was measured; ``hedges``, ``speed`` and ``refitted`` are None where no run has left them."""

    manifest: Manifest
    articles: int
    outcomes: Outcomes
    figures: Mapping[str, Measured]
    slices: Mapping[str, tuple[Slice, ...]]
    baselines: Mapping[str, Mapping[str, Measured]]
    explanations: tuple[Agreement, ...]
    spans: SpanFigures
    fired: Mapping[str, Fired]
    hedges: Mapping[str, Any] | None
    speed: Mapping[str, float] | None
    refitted: Refitted | None

    @property
    def single(self) -> dict[str, float]:
        """The figures that have no interval, by their names in figures.tsv."""
        found = {f"polnear_{name}": score.f1 for name, score in self.spans.scores.items()}
        found |= {f"fired_{name}": fired.model for name, fired in self.fired.items()}
        if self.explanations:
            found["cues_true"] = self.explanations[0].true
        if self.hedges and isinstance(f1 := self.hedges.get("conll_wiki_f1"), float):
            found["conll_wiki_f1"] = f1
        if self.speed and (ms := self.speed.get("30 sentences, median ms")):
            found["speed_ms"] = ms
        return found

    @property
    def metrics(self) -> dict[str, float]:
        """All figures flat, as the manifest keeps them: intervals as _low and _high, slices as "slice/figure"."""
        found: dict[str, float] = {}
        for name, one in self.figures.items():
            found |= _flat(name, one)
        found |= {name: value for name, value in self.single.items() if name != "speed_ms"}
        for axis in CARD:
            for part in self.slices.get(axis, ()):
                found[f"{part.name}/sentences"] = part.sentences
                for name, one in part.figures.items():
                    found |= _flat(f"{part.name}/{name}", one)
        return {name: value for name, value in found.items() if math.isfinite(value)}


def _flat(name: str, one: Measured) -> dict[str, float]:
    bounds = zip(("_low", "_high"), one.interval, strict=True) if one.interval else ()
    return {name: one.value} | {name + end: bound for end, bound in bounds}
