"""Annotations and every state they had before.

A migration writes its columns out: it must keep meaning the same when the schema moves on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), nullable=False),
        *_state(),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_annotations_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "annotation_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annotation_id", sa.Integer(), nullable=False),
        *_state(),
        sa.Column("replaced_by", sa.String(40), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotation_history"),
        sa.ForeignKeyConstraint(["annotation_id"], ["annotations.id"], name="fk_annotation_history_annotation_id"),
        sa.UniqueConstraint("annotation_id", "version", name="uq_annotation_history_annotation_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_annotation_history_replaced_at", "annotation_history", ["replaced_at"])


def downgrade() -> None:
    """Refuse: records are never thrown away; go back with a backup."""
    raise RuntimeError("restore a backup instead")


def _state() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("body", sa.String(400), nullable=False),
        sa.Column("prefecture_code", sa.String(2)),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
    )
