"""The command that scores a draft again whenever it is saved."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.commands.options import KINDS, Chosen, asking, one_draft
from service.refusal import BAD_INPUT, EXIT_CODES, NO_SERVER, Refusal, say, settings_or_refusal

if TYPE_CHECKING:
    from service.articles.draft import Draft
    from service.asking.local import Local
    from service.asking.remote import Remote
    from service.settings import Settings


@click.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--as", "kind", type=click.Choice(KINDS[:-1]), help="What the file holds; else its name says it.")
@click.option("--top", "most", type=click.IntRange(1), help="Sentences to show at first, the weakest.")
@asking
def watch(file: str, kind: str | None, most: int | None, **chosen: Any) -> None:
    """Score FILE, and each time that it is saved say what has changed; Ctrl-C ends it."""
    settings = settings_or_refusal()
    draft = one_draft(file, kind, settings)
    asker = Chosen(**chosen).asker(settings)
    from service.articles.paths import local
    from service.asking.local import RefusedError
    from service.asking.remote import ServerGoneError

    try:
        _begin(draft, asker, most)
        for _ in saves(local(file)):
            draft = _again(draft, file, kind, settings, asker)
    except KeyboardInterrupt:
        click.echo()
    except RefusedError as error:
        raise Refusal(str(error), BAD_INPUT) from error
    except ServerGoneError as error:
        raise Refusal(str(error), NO_SERVER) from error


def saves(path: Path) -> Iterator[object]:
    """Yield whenever the file was written or put in place; many editors write another and rename it."""
    from watchfiles import watch as changes

    target = path.resolve()
    return changes(target.parent, watch_filter=lambda _, changed: Path(changed) == target, recursive=False)


def _begin(draft: Draft, asker: Local | Remote, most: int | None) -> None:
    from service.formats.view import ViewWriter
    from service.formats.writer import Wish

    out = sys.stdout
    ViewWriter(out, Wish(most=most)).article(draft, asker.score(draft.request))
    out.flush()


def _again(draft: Draft, file: str, kind: str | None, settings: Settings, asker: Local | Remote) -> Draft:
    """Show what has changed and return the draft as it is now, or as it was where it cannot be read."""
    from service.asking.local import RefusedError
    from service.formats.changes import show

    try:
        now = one_draft(file, kind, settings)
        if now.source != draft.source:
            out = sys.stdout
            show(asker.compare(draft.request, now.request), draft, now, out)
            out.write("\n")
            out.flush()
    except (Refusal, RefusedError) as error:
        # A save that is half done, or a slip: the next one may be whole.
        say(str(error))
        return draft
    return now
