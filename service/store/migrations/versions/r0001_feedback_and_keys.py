"""Feedback, the texts kept with it, and keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "articles",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("key_name", sa.String(64), nullable=False),
        sa.Column("annotator", sa.String(100)),
        sa.Column("model_name", sa.String(100)),
        sa.Column("model_version", sa.String(100)),
        sa.Column("policy_name", sa.String(100)),
        sa.Column("policy_version", sa.String(100)),
        sa.Column("article", sa.String(64), nullable=False, index=True),
        sa.Column("stored", sa.Boolean, nullable=False),
        sa.Column("headline", sa.Boolean, nullable=False),
        sa.Column("sentence", sa.String(64)),
        sa.Column("segment", sa.String(200)),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("offset_unit", sa.String(16), nullable=False),
        sa.Column("sourcing", sa.String(16)),
        sa.Column("certainty", sa.String(16)),
        sa.Column("strength", sa.String(16)),
        sa.Column("dismissed", sa.String(64)),
        sa.Column("thumb", sa.String(4)),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("body", sa.String(64)),
        sa.UniqueConstraint("key_name", "idempotency_key", name="uq_feedback_idempotency"),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(64), nullable=False),
        sa.Column("quota", sa.String(64)),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("revoked", MOMENT),
        sa.Column("used", MOMENT),
    )


def downgrade() -> None:
    """Drop the three tables."""
    for name in ("keys", "feedback", "articles"):
        op.drop_table(name)
