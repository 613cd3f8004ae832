"""The formats for programs: JSON, lines of JSON, CSV."""

from __future__ import annotations

import csv
from typing import Any, TextIO

import orjson

from service.articles.draft import Draft, Place, UnreadError
from service.formats.writer import Json, Wish, Writer, located


def _named(place: Place, id_: str | None = None) -> Json:
    return {"path": place.shown, "line": place.line, "id": id_}


def written(value: Any, indented: bool = False) -> str:
    """Return the JSON of a value."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indented else 0).decode()


class JsonWriter(Writer):
    """One article's answer as HTTP has it; of several a list of objects with ``path``, ``line``, ``id``, ``answer``."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        super().__init__(out, wish)
        self._between = "\n"

    def begin(self) -> None:
        """Open the list."""
        if self.wish.several:
            self.out.write("[")

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the answer."""
        if self.wish.several:
            self._write({**_named(draft.place, draft.id), "answer": answer})
        else:
            self.out.write(written(answer, indented=True) + "\n")

    def unread(self, fault: UnreadError) -> None:
        """Write the fault in the answer's place."""
        if self.wish.several:
            self._write({**_named(fault.place), "error": str(fault)})

    def end(self) -> None:
        """Close the list."""
        if self.wish.several:
            self.out.write("\n]\n")

    def _write(self, item: Json) -> None:
        self.out.write(self._between + written(item))
        self._between = ",\n"


class LinesWriter(Writer):
    """A line of JSON an article: ``path``, ``line``, ``id``, and ``answer`` or ``error``."""

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the answer's line."""
        self.out.write(written({**_named(draft.place, draft.id), "answer": answer}) + "\n")

    def unread(self, fault: UnreadError) -> None:
        """Write the fault's line."""
        self.out.write(written({**_named(fault.place), "error": str(fault)}) + "\n")


COLUMNS = (
    *("path", "id", "line", "column", "start", "end", "role", "strength", "level", "sourcing", "certainty"),
    *("undermined", "advice", "rating", "grade", "text"),
)


class CsvWriter(Writer):
    """A row a sentence, as RFC 4180 has it."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        super().__init__(out, wish)
        self._rows = csv.writer(out, lineterminator="\r\n")

    def begin(self) -> None:
        """Write the names of the columns."""
        self._rows.writerow(COLUMNS)

    def article(self, draft: Draft, answer: Json) -> None:
        """Write a row for the headline and for each sentence."""
        rating = answer["rating"] or {}
        for sentence, region in located(draft, answer):
            row = {
                **_named(draft.place, draft.id),
                **sentence,
                "path": _harmless(draft.place.shown or ""),
                "id": _harmless(draft.id or ""),
                "line": region.line if region else None,
                "column": region.column if region else None,
                "sourcing": sentence["sourcing"]["label"],
                "certainty": sentence["certainty"]["label"],
                "advice": " ".join(one["code"] for one in sentence["advice"]),
                "rating": rating.get("score"),
                "grade": rating.get("grade"),
                "text": _harmless(sentence["text"]),
            }
            self._rows.writerow(row[name] for name in COLUMNS)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
