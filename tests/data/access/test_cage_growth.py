"""What grows: statements whose values would double with every subquery, and answers too wide or too large."""

from __future__ import annotations

import pytest

from data.access.cage import CagedAnswer, run_caged
from data.access.cage_gate import RefusedError, named_views
from data.access.fact_dictionary import FACT_VIEWS
from data.access.facts import Facts


def run(facts: Facts, sql: str, *, most_rows: int = 100) -> CagedAnswer:
    return run_caged(facts, sql, month="2026-01", views=FACT_VIEWS, most_rows=most_rows)


def test_texts_cannot_be_blown_up() -> None:
    doubling = ", ".join(f"t{n} AS (SELECT s || s AS s FROM t{n - 1})" for n in range(1, 12))
    for sql in (
        f"WITH t0 AS (SELECT body_code AS s FROM systems), {doubling} SELECT max(length(s)) FROM t11",
        f"SELECT concat({', '.join(['body_code'] * 17)}) FROM systems",
        f"SELECT concat_ws(',', {', '.join(['body_code'] * 17)}) FROM systems",
        "WITH a AS (SELECT string_agg(body_name, ',') AS s FROM systems) SELECT s || s || s || s FROM a",
        f"SELECT '{'x' * 1001}' FROM systems",
    ):
        with pytest.raises(RefusedError, match=r"つなぐ|長すぎ"):
            named_views(sql, views=FACT_VIEWS)
    named_views("SELECT prefecture || ' ' || body_name || '（' || body_code || '）' FROM bodies", views=FACT_VIEWS)


def _nested(inner: str, select: str, *, deep: int) -> str:
    for _ in range(deep):
        inner = f"SELECT {select} FROM ({inner}) t"
    return inner


@pytest.mark.parametrize(
    "sql",
    [
        # Each subquery doubles what it is given: 21 of them make two million values of one.
        _nested("SELECT body_code AS a FROM systems", "row(a, a) AS a", deep=21),
        _nested("SELECT body_code AS a FROM systems", "(a, a) AS a", deep=21),
        _nested("SELECT body_code AS a FROM systems", "[a, a] AS a", deep=21),
        _nested("SELECT body_code AS a FROM systems", "{'x': a, 'y': a} AS a", deep=21),
        _nested("SELECT 1 AS a", "t AS a, t AS b", deep=21),
        _nested("SELECT 1 AS a", "*, *", deep=21),
        # A list written as text escapes what is in it; a text of eight times the letters.
        _nested("SELECT 'a' AS a", "[a]::VARCHAR AS a", deep=20),
        _nested("SELECT 'a' AS a", "list(a)::VARCHAR AS a", deep=20),
        _nested("SELECT 'a' AS a", "min(a, 9)::VARCHAR AS a", deep=20),
        _nested("SELECT 'a' AS a", "string_split(a, ',')::VARCHAR AS a", deep=20),
        _nested("SELECT 'a' AS a", "regexp_extract(a, '(.*)', ['x'])::VARCHAR AS a", deep=20),
        "SELECT 'a'" + "::BLOB::BIT::VARCHAR" * 10,
        "SELECT CAST('a' AS BLOB)",
        "SELECT TRY_CAST('a' AS BIT)",
        "SELECT NULL::INTEGER[100000000]",
        "SELECT '{}'::JSON",
        "SELECT b'101'",
        "SELECT x'AA'",
        "SELECT map {'a': 1}",
    ],
)
def test_values_cannot_double_with_every_subquery(sql: str) -> None:
    with pytest.raises(RefusedError, match=r"多すぎます|変換できません|使えません"):
        named_views(sql, views=FACT_VIEWS)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(DISTINCT (body_code, business)) FROM systems",
        "SELECT 1 FROM systems WHERE (body_kind, phase) IN (('町', 1), ('村', 2))",
        "SELECT count(*) AS systems FROM systems GROUP BY month HAVING count(*) > 1 ORDER BY systems, systems DESC",
        "SELECT 1 FROM systems WHERE list_contains(['a', 'b', 'c', 'd', 'e', 'f'], business)",
        "SELECT phase::int, phase::text, '2026-01-01'::date, phase::decimal(4, 1), date '2026-01-01' FROM systems",
        "SELECT quantile_cont(phase, [0.1, 0.5, 0.9]), regexp_extract('a1', '[0-9]', 0) FROM systems",
    ],
)
def test_rows_lists_and_casts_of_ordinary_statements_pass(facts: Facts, sql: str) -> None:
    assert run(facts, sql).table.num_columns > 0


def test_an_answer_is_bounded_in_columns_and_bytes(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    run(facts, f"SELECT {', '.join(['1'] * 100)}")
    with pytest.raises(RefusedError, match="101列。100列まで"):
        run(facts, f"SELECT {', '.join(['1'] * 101)}")
    # 20 letters and their offset of 4 bytes a row: 24 kB of 1,000 rows.
    monkeypatch.setattr("data.access.cage.MOST_BYTES", 24_200)
    told = "SELECT substr('abcdefghijklmnopqrst', 1, 20 + x::INTEGER * 0) AS a FROM range({rows}) AS r(x)"
    assert len(run(facts, told.format(rows=1000), most_rows=5000).table) == 1000
    with pytest.raises(RefusedError, match="結果が大きすぎます"):
        run(facts, told.format(rows=1010), most_rows=5000)


def test_what_is_no_plain_value_is_answered_as_text(facts: Facts) -> None:
    sql = "SELECT [1, 2] AS a, (1, 'x') AS a, INTERVAL 2 MONTH AS c, body_kind AS d FROM systems LIMIT {rows}"
    table = run(facts, sql.format(rows=1)).table
    assert table.column_names == ["a", "a", "c", "d"]
    assert [str(one) for one in table.schema.types] == ["string"] * 4
    assert [column[0].as_py() for column in table.columns[:3]] == ["[1, 2]", "(1, x)", "2 months"]
    assert run(facts, sql.format(rows=0)).table.schema == table.schema
