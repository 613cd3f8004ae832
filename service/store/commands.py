"""The commands that keep the database's schema: db upgrade."""

from __future__ import annotations

import click

from service.refusal import EXIT_CODES, StoreGroup, asked_store, tell_made


@click.group(cls=StoreGroup)
def db() -> None:
    """Keep the database of feedback and keys."""


@db.command(epilog=EXIT_CODES)
def upgrade() -> None:
    """Bring the schema to this release's.

    SQLite's file is upgraded whenever the service starts; a PostgreSQL database only here.
    """
    store = asked_store()
    tell_made(store.upgrade())
    click.echo(f"The schema of {store.name} is up to date.")
