"""Offsets: from code points to the unit that a caller counts in."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

OffsetUnit = Literal["codepoint", "utf16", "utf8"]
OFFSET_UNITS: tuple[OffsetUnit, ...] = ("codepoint", "utf16", "utf8")


class Offsets:
    """Maps a code point offset into one text to the same place counted in ``unit``.

    ``utf16`` counts code units, as JavaScript, Java and .NET do; ``utf8`` counts bytes.  The text must hold
    no lone surrogates.
    """

    def __init__(self, text: str, unit: OffsetUnit) -> None:
        # In ASCII all three units agree, and most newsroom texts could be ASCII: no table then.
        self._table = None if unit == "codepoint" or text.isascii() else _table(text, unit)

    def __call__(self, at: int) -> int:
        """Return the offset in the unit, for 0 <= at <= len(text)."""
        return at if self._table is None else int(self._table[at])


def _table(text: str, unit: OffsetUnit) -> npt.NDArray[np.int64]:
    """Return the offset of every code point and of the end: shape (len(text) + 1,)."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    sizes = 1 + (codes > 0xFFFF).astype(np.int64)
    if unit == "utf8":
        sizes += (codes > 0x7F).astype(np.int64) + (codes > 0x7FF)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
