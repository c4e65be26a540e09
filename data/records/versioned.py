"""Records that several people edit: an optimistic lock, every replaced state kept, and the second clock.

One pair of tables per sort of record: the records as they stand, and the states they had before. Each state has
``version`` (from 1), ``author``/``created_at`` (of the first state) and ``edited_by``/``edited_at`` (of this one);
a kept state adds ``replaced_by``/``replaced_at``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, insert, select, update

_LATER = ("replaced_by", "replaced_at")

State = Mapping[str, Any]
"""One state of a record: column name to value, with ``id`` the record's identifier."""


class StaleError(Exception):
    """The record is no longer at the version that was read; ``current`` is its state, None without such a record."""

    def __init__(self, current: State | None) -> None:
        """Keep the state as it is now."""
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class VersionedTable:
    """A table of records and the table of their earlier states, whose column ``owner`` points to the record."""

    records: Table
    history: Table
    owner: str

    def add(self, connection: Connection, values: Mapping[str, Any], *, by: str, at: datetime) -> State:
        """Write a new record; returns its first state."""
        state = {**values, "author": by, "created_at": at, "edited_by": by, "edited_at": at, "version": 1}
        result = connection.execute(insert(self.records).values(state))
        return {**state, "id": cast("tuple[Any, ...]", result.inserted_primary_key)[0]}

    def current(self, connection: Connection, record_id: int, *, is_locked: bool = False) -> State | None:
        """A record as it stands, or None; ``is_locked`` keeps other writers off its row where rows can be locked."""
        statement = select(self.records).where(self.records.c.id == record_id)
        row = connection.execute(statement.with_for_update() if is_locked else statement).mappings().one_or_none()
        return None if row is None else dict(row)

    def revise(
        self,
        connection: Connection,
        record_id: int,
        *,
        version: int,
        values: Mapping[str, Any],
        by: str,
        at: datetime,
    ) -> State:
        """Replace the state ``version`` of a record, keeping it in the history; returns the new state.

        A clock that went back does not reorder states. Raises StaleError when the record is at another version.
        """
        before = self.current(connection, record_id, is_locked=True)
        if before is None or before["version"] != version:
            raise StaleError(before)
        moment = max(at, before["edited_at"])
        kept = {name: value for name, value in before.items() if name != "id"}
        connection.execute(
            insert(self.history).values({**kept, self.owner: record_id, "replaced_by": by, "replaced_at": moment})
        )
        changed = {**values, "edited_by": by, "edited_at": moment, "version": version + 1}
        connection.execute(update(self.records).where(self.records.c.id == record_id).values(changed))
        return {**before, **changed}

    def states(self, connection: Connection, *, known_at: datetime | None = None) -> list[State]:
        """Every record as it stood at ``known_at`` (None = as it stands), in the order of writing.

        A record written later is absent; one edited or withdrawn later shows what it said then.
        """
        statement = select(self.records).order_by(self.records.c.id)
        if known_at is None:
            return [dict(row) for row in connection.execute(statement).mappings()]
        written = connection.execute(statement.where(self.records.c.created_at <= known_at)).mappings()
        later = select(self.history).where(self.history.c.replaced_at > known_at)
        replaced = {
            row[self.owner]: self._state(dict(row))
            for row in connection.execute(later.order_by(self.history.c.version.desc())).mappings()
        }
        return [replaced.get(row["id"], dict(row)) for row in written]

    def earlier(self, connection: Connection, record_id: int) -> list[tuple[State, str, datetime]]:
        """The kept states of a record, oldest first, each with who replaced it and when."""
        statement = select(self.history).where(self.history.c[self.owner] == record_id)
        rows = connection.execute(statement.order_by(self.history.c.version)).mappings()
        return [(self._state(dict(row)), row["replaced_by"], row["replaced_at"]) for row in rows]

    def _state(self, row: Mapping[str, Any]) -> State:
        state = {name: value for name, value in row.items() if name not in (*_LATER, self.owner, "id")}
        return {**state, "id": row[self.owner]}
