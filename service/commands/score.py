"""The command that scores files, folders and standard input."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from service.commands.options import (
    FORMATS,
    KINDS,
    Chosen,
    asking,
    checked_title,
    most_bytes,
)
from service.refusal import BAD_INPUT, EXIT_CODES, NO_SERVER, NOT_KEPT, Refusal, say, settings_or_refusal

if TYPE_CHECKING:
    from service.articles.draft import Draft, Place, UnreadError
    from service.formats.writer import Json, Writer
    from service.settings import Settings

ACTIONS = ("allow", "warn", "block")  # of a gate, the sternest last


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--title", help="The headline of the one article; it is scored by itself, outside the rating.")
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the files hold; else their names say it.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to write it; else view in a terminal, table elsewhere."
)
@click.option("--explain", is_flag=True, help="Say by which words, shares and probabilities (view and table).")
@click.option("--top", "most", type=click.IntRange(1), help="Sentences of each article at most (view and table).")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 where a rating is lower.")
@click.option("--fail-on", type=click.Choice(ACTIONS[1:]), help="Exit with 1 where a gate says this, or block.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Articles scored at once.")
@asking
def score(
    paths: tuple[str, ...],
    title: str | None,
    kind: str | None,
    style: str | None,
    explain: bool,
    most: int | None,
    fail_under: float | None,
    fail_on: str | None,
    jobs: int,
    **chosen: Any,
) -> None:
    """Score the articles in PATHS: files, folders, file: URLs, or - for standard input.

    Files are plain text, Markdown (.md), HTML (.html) or lines of JSON (.jsonl, .ndjson), an article a line.
    """
    from service.articles.paths import places, several
    from service.formats.every import FORMATS as WRITERS
    from service.formats.writer import Wish

    settings = settings_or_refusal()
    many = several(paths, kind)
    if title is not None and many:
        raise click.UsageError("--title is for one article.")
    title = checked_title(title)
    out = sys.stdout
    writer = WRITERS[style or ("view" if out.isatty() else "table")](out, Wish(many, explain, most))
    tally = Tally(fail_under, fail_on)
    with _progress(list(places(paths)), many) as files:
        drafts = _drafts(files, kind, most_bytes(settings), title)
        _write(_answered(drafts, Chosen(**chosen), settings, jobs), writer, tally)
    tally.end(many)


def _drafts(
    files: Iterable[Place | UnreadError], kind: str | None, most: int, title: str | None
) -> Iterator[Draft | UnreadError]:
    from service.articles.draft import UnreadError
    from service.articles.files import drafts

    for place in files:
        found = [place] if isinstance(place, UnreadError) else drafts(place, kind, most)
        yield from (one if isinstance(one, UnreadError) else one.titled(title) for one in found)


def _answered(drafts: Iterator[Draft | UnreadError], chosen: Chosen, settings: Settings, jobs: int) -> Iterator[Any]:
    """Yield drafts with their answers; the model is loaded once there is something to score."""
    from service.articles.draft import UnreadError

    for draft in drafts:
        if isinstance(draft, UnreadError):
            yield draft
            continue
        from service.asking.many import answered

        yield from answered(chosen.asker(settings), chain([draft], drafts), jobs)


def _write(answered: Iterable[Any], writer: Writer, tally: Tally) -> None:
    from service.articles.draft import UnreadError
    from service.asking.remote import ServerGoneError

    writer.begin()
    try:
        for told in answered:
            if isinstance(told, UnreadError):
                tally.unread(told)
                writer.unread(told)
            else:
                writer.article(*told)
                tally.article(*told)
            writer.out.flush()
    except ServerGoneError as error:
        raise Refusal(str(error), NO_SERVER) from error
    writer.end()


@dataclass
class Tally:
    """What came of all articles, and what is asked of them."""

    fail_under: float | None
    fail_on: str | None
    scored: int = 0
    lost: int = 0
    failed: int = 0

    def article(self, draft: Draft, answer: Json) -> None:
        """Count an article, and say what it does not keep."""
        self.scored += 1
        faults = [*self._faults(answer)]
        self.failed += bool(faults)
        for fault in faults:
            say(f"{draft.place.name}: {fault}")

    def unread(self, fault: UnreadError) -> None:
        """Count and name what could not be read or scored."""
        self.lost += 1
        say(str(fault))

    def end(self, several: bool) -> None:
        """Leave with the exit code that fits."""
        if several:
            say(f"{self.scored} scored, {self.lost} not, {self.failed} failed.")
        if not self.scored and not self.lost:
            raise Refusal("There is no article to score.", BAD_INPUT)
        sys.exit(BAD_INPUT if self.lost else NOT_KEPT if self.failed else 0)

    def _faults(self, answer: Json) -> Iterator[str]:
        rating, gate = answer["rating"], answer["gate"]["action"]
        if rating and self.fail_under is not None and rating["score"] < self.fail_under:
            # cut, as whole points are: 44.96 is not told as "45.0, under 45"
            yield f"rated {math.floor(10 * rating['score']) / 10}, under {self.fail_under:g}."
        if self.fail_on and ACTIONS.index(gate) >= ACTIONS.index(self.fail_on):
            yield f"the gate says {gate}: {' '.join(reason['message'] for reason in answer['gate']['reasons'])}"


@contextmanager
def _progress(files: Sequence[Any], several: bool) -> Iterator[Iterable[Any]]:
    """Give the files, with a bar on standard error where somebody looks and nothing else is shown there."""
    from rich.console import Console
    from rich.progress import Progress

    seen = several and sys.stderr.isatty() and not sys.stdout.isatty()
    if not seen:
        yield files
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield progress.track(files, description="Scoring")
