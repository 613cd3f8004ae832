"""The records that pass through a run: as they lie in the input, as articles to score, or refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MOST_BYTES = 8 * 2**20  # of one raw record: a longer one is rejected unread, so that memory stays bounded
SCHEMA = "1"  # the version of the output's rows

Form = Literal["json", "row", "text", "markdown", "html"]
Style = Literal["parquet", "jsonl"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Fields:
    """What the input calls the parts of an article."""

    id: str = "id"
    title: str = "title"
    text: str = "text"
    html: str = "html"
    publisher: str = "publisher"
    date: str = "date"
    topic: str = "topic"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it lies in the input, not looked at yet.

    ``place`` says where, as "news.jsonl.gz:17" (a line), "a.parquet#17" (a row) or "w.warc@1234" (an offset), and is
    the same on every reading.  ``content`` is a JSON line's, a text's or a page's bytes; ``given`` is what stands
    beside them (a row's columns, a response's address and date) by the names of ``Record``'s fields or the input's.
    """

    place: str
    form: Form
    content: bytes = field(default=b"", repr=False)  # a failed task's arguments stand in its worker's log
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """About how many bytes it takes: all strings count, within rows of rows and lists too."""
        size, left = len(self.content), list(self.given.values())
        while left:
            value = left.pop()
            if isinstance(value, str | bytes):
                size += len(value)
            elif isinstance(value, Mapping):
                left += value.values()
            elif isinstance(value, list | tuple):
                left += value
        return size


@dataclass(frozen=True, slots=True)
class Record:
    """An article to score: exactly one of ``text``, ``html`` and ``annotation`` (of Markdown).

    ``id`` is the place where the input has none.  ``date`` is an ISO date.  ``unread`` names what the input gave and
    could not be read: such an article is scored.
    """

    place: str
    id: str
    title: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    html: str | None = field(default=None, repr=False)
    annotation: list[dict[str, str]] | None = field(default=None, repr=False)
    publisher: str | None = None
    date: str | None = None
    topic: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that has no row, and why: a stable code and one sentence without anything of the article."""

    place: str
    id: str | None
    code: str
    reason: str


@dataclass(frozen=True)
class Stamp:
    """By what the rows were made; it stands in every file of the output."""

    release: str
    model: str
    version: str
    model_digest: str
    policy: str
    policy_version: str
    policy_digest: str
    schema: str = SCHEMA
