from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from components.charts.milestone_heatmap import (
    heatmap_columns,
    heatmap_figure,
    heatmap_rows,
    heatmap_summary,
    heatmap_table,
)
from components.text import Text
from components.theme import MIN_FONT_PX
from data.reference import load_reference

JA, EN = Text("ja"), Text("en")
MONTHS = ("2023-10", "2023-11", "2023-12")
# Hokkaido 1 of 3 then all; Aomori nothing reported; Iwate 1,999 of 2,000 at the end.
SHARES = {"01": (0.0, 1 / 3, 1.0), "02": (None, None, None), "03": (0.0002, 0.5, 1999 / 2000)}
PREFECTURES = pd.DataFrame(
    {
        "id": ["01", "02", "03"],
        "name": ["北海道", "青森県", "岩手県"],
        "counted": [3, 0, 2000],
        "attained": [3, 0, 1999],
        "open": [0, 0, 1],
        "attained_share": pd.array([1.0, None, 1999 / 2000], dtype="Float64"),
        "on_time_share": pd.array([0.25, None, 0.75], dtype="Float64"),
    }
)
COURSES = pd.DataFrame(
    [(code, month, share) for code, shares in SHARES.items() for month, share in zip(MONTHS, shares, strict=True)],
    columns=["id", "month", "share"],
).astype({"share": "Float64"})


def figure(order: str = "code", *, due_on: date = date(2023, 11, 30), highlight: str | None = None):  # type: ignore[no-untyped-def]
    return heatmap_figure(PREFECTURES, COURSES, order=order, due_on=due_on, text=JA, highlight=highlight)  # type: ignore[arg-type]


def words(drawn) -> list[str]:  # type: ignore[no-untyped-def]
    return [note.text for note in drawn.layout.annotations]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("code", ["01", "02", "03"]), ("attained", ["01", "03", "02"]), ("on_time", ["03", "01", "02"])],
)
def test_rows_in_the_order_asked_for_unknown_last(order: str, expected: list[str]) -> None:
    assert heatmap_rows(PREFECTURES, order=order)["id"].tolist() == expected  # type: ignore[arg-type]


def test_cells_are_rounded_as_everywhere_and_the_unknown_is_empty() -> None:
    cells = figure().data[0]
    shown = np.nan_to_num(np.asarray(cells.z, dtype=float), nan=-1)
    assert shown.ravel().tolist() == pytest.approx([0, 33.3, 100, -1, -1, -1, 0.1, 50, 99.9], abs=0.001)
    assert (cells.zmin, cells.zmax) == (0, 100)
    assert list(cells.x) == ["2023-10-01", "2023-11-01", "2023-12-01"]


def test_the_shares_of_now_stand_beside_each_row() -> None:
    drawn = figure("attained")
    assert [list(column.text) for column in drawn.data[1:]] == [["100.0%", "99.9%", "—"], ["25.0%", "75.0%", "—"]]
    assert {"達成率", "期限内"} <= set(words(drawn))


def test_the_date_is_a_line_at_its_months_end() -> None:
    drawn = figure()
    # Half way between the centres of November and December 2023, in milliseconds.
    expected = (pd.Timestamp("2023-11-01").value + pd.Timestamp("2023-12-01").value) / 2e6
    assert {line.x0 for line in drawn.layout.shapes} == {expected}
    assert "目安 2023年11月" in words(drawn)


def test_a_date_far_ahead_is_told_not_drawn() -> None:
    drawn = figure(due_on=date(2026, 3, 31))
    assert drawn.layout.shapes == ()
    assert "目安 2026年3月 →" in words(drawn)


def test_a_chosen_prefecture_is_set_in_bold() -> None:
    assert list(figure(highlight="03").data[0].y) == ["北海道", "青森県", "<b>▶ 岩手県</b>"]


def test_the_table_has_every_number_of_the_picture() -> None:
    table = heatmap_table(PREFECTURES, COURSES, order="attained")
    columns = heatmap_columns(COURSES, unit="systems", text=JA)
    assert {column.name for column in columns} <= set(table.columns)
    assert table["2023-12"].tolist()[:2] == [1.0, 1999 / 2000]
    assert [column.label for column in columns[-3:]] == ["2023年12月", "2023年11月", "2023年10月"]


def test_the_sentence_names_both_ends_and_who_is_done() -> None:
    said = heatmap_summary(PREFECTURES, milestone="⑩－２", text=JA)
    assert said == "⑩－２の達成率は、最も高い北海道が100.0%、最も低い岩手県が99.9%です。100%の都道府県は1です。"


@pytest.mark.parametrize("text", [JA, EN])
def test_47_prefectures_over_43_months_stay_small_and_readable(text: Text) -> None:
    prefectures = load_reference().prefectures
    months = [f"{2023 + (3 + place) // 12}-{(3 + place) % 12 + 1:02d}" for place in range(43)]
    names = pd.DataFrame(
        {
            "id": [item.code for item in prefectures],
            "name": [text.pick(item.name, item.english) for item in prefectures],
            "attained_share": 0.912345,
            "on_time_share": 0.654321,
        }
    )
    courses = pd.DataFrame(
        [(item.code, month, place / 43) for item in prefectures for place, month in enumerate(months)],
        columns=["id", "month", "share"],
    )
    drawn = heatmap_figure(names, courses, order="code", due_on=date(2026, 3, 31), text=text)
    assert len(drawn.to_json().encode()) <= 20_000
    sizes = [drawn.data[0].colorbar.tickfont.size, *(column.textfont.size for column in drawn.data[1:])]
    assert min(sizes) >= MIN_FONT_PX
    assert drawn.layout.height / len(prefectures) >= 16


def test_nothing_known_draws_nothing() -> None:
    assert (
        heatmap_figure(PREFECTURES.iloc[:0], COURSES.iloc[:0], order="code", due_on=date(2026, 3, 31), text=JA).data
        == ()
    )
