"""The same statements for PostgreSQL: compiled always, and run where a server is named.

To run them: ``DASHBOARD_TEST_POSTGRESQL=postgresql+psycopg://user@127.0.0.1/name``, an empty database, with psycopg.
"""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import insert, make_url, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import ClauseElement

from data.records import AnnotationKind, ConflictError, RecordsError
from data.records import database as module
from data.records.annotations import (
    add_annotation,
    annotation_history,
    edit_annotation,
    find_annotation,
    list_annotations,
    withdraw_annotation,
)
from data.records.database import Database
from data.records.schema import ANNOTATION_HISTORY, ANNOTATIONS, FOLLOW_UPS, METADATA
from tests.data.records.writing import draft, moment

MIGRATIONS = Path(module.__file__).parent / "migrations"
SERVER = os.environ.get("DASHBOARD_TEST_POSTGRESQL", "")
needs_server = pytest.mark.skipif(not SERVER, reason="DASHBOARD_TEST_POSTGRESQL names no PostgreSQL server")


def _sql(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]  # SQLAlchemy's own


def test_the_tables_are_postgresqls() -> None:
    written = _sql(CreateTable(ANNOTATIONS))
    assert "id SERIAL NOT NULL" in written
    assert "created_at TIMESTAMP WITH TIME ZONE NOT NULL" in written
    assert "is_withdrawn BOOLEAN NOT NULL" in written
    assert "due_on DATE," in _sql(CreateTable(FOLLOW_UPS))
    assert "FOREIGN KEY(annotation_id) REFERENCES annotations (id)" in _sql(CreateTable(ANNOTATION_HISTORY))


def test_a_revised_row_is_locked_and_a_new_one_tells_its_number() -> None:
    assert _sql(select(ANNOTATIONS).with_for_update()).rstrip().endswith("FOR UPDATE")
    assert "RETURNING annotations.id" in _sql(insert(ANNOTATIONS).values(month="2026-01"))


def test_the_migrations_are_postgresqls() -> None:
    script = io.StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": script})
    with Operations.context(context):
        for revision in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())):
            revision.module.upgrade()
    for name in (
        "annotation_history",
        "follow_ups",
        "follow_up_history",
        "contacts",
        "contact_history",
        "meetings",
        "meeting_history",
    ):
        assert f"CREATE TABLE {name} (" in script.getvalue()
    assert "TIMESTAMP WITH TIME ZONE" in script.getvalue()
    assert "AUTOINCREMENT" not in script.getvalue()


@needs_server
def test_on_a_server_everything_holds() -> None:
    with ThreadPoolExecutor(4) as openers:
        assert list(openers.map(lambda _: list_annotations(Database(SERVER)), range(4))) == [()] * 4
    records = Database(SERVER)
    early = moment("2026-02-10T09:00+09:00")
    written = add_annotation(
        records, draft("=髙﨑①🗾", body="あ" * 400, kind=AnnotationKind.DATA), author="甲", at=early
    )
    assert find_annotation(records, written.id) == written

    def edit(name: str) -> str:
        try:
            return edit_annotation(records, written.id, draft(name), version=1, author=name).title
        except ConflictError:
            return "conflict"

    with ThreadPoolExecutor(6) as editors:
        outcomes = list(editors.map(edit, "abcdef"))
    assert outcomes.count("conflict") == 5
    assert list_annotations(records, known_at=early) == (written,)
    assert [change.before for change in annotation_history(records, written.id)] == [written]
    with records.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        connection.execute(select(ANNOTATIONS).with_for_update())
        hurried = Database(SERVER, wait_seconds=0.1)
        with pytest.raises(RecordsError, match="ほかの処理"):
            withdraw_annotation(hurried, written.id, version=2, author="乙")
    assert withdraw_annotation(records, written.id, version=2, author="乙").is_withdrawn
    assert list_annotations(records) == ()


@needs_server
def test_a_server_that_is_down_is_told_without_its_password() -> None:
    url = make_url(SERVER).set(port=1, password="geheim")
    with pytest.raises(RecordsError, match="接続できない") as caught:
        list_annotations(Database(url.render_as_string(hide_password=False)))
    assert "geheim" not in str(caught.value)
