"""The address of the database: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = "postgresql+psycopg"
SPELLINGS = {"postgres": POSTGRESQL, "postgresql": POSTGRESQL, POSTGRESQL: POSTGRESQL, "sqlite": "sqlite"}
PATIENCE = 3  # seconds to wait for a connection, or for another process's write to SQLite
# A server that vanishes without a word is noticed after so many milliseconds, not after the kernel's quarter hour.
LOST = 5000
POOL = 4  # connections of a worker: so many of its threads, and no more, may wait at a server that hangs


def parse(address: str) -> URL:
    """Return the URL with the driver that is used; raises ValueError with a sentence that holds no password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("The database's URL cannot be read.") from None
    if url.drivername not in SPELLINGS:
        raise ValueError("The database is neither SQLite nor PostgreSQL.")
    return url.set(drivername=SPELLINGS[url.drivername])


def file_of(url: URL) -> Path | None:
    """Return SQLite's file, or None for a server."""
    return Path(url.database or "") if url.drivername == "sqlite" else None


def connect(url: URL) -> Engine:
    """Return an engine that has not connected yet."""
    file = file_of(url)
    if file is None:
        timeouts = {"connect_timeout": PATIENCE, "tcp_user_timeout": LOST}
        pool = {"pool_size": POOL, "max_overflow": 0, "pool_timeout": PATIENCE}
        return create_engine(url, pool_pre_ping=True, connect_args=timeouts, **pool)
    # No pool: a connection held open goes on writing into a file that was deleted, and all of it is lost.
    engine = create_engine("sqlite://", creator=lambda: _opened(file), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _opened(file: Path) -> sqlite3.Connection:
    # rw, not rwc: a file that is gone must be an error, not an empty database.
    opened = sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
    opened.execute("PRAGMA secure_delete = ON")  # a deleted text is overwritten, not only forgotten
    return opened


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes must say so at once, or it fails where another one wrote between.
    writes: Any = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
