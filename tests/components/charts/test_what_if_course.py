"""The two lines of a what-if: what each point says, what is missing, and the sentence."""

from __future__ import annotations

import pandas as pd

from components.charts.what_if_course import course_figure, course_summary, course_table
from components.text import Text

JA = Text("ja")
COURSE = pd.DataFrame(
    {
        "month": ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"],
        "is_past": [True, True, False, False, False],
        "without": [10, 20, 40, 80, 80],
        "with_shock": [10, 20, 38, 60, 75],
    }
)


def test_the_lines_part_where_the_past_ends() -> None:
    frame = course_table(COURSE, applicable=100)
    figure = course_figure(frame, as_of="2026-01", due="2026-03", shock_name="撤退の試算", text=JA)
    without, shock, missing = figure.data
    assert list(without.y) == [0.1, 0.2, 0.4, 0.8, 0.8]
    assert list(shock.y) == [0.2, 0.38, 0.6, 0.75]
    assert (without.line.dash, shock.line.dash) == ("solid", "dash"), "not by colour alone"
    assert list(missing.y) == [2, 20, 5]
    written = " ".join(note.text for note in figure.layout.annotations)
    for words in ("2026年1月まで実績", "移行の期限", "予定どおり<br><b>80.0%</b>", "撤退の試算<br><b>75.0%</b>"):
        assert words in written, words


def test_the_sentence() -> None:
    said = course_summary(course_table(COURSE, applicable=100), due="2026-03", text=JA)
    assert said == (
        "2026年3月末の移行完了システム率は、予定どおりなら80.0%、試算では60.0%（20システム少ない）です。"
        "差が最も大きいのは2026年3月の20システムです。"
    )
    same = course_table(COURSE.assign(with_shock=COURSE["without"]), applicable=100)
    assert course_summary(same, due="2026-03", text=JA).endswith("予定と変わりません。")


def test_nothing_applicable_is_no_division() -> None:
    nothing = course_table(COURSE.assign(without=0, with_shock=0), applicable=0)
    assert nothing["without_share"].tolist() == [0.0] * 5
