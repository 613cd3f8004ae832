"""The cause: why a database cannot be used, in words of ours.

A driver's message is only looked at, never told: it may quote the URL, a parameter, and so a password or an article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# By the first characters of the SQLSTATE, the longest that fits.
_STATES: Mapping[str, str] = {
    "28": "authentication failed",
    "3D": "there is no database of this name",
    "42501": "the user may not do this",
    "25006": "it is open for reading only",
    "53100": "its disk is full",
    "53300": "too many connections are open",
    "57P": "the server is stopping or starting",
}
# libpq tells no SQLSTATE of a connection that was never made, only words; in another language none of these fits.
_WORDS: tuple[tuple[str, str], ...] = (
    ("authentication failed", _STATES["28"]),
    ("no password supplied", _STATES["28"]),
    ("no pg_hba.conf entry", "the server admits no such user from this address"),
    ("permission denied", _STATES["42501"]),
    ("not permitted to log in", _STATES["28"]),
    ('role "', "there is no user of this name"),
    ('database "', _STATES["3D"]),
    ("connection refused", "connection refused"),
    ("no such file or directory", "there is no server's socket at this path"),
    ("failed to resolve host", "there is no host of this name"),
    ("could not translate host name", "there is no host of this name"),
    ("timeout", "the server does not answer"),
    ("too many clients", _STATES["53300"]),
    ("remaining connection slots", _STATES["53300"]),
    ("starting up", _STATES["57P"]),
    ("shutting down", _STATES["57P"]),
    ("server closed the connection", "the connection was lost"),
)
_FILES: Mapping[int, str] = {
    sqlite3.SQLITE_CANTOPEN: "its file is not there or may not be opened",
    sqlite3.SQLITE_READONLY: "its file may not be written",
    sqlite3.SQLITE_BUSY: "another process holds it",
    sqlite3.SQLITE_LOCKED: "another process holds it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "its file cannot be read or written",
    sqlite3.SQLITE_NOTADB: "its file is no SQLite database",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
}


def of(error: SQLAlchemyError | sqlite3.Error) -> str:
    """Return why, or the kind of the error where that is all that can be said."""
    inner = getattr(error, "orig", None) or error
    known: str | None = None
    if isinstance(inner, sqlite3.Error):
        known = _FILES.get(getattr(inner, "sqlite_errorcode", 0) & 0xFF)  # the low byte; the rest is detail
    elif isinstance(inner, PoolTimeout):
        known = "too many requests wait for it"
    elif hasattr(inner, "sqlstate"):  # psycopg's, which is not imported where SQLite is all that is used
        known = _of_state(inner.sqlstate) if inner.sqlstate else _of_words(str(inner))
    return known or type(error).__name__


def _of_state(state: str) -> str | None:
    return next((_STATES[state[:size]] for size in (5, 3, 2) if state[:size] in _STATES), None)


def _of_words(message: str) -> str | None:
    # Only what the server or the system says: before it stand names of the URL's, which may hold any of these words.
    said = message.rpartition("failed: ")[2].casefold() if "failed: " in message else message.casefold()
    return next((cause for words, cause in _WORDS if words in said), None)
