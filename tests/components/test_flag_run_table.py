"""Flags by when they were raised and cleared, in words."""

from __future__ import annotations

import pandas as pd

from components.flag_run_table import run_columns, run_rows, run_sentence
from components.text import Text

JA, EN = Text("ja"), Text("en")
RUNS = pd.DataFrame(
    {
        "flag": ["V4", "V1"],
        "vendor_code": ["A01", "B10"],
        "business": pd.array([None, "long_term_care"], dtype="str"),
        "crowded_month": pd.array(["2026-03", None], dtype="str"),
        "raised": ["2025-11", "2025-10"],
        "cleared": pd.array([None, "2026-01"], dtype="str"),
        "severity": ["高", "中"],
        "systems": [1203, 3],
        "bodies": [600, 3],
    }
)


def test_each_run_says_what_when_and_how_much() -> None:
    rows = run_rows(RUNS, name={"A01": "甲", "B10": "乙"}.__getitem__, text=JA)
    assert rows.to_numpy().tolist() == [
        ["V4 集中稼働", "A01", "甲", "全業務", "2026年3月", "2025年11月", "継続中", "■ 高", 1203, 600],
        ["V1 撤退・後継なし", "B10", "乙", "介護保険", "", "2025年10月", "2026年1月", "▣ 中", 3, 3],
    ]
    assert list(rows.columns) == [column.name for column in run_columns(JA)]
    assert run_sentence(RUNS, text=JA).startswith("これまでに2件が立ち、うち1件が続いています。")
    assert run_sentence(RUNS, text=EN).startswith("2 flags were raised so far, 1 of them is still up.")


def test_without_any() -> None:
    rows = run_rows(RUNS.iloc[:0], name=str, text=JA)
    assert rows.empty
    assert list(rows.columns) == [column.name for column in run_columns(JA)]
    assert run_sentence(RUNS.iloc[:0], text=JA) == "これまでに立ったフラグはありません。"
