"""Feedback: what editors said of a running service's judgements, as `onrecord feedback export` writes it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.values import CERTAINTIES, LEVELS, SOURCINGS
from training.corpora.catalogue import CorpusChanged, fingerprint
from training.corpora.values import Article, Label, Labelled

CLASSES: Mapping[str, tuple[str, ...]] = {"sourcing": SOURCINGS, "certainty": CERTAINTIES, "strength": LEVELS}
COLUMNS = {
    "at",
    "key_name",
    "annotator",
    "article",
    "headline",
    "start",
    "end",
    "offset_unit",
    "title",
    "text",
    *CLASSES,
}
NO_CORRECTION = "no correction of a label"
NO_TEXT = "without the text"
HELD_OUT = "of an article that is kept to evaluate"

Row = dict[str, Any]
Place = tuple[bool, int, int]


@dataclass(frozen=True)
class Feedback:
    """The articles that corrections train with, how many corrections they hold, and why others were skipped."""

    labelled: tuple[Labelled, ...] = ()
    corrections: int = 0
    skipped: Mapping[str, int] | None = None

    def __str__(self) -> str:
        """Say what is trained with and what is not, in one line."""
        reasons = ", ".join(f"{count} {reason}" for reason, count in (self.skipped or {}).items())
        return (
            f"Feedback: {self.corrections} corrections in {len(self.labelled)} articles; skipped: {reasons or 'none'}."
        )


def read_feedback(path: Path, known: Mapping[str, Article], held_out: Collection[str]) -> Feedback:
    """Return the corrections of texts that were stored; raises CorpusChanged where the file is no export.

    ``known`` are the corpora's articles by their text: the same text has the same publisher, and so the same fold.
    Any other is a publisher of its own.  ``held_out`` are the fingerprints of texts that must not train.
    """
    kept: dict[str, list[Row]] = defaultdict(list)
    skipped: Counter[str] = Counter()
    for row in _rows(path):
        reason = _reason(row, held_out)
        if reason:
            skipped[reason] += 1
        else:
            kept[row["article"]].append(row)
    labelled = tuple(_labelled(hashed, rows, known) for hashed, rows in kept.items())
    return Feedback(labelled, sum(map(len, kept.values())), dict(sorted(skipped.items())))


def _reason(row: Row, held_out: Collection[str]) -> str | None:
    """Return why the entry cannot train, or None."""
    if not any(row[part] for part in CLASSES):
        return NO_CORRECTION
    if row["text"] is None:
        return NO_TEXT
    return HELD_OUT if fingerprint(row["text"]) in held_out else None


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            first = file.read(1)
            file.seek(0)
            for line, row in enumerate(_json(file) if first in ("{", "") else _tsv(file), start=1):
                _check(path, line, row)
                yield row
    except OSError as error:
        raise CorpusChanged(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CorpusChanged(f"{path} is no export of feedback: it is neither its JSON nor its table.") from error


def _json(file: Iterable[str]) -> Iterator[Any]:
    return (json.loads(line) for line in file)


def _tsv(file: Iterable[str]) -> Iterator[Row]:
    header, *found = (line.rstrip("\n").split("\t") for line in file)
    if not COLUMNS.issubset(header):
        raise ValueError("Neither JSON nor the header of a table.")
    for cells in found:
        yield {name: json.loads(cell) if cell else None for name, cell in zip(header, cells, strict=True)}


def _check(path: Path, line: int, row: Any) -> None:
    where = f"{path}, entry {line}"
    if not isinstance(row, dict) or not row.keys() >= COLUMNS:
        raise CorpusChanged(f"{where}: this is no entry as `onrecord feedback export` writes it.")
    for part, names in CLASSES.items():
        if row[part] is not None and row[part] not in names:
            raise CorpusChanged(f"{where}: {row[part]!r} is no {part}.")
        if row[part] is not None and row["text"] is not None and not _in_place(row):
            raise CorpusChanged(f"{where}: start and end are no place in code points of its text.")


def _in_place(row: Row) -> bool:
    text = row["title"] if row["headline"] else row["text"]
    start, end = row["start"], row["end"]
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(text, str)
    return whole and row["offset_unit"] == "codepoint" and 0 <= start < end <= len(text)


def _labelled(hashed: str, rows: list[Row], known: Mapping[str, Article]) -> Labelled:
    title, text = rows[0]["title"] or "", rows[0]["text"]
    publisher = known[text].publisher if text in known else hashed
    article = Article(f"feedback:{hashed}", publisher, rows[0]["at"], "", title, text)
    by_place: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[not row["headline"], row["start"], row["end"]].append(row)
    labels = tuple(_label(article.id, index, place, by_place[place]) for index, place in enumerate(sorted(by_place), 1))
    return Labelled(article, labels, None)


def _label(article: str, index: int, place: Place, rows: list[Row]) -> Label:
    """Return what all who spoke of a place said of it: of one person's words on a part the last, people side by side.

    Those who differ share a class; of levels theirs is the mean, to a half, as in our own labels.
    """
    said: dict[str, dict[tuple[str, str | None], str]] = {part: {} for part in CLASSES}
    for row in sorted(rows, key=lambda row: str(row["at"])):
        person = (row["key_name"], row["annotator"])
        for part, answers in said.items():
            if row[part] is not None:
                answers[person] = row[part]
            # Who sees no claim takes back what they said of its strength, and the other way about.
            elif row["sourcing"] == "none" or (answers.get(person) == "none" and part == "sourcing"):
                answers.pop(person, None)
    sourcing = sorted(set(said["sourcing"].values()), key=SOURCINGS.index)
    doubt = "?" if "none" in sourcing and len(sourcing) > 1 else ""
    body, start, end = place
    certainty, strength = (
        _half(said[part], CLASSES[part], sourcing == ["none"], doubt) for part in ("certainty", "strength")
    )
    return Label(article, index if body else 0, start, end, "|".join(sourcing), certainty, strength)


def _half(answers: Mapping[Any, str], names: tuple[str, ...], no_claim: bool, doubt: str) -> str:
    if no_claim:
        return "-"
    if not answers:
        return ""
    mean = sum(names.index(name) for name in answers.values()) / len(answers)
    return f"{round(2 * mean) / 2:g}{doubt}"
