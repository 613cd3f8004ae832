"""Added: label files beside ours, in the same columns, with ratings, and texts that the corpora lack, beside them.

``labels.NAME.tsv`` holds the labels, ``ratings.NAME.tsv`` the ratings of all its articles or is not there, and
``articles.NAME.jsonl`` articles with the keys of the corpora's own or is not there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from training.corpora.catalogue import (
    CorpusChanged,
    CorpusMissing,
    CorpusReserved,
    Entry,
    digest,
    fingerprint,
)
from training.corpora.tables import opened, ordered, read_labels, read_ratings
from training.corpora.values import Article, Label, Labelled

LICENCE = "the operator's own"
KEYS = {field.name for field in fields(Article)}


@dataclass(frozen=True)
class Known:
    """What stands before a file is added: the articles, and the ids and texts (by fingerprint) that dev holds."""

    articles: Mapping[str, Article]
    labelled: Collection[str]
    dev: Collection[str]
    held_out: Collection[str]


@dataclass(frozen=True)
class Added:
    """The articles of one label file, and its files as the manifest names them."""

    name: str
    labelled: tuple[Labelled, ...]
    entries: tuple[Entry, ...]

    def __str__(self) -> str:
        """Say what is trained with, in one line."""
        count = sum(len(one.labels) for one in self.labelled)
        rated = sum(one.rating is not None for one in self.labelled)
        return f"{self.name}: {count} labels in {len(self.labelled)} articles, {rated} of them rated."


def read_added(path: Path, known: Known) -> Added:
    """Return what a label file adds; a CorpusError says in one sentence what is the matter with it."""
    parts = path.name.split(".")
    if len(parts) < 3 or (parts[0], parts[-1]) != ("labels", "tsv"):
        raise CorpusChanged(f"{path} is not called labels.NAME.tsv, as label files are.")
    name = ".".join(parts[1:-1])
    rated, brought = path.with_name(f"ratings.{name}.tsv"), path.with_name(f"articles.{name}.jsonl")
    own = _articles(brought, known) if brought.is_file() else {}
    ratings = read_ratings(rated) if rated.is_file() else None
    labelled = tuple(
        Labelled(_article(path, id_, {**known.articles, **own}, known), labels, _rating(rated, id_, ratings))
        for id_, labels in _grouped(path).items()
    )
    for one in labelled:
        _check(path, one)
    files = [file for file in (path, rated, brought) if file.is_file()]
    return Added(
        path.name,
        labelled,
        tuple(Entry(f"added/{file.name}", file.name, digest(file), LICENCE, "train") for file in files),
    )


def _articles(path: Path, known: Known) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for line, row in _rows(path):
        if not isinstance(row, dict) or row.keys() != KEYS or not all(isinstance(cell, str) for cell in row.values()):
            raise CorpusChanged(f"{path}, line {line}: this is no article with the texts {', '.join(sorted(KEYS))}.")
        article = Article(**row)
        if article.id in known.articles or article.id in found:
            raise CorpusChanged(f"{path}, line {line}: there is an article {article.id} already.")
        found[article.id] = article
    return found


def _rows(path: Path) -> Iterator[tuple[int, object]]:
    with opened(path) as file:
        for line, written in enumerate(file, 1):
            try:
                yield line, json.loads(written)
            except ValueError as error:
                raise CorpusChanged(f"{path}, line {line}: this is not JSON.") from error


def _grouped(path: Path) -> dict[str, tuple[Label, ...]]:
    groups: dict[str, list[Label]] = defaultdict(list)
    for label in read_labels(path):
        groups[label.article].append(label)
    return {id_: tuple(group) for id_, group in groups.items()}


def _article(path: Path, id_: str, articles: Mapping[str, Article], known: Known) -> Article:
    if id_ in known.dev:
        raise CorpusReserved(f"{path}: the article {id_} is kept to evaluate, and must not train.")
    if id_ in known.labelled:
        raise CorpusChanged(f"{path}: the article {id_} has labels already.")
    article = articles.get(id_)
    if article is None:
        raise CorpusMissing(f"{path}: the article {id_} is neither in the corpora folder nor beside the labels.")
    if fingerprint(article.text) in known.held_out:
        raise CorpusReserved(f"{path}: the text of the article {id_} is kept to evaluate, and must not train.")
    return article


def _rating(path: Path, id_: str, ratings: Mapping[str, float] | None) -> float | None:
    if ratings is not None and id_ not in ratings:
        raise CorpusMissing(f"{path} has no rating of the article {id_}.")
    return None if ratings is None else ratings[id_]


def _check(path: Path, given: Labelled) -> None:
    for label in given.labels:
        text = given.article.text if label.index else given.article.title
        if not 0 <= label.start < label.end <= len(text):
            raise CorpusChanged(f"{path}: the label {label.index} of {label.article} lies outside of its text.")
    if not ordered(given.labels):
        raise CorpusChanged(f"{path}: the labels of {given.article.id} overlap or run backwards.")
