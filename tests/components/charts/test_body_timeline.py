from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.body_timeline import ATTAINED_SIGNS, LATEST_BOUND, PLAN_SIGNS, body_timeline_figure
from components.charts.body_timeline_words import timeline_columns, timeline_summary, timeline_table
from components.charts.time_axis import month_place
from components.text import Text
from data.reference import load_reference

JA, EN = Text("ja"), Text("en")
DUE = {one.id: one.due_on for one in load_reference().milestones}
NAMES = {"resident_record": "住民基本台帳", "family_register": "戸籍", "long_term_care": "介護保険"}
EVENTS = [
    ("resident_record", "latest_bound", "phase0", "2023-04", None),
    ("resident_record", "attained", "step_3_2", "2023-10", None),
    ("resident_record", "attained", "step_8_2", "2024-06", None),
    # Re-planned twice, once back; the last reported is in force.
    ("resident_record", "planned", None, "2025-12", "2025-01"),
    ("resident_record", "replanned", None, "2026-08", "2025-06"),
    ("resident_record", "replanned", None, "2026-05", "2025-12"),
    ("family_register", "live", "live", "2025-11", None),
    ("family_register", "planned", None, "2025-07", "2024-12"),
    ("long_term_care", "own_deadline", None, "2027-03", None),
    ("long_term_care", "planned", None, "2027-03", "2025-02"),
]
FRAME = pd.DataFrame(EVENTS, columns=["business", "kind", "milestone", "month", "seen_month"]).astype("str")


def figure(frame: pd.DataFrame = FRAME, **given: Any) -> go.Figure:
    return body_timeline_figure(frame, names=NAMES, due=DUE, as_of="2026-01", text=JA, **given)


def row(drawn: go.Figure, name: str) -> list[tuple[str, int, str]]:
    """Sign, place and hover of what stands on a row."""
    (trace,) = drawn.data
    at = list(NAMES.values()).index(name)
    every = zip(trace.text, trace.x, trace.y, trace.hovertext, strict=True)
    return [(str(sign), int(x), str(words)) for sign, x, y, words in every if at - 0.5 < y < at + 0.5]


def signs(drawn: go.Figure, name: str) -> dict[str, int]:
    """Sign to its month's place, of one row."""
    return {sign: place for sign, place, _ in row(drawn, name)}


def hover(drawn: go.Figure, name: str, sign: str) -> str:
    return next(words for one, _, words in row(drawn, name) if one == sign)


def test_every_mark_has_a_sign_of_its_own() -> None:
    every = [*ATTAINED_SIGNS.values(), LATEST_BOUND, *PLAN_SIGNS.values()]
    assert len(set(every)) == len(every) == 10


def test_what_was_attained_stands_in_its_month_and_what_was_only_bounded_says_so() -> None:
    found = signs(figure(), "住民基本台帳")
    assert found["≤⓪"] == month_place("2023-04")
    assert found["③"] == month_place("2023-10")
    assert found["⑧"] == month_place("2024-06")
    assert "遅くとも" in hover(figure(), "住民基本台帳", "≤⓪")


def test_the_plan_in_force_is_the_last_reported_and_the_others_are_its_trail() -> None:
    drawn = figure()
    found = signs(drawn, "住民基本台帳")
    assert found["▷"] == month_place("2026-05")
    given_up = [place for sign, place, _ in row(drawn, "住民基本台帳") if sign == "×"]
    assert sorted(given_up) == [month_place("2025-12"), month_place("2026-08")]
    assert "2025年12月の報告" in hover(drawn, "住民基本台帳", "▷")
    trail = [(shape.x0, shape.x1) for shape in drawn.layout.shapes if shape.y0 == shape.y1 == 0.32]
    inside = [(a, b) for a, b in trail if month_place("2025-12") < a < b < month_place("2026-08")]
    assert len(inside) == 1, "from side to side of the outer signs, not through them"
    assert inside[0] == pytest.approx((month_place("2025-12"), month_place("2026-08")), abs=0.6)


def test_a_withdrawn_plan_is_not_in_force() -> None:
    row_of_withdrawal = ("resident_record", "withdrawn", None, "2026-01", "2026-01")
    withdrawn = pd.concat([FRAME, pd.DataFrame([row_of_withdrawal], columns=FRAME.columns)], ignore_index=True)
    found = row(figure(withdrawn), "住民基本台帳")
    assert "▷" not in {sign for sign, *_ in found}
    assert sorted(place for sign, place, _ in found if sign == "×") == [
        month_place(one) for one in ("2025-12", "2026-05", "2026-08")
    ]
    table = timeline_table(withdrawn, names=NAMES, text=JA)
    assert "移行予定日の取下げ（空欄の報告）" in set(table["mark"])
    # Two changes of the date, as before; 介護保険 alone is still planned.
    said = timeline_summary(withdrawn, systems=3, due=DUE, as_of="2026-01", text=JA)
    assert "移行予定の報告は1で" in said
    assert "予定の変更は1業務で計2回です。" in said


def test_an_own_deadline_hides_no_plan_of_the_same_month() -> None:
    found = signs(figure(), "介護保険")
    assert found == {"◇": month_place("2027-03"), "▷": month_place("2027-03")}


def test_signs_that_meet_show_the_later_stage_and_tell_both() -> None:
    same = [
        ("family_register", "attained", "step_3_2", "2024-03", None),
        ("family_register", "attained", "step_10_2", "2024-03", None),
    ]
    drawn = figure(pd.DataFrame(same, columns=FRAME.columns).astype("str"))
    assert list(signs(drawn, "戸籍")) == ["⑩"]
    told = hover(drawn, "戸籍", "⑩")
    assert "⑩－２ 達成" in told
    assert "③－２ 達成" in told


def test_the_dates_and_the_reported_month_are_lines() -> None:
    lines = {shape.x0: shape.line.dash for shape in figure().layout.shapes if shape.yref == "paper"}
    assert {month_place(f"{day:%Y-%m}") for day in DUE.values()} | {month_place("2026-01")} <= set(lines)
    assert lines[month_place("2024-03")] == "dash"
    assert lines[month_place("2026-01")] is None
    words = " ".join(note.text for note in figure().layout.annotations)
    for word in ("2026年1月時点", "遅くとも", "変更・取下げ前の移行予定", "特定移行の期限", "⑬－１"):
        assert word in words


def test_rows_stand_in_the_given_order_and_the_chosen_one_is_bold() -> None:
    axis = figure(selected="family_register").layout.yaxis
    assert list(axis.ticktext) == ["住民基本台帳", "<b>戸籍</b>", "介護保険"]
    assert axis.range[0] > axis.range[1], "first from above"


def test_the_sentence_counts_live_planned_late_and_changed() -> None:
    # 住民基本台帳 is planned after 2026-03; 介護保険 keeps its own deadline; 戸籍 is live.
    said = timeline_summary(FRAME, systems=3, due=DUE, as_of="2026-01", text=JA)
    assert said == (
        "3業務のうち運用開始は1、移行予定の報告は2で、うち期限後の予定は1です。予定の変更は1業務で計2回です。"
    )


def test_the_table_lists_every_mark_of_every_system() -> None:
    table = timeline_table(FRAME, names=NAMES, text=JA)
    assert len(table) == len(EVENTS)
    first = table.iloc[0]
    assert first["name"] == "住民基本台帳"
    assert first["mark"] == "着手 遅くともこの月に達成"
    assert first["month"] == "2023年4月"
    assert pd.isna(first["seen_month"])
    assert [column.name for column in timeline_columns(JA)] == list(table.columns)
    assert not table["mark"].str.contains("plan|live", regex=True).any()


def test_a_body_without_any_date_still_shows_its_rows() -> None:
    drawn = figure(FRAME.iloc[:0])
    assert len(drawn.layout.yaxis.ticktext) == 3
    assert not drawn.data


def test_twenty_systems_cost_few_bytes() -> None:
    names = {one.id: one.english for one in load_reference().businesses}
    rows = [(one, *event[1:]) for one in names for event in EVENTS[:6]]
    frame = pd.DataFrame(rows, columns=FRAME.columns).astype("str")
    drawn = body_timeline_figure(frame, names=names, due=DUE, as_of="2026-01", text=EN)
    assert len(drawn.to_json()) < 40_000


def test_a_system_that_does_not_apply_says_so_on_its_row() -> None:
    drawn = figure(not_applicable=("family_register", "not_in_the_cut"))
    said = [(note.text, note.y) for note in drawn.layout.annotations if note.text == "対象外"]
    assert said == [("対象外", list(NAMES).index("family_register"))]
    assert "対象外" not in [note.text for note in figure().layout.annotations]


def test_the_legend_says_what_each_stage_is() -> None:
    legend = next(note.text for note in figure().layout.annotations if note.text.startswith("達成した段階"))
    assert "③－２ Fit＆Gap分析による課題の洗い出し" in legend
    assert "⑩－２ ベンダの選定・決定" in legend
