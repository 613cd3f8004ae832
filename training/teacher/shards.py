"""Shards: soft labels written piece by piece as tables, so that an interrupted run loses nothing."""

from __future__ import annotations

import itertools
import lzma
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evidence.tokens import Floats
from evidence.values import SOURCINGS
from training.corpora import Article as NewsArticle
from training.corpora.tables import opened
from training.teacher.passages import Passage, Piece, whole

COLUMNS = (
    "article", "index", "start", "end", *(f"sourcing_{name}" for name in SOURCINGS),
    *(f"certainty_{value}" for value in range(4)), *(f"strength_{value}" for value in range(5)),
)  # fmt: skip
PLACE = 4  # columns that say where a sentence stands
FIRST = 24  # sentences of an article that its first piece asks about, beside the title: annotators read 25


def pieces(
    articles: Sequence[NewsArticle], reached: Mapping[str, tuple[int, int]], random: np.random.Generator
) -> Iterator[Piece]:
    """Yield what is to be labelled, in random order: first pieces, then the rest of all articles.

    ``reached`` gives for the articles that have soft labels already the last one's index and end: their rest
    is what begins after that, and is counted on from there.
    """
    new = [article for article in articles if article.id not in reached]
    for at in random.permutation(len(new)):
        passages = whole(new[at])
        yield Piece(passages, range(_first(passages)))
    for at in random.permutation(len(articles)):
        yield _rest(whole(articles[at]), reached.get(articles[at].id))


def _first(passages: tuple[Passage, ...]) -> int:
    """Return how many passages the first piece of an article asks about."""
    return sum(passage.index <= FIRST for passage in passages)


def _rest(passages: tuple[Passage, ...], reached: tuple[int, int] | None) -> Piece:
    if reached is None:
        return Piece(passages, range(_first(passages), len(passages)))
    index, end = reached
    known = sum(not passage.index or passage.start < end for passage in passages)
    left = (replace(passage, index=number) for number, passage in enumerate(passages[known:], start=index + 1))
    return Piece((*passages[:known], *left), range(known, len(passages)))


class Shards:
    """The tables part-00001.tsv, part-00002.tsv ... of one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    @property
    def paths(self) -> list[Path]:
        """The tables that are there, in the order in which they were written."""
        return sorted(self.folder.glob("part-*.tsv"))

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Yield the article, the index and the whole line of every sentence that is labelled."""
        for path in self.paths:
            yield from _lines(path)

    def left(self, wanted: Iterable[Piece]) -> Iterator[Piece]:
        """Yield the pieces that ask about anything and are not labelled yet."""
        there = {(article, index) for article, index, _ in self.lines()}
        asking = ((piece, piece.wanted[0]) for piece in wanted if piece.asked)
        return (piece for piece, first in asking if (first.article, first.index) not in there)

    def add(self, passages: Sequence[Passage], probabilities: Floats) -> Path:
        """Write one more table, which is whole or not there at all."""
        path = self.folder / f"part-{len(self.paths) + 1:05}.tsv"
        written = path.with_suffix(".part")
        lines = (_line(passage, row) for passage, row in zip(passages, probabilities, strict=True))
        written.write_text("".join(["\t".join(COLUMNS) + "\n", *lines]), encoding="utf-8")
        os.replace(written, path)
        return path

    def merge(self, before: Path, out: Path, share: float = 1.0) -> int:
        """Write the table ``before`` and all of these as one by article and index; return how many sentences.

        Where both know a sentence ``share`` is that of these in the mean.  Else of ``before`` stays what these do not
        reach: beside them it would be the same words twice.
        """
        lines = {(article, index): line for article, index, line in self.lines()}
        reached = _stretches(lines)
        for article, index, line in _lines(before):
            if (article, index) not in lines:
                if not (index and _within(line, reached.get(article))):
                    lines[article, index] = line
            elif share < 1 and _span(line) == _span(lines[article, index]):
                lines[article, index] = _mean(line, lines[article, index], share)
        body = "".join(["\t".join(COLUMNS) + "\n", *(lines[place] for place in sorted(lines))])
        out.write_bytes(lzma.compress(body.encode(), preset=9))
        return len(lines)


def _lines(path: Path) -> Iterator[tuple[str, int, str]]:
    with opened(path) as file:
        for line in itertools.islice(file, 1, None):
            article, index, _ = line.split("\t", 2)
            yield article, int(index), line


def _stretches(lines: Mapping[tuple[str, int], str]) -> dict[str, tuple[int, int]]:
    """Return from where to where the lines of each article reach in its text."""
    found: dict[str, tuple[int, int]] = {}
    for (article, index), line in lines.items():
        if index:
            start, end = _span(line)
            first, last = found.get(article, (start, end))
            found[article] = min(first, start), max(last, end)
    return found


def _within(line: str, stretch: tuple[int, int] | None) -> bool:
    start, end = _span(line)
    return stretch is not None and start < stretch[1] and end > stretch[0]


def _span(line: str) -> tuple[int, int]:
    start, end = line.split("\t", 4)[2:4]
    return int(start), int(end)


def _mean(line: str, other: str, share: float) -> str:
    """Return the line with the mean of its probabilities and the other's, whose share is given."""
    fields, values = line.split("\t"), other.split("\t")
    means = ((1 - share) * float(a) + share * float(b) for a, b in zip(fields[PLACE:], values[PLACE:], strict=True))
    return "\t".join([*fields[:PLACE], *(f"{value:.0f}" for value in means)]) + "\n"


def _line(passage: Passage, probabilities: Floats) -> str:
    places = (passage.article, str(passage.index), str(passage.start), str(passage.end))
    return "\t".join([*places, *(f"{100 * value:.0f}" for value in probabilities)]) + "\n"
