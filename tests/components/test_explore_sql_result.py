"""The result of a statement: what its table shows, what its files keep, and of which data both say they are."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from components.documents.table_files import table_csv, table_parquet, table_xlsx
from components.explore_sql_job import AskedOf
from components.explore_sql_result import is_of_all_months, on_screen, result_head, written
from components.text import Text
from data.model import AsOf, parse_instant
from data.views.console import FACT_VIEWS, SqlAnswer

JA = Text("ja")
ASKED = AskedOf(AsOf("2026-01"), "one", ("進捗 2026年1月",), False)


def column(view: str, name: str) -> tuple[object, ...]:
    return tuple(one for one in FACT_VIEWS[view].columns if one.name == name)


def files(frame: pd.DataFrame) -> tuple[str, list[Any], pd.DataFrame]:
    """The CSV's text, the sheet's rows and the Parquet's frame of an answer."""
    rows, columns = written(frame)
    head = result_head(SqlAnswer(frame, False, 0.1), sql="SELECT 1", asked_of=ASKED, text=JA)
    csv, sheet, parquet = (
        write(rows, columns=columns, head=head, text=JA) for write in (table_csv, table_xlsx, table_parquet)
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet))
    stored: pd.DataFrame = pq.read_table(io.BytesIO(parquet)).to_pandas()
    return csv.decode("utf-8-sig"), book.get_sheet_by_index(0).to_python(), stored


@pytest.mark.parametrize(
    ("sql", "is_mixed"),
    [
        ("SELECT count(*) FROM systems WHERE judgement = '遅延'", True),
        ("SELECT count(*) FROM Systems WHERE month = '2026-01'", False),
        ("SELECT month, count(*) FROM systems GROUP BY 1", False),
        ("SELECT vendor_code FROM vendors", False),
    ],
)
def test_a_result_over_every_month_says_so(sql: str, is_mixed: bool) -> None:
    frame = pd.DataFrame({"n": pd.array([1], dtype="Int64")})
    head = result_head(SqlAnswer(frame, False, 0.1), sql=sql, asked_of=ASKED, text=JA)
    assert is_of_all_months(sql) == is_mixed
    assert any("2026年1月までのすべての月" in line for line in head.filters) == is_mixed
    assert head.as_of == "2026年1月まで"


def test_long_texts_are_cut_on_screen_only() -> None:
    frame = pd.DataFrame({"names": ["あ" * 300, "い" * 200, None]})
    rows, columns = written(frame)
    assert on_screen(rows, columns=columns)["column_0"].tolist()[:2] == ["あ" * 200 + "…", "い" * 200]
    csv, sheet, stored = files(frame)
    assert "あ" * 300 in csv
    assert sheet[-2][0] == "あ" * 300
    assert stored["names"].tolist()[:2] == ["あ" * 300, "い" * 200]


def test_what_a_cell_cannot_hold_is_cut_there_and_told() -> None:
    frame = pd.DataFrame({"names": ["a" * 32_768, "b" * 32_767]})
    csv, sheet, stored = files(frame)
    assert [sheet[-2][0], sheet[-1][0]] == ["a" * 32_766 + "…", "b" * 32_767]
    assert "32,767文字を超える文字列" in str(sheet[:6])
    assert "32,767文字" not in csv
    assert "a" * 32_768 in csv
    assert stored["names"].str.len().tolist() == [32_768, 32_767]


def test_numbers_without_an_end_are_unknown() -> None:
    frame = pd.DataFrame({"n": pd.array([float("inf"), float("-inf"), float("nan"), 1.5, None], dtype="Float64")})
    frame["k"] = "x"
    rows, _ = written(frame)
    assert rows["column_0"].isna().tolist() == [True, True, True, False, True]
    csv, sheet, stored = files(frame)
    assert csv.split("\r\n")[-6:] == [",x", ",x", ",x", "1.5,x", ",x", ""]
    assert sheet[-2][0] == 1.5
    assert stored["n"].isna().tolist() == [True, True, True, False, True]


def test_numbers_of_more_than_15_digits_are_kept_as_text() -> None:
    frame = pd.DataFrame({"n": pd.array([10**15, None], dtype="Int64"), "m": pd.array([10**15 - 1, 1], dtype="Int64")})
    csv, sheet, _ = files(frame)
    assert sheet[-2] == ["1000000000000000", 999999999999999.0]
    assert "1000000000000000,999999999999999" in csv


def test_a_file_says_what_was_asked_what_is_missing_and_what_columns_mean() -> None:
    sql = "SELECT phase -- the phase\nFROM systems WHERE month = '2026-01'\n"
    frame = pd.DataFrame({"phase": [1], "n": [2]})
    meanings = (column("systems", "phase"), ())
    answer = SqlAnswer(frame, True, 0.1, meanings)  # type: ignore[arg-type]  # found by name in the dictionary
    head = result_head(answer, sql=sql, asked_of=ASKED, text=JA)
    assert head.filters == (
        "SQL：SELECT phase -- the phase\nFROM systems WHERE month = '2026-01'",
        "先頭の1行だけです。これより後にも行があります。",
    )
    (line,) = head.definitions
    assert line.startswith("phase：フェーズ")
    assert head.sources == ("進捗 2026年1月",)
    rows, columns = written(frame)
    stored = pq.read_table(io.BytesIO(table_parquet(rows, columns=columns, head=head, text=JA)))
    said = json.loads(stored.schema.metadata[b"head"])
    assert ["", "先頭の1行だけです。これより後にも行があります。"] in said


def test_a_result_names_the_data_it_was_made_from() -> None:
    then = AskedOf(AsOf("2025-12", parse_instant("2026-01-20T00:00+09:00")), "one", ("x",), True)
    head = result_head(SqlAnswer(pd.DataFrame({"a": [1]}), False, 0.1), sql="SELECT 1 AS a", asked_of=then, text=JA)
    assert (head.as_of, head.is_synthetic) == ("2025年12月まで（2026年1月20日 0:00 までに受信した資料）", True)
    assert not then.is_same(ASKED)
    assert ASKED.is_same(AskedOf(AsOf("2026-01"), "one", ("Progress 2026-01",), False))
    assert not ASKED.is_same(AskedOf(AsOf("2026-01"), "another", ASKED.files, False))
