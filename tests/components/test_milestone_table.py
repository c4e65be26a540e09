from __future__ import annotations

import re

import pandas as pd
import pytest

from components.documents.table_files import TableHead, table_csv
from components.milestone_table import milestone_file, milestone_file_columns, milestone_table_html
from components.text import Text
from data.reference import load_reference

JA, EN = Text("ja"), Text("en")
FIELDS = ("counted", "attained", "attained_on_time", "open", "unrecorded", "latest_bound", "months_past")
# At 2025-11, 1,000 systems: 着手 done; ③－２ done but for 20 unrecorded; ⑧－２ with 100 latest bound; ...
NUMBERS = {
    "phase0": (1000, 1000, 900, 0, 0, 0, 30),
    "step_3_2": (1000, 980, 500, 0, 20, 0, 26),
    "step_8_2": (1000, 900, 360, 100, 0, 100, 23),
    "step_10_2": (1000, 850, 400, 150, 0, 0, 0),
    "step_13_1": (1000, 600, 200, 400, 0, 0, -1),
    "live": (0, 0, 0, 0, 0, 0, -4),
}


def frame(**changed: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "milestone": one.id,
            "phase_name": one.phase_name,
            "step_label": one.step_label,
            "work": one.work,
            "due_on": one.due_on,
            **dict(zip(FIELDS, (NUMBERS | changed)[one.id], strict=True)),
        }
        for one in load_reference().milestones
    )


def rows(html: str) -> list[list[str]]:
    """The cells of each body row as words."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in re.split(r"</t[hd]>", row)[:-1]]
        for row in body.split("</tr>")[:-1]
    ]


def table(**changed: tuple[int, ...]) -> str:
    return milestone_table_html(frame(**changed), caption="2025年11月の達成状況", text=JA)


def test_a_row_reads_from_milestone_to_what_is_over() -> None:
    found = rows(table())
    assert found[0] == ["着手 未着手の自治体を０にする", "2023年5月", "100.0%", "90.0%", "0", "○ 達成"]
    assert found[1] == [
        "③－２ 計画立案 Fit＆Gap分析による課題の洗い出し", "2023年9月", "98.0%", "50.0%", "0", "○ 残りなし",
    ]  # fmt: skip
    # 期限内達成率 leaves the 100 latest bound out: 360 of 900.
    assert found[2][2:] == ["90.0%", "40.0%", "100", "▲ 目安超過 23か月"]
    assert found[3][2:] == ["85.0%", "40.0%", "150", "△ 今月が期限"]
    # Until its date has come nobody can have missed it: the on-time share is not told yet.
    assert found[4][2:] == ["60.0%", "—", "400", "→ あと1か月"]


SPLIT = ("open_undesignated", "open_designated_ahead", "open_designated_past", "open_designated_unknown")


def go_live(open_systems: int, split: tuple[int, int, int, int], *, months_past: int) -> str:
    """The table at a month so far past go-live's date, with what is open of it split (see ``SPLIT``)."""
    given = frame(live=(20000, 20000 - open_systems, 10000, open_systems, 0, 0, months_past))
    return milestone_table_html(given.assign(**dict(zip(SPLIT, split, strict=True))), caption="題", text=JA)


@pytest.mark.parametrize(
    ("split", "months_past", "state"),
    [
        ((876, 7601, 80, 317), 7, "▲ 目安超過 7か月"),
        ((0, 7601, 80, 317), 7, "▲ 特定移行の期限超過"),
        ((0, 7601, 0, 317), 7, "◇ 残りは特定移行のみ"),
        ((0, 7601, 0, 0), 0, "◇ 残りは特定移行のみ"),
        ((876, 7601, 0, 317), 0, "△ 今月が期限"),
        ((876, 7601, 0, 317), -2, "→ あと2か月"),
        ((876, 7601, 80, 317), -2, "▲ 特定移行の期限超過"),
        ((0, 0, 0, 0), 7, "○ 達成"),
    ],
)
def test_the_national_date_does_not_judge_the_designated(
    split: tuple[int, int, int, int], months_past: int, state: str
) -> None:
    assert rows(go_live(sum(split), split, months_past=months_past))[5][5] == state


def test_what_is_open_of_go_live_is_split_below() -> None:
    html = go_live(8874, (876, 7601, 80, 317), months_past=7)
    assert "運用開始の残り 8,874（特定移行 7,998：期限前 7,601・期限超過 80・期限不明 317）。" in html
    assert "運用開始の期限内達成率は、特定移行は自らの期限で数えます" in html
    assert "自らの期限" not in go_live(8874, (876, 7601, 80, 317), months_past=-2), "not told before the date"
    assert "特定移行" not in go_live(876, (876, 0, 0, 0), months_past=7)


def test_what_is_not_counted_is_unknown_not_nought() -> None:
    assert rows(table())[5] == ["運用開始 運用開始ステータス", "2026年3月", "—", "—", "—", "—"]


def test_a_given_denominator_of_the_on_time_share_is_used() -> None:
    html = milestone_table_html(frame().assign(on_time_counted=[500] * 5 + [0]), caption="題", text=JA)
    assert [row[3] for row in rows(html)] == ["180.0%", "100.0%", "72.0%", "80.0%", "—", "—"]


def test_being_over_is_told_by_mark_word_and_colour() -> None:
    assert '<span class="d-late"><span aria-hidden="true">▲</span> 目安超過 23か月</span>' in table()
    assert '<span class="d-good"><span aria-hidden="true">○</span> 達成</span>' in table()


def test_the_bar_is_as_long_as_the_share_and_ticked_at_the_due_share() -> None:
    html = table()
    assert re.findall(r'd-bar-fill" style="width:([\d.]+)%', html) == ["100.00", "98.00", "90.00", "85.00", "60.00"]
    assert re.findall(r'd-bar-tick" style="left:([\d.]+)%', html) == ["90.00", "50.00", "40.00", "40.00"]
    assert html.count('class="d-bar" aria-hidden="true"') == 5


def test_what_is_unrecorded_or_bound_is_told_below() -> None:
    html = table()
    assert "記録なし（後の段階が済んでおり、残りに含めません）：③－２ 20。" in html
    assert "遅くとも（達成に含め、期限内達成率からは除きます）：⑧－２ 100。" in html
    plain = table(step_3_2=(1000, 1000, 500, 0, 0, 0, 26), step_8_2=(1000, 900, 360, 100, 0, 0, 23))
    assert "記録なし" not in plain
    assert "遅くとも" not in plain


@pytest.mark.parametrize("blank", [0, None])
def test_a_month_with_rates_only_says_so(blank: int | None) -> None:
    empty = frame().assign(**{name: pd.array([blank] * 6, dtype="Int64") for name in FIELDS})
    html = milestone_table_html(empty, caption="題", text=JA)
    assert "この月はステップ別の報告がありません" in html
    assert "PMOツールの月次ファイルを取り込むと表示されます" in html
    assert "<table" not in html


def test_no_row_at_all_says_so_too() -> None:
    assert "この月はステップ別の報告がありません" in milestone_table_html(frame().iloc[:0], caption="題", text=JA)


def test_the_table_is_a_table_for_a_screen_reader() -> None:
    html = milestone_table_html(frame(), caption="<題>", text=JA)
    assert html.count('<th scope="row">') == 6
    assert html.count('<th scope="col"') == 6
    assert '<caption class="d-unseen">&lt;題&gt;</caption>' in html
    assert 'tabindex="0"' in html


def test_english_names_come_from_the_catalogue() -> None:
    found = rows(milestone_table_html(frame(), caption="x", text=EN))
    assert found[1][0] == "③-2 Planning Find the issues by fit-and-gap analysis"
    assert found[2][5] == "▲ Over by 23 mo."


def test_the_file_holds_the_numbers_of_the_table() -> None:
    file = milestone_file(frame(), text=JA)
    assert file["on_time"].tolist() == [0.9, 0.5, 0.4, 0.4, pd.NA, pd.NA]
    assert file["attained_systems"].tolist() == [1000, 980, 900, 850, 600, 0]
    assert file["state"].tolist()[2] == "目安超過 23か月"
    written = table_csv(file, columns=milestone_file_columns(JA), head=TableHead(title="題", as_of=""), text=JA)
    assert "マイルストン,完了期限（目安）,達成率,期限内達成率,対象（システム）" in written.decode("utf-8-sig")
