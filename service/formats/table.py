"""The table: a row a sentence, in the order of the text, for a pipe or a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.articles.draft import Draft
from service.formats.explanation import of_rating, of_sentence
from service.formats.palette import certainty, level, note, rated
from service.formats.writer import Json, Wish, Writer
from service.plain import still


class TableWriter(Writer):
    """Writes a row for each sentence, then the rating and its reasons in points, or why there is none."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        super().__init__(out, wish)
        self._console = Console(file=out, highlight=False)
        self._first = True

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the answer, under the article's name where there are several."""
        if self.wish.several:
            self._console.print(Text(f"{'' if self._first else chr(10)}{still(draft.place.name)}", "bold"))
            self._first = False
        self._console.print(self._table(answer))
        self._console.print(self._rating(answer))

    def _table(self, answer: Json) -> Table:
        table = Table(box=None, pad_edge=False)
        for name in ("Strength", "Sourcing", "Certainty", "Sentence"):
            table.add_column(name, overflow="fold", no_wrap=name != "Sentence")
        if answer["headline"]:
            self._add(table, answer["headline"])
            table.add_section()
        for sentence in answer["sentences"][: self.wish.most]:
            self._add(table, sentence)
        return table

    def _add(self, table: Table, sentence: Json) -> None:
        # Text, never markup: an article may hold [square brackets] of its own; one line, whatever it holds.
        words = Text(" ".join(still(sentence["text"]).split()), "bold" if sentence["role"] == "headline" else "")
        table.add_row(level(sentence), Text(sentence["sourcing"]["label"]), Text(certainty(sentence)), words)
        if self.wish.explain:
            table.add_row("", "", "", _lines(of_sentence(sentence)))

    def _rating(self, answer: Json) -> RenderableType:
        rating = answer["rating"]
        if rating is None:
            return Text(f"\n{note(answer)}")
        told = [effect for effect in rating["effects"] if effect["reason"]]
        reasons = [Text(f"{one['effect']:+5.1f}  {one['reason']}") for one in told]
        explained = [_lines(of_rating(rating))] if self.wish.explain else []
        return Group(Text(f"\n{rated(answer)}", "bold"), *reasons, *explained)


def _lines(lines: Iterable[str]) -> Text:
    return Text("\n".join(f"  {line}" for line in lines), "dim")
