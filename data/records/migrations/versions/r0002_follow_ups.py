"""Follow-ups and contacts, and every state they had before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create both pairs of tables."""
    _records("follow_ups", *_follow_up())
    op.create_index("ix_follow_ups_body_code", "follow_ups", ["body_code"])
    _history("follow_up_history", "follow_up_id", "follow_ups", *_follow_up())
    _records("contacts", *_contact(), sa.UniqueConstraint("body_code", name="uq_contacts_body_code"))
    _history("contact_history", "contact_id", "contacts", *_contact())


def downgrade() -> None:
    """Refuse: records are never thrown away; go back with a backup."""
    raise RuntimeError("restore a backup instead")


def _records(name: str, *what: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *what,
        *_state(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.CheckConstraint("version >= 1", name=op.f(f"ck_{name}_version")),
        sqlite_autoincrement=True,
    )


def _history(name: str, owner: str, owners: str, *what: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(owner, sa.Integer(), nullable=False),
        *what,
        *_state(),
        sa.Column("replaced_by", sa.String(40), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=f"fk_{name}_{owner}"),
        sa.UniqueConstraint(owner, "version", name=f"uq_{name}_{owner}"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_replaced_at", name, ["replaced_at"])


def _follow_up() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("body_code", sa.String(5), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person", sa.String(60), nullable=False),
        sa.Column("content", sa.String(400), nullable=False),
        sa.Column("next_action", sa.String(400), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", sa.String(16), nullable=False),
    )


def _contact() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("body_code", sa.String(5), nullable=False),
        sa.Column("mic_contact", sa.String(120), nullable=False),
        sa.Column("liaison", sa.String(120), nullable=False),
    )


def _state() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
    )
