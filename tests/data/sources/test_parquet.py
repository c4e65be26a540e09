from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.data.sources.building import faults_of, read_one
from tests.data.sources.pmo_building import (
    as_parquet,
    plain,
    record,
)


@pytest.mark.parametrize(
    ("column", "fragment"),
    [(pa.array([[1]]), "入れ子"), (pa.array([{"a": 1}]), "入れ子"), (pa.array([b"\xff"]), "")],
)
def test_a_parquet_column_no_sheet_could_hold_is_refused_or_kept_as_text(column: pa.Array, fragment: str) -> None:
    table = pq.read_table(io.BytesIO(as_parquet([record()]))).append_column("余分", column)
    content = io.BytesIO()
    pq.write_table(table, content)
    if fragment:
        (fault,) = faults_of(content.getvalue(), name="c.parquet")
        assert fragment in fault.reason
    else:
        assert read_one(content.getvalue(), name="c.parquet").rows["extra"].tolist() == ['{"余分": "b\'\\\\xff\'"}']


def test_parquet_types_are_read_like_the_cells_of_a_sheet() -> None:
    table = pq.read_table(io.BytesIO(as_parquet([record(特定移行="○"), record(業務="就学", 特定移行="○")])))
    typed = {
        "団体コード": pa.array(["011002"] * 2).dictionary_encode(),
        "移行予定日": pa.array([date(2026, 3, 31), None]),
        "事由": pa.array([4, None], pa.int8()),
        "入力日時": pa.array([datetime(2026, 2, 5, 1, 30, tzinfo=UTC), None], pa.timestamp("ns", tz="UTC")),
        "自己評価": pa.nulls(2),
    }
    for name, column in typed.items():
        table = table.set_column(table.column_names.index(name), name, column)
    content = io.BytesIO()
    pq.write_table(table, content, row_group_size=1)
    rows = read_one(content.getvalue(), name="c.parquet").rows
    assert plain(rows[["planned_live_on", "designated_reason", "entered_at"]]) == [
        {"planned_live_on": "2026-03-31", "designated_reason": 4, "entered_at": "2026-02-05T10:30:00+09:00"},
        {"planned_live_on": None, "designated_reason": None, "entered_at": None},
    ]


def test_a_damaged_parquet_file_is_a_fault_or_leaves_the_rows_as_they_were() -> None:
    sound = as_parquet([record()])
    for content in (sound[:-1], sound[: len(sound) // 2], sound[:8], sound[:4] + b"\0" * 64 + sound[-40:]):
        (fault,) = faults_of(content, name="c.parquet")
        assert "Parquet" in fault.reason


def test_a_parquet_file_of_something_else_is_not_recognised() -> None:
    content = io.BytesIO()
    pq.write_table(pa.table({"x": [1]}), content)
    (fault,) = faults_of(content.getvalue(), name="c.parquet")
    assert "読み取れる様式ではありません" in fault.reason
