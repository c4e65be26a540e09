"""The sheet of one body, against what ``tests.town_programme`` gives by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.access import Home, Scope
from data.model import TABLES, AsOf, SnapshotKind, Visibility, parse_instant
from data.views.municipality import MunicipalityView, municipality_view
from data.views.municipality_judgement import JudgementNumbers
from data.views.overview import EmptyReason
from data.views.summary import UnknownCodeError
from tests.data.sources.pmo_building import plain
from tests.tiny_programme import build_home
from tests.town_programme import RECEIVED, build_town_home

pytestmark = pytest.mark.slow

NOVEMBER, DECEMBER, JANUARY, FEBRUARY = (AsOf(month) for month in ("2025-11", "2025-12", "2026-01", "2026-02"))
RESTRICTED = [column.name for column in TABLES[SnapshotKind.SYSTEM_MART] if column.visibility is Visibility.RESTRICTED]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_town_home(tmp_path_factory.mktemp("sheet")))


@pytest.fixture(scope="module")
def rates_only(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def town(home: Home) -> MunicipalityView:
    return municipality_view(home.reader(), as_of=FEBRUARY, body="20481")


def _judged(view: MunicipalityView, business: str) -> JudgementNumbers:
    return next(one for one in view.judged if one.business == business)


def _unjudged(view: MunicipalityView) -> int:
    """How many systems have no 判定; nothing else may be told of them."""
    told = [one for one in view.judged if one.rule or one.is_designated or one.deadline or one.overdue_milestone]
    assert all(one.judgement for one in told)
    return len(view.systems) - len(told)


def _states(view: MunicipalityView, business: str) -> str:
    return "".join(view.matrix.loc[view.matrix["business"] == business, "state"])


def test_who_it_is(town: MunicipalityView) -> None:
    assert (town.body.name, town.prefecture.name, town.empty_reason) == ("池田町", "長野県", None)
    assert town.previous is not None
    assert town.next is not None
    assert (town.previous.code, town.next.code) == ("20452", "20482")
    assert town.received_at == parse_instant(RECEIVED["2026-02"])
    assert [source.name for source in town.sources] == ["2026-02.csv"]


def test_systems_in_the_businesses_order(town: MunicipalityView) -> None:
    systems = town.systems.set_index("business")
    assert list(systems.index[:4]) == [
        "resident_record",
        "family_register",
        "family_register_appendix",
        "seal_registration",
    ]
    assert len(systems) == 20
    residents = systems.loc["resident_record"]
    assert (residents["name"], residents["ministry"]) == ("住民基本台帳", "総務省")
    assert (residents["vendor_name"], residents["product_name"]) == ("ベンダA01", "製品A01-01")
    assert not systems.loc["public_assistance", "is_applicable"]
    assert systems["is_applicable"].sum() == 19
    register = systems.loc["family_register"]
    assert (register["is_reported"], register["is_carried"], register["vendor_name"]) == (False, True, "ベンダB02")
    assert pd.isna(register["product_name"]), "the product is the month's own"


def test_every_step_of_every_system(home: Home, town: MunicipalityView) -> None:
    assert len(town.matrix) == 20 * 40
    assert _states(town, "resident_record") == "D" * 40
    assert _states(town, "public_assistance") == "N" * 40
    assert _states(town, "long_term_care") == "D" * 6 + "U" * 34
    assert (town.matrix["state"] == "").sum() == 17 * 40
    assert town.matrix["ordinal"].tolist() == list(range(1, 41)) * 20
    january = municipality_view(home.reader(), as_of=JANUARY, body="20481")
    assert _states(january, "resident_record") == "D" * 20 + "W" * 20
    assert [step.ordinal for step in town.steps] == list(range(1, 41))


def test_dates_and_every_replanning(town: MunicipalityView) -> None:
    rows = [tuple(row.values()) for row in plain(town.timeline)]
    assert [row[1:] for row in rows if row[0] == "resident_record"] == [
        ("latest_bound", "phase0", "2025-11", None),
        ("latest_bound", "step_3_2", "2025-11", None),
        # Seen complete after the gap of December: 遅くとも.
        ("latest_bound", "step_8_2", "2026-01", None),
        ("attained", "step_10_2", "2026-02", None),
        ("attained", "step_13_1", "2026-02", None),
        ("live", "live", "2026-02", None),
        ("planned", "", "2025-12", "2025-11"),
        ("replanned", "", "2026-03", "2026-01"),
    ]
    assert [row[1:] for row in rows if row[0] == "long_term_care"] == [
        ("latest_bound", "phase0", "2025-11", None),
        ("latest_bound", "step_3_2", "2025-11", None),
        ("own_deadline", "", "2026-01", None),
        ("planned", "", "2026-03", "2025-11"),
        ("replanned", "", "2026-05", "2026-01"),
        # Reported without a date: the plan of 2026-05 is none in force.
        ("withdrawn", "", "2026-02", "2026-02"),
    ]
    assert [row[1:] for row in rows if row[0] == "family_register"] == [("planned", "", "2026-03", "2025-11")]
    assert {row[0] for row in rows} == {"resident_record", "family_register", "long_term_care"}
    replanned = town.timeline[town.timeline["kind"] == "replanned"].groupby("business").size()
    counted = town.systems.set_index("business")["replan_count"].dropna()
    assert replanned.reindex(counted.index, fill_value=0).tolist() == counted.tolist()


def test_month_by_month(town: MunicipalityView) -> None:
    november, december, january, february = plain(town.history)
    # 2025-11: 6, 0, 40 (対象外) and 6 steps of 160; effectively 6/40, 0 and 6/40.
    assert (november["step_completion_mic"], november["step_completion_effective"]) == pytest.approx((0.325, 0.1))
    assert (november["phase"], november["judgement"]) == (0, "遅延")
    assert (november["systems_migrated"], november["systems_reported"], november["systems_applicable"]) == (0, 3, 19)
    assert december == dict.fromkeys(december) | {"month": "2025-12"}
    # 2026-01: 20, 40 and 6 of 120; 戸籍 absent.
    assert (january["step_completion_mic"], january["step_completion_effective"]) == pytest.approx((0.55, 0.325))
    assert (january["phase"], january["systems_reported"]) == (2, 2)
    # 2026-02: 40, 40 and 6 of 120.
    assert (february["step_completion_mic"], february["step_completion_effective"]) == pytest.approx((86 / 120, 0.575))
    assert (february["phase"], february["judgement"], february["systems_migrated"]) == (2, "遅延", 1)
    assert town.change == pytest.approx(20 / 120)


def test_the_gap_leaves_nothing_to_compare_with(home: Home) -> None:
    assert municipality_view(home.reader(), as_of=JANUARY, body="20481").change is None
    gap = municipality_view(home.reader(), as_of=DECEMBER, body="20481")
    assert gap.empty_reason is EmptyReason.MONTH_NOT_REPORTED
    assert (gap.has_steps, gap.summary.reported, len(gap.systems)) == (False, 0, 20)
    assert [frame.empty for frame in (gap.matrix, gap.timeline, gap.vendors)] == [True] * 3
    assert (_unjudged(gap), gap.milestones, gap.rank_in_kind) == (20, (), None)
    assert gap.history["month"].tolist() == ["2025-11", "2025-12"]


def test_when_it_was_entered(town: MunicipalityView) -> None:
    entries = plain(town.entries)
    # The later entry of the 9th is about a system that is 対象外.
    assert [row["entered_at"] for row in entries] == [
        "2025-12-07T09:00:00+09:00",
        None,
        "2026-02-07T09:00:00+09:00",
        "2026-03-07T09:00:00+09:00",
    ]
    assert [(row["systems_reported"], row["systems_applicable"]) for row in entries] == [
        (3, 19),
        (None, None),
        (2, 19),
        (2, 19),
    ]


def test_vendors_known_carried_over_and_unknown(town: MunicipalityView) -> None:
    assert [tuple(row.values()) for row in plain(town.vendors)] == [
        ("A01", "ベンダA01", 1, 1),
        ("B02", "ベンダB02", 1, 0),
        (None, None, 1, 0),
    ]


def test_the_numbers_behind_each_judgement(home: Home, town: MunicipalityView) -> None:
    care = _judged(town, "long_term_care")
    assert (care.judgement, care.rule, care.is_designated) == ("遅延", "deadline_passed", True)
    assert (care.deadline, care.months_past_deadline) == (date(2026, 1, 31), 1)
    assert (care.planned_live_on, care.planned_in_months) == (None, None)
    assert _judged(town, "resident_record").rule == "live"
    register = _judged(town, "family_register")
    assert (register.judgement, register.last_report_month) == ("未報告", "2025-11")
    assert register.planned_live_on == date(2026, 3, 31)
    assert _judged(town, "public_assistance").judgement is None

    residents = _judged(municipality_view(home.reader(), as_of=JANUARY, body="20481"), "resident_record")
    # ⑩－２ was due 2024-03 and is open at 2026-01: 22 months; the notice's own end is two months away.
    assert (residents.rule, residents.overdue_milestone) == ("milestone_overdue_long", "step_10_2")
    assert (residents.milestone_due_on, residents.milestone_overdue_months) == (date(2024, 3, 31), 22)
    assert (residents.deadline, residents.months_past_deadline) == (date(2026, 3, 31), -2)
    assert (residents.planned_after_deadline_months, residents.planned_in_months) == (0, 2)
    early = _judged(municipality_view(home.reader(), as_of=NOVEMBER, body="20481"), "long_term_care")
    assert (early.rule, early.planned_after_deadline_months) == ("planned_after_deadline", 2)


def test_milestones_and_summary_are_this_body_s(town: MunicipalityView) -> None:
    live = town.milestones[-1].attainment
    assert (live.counted, live.attained, live.open_designated_past) == (3, 1, 1)
    assert (town.summary.migrated_systems, town.summary.applicable_systems) == (1, 19)
    assert (town.designated, town.designated_as_of) == (("long_term_care",), "2026-02")


def test_equal_rates_share_the_better_place(home: Home, town: MunicipalityView) -> None:
    assert (town.rank_in_prefecture, town.rank_in_kind) == ((3, 3), (1, 1))
    cities = [municipality_view(home.reader(), as_of=FEBRUARY, body=code) for code in ("20201", "20202")]
    assert [city.rank_in_prefecture for city in cities] == [(1, 3), (1, 3)]
    assert [city.rank_in_kind for city in cities] == [(1, 2), (1, 2)]


def test_a_body_that_never_reported(home: Home) -> None:
    view = municipality_view(home.reader(), as_of=FEBRUARY, body="20482")
    assert (view.empty_reason, view.summary.reported) == (None, 0)
    assert set(view.matrix["state"]) == {""}
    assert (len(view.matrix), view.timeline.empty, view.vendors.empty) == (800, True, True)
    assert (view.change, view.rank_in_prefecture, view.rank_in_kind, view.same_kind) == (None, None, None, ())
    assert {one.judgement for one in view.judged} == {"未報告"}
    last = plain(view.history)[-1]
    assert (last["systems_reported"], last["systems_applicable"], last["judgement"]) == (0, 20, "未報告")
    assert (last["step_completion_mic"], last["systems_migrated"]) == (None, None), "unknown, not zero"


def test_a_prefecture_s_own_body(home: Home) -> None:
    view = municipality_view(home.reader(), as_of=FEBRUARY, body="20000")
    assert view.systems["business"].tolist() == ["public_assistance", "child_rearing_allowance"]
    assert _states(view, "public_assistance") == "D" * 10 + "U" * 30
    assert _states(view, "child_rearing_allowance") == ""
    assert (view.rank_in_prefecture, view.rank_in_kind, view.neighbours) == (None, (1, 1), ())
    assert (view.previous, view.next) == (None, None)
    assert plain(view.history)[-1]["step_completion_mic"] == 0.25


def test_outside_the_scope_only_what_is_published(home: Home, town: MunicipalityView) -> None:
    view = municipality_view(home.reader(scope=Scope(frozenset({"15"}))), as_of=FEBRUARY, body="20481")
    assert (view.is_outside_scope, town.is_outside_scope) == (True, False)
    assert view.systems[[*RESTRICTED, "vendor_name", "product_name"]].isna().all(axis=None)
    assert [frame.empty for frame in (view.matrix, view.timeline, view.vendors)] == [True] * 3
    assert (_unjudged(view), view.milestones) == (20, ())
    assert view.history[["step_completion_effective", "phase", "judgement", "systems_migrated"]].isna().all(axis=None)
    assert view.entries["entered_at"].isna().all()
    assert view.history["step_completion_mic"].tolist()[-1] == pytest.approx(86 / 120), "rates are published"
    assert {peer.judgement for peer in view.neighbours} == {None}
    assert (view.rank_in_prefecture, view.key == town.key) == ((3, 3), False)


def test_rates_alone(rates_only: Home) -> None:
    view = municipality_view(rates_only.reader(), as_of=JANUARY, body="20481")
    assert (view.has_steps, view.empty_reason) == (False, None)
    assert [frame.empty for frame in (view.matrix, view.timeline, view.vendors)] == [True] * 3
    assert (_unjudged(view), view.milestones, view.change) == (20, (), None)
    assert view.systems["step_completion_mic"].dropna().tolist() == [0.8] * 19
    december, january = plain(view.history)
    assert (december["systems_reported"], january["systems_reported"]) == (0, 19)
    assert (january["step_completion_mic"], january["systems_migrated"]) == (0.8, None)
    assert (view.designated, view.designated_as_of) == (("common_function",), "2025-12")
    assert municipality_view(rates_only.reader(), as_of=JANUARY, body="20201").change == pytest.approx(0.1)


def test_what_was_known_then(home: Home, town: MunicipalityView) -> None:
    then = AsOf("2026-02", parse_instant("2026-03-01T00:00+09:00"))
    view = municipality_view(home.reader(), as_of=then, body="20481")
    assert view.empty_reason is EmptyReason.MONTH_NOT_REPORTED
    assert view.history["step_completion_mic"].isna().tolist() == [False, True, False, True]
    assert view.key != town.key
    earlier = AsOf("2026-01", parse_instant("2026-02-01T00:00+09:00"))
    assert len(municipality_view(home.reader(), as_of=earlier, body="20481").history) == 3


def test_cut_to_one_business(home: Home, town: MunicipalityView) -> None:
    view = municipality_view(home.reader().narrowed(frozenset({"resident_record"})), as_of=FEBRUARY, body="20481")
    assert view.systems["business"].tolist() == ["resident_record"]
    assert (len(view.matrix), view.rank_in_prefecture, view.key == town.key) == (40, (1, 3), False)
    assert plain(view.history)[0]["step_completion_mic"] == 6 / 40


@pytest.mark.parametrize("code", ["20999", "204811", "", "池田町"])
def test_an_unknown_code_is_refused(home: Home, code: str) -> None:
    with pytest.raises(UnknownCodeError, match="団体コード"):
        municipality_view(home.reader(), as_of=FEBRUARY, body=code)


def test_a_second_call_reads_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    municipality_view(home.reader(), as_of=FEBRUARY, body="20481")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(home, "query", refuse)
    monkeypatch.setattr(home, "rows", refuse)
    again = municipality_view(home.reader(), as_of=FEBRUARY, body="20481")
    assert again.change == pytest.approx(20 / 120)
