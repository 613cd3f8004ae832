"""The writer: what every format does with an answer, with a draft that could not be read, and at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, TextIO

from service.articles.draft import Draft, UnreadError
from service.articles.regions import Region

Json = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """How the output is wanted: whether for several articles, with reasons, and how many sentences of each at most."""

    several: bool = False
    explain: bool = False
    most: int | None = None


class Writer:
    """Writes nothing; a format overrides what it has something to say to."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        self.out, self.wish = out, wish

    def begin(self) -> None:
        """Write what stands before the first article."""

    def article(self, draft: Draft, answer: Json) -> None:
        """Write an answer."""

    def unread(self, fault: UnreadError) -> None:
        """Write that an article could not be read or scored; the command says so on standard error too."""

    def end(self) -> None:
        """Write what stands behind the last article."""


MakeWriter = Callable[[TextIO, Wish], Writer]


def located(draft: Draft, answer: Json) -> Iterator[tuple[Json, Region | None]]:
    """Yield the headline, if there is one, and the sentences, each with its place in the file where that is known."""
    headline, regions = draft.regions(answer)
    heads = [(answer["headline"], headline)] if answer["headline"] else []
    return chain(heads, zip(answer["sentences"], regions, strict=True))
