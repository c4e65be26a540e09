"""The database of records: where it is, its transactions, and migrations when it is first opened.

SQLite by default, because a closed network has it everywhere: write-ahead log (readers go on while one writes), a wait
for other writers, foreign keys on, a new connection for each request (a restored file is noticed, threads share
nothing). PostgreSQL by URL. Nothing is created before the first record is written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from data.records.errors import RecordsError
from data.records.failures import damaged, failure
from data.records.schema import HEAD

URL_VARIABLE: Final = "DASHBOARD_RECORDS_URL"
FILE_NAME: Final = "records.sqlite"
WAIT_SECONDS: Final = 5.0
_MIGRATIONS: Final = Path(__file__).with_name("migrations")
_MIGRATION_LOCK: Final = 1741
"""Any number, the same in every process: PostgreSQL's advisory lock around migrations."""


def records_url(home: Path) -> str:
    """The database named by ``DASHBOARD_RECORDS_URL``, else ``records.sqlite`` in the data home."""
    return os.environ.get(URL_VARIABLE) or f"sqlite:///{home.absolute() / FILE_NAME}"


def place_of(url: URL) -> str:
    """Name a database for a message: its file, or its address without any secret."""
    return url.database or "" if _is_sqlite(url) else url.set(query={}).render_as_string()


class Database:
    """One database of records. Cheap to make; it is opened, and migrated where needed, at first use."""

    def __init__(self, url: str, *, wait_seconds: float = WAIT_SECONDS) -> None:
        """Read the URL. Raises RecordsError when it names no database this installation can use."""
        self._wait_seconds = wait_seconds
        try:
            parsed = make_url(url)
            self.place: str = place_of(parsed)
            self._file = Path(parsed.database or "") if _is_sqlite_file(parsed) else None
            self._engine = _engine(parsed, wait_seconds=wait_seconds)
        except (ArgumentError, ImportError, ValueError) as error:
            raise RecordsError(
                f"{URL_VARIABLE} を使えません。書き方と、データベースのドライバ（PostgreSQL では psycopg）が"
                "あることを確かめてください。"
            ) from error
        self._prepared: object = None

    @property
    def is_begun(self) -> bool:
        """Whether anything may have been written: a SQLite file that is not there holds nothing."""
        return self._file is None or self._file.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hold a transaction that sees one state. Raises RecordsError when the database cannot be read."""
        with self._told(is_writing=False):
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold a transaction that no other writer overlaps; all of it is kept or, after any exception, nothing.

        Raises RecordsError when the database cannot be written.
        """
        with self._told(is_writing=True):
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
            with self._writer().begin() as connection:
                yield connection

    @contextmanager
    def _told(self, *, is_writing: bool) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise failure(error, place=self.place, is_writing=is_writing) from error
        except OSError as error:
            raise RecordsError(
                f"記録のデータベース（{self.place}）の場所を作れません（{error.strerror or error}）。"
                "場所と権限を確かめてください。何も保存していません。"
            ) from error
        except ValueError as error:  # A stored moment or word that is none.
            raise damaged(self.place) from error

    def _prepare(self) -> None:
        """Check and migrate the database when it is not the one already prepared."""
        if self._prepared is not None and self._prepared == self._identity():
            return
        if self._revision() != HEAD:
            self._migrate()
        self._prepared = self._identity()

    def _identity(self) -> object:
        if self._file is None:
            return HEAD
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def _revision(self) -> str | None:
        with self._engine.begin() as connection:
            if self._file is not None and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise damaged(self.place)
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if revision is None else str(revision)

    def _migrate(self) -> None:
        # Alembic is slow to load, and a current database does not need it.
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        self._use_write_ahead_log()
        with self._writer().begin() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK})
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise RecordsError(
                    f"記録のデータベース（{self.place}）は、このプログラムより新しい版のものです。"
                    "プログラムを新しい版にしてください。"
                ) from error

    def _use_write_ahead_log(self) -> None:
        """Switch a SQLite file over, once for ever; SQLite does not wait for others by itself here."""
        if self._file is None:
            return
        deadline = time.monotonic() + self._wait_seconds
        connection = self._engine.raw_connection()
        try:
            while True:
                try:
                    connection.cursor().execute("PRAGMA journal_mode=WAL")
                except self._engine.dialect.loaded_dbapi.OperationalError as error:
                    if time.monotonic() >= deadline:
                        raise DBAPIError.instance(None, None, error, self._engine.dialect.loaded_dbapi.Error) from error
                    time.sleep(0.02)
                else:
                    return
        finally:
            connection.close()

    def _writer(self) -> Engine:
        return self._engine.execution_options(is_writing=True)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _is_sqlite_file(url: URL) -> bool:
    if not _is_sqlite(url):
        return False
    if url.database is None or url.database in ("", ":memory:"):
        raise ValueError("records must not vanish with the process")
    return not url.database.startswith("file:")


def _engine(url: URL, *, wait_seconds: float) -> Engine:
    if not _is_sqlite(url):
        # Without a limit the driver waits minutes for a server that is down, and the page with it.
        is_libpq = url.get_driver_name().startswith("psycopg")
        limits = {"connect_timeout": max(1, round(wait_seconds))} if is_libpq else {}
        engine = create_engine(url, pool_pre_ping=True, connect_args=limits)
        event.listen(engine, "begin", lambda connection: _begin_elsewhere(connection, wait_seconds=wait_seconds))
        return engine
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": wait_seconds})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions leave out DDL; with its level None it begins only what _begin_sqlite says.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer would fail instead of waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("is_writing") else "BEGIN")


def _begin_elsewhere(connection: Connection, *, wait_seconds: float) -> None:
    if connection.dialect.name == "postgresql" and connection.get_execution_options().get("is_writing"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait_seconds * 1000)}")
