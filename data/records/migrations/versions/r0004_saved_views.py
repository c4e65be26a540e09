"""Saved views of 探索 and every state they had before.

A migration writes its columns out: it must keep meaning the same when the schema moves on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        *_state(),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_saved_views_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "saved_view_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_view_id", sa.Integer(), nullable=False),
        *_state(),
        sa.Column("replaced_by", sa.String(40), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view_history"),
        sa.ForeignKeyConstraint(["saved_view_id"], ["saved_views.id"], name="fk_saved_view_history_saved_view_id"),
        sa.UniqueConstraint("saved_view_id", "version", name="uq_saved_view_history_saved_view_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_view_history_replaced_at", "saved_view_history", ["replaced_at"])


def downgrade() -> None:
    """Refuse: records are never thrown away; go back with a backup."""
    raise RuntimeError("restore a backup instead")


def _state() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
    )
