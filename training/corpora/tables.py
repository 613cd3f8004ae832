"""Tables: the tab-separated label files, read into values with the place named in every error."""

from __future__ import annotations

import csv
import gzip
import lzma
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TextIO

import numpy as np

from evidence.values import SOURCINGS
from training.corpora.catalogue import CorpusChanged
from training.corpora.values import Label, SoftLabels

PLACE = ("index", "start", "end")
LABELS = ("article", *PLACE, "sourcing", "certainty", "strength", "flag")
RATINGS = ("article", "rating")
HALVES = re.compile(r"-|\d(?:\.5)?\??")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file with a header line, packed or not; no mark quotes."""
    with opened(path) as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def opened(path: Path) -> TextIO:
    """Return the text file, unpacked where its name ends in .gz or .xz, with its line ends as they are."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def read_labels(path: Path) -> tuple[Label, ...]:
    """Return the labels in file order, each one checked against the guide's classes and scales."""
    return tuple(_label(path, line, row) for line, row in _columns(path, LABELS))


def read_ratings(path: Path) -> dict[str, float]:
    """Return the articles' ratings, 0..100, by article id."""
    return {row["article"]: _rating(path, line, row["rating"]) for line, row in _columns(path, RATINGS)}


def read_soft_labels(path: Path) -> SoftLabels:
    """Return the soft labels, in the file in hundredths; the three groups of columns each sum to about 1."""
    with opened(path) as file:
        header = next(file).rstrip("\n").split("\t")
        if header[4:] != _soft_columns():
            raise CorpusChanged(f"{path}: its columns are not the seven, four and five classes.")
        cells = [line.rstrip("\n").split("\t") for line in file]
    places = np.array([row[1:4] for row in cells], dtype=np.int32).reshape(-1, 3)
    values = np.array([row[4:] for row in cells], dtype=np.float32).reshape(-1, 16) / np.float32(100)
    return SoftLabels(
        articles=tuple(row[0] for row in cells),
        index=places[:, 0],
        start=places[:, 1],
        end=places[:, 2],
        sourcing=values[:, :7],
        certainty=values[:, 7:11],
        strength=values[:, 11:],
    )


def ordered(labels: Sequence[Label]) -> bool:
    """Say whether the sentences' spans, the title aside, run through the text without overlap."""
    body = [label for label in labels if label.index]
    return all(a.end <= b.start for a, b in pairwise(body))


def _columns(path: Path, names: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its line; CorpusChanged where a row has not these cells."""
    for line, row in enumerate(rows(path), start=2):
        if any(row.get(name) is None for name in names):
            raise CorpusChanged(f"{path}, line {line}: it has not the columns {', '.join(names)}.")
        yield line, row


def _rating(path: Path, line: int, written: str) -> float:
    try:
        rating = float(written)
    except ValueError:
        rating = float("nan")
    if not 0 <= rating <= 100:
        raise CorpusChanged(f"{path}, line {line}: {written!r} is no rating of 0..100.")
    return rating


def _label(path: Path, line: int, row: dict[str, str]) -> Label:
    if not all(row[name].isdecimal() for name in PLACE):
        raise CorpusChanged(f"{path}, line {line}: {', '.join(PLACE)} are not all whole numbers.")
    index, start, end = (int(row[name]) for name in PLACE)
    label = Label(
        article=row["article"],
        index=index,
        start=start,
        end=end,
        sourcing=row["sourcing"],
        certainty=row["certainty"],
        strength=row["strength"],
        undermines=row["flag"] == "x",
    )
    return checked(path, line, label)


def checked(path: Path, line: int, label: Label) -> Label:
    """Return the label, whose classes and scales are the guide's; CorpusChanged names file and line where not."""
    if not set(label.sourcings) <= set(SOURCINGS):
        raise CorpusChanged(f"{path}, line {line}: {label.sourcing!r} is no sourcing.")
    for written, top in ((label.certainty, 3), (label.strength, 4)):
        if not HALVES.fullmatch(written) or (written != "-" and float(written.removesuffix("?")) > top):
            raise CorpusChanged(f"{path}, line {line}: {written!r} is not on the scale 0..{top}.")
    return label


def _soft_columns() -> list[str]:
    return (
        [f"sourcing_{name}" for name in SOURCINGS]
        + [f"certainty_{value}" for value in range(4)]
        + [f"strength_{value}" for value in range(5)]
    )
