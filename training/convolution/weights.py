"""Weights: the learnt convolution on file, for whatever vocabulary a fit has."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.convolution import ATTRIBUTES, LINEAR, TABLES
from evidence.reading import CLASSES
from evidence.tokens import Floats, Words
from training import compact
from training.corpora import CorpusChanged

FILE = Path(__file__).parent / "weights.npz"
ARRAYS = (*TABLES, *(f"{layer}.{what}" for layer in LINEAR for what in ("factors", "shift")))


@dataclass(frozen=True, eq=False)
class Weights:
    """The arrays of ``evidence.convolution`` by name; ``words`` has a row for the unknown word and the vocabulary's."""

    vocabulary: tuple[str, ...]
    arrays: Mapping[str, Floats]

    def of(self, words: Words) -> dict[str, Floats]:
        """Return the arrays for another vocabulary: a word that was not learnt is read as the unknown one."""
        row = {word: at for at, word in enumerate(self.vocabulary, 1)}
        rows = np.zeros(len(words.rank) + 1, np.int64)
        for word, rank in words.rank.items():
            rows[rank] = row.get(word, 0)
        return {**self.arrays, "words": self.arrays["words"][rows]}


def write(path: Path, learnt: Weights) -> None:
    """Write the weights with the digits that an artifact keeps."""
    arrays: dict[str, Any] = {name: compact.rounded(learnt.arrays[name]) for name in ARRAYS}
    np.savez_compressed(path, vocabulary=_packed(learnt.vocabulary), classes=_packed(_classes()), **arrays)


def read(path: Path = FILE) -> Weights:
    """Return the weights; CorpusChanged where they are none, or were learnt with other classes of the lexicon."""
    try:
        # opened here, since numpy leaves a file open that is no archive
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            found = {name: held[name] for name in (*ARRAYS, "vocabulary", "classes")}
    except (EOFError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CorpusChanged(f"{path} does not hold the convolution's weights.") from error
    if _unpacked(found["classes"]) != _classes():
        raise CorpusChanged(
            f"{path} was learnt with other classes of the lexicon: learn it anew with python -m training convolution."
        )
    return Weights(_unpacked(found["vocabulary"]), {name: found[name] for name in ARRAYS})


def _classes() -> tuple[str, ...]:
    """Return what each row of ``attributes`` stands for, as far as the lexicon has names for it."""
    sizes = (f"{name} {size}" for name, size in ATTRIBUTES.items())
    return (*sizes, *(name for layer in CLASSES for name in layer))


def _packed(words: tuple[str, ...]) -> np.ndarray:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: np.ndarray) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
