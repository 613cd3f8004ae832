"""The changes: what became of an article's sentences, for a terminal or a page."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.articles.draft import Draft
from service.articles.regions import Region
from service.formats.palette import certainty, points, rated
from service.formats.writer import Json
from service.plain import still

STYLES = {
    "stronger": "green",
    "weaker": "red",
    "relabelled": "cyan",
    "edited": "blue",
    "added": "magenta",
    "removed": "dim",
    "same": "dim",
}


def show(told: Json, old: Draft, new: Draft, out: TextIO) -> None:
    """Print the ratings, a row for each change, and how many there are of each kind."""
    console = Console(file=out, highlight=False)
    console.print(_ratings(told))
    rows = _rows(told, old, new)
    if rows.row_count:
        console.print(Padding(rows, (1, 0)))
    console.print(_counts(told))


def _ratings(told: Json) -> Text:
    old, new = told["old"], told["new"]
    step = f" ({points(new['rating']) - points(old['rating']):+})" if old["rating"] and new["rating"] else ""
    lines = [f"before: {rated(old)}", f"now:    {rated(new)}{step}"]
    return Text("\n".join(lines), "bold")


def _rows(told: Json, old: Draft, new: Draft) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    before, after = old.regions(told["old"]), new.regions(told["new"])
    head = told["headline_change"]
    if head and head["kind"] != "same":
        _add(table, head, told["old"]["headline"], told["new"]["headline"], "title")
    for change in told["changes"]:
        if change["kind"] != "same":
            was = None if change["old"] is None else told["old"]["sentences"][change["old"]]
            now = None if change["new"] is None else told["new"]["sentences"][change["new"]]
            region = before[1][change["old"]] if now is None else after[1][change["new"]]
            _add(table, change, was, now, _line(region))
    return table


def _add(table: Table, change: Json, was: Json | None, now: Json | None, line: str) -> None:
    step = change["strength_change"]
    style = STYLES[change["kind"]]
    table.add_row(
        line, Text(change["kind"], style), Text("" if step is None else f"{step:+.2f}", style), _told(change, was, now)
    )


def _told(change: Json, was: Json | None, now: Json | None) -> Text:
    """Return the words as they are, the labels as they were and are, and the words as they were."""
    lines = [Text(" ".join(still((now or was or {})["text"]).split()))]
    labels = [", ".join(_labels(one)) for one in (was, now) if one]
    lines.append(Text(" → ".join(dict.fromkeys(labels)), "dim"))
    if change["reworded"] and was:
        lines.append(Text(f"was: {' '.join(still(was['text']).split())}", "dim"))
    return Text("\n").join(lines)


def _labels(sentence: Json) -> list[str]:
    return [sentence["level"] or "no claim", sentence["sourcing"]["label"], certainty(sentence)][
        : 3 if sentence["level"] else 1
    ]


def _line(region: Region | None) -> str:
    return str(region.line) if region else ""


def _counts(told: Json) -> Text:
    counted = Counter(change["kind"] for change in told["changes"])
    return Text(", ".join(f"{counted[kind]} {kind}" for kind in STYLES if counted[kind]) or "No sentences.")
