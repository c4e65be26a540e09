"""入力状況 of the programme of ``tests.entry_programme``, and of a month of rates only, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.views.reporting import ReportingView, reporting_view
from tests.data.sources.pmo_building import as_csv
from tests.entry_programme import BUSINESSES, NAGAOKA, NIIGATA, SANJO, build_entry_home, entered
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_entry_home(tmp_path_factory.mktemp("entries")))


def view_of(home: Home, month: str = "2026-01", known_at: str | None = None, **options: Any) -> ReportingView:
    as_of = AsOf(month, parse_instant(known_at) if known_at else None)
    return reporting_view(home.reader(), as_of=as_of, **{"prefecture": "15", **options})


def row(view: ReportingView, code: str) -> pd.Series:
    both = pd.concat([view.bodies, view.apart])
    return both[both["body_code"] == code].iloc[0]


def counts(bodies: pd.DataFrame) -> dict[Any, int]:
    return bodies["state"].value_counts().to_dict()


def test_each_month_has_its_states(home: Home) -> None:
    view = view_of(home)
    told = view.states.set_index(["body_code", "month"])["state"]
    assert told[NAGAOKA].tolist() == ["on_time", "on_time", "on_time"]
    assert told[SANJO].tolist() == ["partial", "late", "partial"]
    assert told[NIIGATA].tolist() == ["late", "on_time", "missing"]
    assert view.states.set_index(["body_code", "month"])["delay_days"].dropna().to_dict() == {
        (NIIGATA, "2025-11"): 2,
        (SANJO, "2025-12"): 2,
    }


def test_designated_cities_stand_apart_unless_asked_for(home: Home) -> None:
    view, whole = view_of(home), view_of(home, includes_cities=True)
    assert (len(view.bodies), view.apart["body_code"].tolist()) == (29, [NIIGATA])
    assert (len(whole.bodies), len(whole.apart)) == (30, 0)
    assert counts(view.bodies) == {"on_time": 1, "partial": 1, "missing": 27}
    assert counts(whole.bodies) == {"on_time": 1, "partial": 1, "missing": 28}
    assert NIIGATA not in set(view.incomplete["body_code"])
    assert view.months["bodies"].tolist() == [29, 29, 29]
    assert whole.months["bodies"].tolist() == [30, 30, 30]


def test_streaks_and_order_of_who_is_missing(home: Home) -> None:
    view = view_of(home)
    names = ["on_time_streak", "behind_streak", "missing_streak"]
    assert row(view, NAGAOKA)[names].tolist() == [3, 0, 0]
    assert row(view, SANJO)[names].tolist() == [0, 3, 0]
    assert row(view, NIIGATA)[names].tolist() == [0, 1, 1]
    # 27 never report; 三条市, entered in part, comes after them.
    assert view.incomplete["body_code"].tolist()[-1] == SANJO
    assert len(view.incomplete) == 28


def test_what_is_missing_before_the_deadline_is_still_open(home: Home) -> None:
    view = view_of(home, known_at="2026-02-09T00:00+09:00")
    assert view.is_open
    assert counts(view.bodies) == {"on_time": 1, "pending": 28}
    assert view.months["on_time_share"].isna().tolist() == [False, False, True]
    assert row(view, SANJO)["behind_streak"] == 2
    assert not view_of(home).is_open


def test_the_same_report_again_after_the_deadline_tells_who_is_missing(tmp_path: Path) -> None:
    january = ("2026-01.csv", as_csv(entered("2026-01", NAGAOKA, "2026-02-05 10:30")))
    states = []
    for received_at in ("2026-02-08T09:00+09:00", "2026-02-12T09:00+09:00"):
        import_files([january], home=tmp_path, received_at=parse_instant(received_at))
        states.append(counts(view_of(Home(tmp_path)).bodies))
    assert states == [{"on_time": 1, "pending": 28}, {"on_time": 1, "missing": 28}]
    # One program that stays open sees both states of knowledge, and when the report was last received.
    home = Home(tmp_path)
    now, before = view_of(home), view_of(home, known_at="2026-02-09T00:00+09:00")
    assert (now.is_open, now.received_at) == (False, parse_instant("2026-02-12T09:00+09:00"))
    assert (before.is_open, before.received_at) == (True, parse_instant("2026-02-08T09:00+09:00"))
    assert counts(before.bodies) == {"on_time": 1, "pending": 28}


def test_rows_that_come_back_after_a_correction_are_judged_at_their_last_receipt(tmp_path: Path) -> None:
    first = entered("2026-01", NAGAOKA, "2026-02-05 10:30")
    both = [*first, *entered("2026-01", SANJO, "2026-02-06 10:30")]
    for number, rows in enumerate((first, both, first)):
        received_at = parse_instant(f"2026-02-{(8, 9, 12)[number]:02d}T09:00+09:00")
        import_files([("2026-01.csv", as_csv(rows))], home=tmp_path, received_at=received_at)
    home = Home(tmp_path)
    assert counts(view_of(home, known_at="2026-02-08T12:00+09:00").bodies) == {"on_time": 1, "pending": 28}
    assert counts(view_of(home).bodies) == {"on_time": 1, "missing": 28}


def test_the_businesses_yet_to_enter_are_named(home: Home) -> None:
    view = view_of(home)
    assert len(row(view, SANJO)["unreported"]) == len(BUSINESSES) - 10
    assert row(view, NAGAOKA)["unreported"] == ()
    assert row(view_of(home, "2025-11"), SANJO)["unreported"] == ("public_assistance",)


def test_the_score_counts_the_checks_that_could_be_told(home: Home) -> None:
    december = view_of(home, "2025-12")
    # Late (2) and a step back (1) of the twelve that can be told: frozen cannot, two months only; nor can 突合不一致.
    assert row(december, SANJO)["failed"] == ("in_time", "reverted")
    # complete 3, in_time 2, reverted 1, plan_passed 2, order_conflict 1, bulk 1 and frozen 2: 戸籍 has moved, so told.
    assert row(december, SANJO)["score"] == pytest.approx(100 * 9 / 12)
    assert row(december, NAGAOKA)["failed"] == ()
    assert row(december, NAGAOKA)["score"] == 100
    assert row(december, "15205")["score"] == 0


def test_the_nation_and_the_prefectures_are_counted_alike(home: Home) -> None:
    view = view_of(home, prefecture=None)
    january = view.prefectures[view.prefectures["month"] == "2026-01"].set_index("prefecture_code")
    assert (january.loc["15", "on_time"], january.loc["15", "bodies"]) == (1, 29)
    assert january["bodies"].sum() == view.nation["bodies"].iloc[-1] == 1721
    assert view.nation["on_time_share"].iloc[-1] == pytest.approx(1 / 1721)
    assert len(view.bodies) == 1721
    assert view.states.empty


def test_outside_the_scope_no_entry_time_is_told(home: Home) -> None:
    reader = home.reader(scope=Scope(frozenset({"20"})))
    view = reporting_view(reader, as_of=AsOf("2026-01"), prefecture="15")
    assert view.is_outside_scope
    assert row(view, NAGAOKA)["state"] == "reported"
    assert view.bodies["entered_at"].isna().all()
    assert pd.isna(row(view, NAGAOKA)["score"])
    # Who never entered is known to everyone; who was late is not, nor how long nobody was.
    names = ["on_time_streak", "behind_streak", "missing_streak"]
    assert row(view, NAGAOKA)[names].isna().tolist() == [True, True, False]
    assert row(view, "15205")["missing_streak"] == 3
    inside = reporting_view(reader, as_of=AsOf("2026-01"), prefecture=None)
    assert row(inside, "20202")[names].tolist() == [0, 3, 3]
    assert pd.isna(row(inside, SANJO)["behind_streak"])
    # Totals of a prefecture are for everyone.
    assert view.has_times
    assert view.months["on_time"].tolist() == [1, 1, 1]


def test_no_two_totals_tell_one_city_outside_the_scope(home: Home) -> None:
    # 新潟市, the only 指定都市 of 新潟県, was late in 2025-11 and in time in 2025-12.
    outside = home.reader(scope=Scope(frozenset({"20"})))
    for month in ("2025-11", "2025-12", "2026-01"):
        for prefecture in ("15", None):
            apart, included = (
                reporting_view(outside, as_of=AsOf(month), prefecture=prefecture, includes_cities=one)
                for one in (False, True)
            )
            for name in ("months", "nation", "prefectures", "bodies", "apart"):
                pd.testing.assert_frame_equal(getattr(apart, name), getattr(included, name))
            assert (apart.is_partly, included.is_partly) == (False, True)
    # Within the scope the switch counts 新潟市, and no city of another prefecture.
    own = home.reader(scope=Scope(frozenset({"15"})))
    view = reporting_view(own, as_of=AsOf("2025-12"), prefecture="15", includes_cities=True)
    assert (view.months["bodies"].iloc[-1], view.months["on_time"].iloc[-1]) == (30, 2)
    assert (view.nation["bodies"].iloc[-1], view.includes_cities) == (1722, True)


def test_a_month_of_rates_tells_who_reported_not_when(tmp_path: Path) -> None:
    view = reporting_view(Home(build_home(tmp_path)).reader(), as_of=AsOf("2026-01"), prefecture="20")
    assert (view.has_times, view.has_steps) == (False, False)
    # The file arrived on the morning of the 10th, when the month was still open.
    assert counts(view.bodies) == {"pending": 75, "reported": 2}
    assert view.months["on_time_share"].isna().all()
    assert view.bodies["score"].isna().all()


def test_an_earlier_month_does_not_know_what_came_later(home: Home) -> None:
    view = view_of(home, "2025-11")
    assert view.months["month"].tolist() == ["2025-11"]
    assert row(view, SANJO)["behind_streak"] == 1
