"""The cage: every way out that is known, one by one, at the gate and, where the gate would fail, in the database."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.access import Home
from data.access.cage import CagedAnswer, run_caged
from data.access.cage_gate import MOST_LETTERS, RefusedError, inspected, named_views
from data.access.fact_dictionary import FACT_VIEWS
from data.access.facts import Facts

NOW = "2026-01"
HUGE = "SELECT count(*) FROM every_system a, every_system b, every_system c WHERE a.steps_counted + b.phase > c.phase"


def run(facts: Facts, sql: str, *, seconds: float = 10, most_rows: int = 100) -> CagedAnswer:
    return run_caged(facts, sql, month=NOW, views=FACT_VIEWS, seconds=seconds, most_rows=most_rows)


ALLOWED = [
    "SELECT count(*) FROM systems",
    "select prefecture, avg(step_completion_mic) r from systems group by all order by r desc nulls last limit 3;",
    "WITH late AS (SELECT * FROM systems WHERE judgement = '遅延') SELECT vendor_code, count(*) FROM late GROUP BY 1",
    "SELECT body_code, row_number() OVER (PARTITION BY prefecture ORDER BY phase) FROM systems QUALIFY 1 < 2 LIMIT 2",
    "SELECT s.body_code FROM systems s JOIN bodies b USING (month, body_code) WHERE b.input_state = 'partial'",
    "SELECT month FROM systems UNION SELECT month FROM bodies ORDER BY 1",
    "SELECT CASE WHEN phase > 2 THEN '移行' ELSE NULL END, count(*) FILTER (WHERE is_live) FROM systems GROUP BY 1",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, y)",
    "SELECT x FROM range(5) AS r(x)",
    "SELECT CAST(planned_live_on AS VARCHAR), planned_live_on - INTERVAL 1 MONTH FROM systems LIMIT 1",
    "SELECT body_name || '（' || prefecture || '）' FROM bodies WHERE body_name LIKE '%市' LIMIT 1",
    "SELECT median(overdue_months), quantile_cont(phase, 0.9), string_agg(DISTINCT ministry, '、') FROM systems",
    "SELECT * EXCLUDE (body_name) FROM vendors, products LIMIT 1",
    "SELECT milestone, count(*) FROM milestones WHERE state = 'open' GROUP BY ALL",
    "SELECT flag, severity FROM flags",
    "SELECT (SELECT count(*) FROM events), EXISTS (SELECT 1 FROM systems WHERE phase IN (1, 2))",
    "FROM systems SELECT month LIMIT 1 -- a comment",
    "SELECT 'a; b' AS text",
]


@pytest.mark.parametrize("sql", ALLOWED)
def test_ordinary_questions_are_answered(facts: Facts, sql: str) -> None:
    answer = run(facts, sql.replace(" EXCLUDE (body_name)", ""))
    assert answer.table.num_columns > 0


FILES = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/passwd')",
    "SELECT * FROM read_parquet('{home}/snapshots/*.parquet')",
    "SELECT * FROM parquet_scan('{home}/snapshots/*.parquet')",
    "SELECT * FROM parquet_metadata('{home}/snapshots/x.parquet')",
    "SELECT * FROM read_json('{home}/manifest.json')",
    "SELECT * FROM read_text('{home}/manifest.json')",
    "SELECT * FROM read_blob('{home}/manifest.json')",
    "SELECT * FROM glob('{home}/*')",
    "SELECT * FROM '{home}/manifest.json'",
    'SELECT * FROM "{home}/manifest.json"',
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "COPY (SELECT 1) TO '{home}/out.csv'",
    "COPY systems TO '{home}/out.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{home}/out'",
    "IMPORT DATABASE '{home}/out'",
    "ATTACH '{home}/out.duckdb'",
    "ATTACH ':memory:' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{home}/evil.duckdb_extension'",
    "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
]
STATEMENTS = [
    "PRAGMA database_list",
    "PRAGMA memory_limit='10GB'",
    "SET memory_limit = '10GB'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET memory_limit",
    "SET VARIABLE a = 1",
    "USE base",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE OR REPLACE VIEW systems AS SELECT 1",
    "CREATE MACRO f(x) AS x",
    "CREATE SECRET s (TYPE s3)",
    "DROP VIEW systems",
    "ALTER VIEW systems RENAME TO x",
    "INSERT INTO flags SELECT * FROM flags",
    "UPDATE vendors SET vendor_name = ''",
    "DELETE FROM vendors",
    "TRUNCATE vendors",
    "BEGIN",
    "CALL pragma_version()",
    "CHECKPOINT",
    "VACUUM",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "DESCRIBE systems",
    "SUMMARIZE systems",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP VIEW systems",
    "",
    "   ",
    "--",
    "SELEC 1",
    "SELECT (1",
    "WITH x AS (DELETE FROM vendors RETURNING *) SELECT * FROM x",
]
INSIDE = [
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_databases()",
    "SELECT * FROM duckdb_functions()",
    "SELECT * FROM duckdb_tables",
    "SELECT * FROM duckdb_views",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM pragma_database_size()",
    "SELECT * FROM base.systems",
    "SELECT * FROM memory.base.systems",
    "SELECT * FROM as_of_2026_01.systems",
    "SELECT * FROM main.systems",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('systems')",
    "SELECT * FROM json_execute_serialized_sql('{{}}')",
    "SELECT * FROM test_all_types()",
    "SELECT * FROM repeat('x', 10)",
    "SELECT getenv('HOME')",
    "SELECT getvariable('x')",
    "SELECT current_setting('memory_limit')",
    "SELECT current_user",
    "SELECT version()",
    "SELECT nextval('x')",
    "SELECT main.getenv('HOME')",
    "SELECT repeat('x', 1000000000)",
    "SELECT lpad('x', 1000000000, 'x')",
    "SELECT replace(body_name, '市', 'x') FROM bodies",
    "SELECT format('{{:>1000000000}}', 'x')",
    "SELECT printf('%1000000000d', 1)",
    "SELECT range(1000000000)",
    "SELECT list_transform([1], x -> x)",
    "SELECT [x FOR x IN [1, 2]]",
    "SELECT write_log('x')",
    "SELECT pg_sleep(1)",
    "SELECT sleep_ms(1)",
    "SELECT enum_range(judgement) FROM systems",
    "SELECT typeof(judgement) FROM systems",
    "SELECT $1",
    "SELECT ?",
    "SELECT * FROM systems TABLESAMPLE reservoir(10) REPEATABLE (1) , duckdb_settings()",
    "PIVOT systems ON phase USING count(*)",
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT * FROM t",
    "SELECT * FROM (WITH duckdb_tables AS (SELECT 1) SELECT * FROM duckdb_tables) a, duckdb_tables b",
    'WITH "/etc/passwd" AS (SELECT 1) SELECT * FROM "/etc/passwd"',
    "SELECT (SELECT max(name) FROM duckdb_settings())",
    "SELECT 1 FROM systems WHERE EXISTS (FROM read_text('/etc/passwd'))",
    "SELECT 1 FROM systems ORDER BY (SELECT content FROM read_text('/etc/passwd'))",
    "SELECT 1 FROM systems LIMIT (SELECT count(*) FROM glob('/*'))",
    "SELECT 1 FROM systems GROUP BY (SELECT count(*) FROM glob('/*'))",
    "SELECT count(*) FILTER (WHERE getenv('HOME') = '') FROM systems",
    "SELECT sum(1) OVER (ORDER BY getenv('HOME')) FROM systems",
    "SELECT lag(phase, getvariable('x')) OVER () FROM systems",
    "SELECT 1 FROM systems a JOIN systems b ON getenv('HOME') = a.body_code",
    "VALUES ((SELECT content FROM read_text('/etc/passwd')))",
    "SELECT 1 UNION SELECT content FROM read_text('/etc/passwd')",
    "WITH x AS MATERIALIZED (SELECT * FROM read_text('/etc/passwd')) SELECT 1",
    "SELECT COLUMNS(c -> getenv(c) = '') FROM systems",
    "SELECT * REPLACE (getenv('HOME') AS body_code) FROM systems",
    "SELECT systems FROM unknown_table",
]


@pytest.mark.parametrize("sql", FILES + STATEMENTS + INSIDE)
def test_everything_else_is_refused_in_japanese(facts: Facts, tmp_path: Path, sql: str) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(RefusedError, match=r"[ぁ-ん]"):
        run(facts, sql.replace("{home}", str(tmp_path)).replace("{{", "{").replace("}}", "}"))
    assert sorted(tmp_path.iterdir()) == before
    assert run(facts, "SELECT count(*) FROM vendors").table.to_pylist() == [{"count_star()": 5}]


@pytest.mark.parametrize(
    "sql", [*FILES, *(one for one in STATEMENTS if one.startswith(("SET ", "PRAGMA mem", "RESET")))]
)
def test_the_database_itself_reaches_nothing(facts: Facts, tmp_path: Path, sql: str) -> None:
    if sql in ("ATTACH ':memory:' AS other", "SET VARIABLE a = 1"):
        return  # harmless in itself, and refused at the gate
    (tmp_path / "manifest.json").write_text("[]")
    with facts.cursor(month=NOW) as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql.replace("{home}", str(tmp_path))).fetchall()


def test_a_python_variable_is_no_table(facts: Facts) -> None:
    secret = pd.DataFrame({"x": [1]})
    with facts.cursor(month=NOW) as cursor, pytest.raises(duckdb.Error):
        cursor.execute("SELECT * FROM secret").fetchall()
    assert len(secret) == 1


def test_a_statement_that_takes_too_long_is_stopped(facts: Facts) -> None:
    started = time.monotonic()
    with pytest.raises(RefusedError, match=r"0\.3秒以内に終わらなかった"):
        run(facts, HUGE, seconds=0.3)
    assert time.monotonic() - started < 5
    assert len(run(facts, "SELECT 1").table) == 1


def test_a_statement_can_be_cancelled(facts: Facts) -> None:
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    with pytest.raises(RefusedError, match="中止しました"):
        run_caged(facts, HUGE, month=NOW, views=FACT_VIEWS, cancelled=cancelled)


def test_a_statement_that_needs_too_much_memory_is_stopped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.access.facts.MEMORY_LIMIT", "60MB")
    facts = Home(home).reader().facts()
    pairs = "SELECT DISTINCT a.body_code, b.body_code, a.business, b.business FROM every_system a, every_system b"
    sql = f"SELECT count(*) FROM ({pairs})"
    with pytest.raises(RefusedError, match="メモリが足りない"):
        run(facts, sql)
    assert len(run(facts, "SELECT count(*) FROM systems").table) == 1


@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        ("SELECT nonsense FROM systems", "列の名前、値の型、または集計（GROUP BY など）の書き方が合いません。（Binder"),
        ("SELECT body_code, count(*) FROM systems", "列の名前、値の型、または集計（GROUP BY など）の"),
        ("SELECT CAST('a' AS INTEGER) FROM systems", "値をその型に変換できません。（Conversion Error: "),
        (
            "SELECT 9223372036854775807::BIGINT + x FROM range(1, 2) AS r(x)",
            "扱える範囲を超える値があります。（Out of Range",
        ),
        ("SELECT regexp_extract(body_name, '(') FROM systems", "関数に渡せない値があります。（Invalid Input"),
    ],
)
def test_what_fails_is_told_in_japanese_before_the_databases_own_words(facts: Facts, sql: str, cause: str) -> None:
    with pytest.raises(RefusedError) as refused:
        run(facts, sql)
    assert str(refused.value).startswith(f"実行できません。{cause}")


def test_only_so_many_rows_come_back_in_their_order(facts: Facts) -> None:
    sql = "SELECT body_code, business FROM every_system ORDER BY body_code DESC, business"
    answer = run(facts, sql, most_rows=7)
    assert answer.is_cut
    assert answer.table["body_code"].to_pylist() == ["47382"] * 7
    assert not run(facts, "SELECT * FROM range(7)", most_rows=7).is_cut


def test_a_long_or_deep_statement_is_refused() -> None:
    with pytest.raises(RefusedError, match="長すぎ"):
        named_views("SELECT " + "1" * MOST_LETTERS, views=FACT_VIEWS)
    with pytest.raises(RefusedError, match=r"[ぁ-ん]"):
        named_views("SELECT " + "(" * 9000 + "1" + ")" * 9000, views=FACT_VIEWS)


def test_the_views_a_statement_reads_are_known() -> None:
    sql = "WITH flags_of AS (SELECT * FROM FLAGS) SELECT * FROM flags_of JOIN (SELECT * FROM bodies) USING (body_code)"
    assert named_views(sql, views=FACT_VIEWS) == {"flags", "bodies"}


def test_the_names_a_statement_gives_itself_are_known() -> None:
    sql = """WITH a(one, two) AS (SELECT 1, 2) SELECT phase, phase AS phase, max(month) AS Month, t.three,
        (SELECT 1 AS inner) FROM systems, a, (VALUES (1)) AS t(three)"""
    assert inspected(sql, views=FACT_VIEWS).own_names == {"one", "two", "month", "three", "inner"}
    sql = "SELECT * REPLACE (1 AS phase) FROM systems UNION ALL SELECT * RENAME (phase AS business) FROM systems"
    assert inspected(sql, views=FACT_VIEWS).own_names == {"phase", "business"}


def test_letters_that_are_none_are_refused() -> None:
    with pytest.raises(RefusedError, match="読み取れ"):
        named_views("SELECT '\ud800'", views=FACT_VIEWS)
