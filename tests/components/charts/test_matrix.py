from __future__ import annotations

import json

import pandas as pd

from components.charts.matrix import (
    MARKS,
    matrix_columns,
    matrix_payload,
    matrix_rows,
    matrix_summary,
    matrix_table,
    unconfirmed_steps,
)
from components.text import Text
from data.reference import Step, load_reference

JA, EN = Text("ja"), Text("en")
STEPS = load_reference().steps
NAMES = {"resident_record": "住民基本台帳", "family_register": "戸籍", "seal_registration": "印鑑登録"}


def frame() -> pd.DataFrame:
    """住民基本台帳: 20 done, 2 in progress, 17 not started, 1 対象外. 戸籍: 未報告. 印鑑登録: no row at all."""
    states = {"resident_record": "D" * 20 + "WW" + "U" * 17 + "N", "family_register": [""] * 40}
    return pd.DataFrame(
        [
            {"business": business, "ordinal": place, "state": state}
            for business, row in states.items()
            for place, state in enumerate(row, start=1)
        ]
    )


def payload(text: Text, names: dict[str, str] = NAMES, selected: str | None = None) -> dict[str, object]:
    made = matrix_payload(frame(), names=names, steps=STEPS, selected=selected, title="題", text=text)
    found: dict[str, object] = json.loads(made)
    return found


def test_each_system_is_a_row_of_forty_states_and_the_unreported_are_not_undone() -> None:
    rows = matrix_rows(frame(), businesses=tuple(NAMES))
    assert rows["resident_record"] == "D" * 20 + "WW" + "U" * 17 + "N"
    assert rows["family_register"] == rows["seal_registration"] == "?" * 40


def test_the_states_differ_by_mark_not_by_colour() -> None:
    assert list(MARKS.values()) == ["✓", "◐", "–", "／", "？"]
    marks = payload(JA)["marks"]
    assert marks == {
        "D": ["✓", "完了済み"],
        "W": ["◐", "作業中"],
        "U": ["–", "未着手"],
        "N": ["／", "対象外"],
        "?": ["？", "未報告"],
    }


def test_the_heads_end_at_the_milestones_and_fill_the_forty_steps() -> None:
    groups = payload(JA)["groups"]
    assert groups == [["③-2 ▼", 6], ["⑧-2 ▼", 14], ["⑩-2 ▼", 7], ["⑬-1 ▼", 4], ["", 9]]
    steps = payload(JA)["steps"]
    assert isinstance(steps, list)
    assert len(steps) == 40
    assert steps[5] == "ステップ6 ③－２ Fit＆Gap分析による課題の洗い出し"
    assert steps[1] == "ステップ2"


def test_an_english_reader_gets_no_japanese_step() -> None:
    assert payload(EN)["steps"][0] == "Step 1 ①"  # type: ignore[index]
    assert payload(EN)["steps"][5] == "Step 6 ③-2 Find the issues by fit-and-gap analysis"  # type: ignore[index]


def test_twenty_systems_with_english_names_stay_below_fifteen_kilobytes() -> None:
    for text in (JA, EN):
        names = {one.id: text.pick(one.name, one.english) for one in load_reference().businesses}
        matrix = pd.DataFrame(
            [{"business": one, "ordinal": place, "state": "D"} for one in names for place in range(1, 41)]
        )
        made = matrix_payload(matrix, names=names, steps=STEPS, selected=None, title="x" * 80, text=text)
        assert len(names) == 20
        assert len(made) < 5_000


def test_the_chosen_system_is_named() -> None:
    assert payload(JA, selected="family_register")["selected"] == "family_register"
    assert payload(JA)["selected"] == ""


def test_the_sentence_counts_every_cell() -> None:
    # 3 x 40 = 120 cells: 20 + 2 + 17 + 1 and two systems of 40 unreported.
    said = matrix_summary(frame(), businesses=tuple(NAMES), text=JA)
    assert said == "3業務×40ステップの内訳は、✓ 完了済み20、◐ 作業中2、– 未着手17、／ 対象外1、？ 未報告80です。"


def test_the_table_tells_the_same_in_words() -> None:
    table = matrix_table(frame(), names=NAMES, text=JA)
    assert table["name"].tolist() == list(NAMES.values())
    assert table[["done", "working", "untouched", "not_applicable", "unreported"]].to_numpy().tolist() == [
        [20, 2, 17, 1, 0],
        [0, 0, 0, 0, 40],
        [0, 0, 0, 0, 40],
    ]
    assert table[["step_20", "step_21", "step_40"]].to_numpy().tolist()[0] == ["✓ 完了済み", "◐ 作業中", "／ 対象外"]
    assert [column.name for column in matrix_columns(STEPS, text=JA)] == list(table.columns)


def test_provisional_places_are_marked_as_such() -> None:
    said = unconfirmed_steps(STEPS, text=JA)
    assert said.startswith("要確認：")
    assert "③－２は6番目、⑧－２は20番目、⑩－２は27番目、⑬－１は31番目" in said
    confirmed = tuple(Step(step.ordinal, step.label, step.name, is_ordinal_confirmed=True) for step in STEPS)
    assert unconfirmed_steps(confirmed, text=JA) == ""
