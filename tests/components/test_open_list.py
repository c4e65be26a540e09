from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from components.documents.table_files import TableHead, table_csv
from components.open_list import narrowed, open_columns, open_rows, open_table_html
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.views.milestone_page import milestones_view
from tests.milestone_programme import build_milestone_home

pytestmark = pytest.mark.slow

JA, EN = Text("ja"), Text("en")


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    home = Home(build_milestone_home(tmp_path_factory.mktemp("open")))
    return milestones_view(home.reader(), as_of=AsOf("2026-01"), milestone="step_10_2").open_systems


def test_rows_say_what_is_over_and_what_is_not_judged(frame: pd.DataFrame) -> None:
    assert open_rows(frame, text=JA).to_numpy().tolist() == [
        ["20202", "長野県", "松本市", "住民基本台帳", "▲ 目安超過 22か月", 22, "2026年9月30日", "", "▲ 遅延"],
        ["20361", "長野県", "下諏訪町", "戸籍", "期限から22か月（特定移行のため超過としない）", 22, "2027年12月31日",
         "◇ 期限 2028年3月31日", "○ 順調"],
    ]  # fmt: skip


def test_an_english_reader_meets_english(frame: pd.DataFrame) -> None:
    words = open_rows(frame, text=EN).drop(columns="body_code").astype(str).agg(" ".join, axis=1)
    assert not words.str.contains(r"[\u3040-\u30ff\u3400-\u9fff]").any()


def test_go_live_by_own_deadlines() -> None:
    rows = pd.DataFrame(
        {
            "body_code": "20202", "prefecture": "長野県", "name": "松本市", "business_name": "戸籍",
            "months_past": pd.array([3, 0, -2, None], dtype="Int64"), "is_overdue": [True, False, False, False],
            "planned_live_on": [None] * 4, "is_designated": [True, False, True, True],
            "designated_due_on": ["2026-01-31", None, "2026-06-30", None], "judgement": [None] * 4,
        }
    ).astype({"planned_live_on": "str", "designated_due_on": "str", "judgement": "str"})  # fmt: skip
    shown = open_rows(rows, text=JA)
    assert shown["state"].tolist() == [
        "▲ 特定移行の期限を超過 3か月", "今月が期限", "あと2か月", "期限不明（特定移行）",
    ]  # fmt: skip
    assert shown["designated"].tolist() == ["◇ 期限 2026年1月31日", "", "◇ 期限 2026年6月30日", "◇ 期限不明"]
    assert set(shown["planned"]) == set(shown["judgement"]) == {"—"}


def test_what_an_unreported_system_last_said_does_not_look_current(frame: pd.DataFrame) -> None:
    rows = frame.assign(judgement=["未報告", "未報告"])
    shown = open_rows(rows, text=JA)
    assert shown["planned"].tolist() == ["2026年9月30日（前月値）", "2027年12月31日（前月値）"]
    assert shown["designated"].tolist() == ["", "◇ 期限 2028年3月31日（前月値）"]
    unknown = open_rows(rows.assign(planned_live_on=pd.Series([None, None], dtype="str")), text=JA)
    assert unknown["planned"].tolist() == ["—", "—"]


def test_a_name_leads_to_its_municipality_at_that_system(frame: pd.DataFrame) -> None:
    html = open_table_html(frame, caption="一覧", text=JA)
    (first, second) = re.findall(r'<a href="([^"]+)"', html)
    assert first.startswith("municipality?")
    assert {"prefecture=20", "body=20202", "system=resident_record"} <= set(
        re.split(r"[?&]|&amp;", first.replace("&amp;", "&"))
    )
    assert "body=20361" in second


def test_narrowing_by_prefecture_and_business(frame: pd.DataFrame) -> None:
    assert narrowed(frame, prefecture="20", business="family_register")["body_code"].tolist() == ["20361"]
    assert narrowed(frame, prefecture="15").empty
    assert len(narrowed(frame)) == 2


def test_a_file_has_the_months_as_numbers(frame: pd.DataFrame, tmp_path: Path) -> None:
    rows = open_rows(frame, text=JA)
    content = table_csv(rows, columns=open_columns(JA), head=TableHead("一覧", "2026年1月"), text=JA).decode(
        "utf-8-sig"
    )
    assert "20202,長野県,松本市,住民基本台帳,▲ 目安超過 22か月,22,2026年9月30日" in content
