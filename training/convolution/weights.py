"""Weights: the learnt convolution and the student's head on file, for whatever vocabulary a fit has."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.compiled import Linear
from evidence.convolution import ATTRIBUTES, LINEAR, TABLES
from evidence.features import ROW
from evidence.reading import CLASSES
from evidence.tokens import Floats, Words
from training import compact
from training.corpora import CorpusChanged

FILE = Path(__file__).parent / "weights.npz"
HEAD = ("wide", "answers")
ARRAYS = (*TABLES, *(f"{layer}.{what}" for layer in (*LINEAR, *HEAD) for what in ("factors", "shift")))


@dataclass(frozen=True, eq=False)
class Weights:
    """The arrays of ``evidence.convolution`` and the head's by name.

    ``words`` has a row for the unknown word and the vocabulary's, ``wide.factors`` one for each of the ``columns``.
    """

    vocabulary: tuple[str, ...]
    columns: tuple[str, ...]
    arrays: Mapping[str, Floats]

    def of(self, words: Words) -> dict[str, Floats]:
        """Return the convolution's arrays for another vocabulary: a word not learnt is read as the unknown one."""
        row = {word: at for at, word in enumerate(self.vocabulary, 1)}
        rows = np.zeros(len(words.rank) + 1, np.int64)
        for word, rank in words.rank.items():
            rows[rank] = row.get(word, 0)
        own = {name: array for name, array in self.arrays.items() if name.split(".")[0] not in HEAD}
        return {**own, "words": self.arrays["words"][rows]}

    def head(self) -> tuple[Linear, Linear]:
        """Return the student's two layers above the convolution; the first is over the columns of ``features.ROW``."""
        first, last = (Linear(self.arrays[f"{name}.factors"], self.arrays[f"{name}.shift"]) for name in HEAD)
        place = {name: at for at, name in enumerate(ROW)}
        factors = np.zeros((len(ROW), len(first.shift)), np.float32)
        factors[[place[name] for name in self.columns]] = first.factors
        return Linear(factors, first.shift), last


def write(path: Path, learnt: Weights) -> None:
    """Write the weights with the digits that an artifact keeps."""
    arrays: dict[str, Any] = {name: compact.rounded(learnt.arrays[name]) for name in ARRAYS}
    np.savez_compressed(
        path,
        classes=_packed(_classes()),
        vocabulary=_packed(learnt.vocabulary),
        columns=_packed(learnt.columns),
        **arrays,
    )


def read(path: Path = FILE) -> Weights:
    """Return the weights; CorpusChanged where they are none, or were learnt with other classes of the lexicon."""
    try:
        # opened here, since numpy leaves a file open that is no archive
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            found = {name: held[name] for name in (*ARRAYS, "vocabulary", "columns", "classes")}
    except (EOFError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CorpusChanged(f"{path} does not hold the convolution's weights.") from error
    columns = _unpacked(found["columns"])
    for what, same in (
        ("classes of the lexicon", _unpacked(found["classes"]) == _classes()),
        ("features", {*columns} <= {*ROW}),
    ):
        if not same:
            raise CorpusChanged(
                f"{path} was learnt with other {what}: learn it anew with python -m training convolution."
            )
    return Weights(_unpacked(found["vocabulary"]), columns, {name: found[name] for name in ARRAYS})


def _classes() -> tuple[str, ...]:
    """Return what each row of ``attributes`` stands for, as far as the lexicon has names for it."""
    sizes = (f"{name} {size}" for name, size in ATTRIBUTES.items())
    return (*sizes, *(name for layer in CLASSES for name in layer))


def _packed(words: tuple[str, ...]) -> np.ndarray:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: np.ndarray) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
