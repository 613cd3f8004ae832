"""The draft: an article as it lies in a file, and the request that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.articles.regions import Lines, Region, Words

Json = dict[str, Any]
STANDARD_INPUT = "standard input"


@dataclass(frozen=True)
class Place:
    """Where a draft comes from; ``path`` is None for standard input, ``line`` counts the lines of JSON."""

    path: Path | None
    line: int | None = None

    @property
    def shown(self) -> str | None:
        """The path as UTF-8 can hold it: a file's name may have other bytes."""
        return None if self.path is None else str(self.path).encode("utf-8", "replace").decode()

    @property
    def name(self) -> str:
        """What it is called in what people read."""
        name = self.shown or STANDARD_INPUT
        return name if self.line is None else f"{name}:{self.line}"

    @property
    def region(self) -> Region | None:
        """Its line of JSON, or None for all of a file."""
        return None if self.line is None else Region(self.line, None, self.line, None)


@dataclass(frozen=True)
class Draft:
    """An article to score: a request's body and title; ``id`` is its own in lines of JSON.

    ``headline`` is where the title stands in the source, where the file has one.
    """

    place: Place
    request: Json
    source: str = ""
    id: str | None = None
    headline: tuple[int, int] | None = None

    def titled(self, title: str | None) -> Draft:
        """Return the draft with another title, if one is given."""
        if title is None:
            return self
        return Draft(self.place, {**self.request, "title": title}, self.source, self.id)

    def regions(self, answer: Json) -> tuple[Region | None, Sequence[Region | None]]:
        """Return where the headline and the sentences of its answer stand in the file, as far as that is known."""
        sentences = answer["sentences"]
        whole = self.place.region
        if whole:
            return whole, [whole] * len(sentences)
        if "html" in self.request:
            words = Words(self.source)
            return None, [words.region(one["text"]) for one in sentences]
        lines = Lines(self.source)
        headline = lines.region(*self.headline) if self.headline else None
        return headline, [lines.region(one["start"], one["end"]) for one in sentences]


class UnreadError(Exception):
    """A draft that cannot be read or scored; the message is one sentence that names it."""

    def __init__(self, place: Place, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place
