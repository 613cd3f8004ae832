"""Parts: the source, cue and content spans of each unit, mended by what the lexicon knows for certain.

The tagger learns where spans usually end; a name in the lexicon does end where it ends, "as reported by" does
part one source from the next, and what is "reportedly" so is said by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.decode import Spans
from evidence.reading import CLASSES, LAYER_NAMES, Reading
from evidence.tokens import SHAPE, SHAPES

Range = tuple[int, int]
_CUE, _KIND = LAYER_NAMES.index("cue"), LAYER_NAMES.index("kind")
_HEARSAY = frozenset(
    i for i, name in enumerate(CLASSES[_CUE], 1) if name.startswith("hearsay.") and not name.endswith("crowd")
)
_NOBODY = frozenset({CLASSES[_CUE].index("hearsay.it_clause") + 1})  # the "it" of "it emerged that"
_REPORT = frozenset(i for i, name in enumerate(CLASSES[_CUE], 1) if name.startswith("report."))
_MEDIA = frozenset(i for i, name in enumerate(CLASSES[_KIND], 1) if name.startswith("media."))
_TITLE = SHAPES.index("title")


@dataclass(frozen=True, slots=True)
class Parts:
    """The spans of one unit, as half-open token ranges in order."""

    sources: tuple[Range, ...]
    cues: tuple[Range, ...]
    contents: tuple[Range, ...]


def parted(reading: Reading, spans: Sequence[Spans]) -> list[Parts]:
    """Return the parts of each unit for the decoded spans of sources, cues and contents."""
    rows: list[tuple[list[Range], list[Range], list[Range]]] = [([], [], []) for _ in reading.units]
    owner = reading.tokens.unit
    for kind, found in enumerate(spans):
        for first, last in found:
            rows[int(owner[first])][kind].append((first, last))
    return [_mended(reading, *row) for row in rows]


def _mended(reading: Reading, sources: Sequence[Range], cues: Sequence[Range], contents: Sequence[Range]) -> Parts:
    kept: list[Range] = []
    relays: list[Range] = []
    for found in sources:
        if not _all(reading, found, _NOBODY):
            pieces, between = _relayed(reading, _completed(reading, found))
            kept += pieces
            relays += between
    return Parts(tuple(kept), tuple(sorted({*cues, *relays})), tuple(contents))


def is_hearsay(reading: Reading, cue: Range) -> bool:
    """Say whether a cue's words are hearsay, so that nobody says what they introduce."""
    return _all(reading, cue, _HEARSAY)


def _all(reading: Reading, span: Range, names: frozenset[int]) -> bool:
    return names.issuperset(reading.classes[span[0] : span[1], _CUE].tolist())


def _completed(reading: Reading, span: Range) -> Range:
    """Return the span with the whole of the name that it breaks off in."""
    first, last = span
    kinds, begins = reading.classes[:, _KIND], reading.begins[:, _KIND]
    end = int(reading.tokens.bounds[int(reading.tokens.unit[first]) + 1])
    shapes = reading.tokens.kind[:, SHAPE]
    while last < end and (
        (kinds[last] and not begins[last] and kinds[last] == kinds[last - 1])
        or (shapes[last] == shapes[last - 1] == _TITLE and kinds[last] == kinds[last - 1])
    ):
        last += 1
    return first, last


def _relayed(reading: Reading, span: Range) -> tuple[list[Range], list[Range]]:
    """Part "X, as reported by Y" into X and Y, and return the words between them as a cue."""
    first, last = span
    inside = [at for at, name in enumerate(reading.classes[first:last, _CUE].tolist(), first) if name in _REPORT]
    if not inside or inside[0] == first:
        return [span], []
    begin = inside[0]
    end = next((at for at in range(begin, last) if at not in inside), last)
    outlet = not _MEDIA.isdisjoint(reading.classes[end:last, _KIND].tolist())
    return ([(first, begin), (end, last)], [(begin, end)]) if outlet else ([span], [])
