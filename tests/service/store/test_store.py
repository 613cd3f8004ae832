"""The store on SQLite and on PostgreSQL: its schema, its refusals, its being gone."""

from __future__ import annotations

import logging
import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from service.cli import main
from service.store import cause
from service.store.errors import SchemaError, StoreUnavailable
from service.store.store import Store
from service.store.tables import articles, metadata

NOON = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
NOWHERE = "postgresql://postgres:hush@127.0.0.1:1/postgres"


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_upgrading_again_changes_nothing(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(articles).values(hash="a", text="Rain.", at=NOON))
    store.upgrade()
    with store.read() as connection:
        assert connection.execute(select(articles.c.text)).scalars().all() == ["Rain."]


def test_a_moment_is_the_same_in_any_time_zone(store: Store) -> None:
    with store.write() as connection:
        elsewhere = NOON.astimezone(timezone(timedelta(hours=-7)))
        connection.execute(insert(articles).values(hash="a", text="Rain.", at=elsewhere))
    with store.read() as connection:
        assert connection.execute(select(articles.c.at)).scalar_one().isoformat() == NOON.isoformat()


def test_what_fails_halfway_leaves_nothing(store: Store) -> None:
    def twice() -> None:
        with store.write() as connection:
            for _ in range(2):
                connection.execute(insert(articles).values(hash="a", text="Rain.", at=NOON))

    with pytest.raises(IntegrityError):
        twice()
    with store.read() as connection:
        assert connection.execute(select(articles)).all() == []


def newer(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def test_a_newer_schema_is_refused_in_one_sentence(store: Store) -> None:
    newer(store)
    for refused in (store.upgrade, store.prepare):
        with pytest.raises(SchemaError) as caught:
            refused()
        assert str(caught.value) == (
            "The database's schema (9999) is newer than this release of onrecord: install the release that made it, "
            "or a later one."
        )


def test_serving_on_a_newer_schema_ends_with_exit_code_7(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch, judge: object
) -> None:
    newer(store)
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.delitem(__import__("sys").modules, "service.wsgi", raising=False)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database)
    ran = CliRunner().invoke(main, ["serve", "--port", "8097"])
    assert (ran.exit_code, ran.stdout, ran.stderr.count("\n")) == (7, "", 1)
    assert "is newer than this release" in ran.stderr


def test_a_server_s_old_schema_is_upgraded_only_when_asked(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SchemaError, match="run `onrecord db upgrade` first"):
        Store(postgresql_url).prepare()
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    ran = CliRunner().invoke(main, ["db", "upgrade"])
    assert (ran.exit_code, ran.stdout.endswith("is up to date.\n")) == (0, True)
    Store(postgresql_url).prepare()


def test_the_embedded_database_is_made_when_it_is_first_needed_for_its_owner_only(
    sqlite_url: str, tmp_path: Path
) -> None:
    Store(sqlite_url).prepare()
    file = tmp_path / "data" / "onrecord.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes()[:15] == b"SQLite format 3"


def test_a_new_database_is_told_with_its_path_and_only_once(sqlite_url: str, tmp_path: Path) -> None:
    environment = {"ONRECORD_DATABASE_URL": sqlite_url}
    told = [CliRunner(env=environment).invoke(main, ["keys", "list"]).stderr for _ in range(2)]
    assert told == [f"onrecord: A new database was made: {tmp_path / 'data' / 'onrecord.sqlite3'}.\n", ""]


@pytest.mark.parametrize(
    ("access", "refused"),
    [("keys", "Feedback, and every request that needs a key, is refused"), ("open", "Feedback is refused")],
)
def test_a_start_without_the_database_says_what_is_refused(
    access: str, refused: str, monkeypatch: pytest.MonkeyPatch, judge: object
) -> None:
    told = started(monkeypatch, judge, NOWHERE, access)
    assert f"cannot be used: connection refused. {refused} (503 store_unavailable) until it can." in told


def test_a_start_that_makes_a_new_database_logs_its_path(
    monkeypatch: pytest.MonkeyPatch, judge: object, sqlite_url: str, tmp_path: Path
) -> None:
    made = f'"file":"{tmp_path / "data" / "onrecord.sqlite3"}"'
    assert made in started(monkeypatch, judge, sqlite_url, "open")
    assert made not in started(monkeypatch, judge, sqlite_url, "open")


def started(monkeypatch: pytest.MonkeyPatch, judge: object, database: str, access: str) -> str:
    """Return the log of a start by the stand-in that serves nothing."""
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setattr("service.operations.server.listen", lambda _: None)
    # The start configures the log of this process: the tests that come after must find it as it was.
    for name, value in (("handlers", []), ("propagate", True), ("level", logging.NOTSET)):
        monkeypatch.setattr(logging.getLogger("onrecord"), name, value)
    monkeypatch.delitem(sys.modules, "service.wsgi", raising=False)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database)
    monkeypatch.setenv("ONRECORD_ACCESS", access)
    return CliRunner().invoke(main, ["serve", "--port", "8097"]).stderr


def test_a_deleted_file_is_an_error_not_an_empty_database(sqlite_url: str, tmp_path: Path) -> None:
    store = Store(sqlite_url)
    store.prepare()
    (tmp_path / "data" / "onrecord.sqlite3").unlink()
    with pytest.raises(StoreUnavailable), store.read():
        pytest.fail("a transaction was opened")
    assert not (tmp_path / "data" / "onrecord.sqlite3").exists()


@pytest.mark.parametrize("command", [("db", "upgrade"), ("keys", "list"), ("feedback", "export")])
def test_a_database_that_is_gone_is_one_sentence_without_its_password(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", NOWHERE)
    ran = CliRunner().invoke(main, command)
    assert (ran.exit_code, ran.stdout) == (7, "")
    assert ran.stderr == (
        "onrecord: The database postgresql+psycopg://postgres:***@127.0.0.1:1/postgres cannot be used: "
        "connection refused.\n"
    )


CAUSES = [
    ("postgresql://postgres:hush@127.0.0.1:1/postgres", "connection refused"),
    ("postgresql://postgres@127.0.0.1:1/x?password=hush", "connection refused"),
    ("postgresql://postgres:hush@nowhere.invalid/postgres", "there is no host of this name"),
    ("postgresql://postgres:hush@/postgres?host=/nowhere", "there is no server's socket at this path"),
    (f"sqlite:///{Path(__file__)}", "its file is no SQLite database"),
]


@pytest.mark.parametrize(("url", "why"), CAUSES)
def test_why_a_database_cannot_be_used_is_told_without_its_password(url: str, why: str) -> None:
    with pytest.raises(StoreUnavailable, match=f"cannot be used: {why}\\.$") as caught:
        Store(url).prepare()
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("part", "other", "why"),
    [
        ("database", "nowhere", "there is no database of this name"),
        ("username", "a_b", "there is no user of this name"),
    ],
)
def test_a_server_that_has_no_such_database_or_user_says_so(
    postgresql_url: str, part: str, other: str, why: str
) -> None:
    url = make_url(postgresql_url).set(**{part: other})
    with pytest.raises(StoreUnavailable, match=f"cannot be used: {why}|cannot be used: authentication failed"):
        Store(url.render_as_string(hide_password=False)).prepare()


SAID = [
    ('FATAL:  password authentication failed for user "database "', None, "authentication failed"),
    ("fe_sendauth: no password supplied", None, "authentication failed"),
    ('FATAL:  permission denied for database "hush"', None, "the user may not do this"),
    ("hush", "28P01", "authentication failed"),
    ("hush", "3D000", "there is no database of this name"),
    ("hush", "57P01", "the server is stopping or starting"),
    ("hush", "XX000", "OperationalError"),
    ("hush", None, "OperationalError"),
]


@pytest.mark.parametrize(("message", "state", "why"), SAID)
def test_a_server_s_words_are_looked_at_and_never_told(message: str, state: str | None, why: str) -> None:
    class SaidError(Exception):
        sqlstate = state

    told = SaidError(f'connection to server at "role ", port 1 failed: {message}')
    assert cause.of(OperationalError(None, None, told)) == why


@pytest.mark.parametrize("url", ["sqlite:////proc/nowhere/onrecord.sqlite3", "postgresql://host:port/name"])
def test_a_database_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        Store(url).prepare()
