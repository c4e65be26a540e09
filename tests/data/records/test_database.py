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
from data.records.annotations import add_annotation, edit_annotation, list_annotations
from data.records.database import FILE_NAME, URL_VARIABLE, Database, place_of, records_url
from data.records.failures import failure
from data.records.schema import HEAD, METADATA
from tests.conftest import ROOT
from tests.data.records.writing import database, draft

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


def _write_to(revision: str, file: Path) -> None:
    """Write one annotation as the schema of ``revision`` has it."""
    assert revision in {"0001", "0002", "0003", "0004"}, "say here what a row of the new revision looks like"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO annotations (month, kind, title, body, author, created_at, edited_by, edited_at, version,"
            " is_withdrawn) VALUES ('2026-01', 'data', '前からの注記', '', '甲', '2026-02-10 00:00:00.000000', '甲',"
            " '2026-02-10 00:00:00.000000', 1, 0)"
        )
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
    _upgrade(tmp_path / FILE_NAME, revision)
    _write_to(revision, tmp_path / FILE_NAME)
    records = database(tmp_path)
    assert [item.title for item in list_annotations(records)] == ["前からの注記"]
    assert add_annotation(records, draft(), author="乙").id == 2
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
