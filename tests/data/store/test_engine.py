"""The engine: right rows, closed to files, safe for threads; and its SQL portable to other engines."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.model import TABLES, AsOf
from data.rules.body_mart import body_mart
from data.store import DamagedSnapshotError, Resolved, Store, StoreError
from data.store.engine import QUERIES, Engine, engine_for, query_text
from tests.data.store.tiny import ALONE, MART, applicability, day, designated, flip_byte, population, progress, publish

pytestmark = pytest.mark.slow

DIGESTED = replace(ALONE, digest=body_mart)
NAMES = sorted(path.stem for path in QUERIES.glob("*.sql"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A month with every kind of table, and its correction."""
    publish(tmp_path, progress("2026-01", 10, None, 40), received_at=day(40), rule=DIGESTED)
    publish(
        tmp_path,
        applicability("2025-04", ("01100", "aid", True), ("13101", "tax", False)),
        received_at=day(41),
        rule=DIGESTED,
    )
    listed = (("01100", "tax"), ("01100", "aid"), ("01100", "common_function"), ("13101", "common_function"))
    publish(tmp_path, designated("2025-12", *listed), received_at=day(42), rule=DIGESTED)
    publish(tmp_path, population("2025-01", ("13101", 0), ("01100", 7)), received_at=day(43), rule=DIGESTED)
    publish(tmp_path, progress("2026-01", 11, None, 40), received_at=day(50), rule=DIGESTED)
    return tmp_path


def resolved(home: Path, known_at: int = 50) -> Resolved:
    return Store(home).open().resolve(AsOf("2026-01", day(known_at)))


def snapshot_for(name: str, found: Resolved) -> str:
    kinds = {
        "system_mart": found.progress_mart,
        "body_mart": found.body_mart,
        "mic_progress": found.progress,
        "applicability": found.applicability,
        "population": found.population,
    }
    vintage = kinds.get(name, found.designated)
    assert vintage is not None
    return vintage.snapshot_id


def test_each_version_of_a_mart_answers_with_its_own_rows(home: Path) -> None:
    engine = Engine(Store(home))
    answers = [
        engine.query("system_mart", snapshot=snapshot_for("system_mart", resolved(home, known)))
        for known in (49, 50, 49)
    ]

    assert [answer["steps_counted"].dropna().tolist() for answer in answers] == [[10, 40], [11, 40], [10, 40]]
    declared = {column.name: column.dtype for column in TABLES[MART]}
    assert answers[0].dtypes.astype(str).to_dict().items() <= declared.items()
    assert answers[0]["is_applicable"].tolist() == [True, True, True, False, True]


def test_common_function_is_counted_apart_from_systems(home: Path) -> None:
    found = resolved(home)

    bodies = Engine(Store(home)).query("designated_bodies", snapshot=snapshot_for("designated_bodies", found))

    assert bodies.to_dict("list") == {
        "body_code": ["01100", "13101"],
        "designated_systems": [2, 0],
        "designated_common_function": [1, 1],
    }
    businesses = Engine(Store(home)).query("designated_businesses", snapshot=snapshot_for("businesses", found))
    assert businesses.to_dict("list") == {
        "business": ["aid", "common_function", "tax"],
        "designated_bodies": [1, 2, 1],
    }


def test_the_population_in_force_is_whole_numbers_in_code_order(home: Path) -> None:
    rows = Engine(Store(home)).query("population", snapshot=snapshot_for("population", resolved(home)))

    assert rows.dtypes.astype(str).to_dict() == {"body_code": "str", "population": "Int64", "counted_on": "str"}
    assert rows.to_records(index=False).tolist() == [("01100", 7, "2025-01-01"), ("13101", 0, "2025-01-01")]


def test_the_database_reaches_no_file_and_cannot_be_opened_up(home: Path) -> None:
    database = Engine(Store(home))._database

    with pytest.raises(duckdb.PermissionException):
        database.execute(f"SELECT * FROM read_parquet('{home}/snapshots/*.parquet')")
    with pytest.raises(duckdb.PermissionException):
        database.execute(f"COPY (SELECT 1) TO '{home}/out.csv'")
    with pytest.raises(duckdb.InvalidInputException):
        database.execute("SET enable_external_access = true")


def test_an_unknown_snapshot_and_a_damaged_one_are_refused(home: Path) -> None:
    with pytest.raises(StoreError, match="0123456789abcdef"):
        Engine(Store(home)).query("system_mart", snapshot="0123456789abcdef")

    mart = resolved(home).progress_mart
    assert mart is not None
    flip_byte(home / mart.file)
    with pytest.raises(DamagedSnapshotError, match=re.escape(mart.file)):
        Engine(Store(home)).query("system_mart", snapshot=mart.snapshot_id)


def test_threads_share_one_engine(home: Path) -> None:
    engine = engine_for(home)
    assert engine_for(home) is engine
    ids = [snapshot_for("system_mart", resolved(home, known)) for known in (49, 50)]
    answers: list[list[int]] = []
    start = threading.Barrier(8)

    def ask(number: int) -> None:
        start.wait()
        for turn in range(10):
            rows = engine.query("system_mart", snapshot=ids[(number + turn) % 2])
            answers.append([(number + turn) % 2, len(rows), *rows["steps_counted"].dropna().tolist()])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 80
    assert {tuple(answer) for answer in answers} == {(0, 5, 10, 40), (1, 5, 11, 40)}


def test_an_engine_finds_what_was_published_after_it_opened(home: Path) -> None:
    engine = Engine(Store(home))
    engine.query("system_mart", snapshot=snapshot_for("system_mart", resolved(home)))
    publish(home, progress("2026-01", 12, None, 40), received_at=day(60))

    rows = engine.query("system_mart", snapshot=snapshot_for("system_mart", resolved(home, 60)))

    assert rows["steps_counted"].dropna().tolist() == [12, 40]


VENDOR_WORDS = (
    r"::|\bQUALIFY\b|\bEXCLUDE\b|\bREPLACE\s*\(|\bPIVOT\b|\bASOF\b|\bILIKE\b|\bSAMPLE\b|\bLIMIT\b|\bSTRUCT|\bLIST_|"
    r"\bREAD_\w+|\bARG_M|\bANY_VALUE\b|\bMEDIAN\b|\bQUANTILE|\bEPOCH|\bSTRFTIME\b|\bREGEXP|\bDATE_TRUNC\b|"
    r"\bGROUP\s+BY\s+ALL\b|\bORDER\s+BY\s+ALL\b|SELECT\s+\*|\bFILTER\s*\(|\[|\bDATEDIFF\b|\bIF\s*\("
)


def _statement(name: str) -> str:
    return re.sub(r"--[^\n]*", "", query_text(name)).strip()


@pytest.mark.parametrize("name", NAMES)
def test_sql_is_in_the_portable_subset(name: str) -> None:
    sql = _statement(name)

    assert query_text(name).startswith("-- "), "a query says what it answers"
    assert sql.upper().startswith(("SELECT", "WITH"))
    assert ";" not in sql
    assert not re.search(VENDOR_WORDS, sql, flags=re.IGNORECASE)
    assert not re.search(r"\?|\$\d|%\(|(?<!:):\w", sql), "parameters are written $name"
    for order in re.findall(r"ORDER BY(.*?)(?:\)|$)", sql, flags=re.IGNORECASE | re.DOTALL):
        for term in order.split(","):
            assert re.search(r"NULLS (FIRST|LAST)\s*$", term.strip(), flags=re.IGNORECASE), term
    stated = set(re.findall(r"\$(\w+)", sql))
    described = re.search(r"Parameters: ([\w, ]+)\.", query_text(name))
    assert described is not None
    assert stated == set(described[1].split(", "))


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_an_answer_is_total(home: Path, name: str) -> None:
    answer = Engine(Store(home)).query(name, snapshot=snapshot_for(name, resolved(home)))
    terms = re.search(r"ORDER BY(.*)$", _statement(name), flags=re.IGNORECASE | re.DOTALL)
    assert terms is not None, "every answer is ordered"
    columns = [term.split()[0] for term in terms[1].split(",")]

    assert len(answer) > 1
    assert not answer.duplicated(columns).any()
    pd.testing.assert_frame_equal(answer, answer.sort_values(columns, ignore_index=True))


@pytest.mark.parametrize("sql", ["SELECT a::int FROM t", "SELECT * FROM t", "SELECT a FROM t LIMIT 3"])
def test_the_lint_knows_a_vendor_s_word(sql: str) -> None:
    assert re.search(VENDOR_WORDS, sql, flags=re.IGNORECASE)
