"""The cabinet: where keys are kept, added, listed and revoked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.access.keys import Key, mint
from service.store.store import Store
from service.store.tables import keys


class KeyExists(Exception):  # noqa: N818 - says what is the matter
    """A key of this name exists, revoked or not."""


def create(store: Store, name: str, scopes: tuple[str, ...], quota: str | None) -> str:
    """Return the token of a new key, which nothing keeps; raises KeyExists, StoreUnavailable."""
    token, id_, digest = mint()
    row = {"id": id_, "name": name, "digest": digest, "scopes": " ".join(sorted(set(scopes))), "quota": quota}
    try:
        with store.write() as connection:
            connection.execute(insert(keys).values(**row, created=_now()))
    except IntegrityError:
        raise KeyExists from None
    return token


def every(store: Store) -> tuple[Key, ...]:
    """Return all keys, revoked ones included, by name; raises StoreUnavailable."""
    with store.read() as connection:
        return tuple(_key(row) for row in connection.execute(select(keys).order_by(keys.c.name)))


def revoke(store: Store, name: str) -> bool:
    """Revoke the key for good; return whether there was one to revoke.  Raises StoreUnavailable."""
    with store.write() as connection:
        asked = update(keys).where(keys.c.name == name, keys.c.revoked.is_(None)).values(revoked=_now())
        return connection.execute(asked).rowcount > 0


def mark_used(store: Store, ids: dict[str, datetime]) -> None:
    """Note when keys were last used; raises StoreUnavailable."""
    if not ids:
        return
    with store.write() as connection:
        for id_, at in ids.items():
            connection.execute(update(keys).where(keys.c.id == id_).values(used=at))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _key(row: Row[Any]) -> Key:
    return Key(
        row.id, row.name, row.digest, frozenset(row.scopes.split()), row.quota, row.created, row.revoked, row.used
    )
