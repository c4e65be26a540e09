from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from components.charts.overdue_distribution import (
    FIRST,
    LAST,
    clipped,
    month_words,
    overdue_columns,
    overdue_figure,
    overdue_summary,
    overdue_table,
)
from components.text import Text
from data.rules.attainment import COUNTS, Attainment
from data.views.milestones import MilestoneRow

JA, EN = Text("ja"), Text("en")
# 50 of 80 on time; of the 25 open 11 are past their date.
FOUND = replace(
    Attainment(id="step_13_1", due_on="2025-10-31", **dict.fromkeys(COUNTS, 0)),
    counted=90,
    attained=65,
    attained_on_time=50,
    on_time_counted=80,
    open=25,
    open_overdue=11,
    latest_bound=4,
)


def row(found: Attainment, *, is_due: bool = True) -> MilestoneRow:
    day = date.fromisoformat(found.due_on)
    months_past = 3 if is_due else -3
    return MilestoneRow(found.id, 3, "", "", "", due_on=day, months_past=months_past, attainment=found)


# 40 and 3 early, 7 in the month, 10 late; 5 open 2 months past, 6 open 50 months past.
FRAME = pd.DataFrame({"months": [-30, -2, 0, 2, 50], "attained": [40, 3, 7, 10, 0], "open_overdue": [0, 0, 0, 5, 6]})
EMPTY = FRAME.iloc[:0]


def test_early_late_and_open_are_told_apart() -> None:
    early, late, still_open = overdue_figure(FRAME, unit="systems", text=JA).data
    assert (list(early.x), list(early.y)) == ([FIRST, -2, 0], [40, 3, 7])
    assert (list(late.x), list(late.y)) == ([2], [10])
    assert (list(still_open.x), list(still_open.y)) == ([2, LAST], [5, 6])
    assert (early.yaxis, late.yaxis, still_open.yaxis) == ("y", "y", "y2")
    assert [bar.name for bar in (early, late, still_open)] == [
        "期限内に達成 50", "目安超過で達成 10", "目安超過・未達成 11",
    ]  # fmt: skip
    assert still_open.marker.pattern.shape == "/"


def test_bars_stand_on_zero_and_the_date_is_between_its_month_and_the_next() -> None:
    drawn = overdue_figure(FRAME, unit="bodies", text=JA)
    assert drawn.layout.yaxis.rangemode == drawn.layout.yaxis2.rangemode == "tozero"
    assert {line.x0 for line in drawn.layout.shapes} == {0.5}


def test_everything_is_in_some_bar() -> None:
    table = overdue_table(FRAME, text=JA)
    assert (table["early"].sum(), table["late"].sum(), table["open_overdue"].sum()) == (50, 10, 11)
    assert clipped(FRAME)["months"].tolist() == [FIRST, -2, 0, 2, LAST]
    assert {column.name for column in overdue_columns(JA)} <= set(table.columns)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(0, "期限の月"), (-3, "前倒し 3か月"), (4, "目安超過 4か月"), (LAST, f"目安超過 {LAST}か月以上")],
)
def test_distances_in_words(months: int, expected: str) -> None:
    assert month_words(months, text=JA) == expected


def test_the_sentences_use_the_numbers_of_the_table_and_name_what_is_left_out() -> None:
    assert overdue_summary(FRAME, unit="systems", row=row(FOUND), text=JA) == (
        "期限内に達成は50システム、目安超過で達成は10システムです。"
        "期限内達成率62.5%の分母は、未達成も含む80システムです。"
        "期限を過ぎて未達成は11システムで、最長は50か月です。"
        "残り25システムのうち、ほかの14システムは特定移行のため超過に数えません。"
        "「遅くとも」の達成4システムは含めません。"
    )
    live = replace(FOUND, id="live", latest_bound=0)
    assert overdue_summary(FRAME, unit="bodies", row=row(live), text=JA).endswith(
        "残り25団体のうち、ほかの14団体は期限前（特定移行は自らの期限）か期限不明です。"
    )
    assert overdue_summary(FRAME, unit="bodies", row=row(live), text=EN).endswith(
        "For the other 14 of 25 open, the date (a designated system’s own) is ahead or unknown."
    )


def test_nobody_is_over_before_the_date_and_all_open_are_over_where_none_is_designated() -> None:
    early = FRAME.assign(open_overdue=0)
    assert overdue_summary(early, unit="bodies", row=row(replace(FOUND, latest_bound=0), is_due=False), text=JA) == (
        "期限内に達成は50団体、目安超過で達成は10団体です。"
    )
    all_over = replace(FOUND, open=11)
    assert "残り" not in overdue_summary(FRAME, unit="systems", row=row(all_over), text=JA)


def test_nothing_to_compare_is_said_not_drawn() -> None:
    drawn = overdue_figure(EMPTY, unit="systems", text=JA)
    assert drawn.data == ()
    assert [note.text for note in drawn.layout.annotations] == ["期限と比べられるものはありません"]
