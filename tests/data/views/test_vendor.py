"""One vendor's page and the flags of places, on a town small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Scope
from data.model import AsOf
from data.sources.vendor_facts import EVENTS
from data.views.place_flags import place_flags
from data.views.summary import UnknownCodeError
from data.views.vendor import EVENT_KINDS, TrackRecord, _customers, track_record, vendor_codes, vendor_view
from tests.tiny_programme import build_home
from tests.town_programme import build_vendor_home

pytestmark = pytest.mark.slow

FEBRUARY = AsOf("2026-02")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_vendor_home(tmp_path_factory.mktemp("vendor")))


def test_the_leaving_vendor(home: Home) -> None:
    view = vendor_view(home.reader(), as_of=FEBRUARY, vendor="B02")
    assert (view.name, view.vendor_kind) == ("ベンダB02", "専業")
    # 池田町's 戸籍 alone; nobody of this vendor went live.
    assert (view.systems, view.open_systems, view.bodies, view.record.months) == (1, 1, 1, ())
    business = view.businesses.iloc[0]
    assert (business["business"], business["share"], business["alternatives"]) == ("family_register", 1.0, 1)
    assert not business["is_conforming"], "no product of B02 is listed"
    assert view.events["kind"].tolist() == ["withdrawal"]
    assert view.events["happened_on"].tolist() == ["2026-01-20"], "what happens in March is not of February"
    assert view.customers.iloc[0]["next_planned"] == "2026-03-31"
    assert {flag.flag for flag in view.flags} >= {"V1", "V2"}
    assert view.delay is None, "one body is too few"


def test_every_kind_of_event_has_an_identifier() -> None:
    assert set(EVENT_KINDS) == set(EVENTS)


def test_the_record_is_the_go_live_against_the_first_plan(home: Home) -> None:
    view = vendor_view(home.reader(), as_of=FEBRUARY, vendor="A01")
    town = [row for row in view.customers.to_dict("records") if row["body_code"] == "20481"]
    assert town[0]["open_systems"] == 0
    assert pd.isna(town[0]["next_planned"]), "its one system is live"
    # 住民基本台帳 of 池田町: first planned for 2025-12, live in 2026-02.
    assert view.record.months == (2,)
    assert (view.record.median, view.record.on_time_share) == (2.0, 0.0)


def test_early_and_unplanned_go_lives() -> None:
    systems = pd.DataFrame(
        {"first_planned_live_on": ["2026-03-31", None, "2026-01-15"], "live_on": ["2026-01-04", "2026-01-04", None]}
    )
    assert track_record(systems) == TrackRecord(months=(-2,), unplanned=1)
    assert track_record(systems.iloc[2:]).on_time_share is None


def test_a_date_that_has_passed_is_overdue_and_not_the_next_one() -> None:
    systems = pd.DataFrame(
        {
            "body_code": ["20481", "20481", "20481", "20201", "20202"], "is_open": [True, True, True, True, False],
            "is_late": False, "planned_live_on": ["2026-02-28", "2026-05-31", "2026-03-01", "2025-12-31", "2025-12-31"],
        }
    )  # fmt: skip
    found = _customers(systems, on="2026-02-28").set_index("body_code")
    assert found["next_planned"].fillna("").to_dict() == {"20481": "2026-03-01", "20201": "", "20202": ""}
    assert found["overdue_systems"].to_dict() == {"20481": 1, "20201": 1, "20202": 0}


def test_vendors_to_choose_from_are_the_listed_and_the_used(home: Home) -> None:
    assert vendor_codes(home.reader(), as_of=FEBRUARY) == {"A01": "ベンダA01", "B02": "ベンダB02", "C03": "ベンダC03"}


def test_a_vendor_nobody_knows(home: Home) -> None:
    with pytest.raises(UnknownCodeError, match="Z99"):
        vendor_view(home.reader(), as_of=FEBRUARY, vendor="Z99")


def test_a_place_has_the_flags_of_its_systems_the_most_severe_first(home: Home) -> None:
    town = place_flags(home.reader(), as_of=FEBRUARY, body="20481")
    assert town.is_known
    levels = [flag.severity.level for flag in town.flags]
    assert levels == sorted(levels, reverse=True)
    assert {body for flag in town.flags for body in flag.bodies} == {"20481"}
    assert town.names["B02"] == "ベンダB02"
    assert {"V1", "V2"} <= {flag.flag for flag in town.flags}
    assert place_flags(home.reader(), as_of=FEBRUARY, prefecture="15").flags == ()
    elsewhere = home.reader(scope=Scope(frozenset({"15"})))
    assert place_flags(elsewhere, as_of=FEBRUARY, prefecture="20").flags == ()


def test_rates_name_no_vendor(tmp_path: Path) -> None:
    found = place_flags(Home(build_home(tmp_path)).reader(), as_of=AsOf("2026-01"), prefecture="20")
    assert (found.flags, found.is_known) == ((), False)
