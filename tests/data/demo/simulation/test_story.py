"""What the demo must show besides the published figures: a believable course, and every awkward case of the rules."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.demo.simulation import MonthFiles
from tests.data.demo.simulation.measures import Files, attained_share, migrated_share

pytestmark = pytest.mark.slow

KEY = ["団体コード", "業務"]


@pytest.fixture(scope="module")
def truth(delivered: tuple[Path, tuple[MonthFiles, ...]]) -> dict[str, pd.DataFrame]:
    folder = delivered[0] / "truth"
    return {name: pd.read_parquet(next(folder.glob(f"*_{name}.parquet"))) for name in ("vendors", "systems", "bodies")}


@pytest.mark.parametrize(
    ("milestone", "half_year_before", "due", "year_after"),
    [
        ("step_3_2", "2023-04", "2023-09", "2024-09"),
        ("step_8_2", "2023-06", "2023-12", "2024-12"),
        ("step_10_2", "2023-09", "2024-03", "2025-03"),
        ("step_13_1", "2024-05", "2024-11", "2025-11"),
    ],
)
def test_milestones_are_reached_around_their_due_date_with_a_tail(
    files: Files, milestone: str, half_year_before: str, due: str, year_after: str
) -> None:
    before, at, after = (
        attained_share(files.latest(month), milestone) for month in (half_year_before, due, year_after)
    )

    assert before < at < after
    assert 0.40 < at < 0.90
    assert 0.75 < after < 0.99


def test_nearly_nobody_is_untouched_after_may_2023(files: Files) -> None:
    def untouched_bodies(month: str) -> int:
        facts = files.latest(month)
        return int((facts[facts.is_applicable].groupby("団体コード").untouched.max() == 40).sum())

    assert untouched_bodies("2023-04") > 300
    assert 5 < untouched_bodies("2023-05") < 100
    assert untouched_bodies("2025-05") < 10


def test_go_lives_gather_at_the_end_and_go_on_after_it(files: Files) -> None:
    shares = [migrated_share(files.latest(month)) for month in ("2025-05", "2026-01", "2026-03", "2026-04", "2026-10")]

    assert shares == sorted(shares)
    assert 0.03 < shares[0] < 0.07
    assert 0.55 < shares[2] < 0.70
    assert 0.02 < shares[4] - shares[2] < 0.15


@pytest.mark.parametrize(("month", "past_deadline"), [("2026-04", 0), ("2026-07", 20), ("2026-10", 60)])
def test_the_months_after_the_end_stay_informative(files: Files, month: str, past_deadline: int) -> None:
    facts = files.latest(month)
    open_ = facts[facts.is_applicable & ~facts.is_live]
    is_on = open_["特定移行"] == "○"
    is_past = open_["特定移行期限"].notna() & (open_["特定移行期限"].str[:7] <= month)

    assert facts.is_live.sum() > 15_000
    assert (is_on & ~is_past).sum() > 5_000
    assert (~is_on).sum() > 500
    assert (is_on & is_past).sum() >= past_deadline


def test_every_awkward_case_is_there(files: Files) -> None:
    facts, before = files.latest("2026-01"), files.latest("2025-12")
    both = facts.merge(before, on=KEY, suffixes=("", "_before"))
    open_ = facts.is_applicable & ~facts.is_live

    cases = {
        "live, but its last steps never closed": facts.is_live & (facts.counted < 40),
        "live with ⑬－１ open": facts.is_live & facts.step_13_1.isin([1, 2]),
        "⑧－２ open after ⑩－２": facts.step_8_2.isin([1, 2]) & (facts.step_10_2 == 0),
        "a milestone that is 対象外": facts.is_applicable & (facts.step_8_2 == 3),
        "planned date blank": open_ & facts["移行予定日"].isna(),
        "planned date past, not live": open_ & (facts["移行予定日"] < "2026-01-01"),
        "planned after March 2026, undesignated": open_
        & (facts["移行予定日"] > "2026-03-31")
        & facts["特定移行"].isna(),
        "designated without a deadline": open_ & (facts["特定移行"] == "○") & facts["特定移行期限"].isna(),
        "live, but on the list": facts.is_live & (facts["特定移行"] == "○"),
        "vendor unknown": facts.is_applicable & facts["ベンダコード"].isna(),
        "vendor without a product for the business": facts["ベンダコード"].notna() & facts["製品名"].isna(),
        "a successor named": facts["後継ベンダコード"].notna() & (facts["後継ベンダコード"] != "なし"),
        "explicitly no successor": facts["後継ベンダコード"] == "なし",
        "nothing done yet": facts.is_applicable & (facts.counted == 0),
    }
    assert {name: int(found.sum()) for name, found in cases.items() if not found.any()} == {}
    assert (both.step_8_2.isin([1, 2]) & (both.step_8_2_before == 0)).sum() > 0, "reopened milestone steps"
    assert (both.counted < both.counted_before).sum() > 0, "steps going back"
    assert (both["ベンダコード"] != both["ベンダコード_before"]).sum() > 0, "changes of vendor"
    assert (both["移行予定日"] != both["移行予定日_before"]).sum() > 100, "re-plans"


def test_reports_are_missing_late_and_partial(files: Files) -> None:
    facts = files.edition("2026-01", 0)
    per_body = facts[facts.is_municipal].groupby("団体コード").size()
    last_entry = facts.groupby("団体コード")["入力日時"].max()

    assert 5 <= 1788 - facts["団体コード"].nunique() <= 40
    assert 1 <= (per_body < 20).sum() <= 60
    assert 10 <= (last_entry > "2026-02-11").sum() <= 200
    assert last_entry.max() < "2026-02-15T09:00:00+09:00"


def test_stragglers_come_with_a_second_file_and_nobody_is_lost(files: Files) -> None:
    first, second = files.edition("2025-05", 0), files.edition("2025-05", 1)
    both = first.merge(second, on=KEY, suffixes=("", "_second"))

    assert len(second) > len(first) == len(both)
    assert second["入力日時"].max() < "2025-06-28T09:00:00+09:00"
    assert (both.counted == both.counted_second).all()


def test_a_correction_long_after_changes_what_some_bodies_said(files: Files) -> None:
    wrong, right = files.edition("2025-10", 0), files.edition("2025-10", 1)
    both = wrong.merge(right, on=KEY, suffixes=("", "_right"))
    changed = both[
        (both.counted != both.counted_right) | both["運用開始日"].ne(both["運用開始日_right"]) & both.is_live_right
    ]

    assert 20 <= changed["団体コード"].nunique() <= 45
    assert (~changed.is_live & changed.is_live_right).any()


def test_self_reports_are_sometimes_too_rosy(files: Files, truth: dict[str, pd.DataFrame]) -> None:
    facts = files.latest("2025-12")
    systems = truth["systems"].assign(late=lambda rows: rows.live_month > "2026-03")
    codes = facts["団体コード"].str[:5]
    names = pd.read_csv(Path(__file__).resolve().parents[4] / "data/reference/businesses.csv").set_index("name").id
    seen = facts.assign(body_code=codes, business=facts["業務"].map(names)).merge(systems, on=["body_code", "business"])
    open_ = seen[~seen.is_live & seen["特定移行"].isna() & seen["自己評価"].notna()]
    late_by_word = open_.groupby("自己評価").late.mean()

    assert late_by_word["順調"] > 0.05, "some who say 順調 will be late"
    assert late_by_word["順調"] < late_by_word["要注意"] < 0.999, "but the words are worth something"


def test_slow_and_short_staffed_vendors_slip_more(truth: dict[str, pd.DataFrame]) -> None:
    systems = truth["systems"][lambda rows: rows.is_applicable]
    months = [
        pd.to_datetime(systems[column]).dt.year * 12 + pd.to_datetime(systems[column]).dt.month
        for column in ("live_month", "undisturbed_live_month")
    ]
    slip = (months[0] - months[1]).groupby(systems.vendor_code).mean()
    vendors = truth["vendors"].set_index("vendor_code")
    has_cause = (vendors.delay_tendency_months > 0) | vendors.has_scarce_capacity | vendors.has_incident_with_slip

    assert slip[has_cause].mean() > slip[~has_cause].mean() + 1.0


def test_the_truth_is_never_delivered(delivered: tuple[Path, tuple[MonthFiles, ...]]) -> None:
    folder, deliveries = delivered
    handed_over = {path for delivery in deliveries for path in delivery.files}

    assert {path for path in folder.iterdir() if path.is_file()} == handed_over
    assert all("架空のデモデータ" in path.name for path in folder.rglob("*") if path.is_file())


def test_every_delivery_has_its_time(delivered: tuple[Path, tuple[MonthFiles, ...]]) -> None:
    deliveries = delivered[1]
    moments = [delivery.received_at for delivery in deliveries]
    january = next(each for each in deliveries if "pmo_2026-01" in each.files[0].name)

    assert moments == sorted(moments)
    assert january.received_at.isoformat() == "2026-02-15T09:00:00+09:00"
    assert sum(path.stat().st_size for delivery in deliveries for path in delivery.files) < 30e6
