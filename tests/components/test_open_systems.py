"""What is left at go-live is one number wherever the overview says it: in the table, the burn-up and the summary."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from components import standing_blocks
from components.milestone_table import milestone_table_html
from components.overview_sentences import overview_sentences
from components.text import Text
from data.access import Home
from data.importing import mart_rule
from data.model import TABLES, AsOf, SnapshotKind
from data.reference import load_reference
from data.views.overview import OverviewView, overview_view
from tests.data.rules.naive import Report
from tests.data.rules.programme import report_rows, steps
from tests.data.store.tiny import day, publish, snapshot

pytestmark = pytest.mark.slow

JA, EN = Text("ja"), Text("en")
MONTH = "2026-10"
UNRECORDED = Report(steps("D" * 40, step_13_1="U"), live="2025-10-01")
PLANNED = steps("D" * 10)
# 運用開始: 7 open, 2 of them undesignated; ⑬－１: 6 open, and 3 記録なし behind go-live.
REPORTS = (
    *[UNRECORDED] * 3,
    Report(steps("D" * 39)),
    Report(PLANNED),
    *[Report(PLANNED, is_designated=True, own_due="2028-03-31")] * 2,
    Report(PLANNED, is_designated=True, own_due="2026-10-31"),
    Report(PLANNED, is_designated=True, own_due="2026-09-30"),
    Report(PLANNED, is_designated=True),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> OverviewView:
    home: Path = tmp_path_factory.mktemp("open")
    businesses = [business.id for business in load_reference().businesses]
    reports = {("20202", one): {MONTH: report} for one, report in zip(businesses, REPORTS, strict=False)}
    rows = report_rows(reports, MONTH)
    assert rows is not None
    missing = [column for column in TABLES[SnapshotKind.PMO_REPORT] if column.name not in rows.columns]
    blanks = {column.name: pd.Series([None] * len(rows), dtype=column.dtype) for column in missing}
    file = snapshot(SnapshotKind.PMO_REPORT, MONTH, rows.assign(**blanks), name="pmo.csv")
    publish(home, file, received_at=day(10), rule=mart_rule())
    return overview_view(Home(home).reader(), as_of=AsOf(MONTH))


def test_the_burn_up_and_the_table_say_the_same_number(view: OverviewView, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {}
    monkeypatch.setattr(standing_blocks, "chart_block", lambda picture, **options: said.update(summary=picture.summary))
    standing_blocks.burnup_block(view, place="全国", notes=(), text=JA)
    table = milestone_table_html(standing_blocks.milestone_frame(view), caption="題", text=JA)

    assert said["summary"].endswith("残りが最も多いのは運用開始の7システムです。")
    assert re.findall(r'd-ms-open">([\d,]+)<', table) == ["0", "0", "6", "6", "6", "7"]
    assert "運用開始の残り 7（特定移行 5：期限前 3・期限超過 1・期限不明 1）。" in table


def test_the_summary_tells_the_designated_apart_once_the_date_is_past(view: OverviewView) -> None:
    japanese, english = ("".join(overview_sentences(view, place="", text=text)) for text in (JA, EN))

    assert "未達成は特定移行以外が2システム、自らの期限で測る特定移行が5システム" in japanese
    assert "（期限前3・期限超過1・期限不明1）です。" in japanese
    assert "open are 2 undesignated systems and 5 designated ones" in english
    assert "(3 before it, 1 past it, 1 without a known one)" in english


def test_systems_never_reported_are_told_beside_the_open_ones(view: OverviewView) -> None:
    live = view.milestones[-1]
    unheard = replace(live, attainment=replace(live.attainment, not_counted=2))
    for row in (unheard, replace(unheard, months_past=-5)):
        said = "".join(overview_sentences(replace(view, milestones=(row,)), place="", text=JA))
        assert "このほか、まだ一度も報告のない2システムは分かりません。" in said
    heard = replace(live, attainment=replace(live.attainment, not_counted=0))
    assert "一度も報告のない" not in "".join(overview_sentences(replace(view, milestones=(heard,)), place="", text=JA))
