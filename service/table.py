"""The table: an answer for a terminal, a row a sentence."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.wire.answer import Json

COLOURS = {"none": "red", "weak": "yellow", "moderate": "cyan", "solid": "green", "strong": "bold green"}
NOTES = {
    "too_short": "Too short to rate.",
    "no_claims": "No factual claim to rate.",
    "unsupported_language": "Not rated: only English is read.",
    "language_unclear": "Not rated: too short to tell whether it is English.",
}


def show(answer: Json, console: Console) -> None:
    """Print the answer: a row for each sentence, then the rating and its reasons in points, or why there is none."""
    console.print(_table(answer))
    console.print(_rating(answer))


def _table(answer: Json) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("Strength", "Sourcing", "Certainty", "Sentence"):
        table.add_column(name, overflow="fold", no_wrap=name != "Sentence")
    if answer["headline"]:
        table.add_row(*_row(answer["headline"]))
        table.add_section()
    for sentence in answer["sentences"]:
        table.add_row(*_row(sentence))
    return table


def _row(sentence: Json) -> list[Text]:
    level = sentence["level"] or "-"
    # Text, never markup: an article may hold [square brackets] of its own; one line, whatever it holds.
    words = Text(" ".join(sentence["text"].split()), style="bold" if sentence["role"] == "headline" else "")
    certainty = sentence["certainty"]["label"] if sentence["level"] else "-"
    return [
        Text(level, COLOURS.get(level, "dim")),
        Text(sentence["sourcing"]["label"]),
        Text(certainty),
        words,
    ]


def _rating(answer: Json) -> RenderableType:
    rating = answer["rating"]
    if rating is None:
        return Text(f"\n{NOTES.get(answer['rating_note'], 'Not rated.')}")
    head = Text(f"\n{rating['score']:.0f} of 100, grade {rating['grade']}: {rating['label']}", "bold")
    told = [effect for effect in rating["effects"] if effect["reason"]]
    return Group(head, *(Text(f"{one['effect']:+5.1f}  {one['reason']}") for one in told))
