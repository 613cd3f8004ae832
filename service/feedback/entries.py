"""The entries of feedback in the store: added once, told, deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from evidence.values import Article
from service.feedback.request import Feedback
from service.store.store import Store
from service.store.tables import articles, feedback

# Only the dialects' own insert knows ON CONFLICT.
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
BATCH = 500  # entries held in memory while all are told


class KeyReused(Exception):  # noqa: N818 - says what is the matter
    """The Idempotency-Key came before with another body."""


@dataclass(frozen=True)
class Sender:
    """Who sent an entry, and what it was: the key's name ("" where access is open), the digest of its body."""

    key_name: str
    idempotency_key: str | None
    body: str | None


def add(store: Store, said: Feedback, sender: Sender) -> Row[Any]:
    """Return the entry's row, new or, for a repeated Idempotency-Key, the one that was added then.

    Raises KeyReused, StoreUnavailable.
    """
    row = _row(said, sender)
    try:
        with store.write() as connection:
            connection.execute(insert(feedback).values(row))
            if said.store and said.article is not None:
                _keep(connection, said, said.article)
            return _found(connection, feedback.c.id == row["id"])
    except IntegrityError:
        return _before(store, sender)


def _before(store: Store, sender: Sender) -> Row[Any]:
    with store.read() as connection:
        same = and_(feedback.c.key_name == sender.key_name, feedback.c.idempotency_key == sender.idempotency_key)
        row = _found(connection, same)
    if row.body != sender.body:
        raise KeyReused
    return row


def _found(connection: Connection, condition: Any) -> Row[Any]:
    return connection.execute(select(feedback).where(condition)).one()


def _row(said: Feedback, sender: Sender) -> dict[str, Any]:
    place = said.place
    return {
        "id": uuid.uuid4().hex,
        "at": datetime.now(UTC),
        "key_name": sender.key_name,
        "annotator": said.annotator,
        "model_name": said.model.name if said.model else None,
        "model_version": said.model.version if said.model else None,
        "policy_name": said.policy.name if said.policy else None,
        "policy_version": said.policy.version if said.policy else None,
        "article": said.hash,
        "stored": said.store,
        "headline": bool(place and place.headline),
        "sentence": place.id if place else None,
        "segment": place.segment if place else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "offset_unit": said.offset_unit,
        **said.said,
        "idempotency_key": sender.idempotency_key,
        "body": sender.body,
    }


def _keep(connection: Connection, said: Feedback, article: Article) -> None:
    """Keep the article's text unless it is kept already."""
    kept = {"hash": said.hash, "title": article.title, "text": article.text, "at": datetime.now(UTC)}
    connection.execute(INSERTS[connection.dialect.name](articles).values(kept).on_conflict_do_nothing())


def told(store: Store, since: datetime | None) -> Iterator[Row[Any]]:
    """Yield every entry since then, oldest first, with ``title`` and ``text`` where it was sent with store: true."""
    kept = and_(articles.c.hash == feedback.c.article, feedback.c.stored)
    asked = select(feedback, articles.c.title, articles.c.text).outerjoin(articles, kept)
    asked = asked.order_by(feedback.c.at, feedback.c.id)
    if since is not None:
        asked = asked.where(feedback.c.at >= since)
    with store.read() as connection:
        yield from connection.execution_options(yield_per=BATCH).execute(asked)


def forget(store: Store, article: str | None, before: datetime | None) -> tuple[int, int]:
    """Delete the entries of an article, or those before a moment; return how many entries and texts went.

    A text goes with the last entry that was sent with ``store: true`` for it.
    """
    chosen = feedback.c.article == article if before is None else feedback.c.at < before
    wanted = select(feedback.c.article).where(feedback.c.stored)
    with store.write() as connection:
        entries = connection.execute(delete(feedback).where(chosen)).rowcount
        texts = connection.execute(delete(articles).where(articles.c.hash.not_in(wanted))).rowcount
    store.tidy()
    return entries, texts
