"""Undermining: a sentence that takes back the evidence of the one before it.

"This assertion is made without credible attribution." says nothing of the world and much of its neighbour: the
lexicon's frames find such sentences, and the sentence before loses strength by a share learnt from the labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidence.heads import Judgement
from evidence.reading import Reading
from evidence.tokens import Floats

Flags = NDArray[np.bool_]
OPENING = 80  # characters: a formula further on takes back its own sentence's claim, not the one before


@dataclass(frozen=True)
class Undermining:
    """What was learnt of undermined sentences.

    ``learnt`` holds "share", the part of its judgement that such a sentence loses, and what replaces it: the
    distributions "levels" (5,) and "certainty" (4,).
    """

    learnt: Mapping[str, Any]

    @property
    def share(self) -> float:
        """The part of its judgement that an undermined sentence loses."""
        return float(self.learnt["share"])

    def undermined(self, reading: Reading) -> Flags:
        """Return which units (U,) the unit after them undermines; a headline never is."""
        undermines = np.array([_undermines(reading, i) for i in range(len(reading.units))], bool)
        flags = np.zeros(len(undermines), bool)
        flags[:-1] = undermines[1:]
        if reading.headed:
            flags[0] = False
        return flags

    def lower(self, judged: Judgement, flags: Flags) -> Judgement:
        """Return the judgement with the flagged units lowered."""
        if not flags.any():
            return judged
        levels, certainty = np.asarray(self.learnt["levels"]), np.asarray(self.learnt["certainty"])
        share = self.share
        top = len(levels) - 1
        low = float(levels @ np.arange(top + 1)) / top
        doubted = float(certainty @ np.arange(len(certainty)))

        def mixed(values: Floats, other: Any) -> Floats:
            out = values.copy()
            out[flags] = (1 - share) * values[flags] + share * other
            return out

        return replace(
            judged,
            levels=mixed(judged.levels, levels),
            certainty=mixed(judged.certainty, certainty),
            strength=mixed(judged.strength, low),
            certain=mixed(judged.certain, doubted),
        )


def _undermines(reading: Reading, unit: int) -> bool:
    start = reading.units[unit].start
    found = (match.start - start for match in reading.matches[unit] if match.category == "undermine")
    return any(at <= OPENING for at in found)
