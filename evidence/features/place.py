"""Place: the dense view of a unit in its article, who was cited before, how far down it stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidence.attribution import Attributions, Link, State
from evidence.features.names import KINDS, PLACED_FAMILIES
from evidence.reading import Reading
from evidence.tokens import Floats
from evidence.values import SourceKind


def placed(reading: Reading, found: Attributions) -> Floats:
    """Return (U, PLACED) for an article's units in their places."""
    by_unit: list[list[Link]] = [[] for _ in reading.units]
    for link in found.links:
        by_unit[link.unit].append(link)
    kinds = found.register.kinds
    rows = [speaker(i, links, kinds, found.states[i], reading) for i, links in enumerate(by_unit)]
    width = len(PLACED_FAMILIES["speaker"])
    return np.concatenate([np.array(rows, np.float32).reshape(len(rows), width), places(reading, found)], axis=1)


def speaker(
    place: int, links: Sequence[Link], kinds: Sequence[SourceKind], state: State, reading: Reading
) -> list[float]:
    """Return the features of who speaks in a unit that has these links, at this place in the article.

    ``kinds`` are those of the sources that links and state name; ``reading`` is the one that the links' token
    ranges count into.
    """
    cited, spoken, last = [0.0] * 4, [0.0] * 4, [0.0] * 4
    for link in links:
        if link.source is not None:
            at = KINDS.index(kinds[link.source])
            cited[at] = 1.0
            spoken[at] += sum(b - a for a, b in link.content) / max(1, _size(link.unit, reading))
    if state.last is not None and state.last.source is not None:
        last[KINDS.index(kinds[state.last.source])] = 1.0
    mentions = [link.mention for link in links if link.mention is not None]
    flags = (
        bool(links), any(m.pronoun for m in mentions), any(m.person for m in mentions),
        any(link.inherited for link in links), any(link.relays is not None for link in links),
        any(link.source is None for link in links),
        any(link.source in state.recent for link in links if link.mention), bool(state.recent),
    )  # fmt: skip
    age = 9 if state.last is None else min(9, place - state.last.unit)
    return [*cited, *spoken, *last, *map(float, flags), float(age <= 1), age / 9, len(links) / 3]


def _size(unit: int, reading: Reading) -> int:
    return int(reading.tokens.bounds[unit + 1] - reading.tokens.bounds[unit])


def places(reading: Reading, found: Attributions) -> Floats:
    """Return where each unit stands in the article."""
    blocks = np.array([unit.block if unit.role != "headline" else -1 for unit in reading.units])
    size, at = len(blocks), np.arange(len(blocks))
    first = np.append(True, blocks[1:] != blocks[:-1])[:size]
    last = np.append(blocks[1:] != blocks[:-1], True)[-size:] if size else first
    made = [
        np.minimum(at, 30) / 30, at / max(1, size), first, last, np.full(size, np.log1p(size) / 5),
        np.full(size, reading.headed), np.full(size, np.log1p(len(found.register.kinds)) / 3),
    ]  # fmt: skip
    return np.stack(made, axis=1).astype(np.float32)
