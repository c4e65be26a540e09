from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import nan
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.burnup import burnup_figure
from components.charts.burnup_numbers import burnup_columns, burnup_summary, burnup_table, milestone_shares
from components.charts.time_axis import month_place
from components.charts.timeline_notes import TimelineNote
from components.documents.table_files import TableHead, table_csv
from components.text import Text, catalogue
from components.theme import MILESTONE_LINES, MIN_FONT_PX
from data.model import MILESTONE_IDS
from data.reference import load_reference

JA, EN = Text("ja"), Text("en")
DUE = {one.id: one.due_on for one in load_reference().milestones}


def history(**attained: Sequence[int | None]) -> pd.DataFrame:
    """200 counted systems per milestone from 2023-08 on; None = that month was not reported."""
    rows = [
        (f"2023-{8 + place:02d}", milestone, count, 200)
        for milestone, counts in attained.items()
        for place, count in enumerate(counts)
        if count is not None
    ]
    return pd.DataFrame(rows, columns=["month", "milestone", "attained", "counted"])


# 着手 was due 2023-05, before the first report; ③－２ is due 2023-09 (50 of 200), ⑧－２ 2023-12, ⑩－２ 2024-03.
OPEN = {"phase0": 2, "step_3_2": 75, "step_8_2": 156, "live": 198}  # 5 of ③－２ are 記録なし, not open.
FRAME = history(phase0=[180, 190, 195, 198], step_3_2=[20, 50, 90, 120], step_8_2=[10, 20, 30, 44], live=[0, 0, 1, 2])


def months_until(frame: pd.DataFrame, last: str) -> pd.DataFrame:
    """The same counts for the months up to ``last``."""
    count = len(frame) // frame["milestone"].nunique()
    months = [str(month) for month in pd.period_range(end=last, periods=count, freq="M")]
    return frame.assign(month=months * frame["milestone"].nunique())


def figure(frame: pd.DataFrame = FRAME, *, as_of: str = "2023-11", **options: Any) -> go.Figure:
    return burnup_figure(frame, due=DUE, as_of=as_of, text=JA, **options)


def trace(drawn: go.Figure, name: str) -> Any:
    (found,) = (one for one in drawn.data if one.name == name)
    return found


def words(drawn: go.Figure) -> list[str]:
    return [note.text for note in drawn.layout.annotations]


def test_a_line_is_the_share_of_the_counted_month_by_month() -> None:
    line = trace(figure(), "③-2")
    assert (line.x0, line.dx) == (month_place("2023-08"), 1)
    assert list(line.y) == pytest.approx([0.1, 0.25, 0.45, 0.6])
    assert (line.text[1], line.hovertext[1], list(line.customdata[1])) == ("2023-09", "25.0%", [50, 200])
    assert line.hovertemplate == (
        "③－２ Fit＆Gap分析による課題の洗い出し<br>%{text|%Y年%-m月} %{hovertext}"
        "（%{customdata[0]:,d}／%{customdata[1]:,d}システム）<extra></extra>"
    )


def test_nothing_is_drawn_after_the_reported_month() -> None:
    drawn = figure(as_of="2023-10")
    for one in drawn.data:
        if one.mode.startswith("lines"):
            assert one.x0 + (len(one.y) - 1) * one.dx == month_place("2023-10")
    assert "③-2 <b>45.0%</b>" in words(drawn)


def test_a_month_without_a_report_is_a_gap_and_a_month_alone_a_dot() -> None:
    line = trace(figure(history(live=[10, None, 30, None, 50]), as_of="2023-12"), "運用開始")
    assert list(line.y) == pytest.approx([0.05, nan, 0.15, nan, 0.25], nan_ok=True)
    assert line.connectgaps is False
    assert [size > 0 for size in line.marker.size] == [True, False, True, False, True]


def test_a_date_passed_is_marked_on_its_line_with_what_was_reached_by_then() -> None:
    drawn = figure()
    mark = trace(drawn, "step_3_2")
    assert (list(mark.x), list(mark.y)) == ([month_place("2023-09")], [0.25])
    assert mark.marker.symbol == "triangle-down"
    assert mark.customdata == ("③－２ Fit＆Gap分析による課題の洗い出し<br>期限（目安）2023年9月30日の達成率：25.0%",)
    assert "25%" in words(drawn)


def test_a_date_ahead_is_marked_open_above_the_plot() -> None:
    mark = trace(figure(), "live")
    assert mark.marker.symbol == "triangle-down-open"
    assert mark.x[0] == month_place("2026-03")
    assert mark.y[0] > 1
    assert "これから" in mark.customdata[0]


def test_what_was_reached_by_a_date_before_the_first_report_is_not_invented() -> None:
    drawn = figure()
    assert "phase0" not in {one.name for one in drawn.data}
    assert "着手" not in words(drawn)


def test_a_date_without_its_month_has_no_mark() -> None:
    drawn = figure(history(step_3_2=[20, None, 90]), as_of="2023-10")
    assert "step_3_2" not in {one.name for one in drawn.data}


def test_the_share_of_a_date_that_is_now_is_written_once() -> None:
    assert words(figure(as_of="2023-09")).count("25%") == 0
    assert "③-2 <b>25.0%</b>" in words(figure(as_of="2023-09"))


def test_lines_differ_without_colour() -> None:
    lines = [one for one in figure().data if one.mode.startswith("lines")]
    assert [one.name for one in lines] == ["着手", "③-2", "⑧-2", "運用開始"]
    assert len({one.line.dash for one in lines}) == 4
    assert max(lines, key=lambda one: one.line.width).name == "運用開始"
    assert tuple(MILESTONE_LINES) == MILESTONE_IDS


def test_labels_of_lines_that_end_together_do_not_meet() -> None:
    frame = history(**{one: [200] for one in MILESTONE_IDS})
    drawn = figure(frame, as_of="2023-08")
    ends = [note.y for note in drawn.layout.annotations if "100.0%" in note.text]
    assert len(ends) == 6
    plot_px = drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
    low, high = drawn.layout.yaxis.range
    gaps = [(upper - lower) / (high - low) * plot_px for upper, lower in pairwise(ends)]
    assert min(gaps) >= MIN_FONT_PX + 2, "in the notice's order from the top, a row apart"


def test_the_reported_month_stands_as_a_line() -> None:
    drawn = figure()
    solid = [one for one in drawn.layout.shapes if one.x0 == one.x1 == month_place("2023-11") and one.yref == "paper"]
    assert len(solid) == 1
    assert "<b>2023年11月</b>" in words(drawn)


def test_the_nation_has_a_thin_dotted_line_for_every_milestone() -> None:
    nation = history(live=[0, 20, 40, 50], step_3_2=[1, 1, 1, 1])
    drawn = figure(compared=nation)
    for name, values in (("運用開始", [0.0, 0.1, 0.2, 0.25]), ("③-2", [0.005] * 4)):
        line, own = trace(drawn, f"全国 {name}"), trace(drawn, name)
        assert list(line.y) == pytest.approx(values)
        assert line.line.color == own.line.color
        assert (line.line.dash, line.line.width < own.line.width) == ("dot", True)
        assert (line.x0, line.text[1]) == (month_place("2023-08"), "2023-09")
    assert "全国 ⑧-2" not in {one.name for one in drawn.data}, "the nation has no such rows"
    assert [note for note in words(drawn) if note.startswith("全国")] == ["全国 25.0%"]
    assert "全国 0.5%" in words(figure(compared=nation, selected="step_3_2"))


def test_the_lines_of_the_nation_cost_few_bytes() -> None:
    months = [f"{2022 + n // 12}-{n % 12 + 1:02d}" for n in range(6, 49)]
    rows = [(month, one, n * 4, 200) for one in MILESTONE_IDS for n, month in enumerate(months)]
    frame = pd.DataFrame(rows, columns=["month", "milestone", "attained", "counted"])
    with_one = figure(frame, as_of="2026-01", compared=frame[frame["milestone"] == "live"])
    with_all = figure(frame, as_of="2026-01", compared=frame)
    assert len(with_all.to_json()) - len(with_one.to_json()) < 6000


def test_the_sentence_tells_the_nation_too() -> None:
    said = burnup_summary(FRAME, due=DUE, open=OPEN, as_of="2023-11", text=JA, compared=history(step_3_2=[1, 1, 1, 8]))
    assert "現在22.0%です。全国（細い点線）は③－２が4.0%です。" in said


def test_lines_that_have_not_left_zero_share_one_label() -> None:
    frame = history(phase0=[180], step_3_2=[20], step_8_2=[0], step_10_2=[0], step_13_1=[0], live=[0])
    drawn = figure(frame, as_of="2023-08", compared=history(live=[0]))
    assert [note for note in words(drawn) if "%" in note] == [
        "着手 <b>90.0%</b>",
        "③-2 <b>10.0%</b>",
        "⑧-2・⑩-2・⑬-1・運用開始 <b>0.0%</b>",
    ]
    crowded = figure(frame, as_of="2026-03")
    assert len([note for note in words(crowded) if "%" in note]) >= 3


def test_labels_stand_clear_of_a_date_close_ahead() -> None:
    drawn = figure(history(**{one: [100] * 30 for one in MILESTONE_IDS}).pipe(months_until, "2026-01"), as_of="2026-01")
    due = month_place("2026-03")
    starts = {note.x for note in drawn.layout.annotations if "<b>50.0%</b>" in note.text}
    assert min(starts) > due
    low, high = drawn.layout.xaxis.range
    px = (708 - 50) / (high - low)
    assert (min(starts) - due) * px >= 8, "right of the mark, which is 13 px wide"
    assert (high - max(starts)) * px >= 100, "with room for the name"


def test_notes_keep_their_numbers_and_places() -> None:
    notes = [
        TimelineNote("2020-01", "軸の外"),
        TimelineNote("2024-12", "基本方針の変更"),
        TimelineNote("2025-06", "計画見直し"),
        TimelineNote("2025-06", "同じ月"),
    ]
    drawn = figure(annotations=notes)
    marks = trace(drawn, "notes")
    assert list(marks.text) == ["2", "3", "4"]
    assert marks.x[0] == month_place("2024-12")
    assert marks.x[1] < month_place("2025-06") < marks.x[2]
    assert max(marks.y) < 0
    assert drawn.layout.yaxis.range[0] <= min(marks.y)
    assert marks.customdata[0] == "2．2024年12月 基本方針の変更"


def test_without_steps_the_chart_says_so() -> None:
    for frame in (
        FRAME.iloc[:0],
        FRAME.assign(counted=0),
        FRAME.assign(attained=pd.array([pd.NA] * len(FRAME), dtype="Int64")),
    ):
        drawn = figure(frame)
        assert words(drawn) == ["この月はステップ別の報告がありません"]
        assert not drawn.data
        assert (
            burnup_summary(frame, due=DUE, open={}, as_of="2023-11", text=JA) == "この月はステップ別の報告がありません"
        )
        assert burnup_table(frame, as_of="2023-11", text=JA).empty


def test_the_sentence_says_the_last_date_the_next_and_what_is_left() -> None:
    assert burnup_summary(FRAME, due=DUE, open=OPEN, as_of="2023-11", text=JA) == (
        "2023年11月末現在、③－２は60.0%です（期限の2023年9月末の達成率は25.0%）。次の期限は⑧－２の2023年12月末で、"
        "現在22.0%です。目安の期限が来たマイルストンで残りが最も多いのは③－２の75システムです。"
    )
    assert burnup_summary(FRAME, due=DUE, open=OPEN, as_of="2023-11", text=EN) == (
        "End of November 2023. ③-2: 60.0% (share attained at its due date, end of September 2023: 25.0%). "
        "Next due: ⑧-2, end of December 2023, now 22.0%. Of the milestones whose date has come, most is left of ③-2: "
        "75 systems."
    )


def test_the_sentence_of_a_month_that_is_a_date() -> None:
    said = burnup_summary(FRAME, due=DUE, open=OPEN, as_of="2023-09", text=JA)
    assert said.startswith("2023年9月末現在、③－２は期限の月末を迎え25.0%です。")


def test_the_sentence_after_all_dates() -> None:
    due = dict.fromkeys(DUE, date(2023, 9, 30))
    done = history(phase0=[1, 200, 200], live=[1, 200, 200])
    assert burnup_summary(done, due=due, open={"phase0": 0, "live": 0}, as_of="2023-10", text=JA) == (
        "2023年10月末現在、運用開始は100.0%です（期限の2023年9月末の達成率は100.0%）。"
        "期限を過ぎたマイルストンに、残りはありません。"
    )


def test_what_a_gap_hides_is_unknown_in_the_sentence() -> None:
    said = burnup_summary(history(step_3_2=[20, None, 90]), due=DUE, open={"step_3_2": 110}, as_of="2023-10", text=JA)
    assert "期限の2023年9月末の達成率は—" in said


def test_the_table_holds_the_numbers_of_the_lines() -> None:
    frame = history(live=[10, None, 30])
    table = burnup_table(frame, as_of="2023-10", text=JA)
    assert table["month"].tolist() == ["2023年10月", "2023年9月", "2023年8月"]
    assert table["live"].tolist() == [0.15, pd.NA, 0.05]
    assert table["phase0"].isna().all()
    written = table_csv(table, columns=burnup_columns(JA), head=TableHead(title="題", as_of="2023年10月"), text=JA)
    assert "月,着手,③－２,⑧－２,⑩－２,⑬－１,運用開始" in written.decode("utf-8-sig")


def test_the_order_of_rows_does_not_matter_and_the_frame_is_left_as_it_was() -> None:
    shuffled = FRAME.sample(frac=1, random_state=1)
    before = shuffled.copy()
    pd.testing.assert_frame_equal(milestone_shares(shuffled, as_of="2023-11"), milestone_shares(FRAME, as_of="2023-11"))
    assert figure(shuffled).to_json() == figure().to_json()
    pd.testing.assert_frame_equal(shuffled, before)


def test_milestones_are_called_as_the_notice_does() -> None:
    words = catalogue("ja")
    for one in load_reference().milestones:
        assert words[f"milestone.work.{one.id}"] == one.work
        assert one.step_label in ("", words[f"milestone.name.{one.id}"])
