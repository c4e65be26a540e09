"""The list behind a mark of 探索 says whose systems it lists, and shows what does not apply as such."""

from __future__ import annotations

import pandas as pd

from components.explore_marks import behind_words
from components.explore_systems import system_rows
from components.text import Text
from data.views.explore_behind import SYSTEM_COLUMNS, Behind

JA = Text("ja")
NOTHING = pd.DataFrame()


def test_the_measure_is_named_with_its_systems_and_bodies() -> None:
    assert behind_words(Behind("late_systems", NOTHING, rows=12, systems=12, bodies=8), text=JA).startswith(
        "「遅延システム」が数えている12システム・8団体です。団体名から"
    )
    share = Behind("late_share", NOTHING, rows=20, systems=20, bodies=8, counted=12)
    assert "「遅延システムの割合」の分母の20システム・8団体です（うち分子は12システム）。" in behind_words(
        share, text=JA
    )
    mean = Behind("step_completion_mic", NOTHING, rows=20, systems=20, bodies=1)
    assert "「ステップ完了率」の計算に入る20システム・1団体です。" in behind_words(mean, text=JA)


def test_several_months_of_a_system_are_said_to_be_rows() -> None:
    words = behind_words(Behind("systems", NOTHING, rows=40, systems=20, bodies=1), text=JA)
    assert "20システム・1団体です。月ごとに1行なので、一覧は延べ40行（月×システム）です。" in words
    english = behind_words(Behind("systems", NOTHING, rows=40, systems=20, bodies=1), text=Text("en"))
    assert "20 systems of 1 body" in english
    assert ". One row a month makes 40 rows" in english


def test_the_unknown_has_no_number() -> None:
    words = behind_words(Behind("late_systems", NOTHING, rows=0, systems=0, bodies=0, is_known=False), text=JA)
    assert "分からない" in words
    assert "0" not in words


def test_a_system_that_does_not_apply_is_no_gap() -> None:
    blank = dict.fromkeys(SYSTEM_COLUMNS)
    row = {**blank, "month": "2026-01", "body_code": "20201", "business": "pension", "step_completion_mic": 1.0}
    listed = pd.DataFrame([{**row, "is_applicable": False}, {**row, "is_applicable": True}])
    words = system_rows(listed, vendors={}, text=JA)
    assert words[["phase", "judgement"]].to_numpy().tolist() == [
        ["対象外", "対象外"],
        ["フェーズ不明", "判定できない"],
    ]
