"""Summary of a home with steps and dates, worked out by hand; of a month with rates only nothing is invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.access import Home
from data.importing import mart_rule
from data.model import TABLES, AsOf, Snapshot, SnapshotKind
from data.reference import load_reference
from data.views.summary import Summary, summary_view
from tests.data.rules.naive import Report
from tests.data.rules.programme import report_rows, steps
from tests.data.store.tiny import day, publish, snapshot

LIVE = Report(steps("D" * 40), live="2025-10-01")
ALMOST = Report(steps("D" * 30, rest="U"), planned="2026-03-31")
LATE = Report(steps("D" * 10), planned="2026-09-30")
WAITING = replace(LATE, planned="2028-01-31", is_designated=True, own_due="2028-03-31")
NOT_RUN = Report(steps("N" * 40))
BUSINESSES = [business.id for business in load_reference().businesses]


def pmo(month: str) -> Snapshot:
    """松本市 (20202) is live but for one system designated and one not run; 長野市 (20201) reports three systems."""
    matsumoto = {("20202", business): {month: LIVE} for business in BUSINESSES}
    matsumoto[("20202", "public_assistance")] = {month: NOT_RUN}
    matsumoto[("20202", "family_register")] = {month: WAITING}
    nagano = {("20201", one): {month: report} for one, report in zip(BUSINESSES, (LIVE, ALMOST, LATE), strict=False)}
    rows = report_rows({**matsumoto, **nagano}, month)
    assert rows is not None
    missing = [column for column in TABLES[SnapshotKind.PMO_REPORT] if column.name not in rows.columns]
    blanks = {column.name: pd.Series([None] * len(rows), dtype=column.dtype) for column in missing}
    return snapshot(SnapshotKind.PMO_REPORT, month, rows.assign(**blanks), name="pmo.csv")


@pytest.fixture(scope="module")
def summary_of(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home: Path = tmp_path_factory.mktemp("standing")
    publish(home, pmo("2025-12"), received_at=day(10), rule=mart_rule())
    rates = pd.DataFrame({"body_code": ["20202"], "business": ["property_tax"], "steps_counted": [40]}).astype(
        {"steps_counted": "Int64"}
    )
    publish(home, snapshot(SnapshotKind.MIC_PROGRESS, "2026-01", rates, name="mic.xlsx"), received_at=day(40),
            rule=mart_rule())  # fmt: skip
    return Home(home)


def nagano_prefecture(home: Home, month: str = "2025-12") -> Summary:
    return summary_view(home.reader(), as_of=AsOf(month), prefecture="20")


def test_a_body(summary_of: Home) -> None:
    # 松本市: 20 businesses, one not run = 19 applicable; 18 live, 1 designated in phase 2 (10 steps, ③－２ the 6th).
    summary = summary_view(summary_of.reader(), as_of=AsOf("2025-12"), body="20202")

    assert (summary.applicable_systems, summary.migrated_systems, summary.all_migrated_bodies) == (19, 18, 0)
    assert summary.migrated_share == pytest.approx(18 / 19)
    assert summary.phase_counts == {"0": 0, "1": 0, "2": 1, "3": 0, "4": 18, "unknown": 0}
    assert summary.judgement_counts == {"完了": 18, "未報告": 0, "遅延": 0, "注意": 0, "順調": 1}
    assert summary.judgement_counts_designated == {"完了": 0, "未報告": 0, "遅延": 0, "注意": 0, "順調": 1}
    # (18 × 40/40 + 10/40) / 19
    assert summary.step_completion_effective is not None
    assert summary.step_completion_effective.mean == pytest.approx(18.25 / 19)


def test_a_prefecture(summary_of: Home) -> None:
    # 77 municipalities × 20 − 1 = 1,539 applicable; reported: 19 of 松本市 and 3 of 長野市, the rest unknown.
    summary = nagano_prefecture(summary_of)
    late_in_2025_12 = 1  # 2026-09 is beyond 2026-03
    overdue = 1  # ALMOST: step 31 (⑬－１, due 2024-11) open for 13 months

    assert summary.applicable_systems == 1539
    assert summary.phase_counts == {"0": 0, "1": 0, "2": 2, "3": 1, "4": 19, "unknown": 1517}
    assert summary.judgement_counts == {
        "完了": 19, "未報告": 1517, "遅延": late_in_2025_12 + overdue, "注意": 0, "順調": 1
    }  # fmt: skip
    assert summary.migrated_systems == 19
    assert summary.migrated_share == pytest.approx(19 / 1539)


def test_the_milestones_of_a_prefecture(summary_of: Home) -> None:
    found = {str(one["id"]): one for one in nagano_prefecture(summary_of).milestones or ()}

    assert [*found] == ["phase0", "step_3_2", "step_8_2", "step_10_2", "step_13_1", "live"]
    counts = {key: tuple(one[name] for name in ("counted", "attained", "open")) for key, one in found.items()}
    # 22 systems with a report; ③－２ by all, ⑧－２ by the live ones and ALMOST, go-live by the live ones.
    assert counts["step_3_2"] == (22, 22, 0)
    assert counts["step_8_2"] == (22, 20, 2)
    assert counts["live"] == (22, 19, 3)
    assert (found["live"]["attained_on_time"], found["live"]["due_on"]) == (19, "2026-03-31")
    # All first seen complete: 遅くとも, so not in 期限内達成率.
    assert (found["step_3_2"]["attained_on_time"], found["step_3_2"]["latest_bound"]) == (0, 22)


def test_a_month_of_rates_only_tells_none_of_it(summary_of: Home) -> None:
    summary = nagano_prefecture(summary_of, "2026-01")

    assert summary.reported == 1
    for figure in (summary.phase_counts, summary.judgement_counts, summary.milestones, summary.migrated_systems):
        assert figure is None


def test_a_place_nothing_is_known_of_has_no_migrated_systems(summary_of: Home) -> None:
    summary = summary_view(summary_of.reader(), as_of=AsOf("2025-12"), prefecture="01")

    assert summary.phase_counts is not None
    assert sum(summary.phase_counts.values()) == summary.applicable_systems == summary.phase_counts["unknown"]
    assert (summary.migrated_systems, summary.migrated_share, summary.all_migrated_bodies) == (None, None, None)
