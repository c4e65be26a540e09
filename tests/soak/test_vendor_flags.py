"""Vendor flags against the truth of five simulated programmes; the figures are printed as JSON lines.

What they say is about synthetic data alone.
"""

from __future__ import annotations

import json

import pandas as pd
import pytest

from data.model import AsOf, month_end, parse_instant, shift_month
from tests.soak.vendor_validation import (
    NO_SUCCESSOR,
    Truth,
    crowding,
    delays,
    expected_withdrawals,
    raised_withdrawals,
    rank_correlation,
    reported_systems,
    simulated,
)

pytestmark = pytest.mark.soak

SEEDS = (1, 2, 3, 4, 5)
WITHDRAWAL_MONTHS = ("2024-03", "2024-10", "2025-03", "2025-06", "2025-09", "2025-11", "2026-03", "2026-07")
CROWDING_ORIGINS = ("2024-04", "2024-10", "2025-01", "2025-04", "2025-07", "2025-10", "2026-01")
DELAY_MONTHS = ("2024-04", "2024-10", "2025-04", "2025-10", "2026-01", "2026-04", "2026-10")


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, ...]:
    folder = tmp_path_factory.mktemp("programmes")
    return tuple(simulated(folder, seed=seed) for seed in SEEDS)


def _print(capsys: pytest.CaptureFixture[str], **figures: object) -> None:
    with capsys.disabled():
        print("\n" + json.dumps(figures, ensure_ascii=False))


def _events(truth: Truth, event: str) -> list[dict[str, str]]:
    return [row for row in truth.incidents.to_dict("records") if row["event"] == event]  # type: ignore[misc]  # text keys


def test_withdrawals_are_flagged_where_and_only_where_they_hold(
    truths: tuple[Truth, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    checked = wrong = 0
    for truth in truths:
        for month in WITHDRAWAL_MONTHS:
            next_report = parse_instant(f"{shift_month(month, 1)}-28T00:00+09:00")
            for known_at in (None, next_report):
                as_of = AsOf(month, known_at)
                expected, raised = expected_withdrawals(truth, as_of=as_of), raised_withdrawals(truth, as_of=as_of)
                checked += len(expected)
                wrong += len(set(expected.items()) ^ set(raised.items()))
    _print(capsys, rule="V1", seeds=len(truths), flagged_systems_checked=checked, wrong=wrong)
    assert wrong == 0
    assert checked > 1000


def test_each_kind_of_withdrawal_has_its_case(truths: tuple[Truth, ...]) -> None:
    for truth in truths:
        late, corrected, scoped, everything = (
            next(row for row in _events(truth, "撤退表明") if row["happened_on"] == day)
            for day in ("2025-02-10", "2025-06-10", "2024-02-20", "2024-09-12")
        )
        # Late: its notice came in 2025-05, and until then nobody could know.
        april = parse_instant("2025-04-20T00:00+09:00")
        assert not _of(raised_withdrawals(truth, as_of=AsOf("2025-03", april)), late["vendor_code"])
        assert _of(raised_withdrawals(truth, as_of=AsOf("2025-03")), late["vendor_code"])
        # Corrected: first said to be of the 30th; the flag stands in the month of the true day, before and after.
        july = parse_instant("2025-07-20T00:00+09:00")
        for known_at in (july, None):
            assert _of(raised_withdrawals(truth, as_of=AsOf("2025-06", known_at)), corrected["vendor_code"])
        assert not _of(raised_withdrawals(truth, as_of=AsOf("2025-05")), corrected["vendor_code"])
        # Business-scoped: no other business of the vendor.
        found = _of(raised_withdrawals(truth, as_of=AsOf("2024-03")), scoped["vendor_code"])
        assert {business for _, _, business in found} == {"health_management"}
        # Partly cancelled: every body but the one for which it was taken back.
        kept = next(row for row in _events(truth, "解消") if row["body_code"])
        before, after = (
            {body for _, body, _ in _of(raised_withdrawals(truth, as_of=AsOf(month)), kept["vendor_code"])}
            for month in ("2025-09", "2025-10")
        )
        assert kept["body_code"] not in after
        assert before - after <= {kept["body_code"]} | _gone(truth, kept, month="2025-10")
        # Successor-less: both severities occur, 高 where the body says there is none.
        left = raised_withdrawals(truth, as_of=AsOf("2025-03"))
        assert "高" in _of(left, everything["vendor_code"]).values()


def _of(flagged: dict[tuple[str, str, str], str], vendor: str) -> dict[tuple[str, str, str], str]:
    return {key: severity for key, severity in flagged.items() if key[0] == vendor}


def _gone(truth: Truth, event: dict[str, str], *, month: str) -> set[str]:
    """Bodies whose system of the event's vendor and business is live, has a successor or another vendor by then."""
    systems = reported_systems(truth, as_of=AsOf(month))
    on = month_end(month).isoformat()
    is_its_own = (systems["vendor_code"] == event["vendor_code"]) & (systems["business"] == event["business"])
    is_live = (systems["live_on"] <= on).fillna(value=False).astype("bool")
    is_named = systems["successor_vendor_code"].notna() & (systems["successor_vendor_code"] != NO_SUCCESSOR)
    return set(systems["body_code"]) - set(systems.loc[is_its_own & ~is_live & ~is_named, "body_code"])


def test_crowded_months_precede_slips(truths: tuple[Truth, ...], capsys: pytest.CaptureFixture[str]) -> None:
    pairs = pd.concat([crowding(truth, months=CROWDING_ORIGINS) for truth in truths], ignore_index=True)
    overall = rank_correlation(pairs, is_within_month=False)
    within = rank_correlation(pairs, is_within_month=True)
    by_severity = pd.cut(pairs["ratio"], [-1, 1, 2, float("inf")], labels=["なし", "中", "高"])
    slipped = (pairs["slipped_share"] * pairs["systems"]).groupby(by_severity, observed=True).sum()
    systems = pairs["systems"].groupby(by_severity, observed=True).sum()
    _print(
        capsys,
        rule="V4",
        seeds=len(truths),
        vendor_months=overall.pairs,
        rank_correlation=[round(number, 3) for number in (overall.value, overall.low, overall.high)],
        within_the_same_month=[round(number, 3) for number in (within.value, within.low, within.high)],
        slipped_share_by_severity=(slipped / systems).round(3).to_dict(),
        systems_by_severity=systems.to_dict(),
    )
    assert overall.low > 0
    assert within.low > 0


def test_delay_tendency_seldom_alarms_falsely(truths: tuple[Truth, ...], capsys: pytest.CaptureFixture[str]) -> None:
    rows = pd.concat([delays(truth, months=DELAY_MONTHS) for truth in truths], ignore_index=True)
    innocent = rows[~rows["has_tendency"] & ~rows["has_slip"]]
    slow = rows[rows["has_tendency"]]
    _print(
        capsys,
        rule="V5",
        seeds=len(truths),
        innocent_vendor_months=len(innocent),
        false_alarms=round(float(innocent["is_flagged"].mean()), 4),
        false_alarms_by_month=innocent.groupby("month")["is_flagged"].mean().round(3).to_dict(),
        false_alarms_with_scarce_capacity=round(float(innocent[innocent["is_scarce"]]["is_flagged"].mean()), 4),
        false_alarms_without=round(float(innocent[~innocent["is_scarce"]]["is_flagged"].mean()), 4),
        slow_vendor_months=len(slow),
        power=round(float(slow["is_flagged"].mean()), 4),
        power_by_month=slow.groupby("month")["is_flagged"].mean().round(3).to_dict(),
    )
    assert innocent["is_flagged"].mean() <= 0.05
    assert slow["is_flagged"].mean() > innocent["is_flagged"].mean() * 3
