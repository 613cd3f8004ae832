"""The archive: the articles that both models judge, whatever labels they may have taught them."""

from __future__ import annotations

import heapq
import json
import lzma
import random
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.comparison import ComparisonError
from training.corpora import Corpora
from training.corpora.tables import opened

SEED = 20261122


@dataclass(frozen=True, slots=True)
class Piece:
    """An article by its id; the title may be missing."""

    id: str
    title: str | None
    text: str


def pool(corpora: Corpora) -> Iterator[Piece]:
    """Yield the corpora's articles of neither train nor dev; the newer model may have learnt from their labels."""
    labelled = {label.article for split in ("train", "dev") for label in corpora.labels(split)}
    for article in corpora.articles.values():
        if article.id not in labelled:
            yield Piece(article.id, article.title or None, article.text)


def lines(path: Path) -> Iterator[Piece]:
    """Yield the articles of a file of JSON lines, perhaps .gz or .xz: ``text``, and perhaps ``title`` and ``id``.

    Without an id an article is called by its line.  ComparisonError names the line that holds no article.
    """
    try:
        with opened(path) as file:
            for number, written in enumerate(file, 1):
                if written.strip():
                    yield _piece(path, number, written)
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError, zlib.error) as error:
        raise ComparisonError(f"The archive {path} cannot be read as text in UTF-8.") from error


def _piece(path: Path, number: int, written: str) -> Piece:
    try:
        row = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise ComparisonError(f"{path}, line {number}: this is not JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ComparisonError(f"{path}, line {number}: this is no object with a text.")
    title, id_ = row.get("title"), row.get("id")
    if not isinstance(title, str | None) or not isinstance(id_, str | int | None):
        raise ComparisonError(f"{path}, line {number}: its title is no text, or its id neither text nor number.")
    return Piece(f"line {number}" if id_ is None else str(id_), title or None, row["text"])


def sample(pieces: Iterable[Piece], size: int) -> list[Piece]:
    """Return so many of the pieces, the same in every run, in their order; all where there are no more."""
    drawn = random.Random(SEED)
    marked = ((drawn.random(), at, piece) for at, piece in enumerate(pieces))
    chosen = heapq.nlargest(size, marked, key=lambda one: one[0])
    return [piece for _, _, piece in sorted(chosen, key=lambda one: one[1])]
