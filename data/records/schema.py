"""The tables of records, as the newest migration leaves them. A test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

HEAD: Final = "0004"
"""The newest migration. Kept here so that opening a current database need not load Alembic; a test compares."""


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as UTC. SQLite forgets offsets, so it is given UTC and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write a moment; ValueError without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read a moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ANNOTATIONS: Final = Table(
    "annotations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("month", String(7), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", String(60), nullable=False),
    Column("body", String(400), nullable=False),
    Column("prefecture_code", String(2)),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    # SQLite would give a number again; an identifier that people wrote down must never mean another record.
    sqlite_autoincrement=True,
)

ANNOTATION_HISTORY: Final = Table(
    "annotation_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("annotation_id", Integer, ForeignKey("annotations.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", String(60), nullable=False),
    Column("body", String(400), nullable=False),
    Column("prefecture_code", String(2)),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("replaced_by", String(40), nullable=False),
    Column("replaced_at", Instant, nullable=False),
    UniqueConstraint("annotation_id", "version"),
    sqlite_autoincrement=True,
)
Index(None, ANNOTATION_HISTORY.c.replaced_at)

FOLLOW_UPS: Final = Table(
    "follow_ups",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("body_code", String(5), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", String(60), nullable=False),
    Column("content", String(400), nullable=False),
    Column("next_action", String(400), nullable=False),
    Column("due_on", Date),
    Column("state", String(16), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    sqlite_autoincrement=True,
)

FOLLOW_UP_HISTORY: Final = Table(
    "follow_up_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("follow_up_id", Integer, ForeignKey("follow_ups.id"), nullable=False),
    Column("body_code", String(5), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", String(60), nullable=False),
    Column("content", String(400), nullable=False),
    Column("next_action", String(400), nullable=False),
    Column("due_on", Date),
    Column("state", String(16), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("replaced_by", String(40), nullable=False),
    Column("replaced_at", Instant, nullable=False),
    UniqueConstraint("follow_up_id", "version"),
    sqlite_autoincrement=True,
)
Index(None, FOLLOW_UPS.c.body_code)
Index(None, FOLLOW_UP_HISTORY.c.replaced_at)

CONTACTS: Final = Table(
    "contacts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("body_code", String(5), nullable=False, unique=True),
    Column("mic_contact", String(120), nullable=False),
    Column("liaison", String(120), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    sqlite_autoincrement=True,
)

CONTACT_HISTORY: Final = Table(
    "contact_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer, ForeignKey("contacts.id"), nullable=False),
    Column("body_code", String(5), nullable=False),
    Column("mic_contact", String(120), nullable=False),
    Column("liaison", String(120), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("replaced_by", String(40), nullable=False),
    Column("replaced_at", Instant, nullable=False),
    UniqueConstraint("contact_id", "version"),
    sqlite_autoincrement=True,
)
Index(None, CONTACT_HISTORY.c.replaced_at)

MEETINGS: Final = Table(
    "meetings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("prefecture_code", String(2), nullable=False),
    Column("held_on", Date),
    Column("next_on", Date),
    Column("agenda", String(400), nullable=False),
    Column("mic", String(16), nullable=False),
    Column("agency", String(16), nullable=False),
    Column("notes", String(400), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    sqlite_autoincrement=True,
)

MEETING_HISTORY: Final = Table(
    "meeting_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
    Column("prefecture_code", String(2), nullable=False),
    Column("held_on", Date),
    Column("next_on", Date),
    Column("agenda", String(400), nullable=False),
    Column("mic", String(16), nullable=False),
    Column("agency", String(16), nullable=False),
    Column("notes", String(400), nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("replaced_by", String(40), nullable=False),
    Column("replaced_at", Instant, nullable=False),
    UniqueConstraint("meeting_id", "version"),
    sqlite_autoincrement=True,
)
Index(None, MEETINGS.c.prefecture_code)
Index(None, MEETING_HISTORY.c.replaced_at)

SAVED_VIEWS: Final = Table(
    "saved_views",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("query", String(2000), nullable=False),
    Column("is_shared", Boolean, nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("version >= 1", name="version"),
    sqlite_autoincrement=True,
)

SAVED_VIEW_HISTORY: Final = Table(
    "saved_view_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("saved_view_id", Integer, ForeignKey("saved_views.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("query", String(2000), nullable=False),
    Column("is_shared", Boolean, nullable=False),
    Column("author", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("replaced_by", String(40), nullable=False),
    Column("replaced_at", Instant, nullable=False),
    UniqueConstraint("saved_view_id", "version"),
    sqlite_autoincrement=True,
)
Index(None, SAVED_VIEW_HISTORY.c.replaced_at)
