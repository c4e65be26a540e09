"""Concurrent processes, migrations, and a database that is damaged, busy, read-only or newer."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.records import RecordsError
from data.records import database as module
from data.records.annotations import add_annotation, annotation_history, edit_annotation, list_annotations
from data.records.contacts import Contact, list_contacts
from data.records.database import FILE_NAME, URL_VARIABLE, Database, place_of, records_url
from data.records.failures import failure
from data.records.follow_ups import follow_up_history, list_follow_ups
from data.records.meetings import list_meetings, meeting_history
from data.records.saved_views import list_views
from data.records.schema import HEAD, METADATA
from tests.conftest import ROOT
from tests.data.records.writing import database, draft, moment

REVISIONS = [
    revision.revision for revision in ScriptDirectory(str(Path(module.__file__).parent / "migrations")).walk_revisions()
][::-1]


def _upgrade(file: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


_DAY = "2026-02-10 00:00:00.000000"
_STATE = {"author": "甲", "created_at": _DAY, "edited_by": "甲", "edited_at": _DAY, "version": 2, "is_withdrawn": 0}
_KEPT = {**_STATE, "id": 7, "version": 1, "replaced_by": "乙", "replaced_at": "2026-02-11 00:00:00.000000"}
_ANNOTATION = {"month": "2026-01", "kind": "data", "title": "前からの注記", "body": ""}
_FOLLOW_UP = {
    "body_code": "20201", "happened_on": "2026-02-02", "kind": "phone", "person": "髙﨑", "content": "前からの対応",
    "next_action": "送る", "due_on": "2026-03-01", "state": "open",
}  # fmt: skip
_CONTACT = {"body_code": "20201", "mic_contact": "前からの担当", "liaison": "乙"}
_MEETING = {
    "prefecture_code": "20", "held_on": "2026-02-02", "next_on": "2026-03-02", "agenda": "前からの会議", "mic": "yes",
    "agency": "no", "notes": "",
}  # fmt: skip
_SAVED_VIEW = {"name": "前からの質問", "query": "count=systems", "is_shared": 1}
BEGUN_WITH: dict[str, dict[str, dict[str, object]]] = {
    "0001": {
        "annotations": {"id": 3, **_ANNOTATION, **_STATE},
        "annotation_history": {**_KEPT, "annotation_id": 3, **_ANNOTATION, "title": "前の前"},
    },
    "0002": {
        "follow_ups": {"id": 4, **_FOLLOW_UP, **_STATE},
        "follow_up_history": {**_KEPT, "follow_up_id": 4, **_FOLLOW_UP, "content": "前の前"},
        "contacts": {"id": 5, **_CONTACT, **_STATE},
        "contact_history": {**_KEPT, "contact_id": 5, **_CONTACT, "liaison": "前の前"},
    },
    "0003": {
        "meetings": {"id": 6, **_MEETING, **_STATE},
        "meeting_history": {**_KEPT, "meeting_id": 6, **_MEETING, "agenda": "前の前"},
    },
    "0004": {
        "saved_views": {"id": 8, **_SAVED_VIEW, **_STATE},
        "saved_view_history": {**_KEPT, "saved_view_id": 8, **_SAVED_VIEW, "name": "前の前"},
    },
}
"""A row of each table that a revision brought, as that revision has it; a new revision says here what it brings."""


def _write_to(revision: str, file: Path) -> None:
    """Write a row into every table that the schema of ``revision`` has."""
    with sqlite3.connect(file) as connection:
        for table, row in [item for begun in REVISIONS if begun <= revision for item in BEGUN_WITH[begun].items()]:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    connection.close()


def test_the_default_is_a_file_of_the_home_and_a_url_goes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert records_url(tmp_path) == f"sqlite:///{tmp_path}/records.sqlite"
    monkeypatch.setenv(URL_VARIABLE, "postgresql+psycopg://dash@db/records")
    assert records_url(tmp_path) == "postgresql+psycopg://dash@db/records"


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "postgresql+nodriver://x/y"])
def test_a_url_that_cannot_be_used_is_told(url: str) -> None:
    with pytest.raises(RecordsError, match=URL_VARIABLE):
        Database(url)


def test_a_password_is_never_told() -> None:
    url = make_url("postgresql+psycopg://dash:geheim@db:5432/records?password=geheim&sslmode=require")
    assert place_of(url) == "postgresql+psycopg://dash:***@db:5432/records"
    assert place_of(make_url("sqlite:////srv/home/records.sqlite")) == "/srv/home/records.sqlite"


def test_a_new_database_is_in_wal_with_foreign_keys_on(tmp_path: Path) -> None:
    records = database(tmp_path)
    add_annotation(records, draft(), author="甲")
    with records.reading() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert pragmas == ["wal", 1]
    assert waits == 5000


def test_the_newest_migration_is_the_schema(tmp_path: Path) -> None:
    assert REVISIONS[-1] == HEAD
    records = database(tmp_path)
    with records.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_any_earlier_revision_is_brought_up_and_keeps_its_rows(revision: str, tmp_path: Path) -> None:
    assert set(BEGUN_WITH) == set(REVISIONS), "say what a row of each table of the new revision looks like"
    _upgrade(tmp_path / FILE_NAME, revision)
    _write_to(revision, tmp_path / FILE_NAME)
    records = database(tmp_path)
    noon = moment("2026-02-10T12:00+09:00")
    (note,) = list_annotations(records)
    assert (note.id, note.title, note.created_at, note.version) == (3, "前からの注記", moment(f"{_DAY}+00:00"), 2)
    assert [change.before.title for change in annotation_history(records, 3)] == ["前の前"]
    calls, contacts, meetings = list_follow_ups(records), list_contacts(records), list_meetings(records)
    if revision >= "0002":
        told = [(one.id, one.content, one.person, one.next_action, str(one.due_on), one.version) for one in calls]
        assert told == [(4, "前からの対応", "髙﨑", "送る", "2026-03-01", 2)]
        assert [change.before.content for change in follow_up_history(records, 4)] == ["前の前"]
        assert contacts == (Contact("20201", "前からの担当", "乙"),)
        assert list_contacts(records, known_at=noon) == (Contact("20201", "前からの担当", "前の前"),)
    if revision >= "0003":
        held = [(one.id, one.agenda, str(one.held_on), str(one.next_on), one.mic, one.agency) for one in meetings]
        assert held == [(6, "前からの会議", "2026-02-02", "2026-03-02", "yes", "no")]
        assert [change.before.agenda for change in meeting_history(records, 6)] == ["前の前"]
    if revision >= "0004":
        views = list_views(records)
        assert [(one.id, one.name, one.query, one.is_shared, one.version) for one in views] == [
            (8, "前からの質問", "count=systems", True, 2)
        ]
        with records.reading() as connection:
            assert connection.exec_driver_sql("SELECT name FROM saved_view_history").scalars().all() == ["前の前"]
    assert (len(calls), len(contacts), len(meetings)) == (revision >= "0002", revision >= "0002", revision >= "0003")
    assert add_annotation(records, draft(), author="乙").id == 4
    with records.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    records = database(tmp_path)
    add_annotation(records, draft(), author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for question in (list_annotations, lambda again: add_annotation(again, draft(), author="甲")):
        with pytest.raises(RecordsError, match="新しい版"):
            question(database(tmp_path))


@pytest.mark.slow
def test_processes_that_open_an_empty_home_at_once_all_write(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.data.records.writing", str(tmp_path / "new"), f"注記{number}"], cwd=ROOT
        )
        for number in range(4)
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    found = list_annotations(database(tmp_path / "new"))
    assert sorted(item.title for item in found) == ["注記0", "注記1", "注記2", "注記3"]


def test_readers_go_on_while_one_writes_and_see_none_of_it_before_its_end(tmp_path: Path) -> None:
    records = database(tmp_path)
    add_annotation(records, draft("初め"), author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE annotations SET title = '途中'")
        assert [item.title for item in list_annotations(database(tmp_path))] == ["初め"]
    assert [item.title for item in list_annotations(records)] == ["途中"]


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    records = database(tmp_path)
    add_annotation(records, draft("初め"), author="甲")
    with suppress(RuntimeError), records.writing() as connection:
        connection.exec_driver_sql("UPDATE annotations SET title = '途中'")
        raise RuntimeError("killed by a fault of the program")
    assert [item.title for item in list_annotations(records)] == ["初め"]


def test_a_writer_waits_only_so_long_for_another(tmp_path: Path) -> None:
    records = database(tmp_path)
    add_annotation(records, draft(), author="甲")
    hurried = database(tmp_path, wait_seconds=0.05)
    with records.writing(), pytest.raises(RecordsError, match=r"ほかの処理が使っています.*何も保存していません"):
        edit_annotation(hurried, 1, draft("後"), version=1, author="乙")
    assert edit_annotation(hurried, 1, draft("後"), version=1, author="乙").version == 2


def test_a_read_only_database_is_read_and_refuses_to_be_written(tmp_path: Path) -> None:
    # The tests may run as root, for whom no file is read-only; SQLite's own mode holds for everybody.
    add_annotation(database(tmp_path), draft(), author="甲")
    records = Database(f"sqlite:///file:{tmp_path}/{FILE_NAME}?mode=ro&uri=true")
    assert len(list_annotations(records)) == 1
    with pytest.raises(RecordsError, match="書き込めません"):
        add_annotation(records, draft(), author="甲")
    assert len(list_annotations(records)) == 1


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordsError, match="場所を作れません"):
        add_annotation(database(tmp_path / "file" / "home"), draft(), author="甲")


@pytest.mark.parametrize("damage", ["rubbish", "cut", "overwritten", "kind", "moment"])
@pytest.mark.parametrize("is_open_already", [False, True])
def test_damage_is_told(damage: str, is_open_already: bool, tmp_path: Path) -> None:
    records, file = database(tmp_path), tmp_path / FILE_NAME
    for number in range(12):
        add_annotation(records, draft(f"注記{number}", body="あ" * 400), author="甲")
    content = file.read_bytes()
    match damage:
        case "rubbish":
            file.write_bytes(b"PK\x03\x04" + content[4:])
        case "cut":
            file.write_bytes(content[: len(content) // 2 // 4096 * 4096])
        case "overwritten":
            file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        case "kind":
            with records.writing() as connection:
                connection.exec_driver_sql("UPDATE annotations SET kind = '?' WHERE id = 3")
        case "moment":
            with records.writing() as connection:
                connection.exec_driver_sql("UPDATE annotations SET created_at = '昨日' WHERE id = 3")
    reader = records if is_open_already else database(tmp_path)
    with pytest.raises(RecordsError, match=r"壊れています。バックアップから"):
        list_annotations(reader)


def test_a_file_put_back_from_a_backup_is_noticed(tmp_path: Path) -> None:
    records, file = database(tmp_path), tmp_path / FILE_NAME
    add_annotation(records, draft("残る"), author="甲")
    backup = file.read_bytes()
    add_annotation(records, draft("後"), author="甲")
    file.unlink()
    assert list_annotations(records) == ()
    file.write_bytes(backup)
    assert [item.title for item in list_annotations(records)] == ["残る"]


def test_the_documented_copy_is_whole_while_somebody_writes(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (code,) = re.findall(r'python -c "(.+VACUUM INTO.+)" \S+ \S+$', document, flags=re.MULTILINE)
    records, copy = database(tmp_path), tmp_path / "copy.sqlite"
    add_annotation(records, draft("初め"), author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE annotations SET title = '途中'")
        subprocess.run([sys.executable, "-c", code, str(tmp_path / FILE_NAME), str(copy)], check=True)
    assert [item.title for item in list_annotations(Database(f"sqlite:///{copy}"))] == ["初め"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "空き容量"),
        (sqlite3.SQLITE_IOERR_WRITE, "空き容量"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "権限"),
        (sqlite3.SQLITE_CANTOPEN, "権限"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "ほかの処理"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "壊れています"),
    ],
)
def test_each_failure_of_sqlite_has_its_words(code: int, words: str) -> None:
    original = sqlite3.OperationalError("whatever")
    original.sqlite_errorcode = code
    told = [str(failure(DBAPIError("", None, original), place="home", is_writing=kind)) for kind in (True, False)]
    assert all(words in each and "home" in each for each in told)
    assert ["何も保存していません" in each for each in told] == [True, False]
