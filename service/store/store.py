"""The store's connections: a transaction to read or to write in, and one error where the database is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from service.masking import masked
from service.store import address, cause, schema
from service.store.errors import StoreUnavailable


class Store:
    """A database by URL, connected to when it is first needed; safe to share between threads, not across a fork.

    Raises StoreUnavailable where the URL is none.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url: URL = address.parse(url)
        except ValueError as error:
            raise StoreUnavailable(str(error)) from None

    @cached_property
    def _engine(self) -> Engine:
        return address.connect(self.url)

    @property
    def name(self) -> str:
        """The database's URL without its passwords."""
        return masked(self.url.render_as_string(hide_password=True))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a transaction to read in; raises StoreUnavailable."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a transaction to write in, committed at its end; raises StoreUnavailable, IntegrityError."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, writes: bool) -> Iterator[Connection]:
        try:
            with self._engine.execution_options(writes=writes).begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise self._unusable(error) from None

    def upgrade(self) -> Path | None:
        """Bring the schema to the newest revision; return SQLite's file where it was made, else None.

        Raises SchemaError, StoreUnavailable.
        """
        file = address.file_of(self.url)
        made = file is not None and not file.exists()
        if file is not None:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch(mode=0o600)
            except OSError as error:
                raise StoreUnavailable(f"The database {self.name} cannot be made: {error.strerror}.") from None
            self._log_ahead()
        with self.write() as connection:
            schema.upgrade(connection)
        return file if made else None

    def _log_ahead(self) -> None:
        """Let SQLite's readers and its writer work side by side."""
        try:
            with self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._unusable(error) from None

    def _unusable(self, error: SQLAlchemyError | sqlite3.Error) -> StoreUnavailable:
        # Without the driver's message: it may quote a parameter, and so an article.
        return StoreUnavailable(f"The database {self.name} cannot be used: {cause.of(error)}.")

    def prepare(self) -> Path | None:
        """Make ready to serve: upgrade the embedded SQLite, check a server's schema; return what `upgrade` does.

        Leaves no connection open: workers may be forked off.  Raises SchemaError, StoreUnavailable.
        """
        try:
            if address.file_of(self.url) is not None:
                return self.upgrade()
            with self.read() as connection:
                schema.check(connection)
            return None
        finally:
            self.close()

    def tidy(self) -> None:
        """Let nothing deleted stand in SQLite's log."""
        if address.file_of(self.url) is not None:
            with self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()
