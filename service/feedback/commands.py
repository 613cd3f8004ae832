"""The commands upon feedback: export, delete."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from service.refusal import EXIT_CODES, StoreGroup, ready_store

if TYPE_CHECKING:
    from service.feedback.export import Format

FORMATS = ("jsonl", "tsv")
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.group(cls=StoreGroup)
def feedback() -> None:
    """Export what editors said, or delete it."""


def _hash(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    from service.feedback.place import HASH, NO_HASH

    # A hash cut short would find nothing, and "deleted entries: 0" reads as if there had been nothing to delete.
    if given is not None and not HASH.match(given.lower()):
        raise click.BadParameter(NO_HASH)
    return given.lower() if given else None


@feedback.command(epilog=EXIT_CODES)
@click.option("--since", type=DAY, help="Leave out what came before, in UTC.")
@click.option("--format", "style", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
def export(since: datetime | None, style: Format) -> None:
    """Print all entries, oldest first, as `python -m training fit --feedback FILE` reads them."""
    from service.feedback.entries import told
    from service.feedback.export import lines

    for line in lines(told(ready_store(), _utc(since)), style):
        click.echo(line)


@feedback.command(epilog=EXIT_CODES)
@click.option("--article", callback=_hash, help="The article's hash, as in the answer to the feedback.")
@click.option("--before", type=DAY, help="Delete what came before, in UTC.")
def delete(article: str | None, before: datetime | None) -> None:
    """Delete the entries of one article, or all before a day, with the texts that nothing else refers to."""
    if (article is None) == (before is None):
        raise click.UsageError("Give exactly one of --article and --before.")
    from service.feedback.entries import forget

    entries, texts = forget(ready_store(), article, _utc(before))
    click.echo(f"Deleted entries: {entries}. Deleted texts: {texts}.")


def _utc(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=UTC) if given else None
