"""The tally: what the report counts, added up row by row in a bounded memory."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson
from pyarrow import parquet

from service.bulk import layout, marks
from service.bulk.record import Style

COLUMNS = (
    "publisher",
    "date",
    "topic",
    "score",
    "grade",
    "note",
    "sentences",
    "claims",
    "sourcing_shares",
    "level_shares",
)
MOST_GROUPS = 50_000  # that are counted apart, by publisher or topic: about 20 MB
OTHERS = "(all others)"
NONE = "(none given)"
FEWEST = 5  # rated articles of a group of which a mean is told
NORMAL_95 = 1.96  # standard errors on either side of a mean hold 95 % of such means


@dataclass(slots=True)
class Group:
    """Articles taken together: their counts, the sums that their mean rating needs, and their claims by sourcing."""

    articles: int = 0
    rated: int = 0
    total: float = 0.0
    squares: float = 0.0
    claims: int = 0
    unnamed: float = 0.0
    hearsay: float = 0.0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count an article in."""
        self.articles += 1
        if (score := row["score"]) is not None:
            self.rated += 1
            self.total += score
            self.squares += score * score
        if shares := row["sourcing_shares"]:
            self.claims += row["claims"]
            self.unnamed += shares["unnamed"] * row["claims"]
            self.hearsay += shares["hearsay"] * row["claims"]

    def join(self, other: Group) -> None:
        """Count another group's articles in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def mean(self) -> float | None:
        """The mean rating, None of too few."""
        return self.total / self.rated if self.rated >= FEWEST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of the mean's 95 % interval, None of too few."""
        if self.mean is None:
            return None
        variance = max(0.0, self.squares - self.total * self.mean) / (self.rated - 1)
        reach = NORMAL_95 * math.sqrt(variance / self.rated)
        return max(0.0, self.mean - reach), min(100.0, self.mean + reach)

    def share(self, of: float) -> float | None:
        """Return a part of the claims, as a share; None where no claim is made."""
        return of / self.claims if self.claims else None


class Groups(dict[str, Group]):
    """Groups by name; beyond ``MOST_GROUPS`` those that come first stand alone, all later ones together."""

    def of(self, name: str | None) -> Group:
        """Return the group of a name, made where it is new."""
        name = name or NONE
        found = self.get(name)
        if found is None:
            name = name if len(self) < MOST_GROUPS else OTHERS
            found = self.setdefault(name, Group())
        return found

    def largest(self, most: int) -> list[tuple[str, Group]]:
        """Return those with the most articles, and of equally many in the order of their names."""
        return sorted(self.items(), key=lambda item: (-item[1].articles, item[0]))[:most]


@dataclass
class Tally:
    """All that the report tells."""

    whole: Group = field(default_factory=Group)
    sentences: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    sourcing: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    publishers: Groups = field(default_factory=Groups)
    months: Groups = field(default_factory=Groups)
    topics: Groups = field(default_factory=Groups)

    def add(self, row: Mapping[str, Any]) -> None:
        """Count an article in."""
        month = str(row["date"])[:7] if row["date"] else None
        groups = (self.publishers.of(row["publisher"]), self.months.of(month), self.topics.of(row["topic"]))
        for group in (self.whole, *groups):
            group.add(row)
        self.sentences += row["sentences"]
        if row["grade"]:
            self.grades[row["grade"]] += 1
        if row["note"]:
            self.notes[row["note"]] += 1
        for counter, shares in ((self.sourcing, row["sourcing_shares"]), (self.levels, row["level_shares"])):
            # Shares are rounded, and counts are not.
            counter.update({name: round(share * row["claims"]) for name, share in (shares or {}).items()})


def tallied(rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Return the tally of articles' rows."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    return tally


def rows(output: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of all articles in shards that are done, of their columns those that are counted."""
    for number in sorted(marks.numbers(output)):
        for style, read in READ.items():
            path = layout.part(output, "articles", number, style)
            if path.exists():
                yield from read(path)


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(COLUMNS)):
            yield from batch.to_pylist()


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        yield from map(orjson.loads, file)


READ: Mapping[Style, Any] = {"parquet": _parquet, "jsonl": _json_lines}
