"""The listing: all keys as a table to read or as JSON, nothing of them cut."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TextIO

from service.access.keys import Key

Format = Literal["table", "json"]
COLUMNS = ("Name", "Scopes", "Quota", "Created", "Last used", "Revoked")
# A pipe has no edge: whoever reads the table there wants its cells whole, however wide they are.
ENDLESS = 10_000


def write(keys: Iterable[Key], style: Format, out: TextIO) -> None:
    """Write the keys, all moments in UTC."""
    if style == "json":
        out.write(json.dumps([_told(key) for key in keys], indent=2) + "\n")
        out.flush()
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        # Where a terminal is too narrow a cell goes on in the next line: a name that is cut cannot be revoked.
        table.add_column(column, overflow="fold")
    for key in keys:
        moments = (_moment(at) for at in (key.created, key.used, key.revoked))
        table.add_row(key.name, " ".join(sorted(key.scopes)), key.quota or "-", *moments)
    console = Console(file=out, highlight=False, markup=False, width=None if out.isatty() else ENDLESS)
    console.print(table)


def _told(key: Key) -> dict[str, str | list[str] | None]:
    return {
        "name": key.name,
        "scopes": sorted(key.scopes),
        "quota": key.quota,
        "created": key.created.isoformat(),
        "last_used": key.used.isoformat() if key.used else None,
        "revoked": key.revoked.isoformat() if key.revoked else None,
    }


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else "-"
