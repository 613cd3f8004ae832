"""The view: an article as an editor reads it in a terminal, its weakest sentences first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from service.articles.draft import Draft, UnreadError
from service.articles.regions import Region
from service.formats.explanation import of_rating, of_sentence
from service.formats.palette import ACTIONS, GRADES, certainty, level, note, rated
from service.formats.writer import Json, Wish, Writer, located
from service.plain import still

BAR = 8  # cells of a strength's bar
CUES = {
    "hedge": "yellow",
    "doubt": "red",
    "hearsay": "bold yellow",
    "anonymity": "yellow",
    "booster": "magenta",
    "report": "green",
}


class ViewWriter(Writer):
    """Writes the rating and its reasons, what the gate says, then the sentences, the weakest first."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        super().__init__(out, wish)
        self._console = Console(file=out, highlight=False)

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the answer."""
        show = self._console.print
        show(_head(draft.place.name, answer))
        show(Padding(Text("\n").join(self._overview(answer)), (0, 2)))
        claims = [pair for pair in located(draft, answer) if pair[0]["level"]]
        claims.sort(key=lambda pair: float(pair[0]["strength"]))
        shown = claims[: self.wish.most]
        if shown:
            show(Padding(self._sentences(shown), (1, 0, 0, 2)))
        if len(shown) < len(claims):
            show(Text(f"  … and {len(claims) - len(shown)} stronger ones", "dim"))
        show()

    def unread(self, fault: UnreadError) -> None:
        """Write nothing: standard error has it."""

    def _overview(self, answer: Json) -> Iterator[Text]:
        rating = answer["rating"]
        if rating is None:
            yield Text(note(answer))
        else:
            yield from (Text(reason) for reason in rating["reasons"])
            if self.wish.explain:
                yield from (Text(line, "dim") for line in of_rating(rating))
        for reason in answer["gate"]["reasons"]:
            yield Text.assemble((reason["action"], ACTIONS[reason["action"]]), f" {reason['message']}")
        for advice in answer["advice"]:
            yield Text(f"→ {advice['message']}", "italic")

    def _sentences(self, claims: list[tuple[Json, Region | None]]) -> Table:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(justify="right", style="dim", no_wrap=True)
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for sentence, region in claims:
            grid.add_row(_line(sentence, region), _bar(sentence), self._sentence(sentence))
        return grid

    def _sentence(self, sentence: Json) -> RenderableType:
        lines = [_words(sentence), Text(f"{sentence['sourcing']['label']}, {certainty(sentence)}", "dim")]
        lines += [Text(f"→ {advice['message']}", "italic") for advice in sentence["advice"]]
        if self.wish.explain:
            lines += [Text(f"  {line}", "dim") for line in of_sentence(sentence)]
        return Text("\n").join(lines)


def _head(name: str, answer: Json) -> Rule:
    rating = answer["rating"]
    title = Text(still(name), "bold")
    if rating:
        style = GRADES[rating["grade"]]
        title.append(f"  {rated(answer)}", style)
    return Rule(title, align="left", style="dim")


def _line(sentence: Json, region: Region | None) -> str:
    if sentence["role"] == "headline":
        return "title"
    return str(region.line) if region else ""


def _bar(sentence: Json) -> Text:
    """Return the level with a bar as long as the strength."""
    name = level(sentence)
    filled = round(BAR * sentence["strength"])
    return Text.assemble(
        ("━" * filled, name.style), ("─" * (BAR - filled), "dim"), f" {name.plain:8}", style=name.style
    )


def _words(sentence: Json) -> Text:
    """Return the sentence with its cues marked, and what is not read in it dim."""
    words = Text(still(sentence["text"]), "bold" if sentence["role"] == "headline" else "")
    base = sentence["start"]
    for part in sentence["ignored"]:
        words.stylize("dim", part["start"] - base, part["end"] - base)
    for cue in sentence["cues"]:
        words.stylize(f"underline {CUES[cue['kind']]}", cue["start"] - base, cue["end"] - base)
    return words
