"""Meetings of the prefectures, and every state they had before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        *_state(),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_meetings_version")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_prefecture_code", "meetings", ["prefecture_code"])
    op.create_table(
        "meeting_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        *_state(),
        sa.Column("replaced_by", sa.String(40), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_history"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_meeting_history_meeting_id"),
        sa.UniqueConstraint("meeting_id", "version", name="uq_meeting_history_meeting_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_history_replaced_at", "meeting_history", ["replaced_at"])


def downgrade() -> None:
    """Refuse: records are never thrown away; go back with a backup."""
    raise RuntimeError("restore a backup instead")


def _state() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("prefecture_code", sa.String(2), nullable=False),
        sa.Column("held_on", sa.Date()),
        sa.Column("next_on", sa.Date()),
        sa.Column("agenda", sa.String(400), nullable=False),
        sa.Column("mic", sa.String(16), nullable=False),
        sa.Column("agency", sa.String(16), nullable=False),
        sa.Column("notes", sa.String(400), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
    )
