from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.body_timeline import ATTAINED_SIGNS, LATEST_BOUND, PLAN_SIGNS, body_timeline_figure
from components.charts.body_timeline_words import timeline_columns, timeline_summary, timeline_table
from components.charts.time_axis import month_at, month_place
from components.text import Text
from components.theme import BLUE, KEY
from data.reference import load_reference

pytestmark = pytest.mark.slow

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


def row(drawn: go.Figure, name: str) -> list[tuple[str, float, str]]:
    """Sign, place and hover of what stands on a row, signs side by side as one."""
    (trace,) = drawn.data
    at = list(NAMES.values()).index(name)
    every = zip(trace.text, trace.x, trace.y, trace.hovertext, strict=True)
    return [
        (re.sub("<[^>]+>", "", str(sign)), float(x), str(words))
        for sign, x, y, words in every
        if at - 0.5 < y < at + 0.5
    ]


def signs(drawn: go.Figure, name: str) -> dict[str, float]:
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


def drawn_row(*events: tuple[str, str | None, str, str | None]) -> go.Figure:
    """The figure of a few events of 戸籍."""
    rows = [("family_register", *event) for event in events]
    return figure(pd.DataFrame(rows, columns=FRAME.columns).astype("str"))


def test_signs_of_one_month_stand_side_by_side_and_tell_each() -> None:
    drawn = drawn_row(
        ("attained", "step_10_2", "2024-03", None),
        ("attained", "step_3_2", "2024-03", None),
        ("attained", "step_13_1", "2025-03", None),
    )
    assert signs(drawn, "戸籍") == {"③⑩": month_place("2024-03"), "⑬": month_place("2025-03")}
    assert [words.split("<br>")[1::2] for _, _, words in row(drawn, "戸籍")] == [
        ["③－２ 達成：2024年3月", "⑩－２ 達成：2024年3月"],
        ["⑬－１ 達成：2025年3月"],
    ]


def test_signs_that_would_touch_keep_the_order_of_their_months() -> None:
    # 35 months from 2023-05, the date of フェーズ０, to 2026-03 on 1,000 px: a sign of 17 px is 0.6 months wide, and
    # two of 遅くとも are 2.4 together. A single sign of the month after another's has room.
    drawn = drawn_row(
        ("latest_bound", "step_8_2", "2024-03", None),
        ("latest_bound", "step_3_2", "2024-02", None),
        ("attained", "step_13_1", "2024-05", None),
        ("replanned", None, "2026-02", "2025-02"),
        ("planned", None, "2026-03", "2025-01"),
    )
    assert signs(drawn, "戸籍") == {
        "≤③≤⑧": month_place("2024-02") + 0.5,
        "⑬": month_place("2024-05"),
        "▷": month_place("2026-02"),
        "×": month_place("2026-03"),
    }


def test_signs_side_by_side_keep_their_own_colours() -> None:
    drawn = drawn_row(("planned", None, "2026-02", "2025-01"), ("live", "live", "2026-02", None))
    (written,) = drawn.data[0].text
    assert written == f'<span style="color:{BLUE[800]}">▷</span><span style="color:{KEY}">■</span>'


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("attained", "latest_bound")), st.sampled_from(tuple(ATTAINED_SIGNS)), st.integers(0, 50)
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[1],
    )
)
def test_no_sign_is_left_out_and_none_lies_on_another(events: list[tuple[str, str, int]]) -> None:
    first = month_place("2023-01")
    drawn = drawn_row(*((kind, one, month_at(first + months), None) for kind, one, months in events))
    found = sorted(row(drawn, "戸籍"), key=lambda one: one[1])
    wanted = "".join(("≤" if kind == "latest_bound" else "") + ATTAINED_SIGNS[one] for kind, one, _ in events)
    assert sorted("".join(sign for sign, *_ in found)) == sorted(wanted)
    low, high = drawn.layout.xaxis.range
    px = 17 * (high - low - 1) / 1000
    for (one, left, _), (other, right, _) in pairwise(found):
        assert right - left >= px * (len(one) + len(other)) / 2 - 0.02
    for sign, middle, _ in found:
        assert low - 0.02 <= middle - px * len(sign) / 2 + (len(sign) == 1)
        assert middle + px * len(sign) / 2 - (len(sign) == 1) <= high + 0.02


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
