from __future__ import annotations

import pandas as pd
import pytest

from components.charts.attainment_bars import attainment_bars_columns, attainment_bars_figure
from components.text import Text

JA = Text("ja")
FRAME = pd.DataFrame(
    {
        "name": ["総務省", "法務省", "文部科学省"],
        "attained_share": pd.array([0.9, 0.25, None], dtype="Float64"),
        "on_time_share": pd.array([0.5, 0.4, None], dtype="Float64"),
        **dict.fromkeys(("counted", "attained", "attained_on_time", "on_time_counted", "open", "unrecorded"), 1),
    }
)


def test_two_bars_from_zero_in_the_order_given_both_written() -> None:
    drawn = attainment_bars_figure(FRAME, text=JA)
    attained, on_time, *values = drawn.data
    assert (attained.name, on_time.name) == ("達成率", "期限内達成率")
    assert (list(attained.x), list(on_time.x)) == ([0.9, 0.25, 0.0], [0.5, 0.4, 0.0])
    assert drawn.layout.xaxis.range[0] == 0
    assert drawn.layout.yaxis.range[0] > drawn.layout.yaxis.range[1]
    # 期限内達成率 has a denominator of its own and may be the longer: the thin bar stays in sight over the thick one.
    assert on_time.width < attained.width
    assert [list(column.text) for column in values] == [["90.0%", "25.0%", "—"], ["50.0%", "40.0%", "—"]]


def test_before_the_date_only_what_is_attained_is_drawn() -> None:
    drawn = attainment_bars_figure(FRAME.assign(on_time_share=pd.array([None] * 3, dtype="Float64")), text=JA)
    assert [bar.name for bar in drawn.data if bar.type == "bar"] == ["達成率"]
    assert len(drawn.data) == 2


@pytest.mark.parametrize("unit", ["systems", "bodies"])
def test_the_table_names_the_unit(unit: str) -> None:
    columns = attainment_bars_columns(heading="所管省庁", unit=unit, text=JA)
    assert {column.name for column in columns} <= set(FRAME.columns)
    assert columns[3].label == {"systems": "対象（システム）", "bodies": "対象（団体）"}[unit]
