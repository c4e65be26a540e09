"""Format G: every spelling of a count read, every doubt a fault, and a body without a row unknown."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import TABLES, SnapshotKind, Visibility
from data.reference import load_reference
from data.sources.population import parse_population
from data.sources.templates import POPULATION_FILES, write_templates
from data.sources.values import UnreadableValue
from data.store.tables import canonical_table
from tests.data.sources.building import ROOT, Rows, faults_of, places, read_one, workbook
from tests.data.sources.test_templates import filled

HEADER = "団体コード,人口,基準日"


def text(*lines: str, header: str = HEADER, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([header, *lines, ""]).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_sound_table_in_each_encoding(encoding: str) -> None:
    content = text(
        '202011,"１，２３４",令和8年1月1日', "01100,0,2026/1/1", "030007,99,2026-01-01", "# 備考", encoding=encoding
    )
    snapshot = read_one(content, name="population.csv")
    assert (snapshot.kind, snapshot.month, snapshot.source_name) == (
        SnapshotKind.POPULATION,
        "2026-01",
        "population.csv",
    )
    assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
        (column.name, column.dtype) for column in TABLES[SnapshotKind.POPULATION]
    ]
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", 0, "2026-01-01"),
        ("03000", 99, "2026-01-01"),
        ("20201", 1234, "2026-01-01"),
    ]
    canonical_table(snapshot.rows, kind=SnapshotKind.POPULATION)


def test_population_is_public() -> None:
    assert {column.visibility for column in TABLES[SnapshotKind.POPULATION]} == {Visibility.PUBLIC}


def test_a_workbook_is_read_below_its_title_and_its_other_sheets_are_named() -> None:
    rows: Rows = [
        ["住民基本台帳による"],
        [],
        ["基準日", "人口", "団体コード"],
        [date(2025, 1, 1), 1234, "011002"],
        [datetime(2025, 1, 1), "５６", "202011"],
    ]
    snapshot = read_one(workbook({"人口表": rows, "説明": [["出典"]]}))
    assert snapshot.month == "2025-01"
    assert snapshot.rows["population"].tolist() == [1234, 56]
    assert snapshot.notes[-1] == "シート「説明」は読み取りの対象外です。"


def test_municipalities_that_are_not_in_the_file_are_noted_and_prefectures_are_not_missed() -> None:
    snapshot = read_one(text("011002,7,2026-01-01"), name="p.csv")
    (note,) = snapshot.notes
    assert note.startswith("ファイルにない市区町村（人口不明）：1,740団体（北海道函館市、北海道小樽市、")
    assert note.endswith(" ほか）")
    assert note.count("、") == 19
    municipalities = [f"{body.code6},1,2026-01-01" for body in load_reference().municipalities]
    assert len(municipalities) == 1741
    assert read_one(text(*municipalities), name="p.csv").notes == ()
    (last,) = read_one(text(*municipalities[:-1]), name="p.csv").notes
    assert last == "ファイルにない市区町村（人口不明）：1団体（沖縄県与那国町）"


def test_every_bad_cell_is_reported_at_once_in_row_order() -> None:
    content = text(
        "011003,-1,2026-02-30",
        "011002,１２人,",
        "01100,1.5,2026-01-01",
        "12220,,2026-01-01",
        "011011,100000001,2026-01-01",
    )
    faults = faults_of(content, name="p.csv")
    assert places(faults) == [
        ("", 2, "団体コード", "011003"),
        ("", 2, "人口", "-1"),
        ("", 2, "基準日", "2026-02-30"),
        ("", 3, "人口", "１２人"),
        ("", 3, "基準日", ""),
        ("", 4, "人口", "1.5"),
        ("", 4, "団体コード", "01100"),
        ("", 5, "団体コード", "12220"),
        ("", 5, "人口", ""),
        ("", 6, "団体コード", "011011"),
        ("", 6, "人口", "100000001"),
    ]
    reasons = ["検査数字", "負の数", "暦にない", "読めません", "基準日がありません", "小数", "（3行目）", "流山市"]
    reasons += ["行を削除", "団体はありません", "大きすぎます"]
    assert all(word in fault.reason for word, fault in zip(reasons, faults, strict=True))


def test_a_second_day_is_one_fault_at_its_first_row() -> None:
    lines = ["011002,1,2026-01-01", "012025,2,2025-01-01", "012033,3,令和7年1月1日", "202011,4,2025-10-01"]
    faults = faults_of(text(*lines), name="p.csv")
    assert places(faults) == [("", 3, "基準日", "2025-01-01"), ("", 5, "基準日", "2025-10-01")]
    assert "2行目（2026-01-01）と違います" in faults[0].reason
    assert "この日付の行は2行" in faults[0].reason
    assert "行は" not in faults[1].reason


@pytest.mark.parametrize(("day", "is_refused"), [("2026-02-10", False), ("2026-02-11", True)])
def test_a_day_that_lies_ahead_is_refused(day: str, is_refused: bool) -> None:
    content = text(f"011002,1,{day}")
    if is_refused:
        (fault,) = faults_of(content, name="p.csv")
        assert "未来" in fault.reason
    else:
        assert read_one(content, name="p.csv").month == "2026-02"


@pytest.mark.parametrize("header", [HEADER, "団体コード,基準日,人口"])
def test_a_separator_outside_quotes_is_never_read_as_a_smaller_number(header: str) -> None:
    line = "202011,1,234,2026-01-01" if header == HEADER else "202011,2026-01-01,1,234"
    sound = "011002,7,2026-01-01" if header == HEADER else "011002,2026-01-01,7"
    faults = faults_of(text(sound, line, header=header), name="p.csv")
    assert {fault.row for fault in faults} == {3}
    assert any("引用符" in fault.reason for fault in faults)


def test_a_missing_column_is_one_fault_and_an_unknown_or_repeated_one_too() -> None:
    content = text("011002,2026-01-01,札幌市", "012025,2026-01-01,函館市", header="団体コード,基準日,団体名")
    assert places(faults_of(content, name="p.csv")) == [("", 1, "人口", ""), ("", 1, "団体名", "団体名")]
    (fault,) = faults_of(text("011002,1,2,2026-01-01", header="団体コード,人口,人口,基準日"), name="p.csv")
    assert "2つあります" in fault.reason


def test_a_table_without_a_row_is_refused() -> None:
    (fault,) = faults_of(text(), name="p.csv")
    assert "1行もありません" in fault.reason


@given(st.integers(0, 100_000_000))
def test_each_spelling_of_a_number_is_that_number(people: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for spelling in (
        people,
        float(people),
        f"{people}",
        f"{people:,}",
        f" {people:,}.0　",
        f"{people:,}".translate(wide),
    ):
        assert parse_population(spelling) == people


@pytest.mark.parametrize(
    "cell",
    [
        *("12,34", "1,2345", ",123", "1 234", "1.", "+5", "1e3", "#N/A", "不明", "-", True, date(2026, 1, 1), None),
        *("△5", "－5", -1, 0.5, "0.001", float("nan"), float("inf"), 1e16, "9" * 5000, "100,000,001"),
    ],
)
def test_what_is_no_whole_number_of_people_is_refused(cell: Any) -> None:
    with pytest.raises(UnreadableValue):
        parse_population(cell)


def test_a_filled_template_is_read(tmp_path: Path) -> None:
    sheet, lines = (path for path in write_templates(tmp_path) if path.name in POPULATION_FILES)
    values = ["202011", "1,234", "令和8年1月1日"]
    book = read_one(filled(sheet, "人口表", rename="人口表", title="", row=2, values=values))
    written = read_one(lines.read_bytes() + '202011,"1,234",令和8年1月1日\r\n'.encode(), name=lines.name)
    assert book.rows.to_records(index=False).tolist() == [("20201", 1234, "2026-01-01")]
    assert written.rows.equals(book.rows)


def test_the_document_s_example_is_read() -> None:
    document = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    start = document.index("## G. ")
    section = document[start : document.index("\n## ", start)]
    (example,) = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    assert read_one(example.encode(), name="population.csv").rows.to_records(index=False).tolist() == [
        ("01100", 1_234_567, "2026-01-01"),
        ("01202", 234_567, "2026-01-01"),
    ]
    assert "100,000,000 を超える" in section
