"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite, which knows no time zones, holds it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the time as the database takes it."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# One row for each correction, dismissal or thumb. ``key_name`` is "" where access is open: a NULL would be
# distinct from every other NULL, and the same Idempotency-Key would be taken twice.
feedback = Table(
    "feedback",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("key_name", String(64), nullable=False),
    Column("annotator", String(100)),
    Column("model_name", String(100)),
    Column("model_version", String(100)),
    Column("policy_name", String(100)),
    Column("policy_version", String(100)),
    Column("article", String(64), nullable=False, index=True),
    Column("stored", Boolean, nullable=False),
    Column("headline", Boolean, nullable=False),
    Column("sentence", String(64)),
    Column("segment", String(200)),
    Column("start", Integer),
    Column("end", Integer),
    Column("offset_unit", String(16), nullable=False),
    Column("sourcing", String(16)),
    Column("certainty", String(16)),
    Column("strength", String(16)),
    Column("dismissed", String(64)),
    Column("thumb", String(4)),
    Column("idempotency_key", String(200)),
    Column("body", String(64)),
    UniqueConstraint("key_name", "idempotency_key", name="uq_feedback_idempotency"),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("scopes", String(64), nullable=False),
    Column("quota", String(64)),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment),
    Column("used", Moment),
)
