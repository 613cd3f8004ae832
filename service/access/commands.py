"""The commands upon keys: create, list, revoke."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from service.access.keys import NAME, SCOPES
from service.rates import is_rate
from service.refusal import EXIT_CODES, WRONG_SETTING, Refusal, StoreGroup, ready_store

if TYPE_CHECKING:
    from service.access.listing import Format

FORMATS = ("table", "json")


@click.group(cls=StoreGroup)
def keys() -> None:
    """Give, list and revoke the keys that sites call with."""


def _name(_: click.Context, __: click.Parameter, given: str) -> str:
    if not NAME.match(given):
        raise click.BadParameter("1 to 64 letters, digits, dots, hyphens and underscores.")
    return given


def _quota(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and not is_rate(given, several=False):
        raise click.BadParameter("Not a rate, such as 1000/day.")
    return given


@keys.command(epilog=EXIT_CODES)
@click.argument("name", callback=_name)
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, default=("score",), show_default=True)
@click.option("--quota", callback=_quota, help="How much the key may ask, as in 1000/day; else as much as it likes.")
def create(name: str, scopes: tuple[str, ...], quota: str | None) -> None:
    """Make a key and print it: it is shown this once, and only its digest is kept."""
    from service.access.cabinet import KeyExists
    from service.access.cabinet import create as make

    try:
        token = make(ready_store(), name, scopes, quota)
    except KeyExists:
        raise Refusal(
            f"There is a key called {name} already; a revoked one keeps its name too.", WRONG_SETTING
        ) from None
    click.echo(token)


@keys.command("list", epilog=EXIT_CODES)
@click.option("--format", "style", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
def list_keys(style: Format) -> None:
    """Print all keys: name, scopes, quota, when made, last used and revoked, in UTC."""
    from service.access.cabinet import every
    from service.access.listing import write

    write(every(ready_store()), style, sys.stdout)


@keys.command(epilog=EXIT_CODES)
@click.argument("name", callback=_name)
def revoke(name: str) -> None:
    """Let a key open nothing any more; running services follow within ten seconds."""
    from service.access.cabinet import revoke as end

    if not end(ready_store(), name):
        raise Refusal(f"There is no key called {name} that is not revoked already.", WRONG_SETTING)
    click.echo(f"Revoked {name}.")
