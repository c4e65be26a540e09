"""Two months with steps of three cities, worked out by hand; everything else is 未報告.

| | 2025-12 | 2026-01 |
|---|---|---|
| 20201 長野市 住民基本台帳 | all steps done: phase 3 | live 2026-01-15: phase 4, 完了 |
| 20201 長野市 戸籍 | nothing begun: phase 0 | the same, planned 2026-09: 遅延 |
| 20202 松本市 住民基本台帳 | absent | steps 1-31 done: phase 3 |
| 20202 松本市 戸籍, vendor unknown | absent | ◇ nothing begun: phase 0 |
| 15100 新潟市 住民基本台帳 | absent | live 2026-01-15: phase 4 |
| 20000 長野県 生活保護, vendor B02 | absent | all steps done: phase 3 |

長野県 has 77 municipalities, 1,540 systems; 新潟県 30 and 600.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.views.flow import FLOW_BANDS, phase_flow
from data.views.municipality import municipality_view
from data.views.places import place_table, position
from data.views.prefecture import PrefectureView, prefecture_view
from data.views.summary import UnknownCodeError
from tests.data.sources.pmo_building import STEPS, as_csv, record
from tests.tiny_programme import build_home
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")
NAGANO, MATSUMOTO = {"団体コード": "202011"}, {"団体コード": "202029"}


def import_steps(home: Path) -> Path:
    """Import the two months, each as if it had arrived in its time."""
    december = [
        record(**NAGANO, 対象年月="2025-12", 入力日時="2026-01-05 10:00"),
        record(**NAGANO, 対象年月="2025-12", 入力日時="2026-01-05 10:00", 業務="戸籍", steps="未着手"),
    ]
    designated = {"特定移行": "○", "事由": "4", "特定移行期限": "2028-03-31", "移行予定日": "2027-12-31"}
    january = [
        record(**NAGANO, 運用開始日="2026-01-15"),
        record(**NAGANO, 業務="戸籍", steps="未着手", 移行予定日="2026-09-30"),
        record(**MATSUMOTO, 移行予定日="2026-03-31") | dict.fromkeys(STEPS[31:], "作業中"),
        record(**MATSUMOTO, 業務="戸籍", steps="未着手", ベンダコード="", ベンダ名="", 製品名="", **designated),
        record(団体コード="151009", 運用開始日="2026-01-15"),
        record(団体コード="200000", 業務="生活保護", ベンダコード="B02", ベンダ名="ベンダB02", 移行予定日="2026-03-31"),
    ]
    for month, rows, received in (("2025-12", december, "2026-01-15"), ("2026-01", january, "2026-02-15")):
        import_files([(f"{month}.csv", as_csv(rows))], home=home, received_at=parse_instant(f"{received}T09:00+09:00"))
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(import_steps(tmp_path_factory.mktemp("steps")))


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("rates")))


@pytest.fixture(scope="module")
def view(home: Home) -> PrefectureView:
    return prefecture_view(home.reader(), as_of=JANUARY, prefecture="20")


def test_the_flow_sums_to_the_applicable_systems_of_each_month(view: PrefectureView) -> None:
    december, january = view.flow["systems"].tolist()[:6], view.flow["systems"].tolist()[6:]
    assert view.flow["month"].tolist() == ["2025-12"] * 6 + ["2026-01"] * 6
    assert view.flow["band"].tolist() == ["4", "3", "2", "1", "0", "unknown"] * 2
    assert december == [0, 1, 0, 0, 1, 1538]
    assert january == [1, 1, 0, 0, 2, 1536]


def test_months_between_reports_are_unknown_not_left_out(tmp_path: Path) -> None:
    import_files(
        [("2025-10.csv", as_csv([record(**NAGANO, 対象年月="2025-10", 入力日時="2025-11-05 10:00")]))],
        home=tmp_path,
        received_at=parse_instant("2025-11-15T09:00+09:00"),
    )
    flow = phase_flow(Home(import_steps(tmp_path)).reader(), as_of=JANUARY, prefecture="20")
    assert flow["month"].unique().tolist() == ["2025-10", "2025-11", "2025-12", "2026-01"]
    assert flow[flow["month"] == "2025-11"].set_index("band")["systems"].to_dict() == {
        **dict.fromkeys(FLOW_BANDS, 0),
        "unknown": 1540,
    }


def test_a_flow_seen_at_an_earlier_moment_ends_before_what_arrived_later(home: Home) -> None:
    as_of = AsOf("2025-12", parse_instant("2026-01-20"))
    assert phase_flow(home.reader(), as_of=as_of, prefecture="20")["month"].unique().tolist() == ["2025-12"]
    early = AsOf("2025-12", parse_instant("2025-12-01"))
    assert phase_flow(home.reader(), as_of=early, prefecture="20").empty


def test_municipalities_are_ranked_and_the_unreported_come_last(view: PrefectureView) -> None:
    rows = view.municipalities
    assert len(rows) == 77
    # 長野市 40 and 0 of 80 steps in both months, 松本市 31 and 0 of 80.
    first = rows.head(2)[["body_code", "place", "step_completion_mic", "input_state", "judgement"]]
    assert first.to_numpy().tolist() == [
        ["20201", 1, 0.5, "partial", "遅延"],
        ["20202", 2, 0.3875, "partial", "未報告"],
    ]
    assert rows["change"].iloc[0] == 0
    assert rows["change"].iloc[1:].isna().all(), "松本市 had no report the month before"
    assert rows["place"].iloc[2:].isna().all()
    assert set(rows["input_state"].iloc[2:]) == {"missing"}
    assert rows["body_code"].iloc[2:].is_monotonic_increasing


def test_vendors_are_counted_per_body_and_the_unknown_stay_a_row(view: PrefectureView) -> None:
    rows = view.vendors.astype(object).where(view.vendors.notna(), None)
    assert rows.to_numpy().tolist() == [
        ["20201", "A01", "ベンダA01", 2],
        ["20202", "A01", "ベンダA01", 1],
        ["20202", None, None, 1],
    ]


def test_a_vendor_holds_over_a_month_without_a_report_as_on_the_sheet(tmp_path: Path) -> None:
    reader, february = Home(build_town_home(tmp_path)).reader(), AsOf("2026-02")
    counted = prefecture_view(reader, as_of=february, prefecture="20").vendors
    town = counted[counted["body_code"] == "20481"].astype(object)
    # 戸籍 is absent since 2025-11 and still with B02; 生活保護 does not apply; 介護保険 names no vendor.
    assert town.where(town.notna(), None).to_numpy().tolist() == [
        ["20481", "A01", "ベンダA01", 1],
        ["20481", "B02", "ベンダB02", 1],
        ["20481", None, None, 1],
    ]
    sheet = municipality_view(reader, as_of=february, body="20481").vendors
    assert town["systems"].tolist() == sheet["systems"].tolist()


def test_vendors_stay_within_the_scope(home: Home) -> None:
    outside = home.reader(scope=Scope(frozenset({"15"})))
    assert prefecture_view(outside, as_of=JANUARY, prefecture="20").vendors.empty


def test_the_place_among_the_47_counts_only_what_is_known(view: PrefectureView) -> None:
    found: dict[str, tuple[object, ...]] = {one.measure: (one.value, one.place, one.known) for one in view.positions}
    expected: dict[str, tuple[object, int, int]] = {
        "step_completion_mic": (pytest.approx((0.5 + 0.3875) / 2), 2, 2),
        "migrated_share": (pytest.approx(1 / 1540), 2, 2),
        "late_share": (pytest.approx(1 / 1540), 2, 2),
        "reported_share": (pytest.approx(2 / 77), 2, 47),
    }
    assert found == expected
    assert view.similar == ("11", "13", "40", "07", "12"), "63, 62, 60, 59 and 54 municipalities"


def test_equal_values_share_the_better_place(home: Home) -> None:
    places = place_table(home.reader(), as_of=JANUARY)
    tied = places.assign(reported_share=0.5)
    assert {position(tied, code=code, measure="reported_share").place for code in tied["code"]} == {1}
    assert not position(tied, code="20", measure="reported_share").is_ranked, "all are equal"


def test_own_systems_are_apart_from_the_municipalities(view: PrefectureView) -> None:
    assert view.own["business"].tolist() == ["public_assistance", "child_rearing_allowance"]
    first, second = view.own.to_dict("records")
    assert (first["phase"], first["vendor_name"], first["is_reported"]) == (3, "ベンダB02", True)
    assert not second["is_reported"]
    assert "20000" not in set(view.municipalities["body_code"]) | set(view.vendors["body_code"])


def test_a_cut_to_one_business_holds_everywhere(home: Home) -> None:
    view = prefecture_view(home.reader().narrowed(frozenset({"family_register"})), as_of=JANUARY, prefecture="20")
    assert view.flow[view.flow["month"] == "2026-01"].set_index("band")["systems"].to_dict() == {
        **dict.fromkeys(FLOW_BANDS, 0),
        "0": 2,
        "unknown": 75,
    }
    assert view.vendors["systems"].tolist() == [1, 1]
    assert view.own.empty
    full = prefecture_view(home.reader(), as_of=JANUARY, prefecture="20")
    assert view.key != full.key


def test_rates_alone_have_places_but_no_flow_and_no_vendors(rates: Home) -> None:
    view = prefecture_view(rates.reader(), as_of=JANUARY, prefecture="20")
    assert view.flow.empty
    assert view.vendors.empty
    assert [one.measure for one in view.positions] == ["step_completion_mic", "reported_share"]
    # 松本市 780, 池田町 608 of 760, 長野市 480 of 800.
    assert view.municipalities["body_code"].head(3).tolist() == ["20202", "20481", "20201"]
    assert view.places["migrated_share"].isna().all()


def test_a_month_before_the_data_is_empty(home: Home) -> None:
    view = prefecture_view(home.reader(), as_of=AsOf("2024-01"), prefecture="20")
    assert view.overview.empty_reason is not None
    assert view.flow.empty
    assert all(one.place is None for one in view.positions if one.measure != "reported_share")


def test_a_code_that_names_nothing_is_refused(home: Home) -> None:
    with pytest.raises(UnknownCodeError):
        prefecture_view(home.reader(), as_of=JANUARY, prefecture="99")


def test_conflicts_of_order_are_counted_per_body_and_blank_where_nobody_reported(tmp_path: Path) -> None:
    # 長野市's 住民基本台帳 is live with its last twenty steps untouched: ⑧－２, ⑩－２ and ⑬－１ are 記録なし behind it.
    rows = [
        record(**NAGANO, 運用開始日="2026-01-15") | dict.fromkeys(STEPS[20:], "未着手"),
        record(**NAGANO, 業務="戸籍", 移行予定日="2026-03-31"),
        record(**MATSUMOTO, 移行予定日="2026-03-31"),
    ]
    import_files([("2026-01.csv", as_csv(rows))], home=tmp_path, received_at=parse_instant("2026-02-15T09:00+09:00"))
    found = prefecture_view(Home(tmp_path).reader(), as_of=JANUARY, prefecture="20").municipalities
    conflicts = found.set_index("body_code")["order_conflicts"]
    assert conflicts[["20201", "20202"]].tolist() == [1, 0]
    assert conflicts.notna().sum() == 2
    outside = prefecture_view(Home(tmp_path).reader(scope=Scope(frozenset({"15"}))), as_of=JANUARY, prefecture="20")
    assert outside.municipalities["order_conflicts"].isna().all()


def test_late_among_the_designated_is_blank_where_nothing_was_reported(view: PrefectureView) -> None:
    late = view.municipalities.set_index("body_code")["judgement_late_designated"]
    assert late[["20201", "20202"]].tolist() == [0, 0]
    assert late.notna().sum() == 2


def test_late_among_the_designated_is_blank_before_there_were_designations(tmp_path: Path) -> None:
    rows = [record(**NAGANO, 対象年月="2024-11", 入力日時="2024-12-05 10:00", 移行予定日="2026-09-30")]
    import_files([("2024-11.csv", as_csv(rows))], home=tmp_path, received_at=parse_instant("2024-12-15T09:00+09:00"))
    found = prefecture_view(Home(tmp_path).reader(), as_of=AsOf("2024-11"), prefecture="20").municipalities
    assert found["judgement_late_designated"].isna().all()
