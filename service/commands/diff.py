"""The command that compares two drafts."""

from __future__ import annotations

import sys
from typing import Any

import click

from service.commands.options import KINDS, Chosen, asking, one_draft
from service.refusal import BAD_INPUT, EXIT_CODES, NO_SERVER, Refusal, settings_or_refusal


@click.command(epilog=EXIT_CODES)
@click.argument("old", type=click.Path(allow_dash=True))
@click.argument("new", type=click.Path(allow_dash=True))
@click.option("--as", "kind", type=click.Choice(KINDS[:-1]), help="What the files hold; else their names say it.")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@asking
def diff(old: str, new: str, kind: str | None, style: str, **chosen: Any) -> None:
    """Say what became of each sentence, and of the rating, from the draft OLD to the draft NEW."""
    settings = settings_or_refusal()
    if old == new == "-":
        raise click.UsageError("Only one of the two can be standard input.")
    before, after = (one_draft(one, kind, settings) for one in (old, new))
    asker = Chosen(**chosen).asker(settings)
    from service.asking.local import RefusedError
    from service.asking.remote import ServerGoneError
    from service.formats.changes import show
    from service.formats.machine import written

    out = sys.stdout
    try:
        told = asker.compare(before.request, after.request)
    except RefusedError as error:
        raise Refusal(str(error), BAD_INPUT) from error
    except ServerGoneError as error:
        raise Refusal(str(error), NO_SERVER) from error
    if style == "json":
        out.write(written(told, indented=True) + "\n")
    else:
        show(told, before, after, out)
