"""影響の試算 on the programme of ``tests.flag_programme``, worked out by hand.

B10 leaves in 2026-02. Not live are its 介護保険 of 新潟市, 長岡市 and 長野市, planned for 2026-06. A01, A02 and A03
have a product for it. Each can do one system a month: nobody has shown more, and A03 has no customer yet. In 2026-06
none of them has plans of its own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Scope
from data.model import AsOf
from data.views.summary import UnknownCodeError
from data.views.what_if import Shock, WhatIfView, what_if_view
from data.views.what_if_counts import impact_counts
from tests.flag_programme import build_flag_home
from tests.milestone_programme import build_milestone_home
from tests.vendor_programme import build_early_home

pytestmark = pytest.mark.slow

AS_OF = AsOf("2026-01")
B10_LEAVES = Shock(frozenset({"B10"}), month="2026-02")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("what_if") / "home")


def asked(
    home: Path,
    shock: Shock = B10_LEAVES,
    *,
    prefecture: str | None = None,
    businesses: frozenset[str] | None = None,
    scope: Scope | None = None,
) -> WhatIfView:
    reader = Home(home).reader(scope=scope) if scope else Home(home).reader()
    return what_if_view(reader, as_of=AS_OF, shock=shock, prefecture=prefecture, businesses=businesses)


def places(view: WhatIfView) -> list[tuple[object, ...]]:
    columns = ["body_code", "alternatives", "slot_vendor", "expected", "wait_months", "state"]
    return [tuple(row) for row in view.systems[columns].astype(object).to_numpy().tolist()]


def test_who_goes_where_and_when(home: Path) -> None:
    # 新潟市 takes A01 (the first code) in 2026-06, 長岡市 A02; 長野市's successor is A01, which is full until 2026-07.
    assert places(asked(home)) == [
        ("15100", 3, "A01", "2026-06", 0, "placed_late"),
        ("15202", 3, "A02", "2026-06", 0, "placed_late"),
        ("20201", 3, "A01", "2026-07", 1, "placed_late"),
    ]


def test_the_counts(home: Path) -> None:
    counts = asked(home).counts
    assert (counts.systems, counts.bodies, counts.vendor_systems, counts.vendor_bodies) == (3, 3, 4, 4)
    assert (counts.imminent, counts.overdue, counts.undated, counts.designated) == (3, 0, 0, 0)
    assert (counts.bodies_with_alternative, counts.bodies_without_alternative, counts.placed, counts.full) == (
        3,
        0,
        3,
        0,
    )
    assert counts.newly_late == 0, "planned after 2026-03 already"


def test_the_prefectures_own_systems_are_told_apart() -> None:
    hit = pd.DataFrame({"body_code": ["15000", "15000", "15100"], "state": "full"})
    hit = hit.assign(
        **dict.fromkeys(("is_imminent", "is_newly_late", "is_overdue", "is_undated", "is_designated"), False)
    )
    counts = impact_counts(hit, everything=hit.assign(is_theirs=True, is_open=True), shock=B10_LEAVES)
    assert (counts.systems, counts.own_systems, counts.bodies) == (3, 2, 2)


def test_narrowing_changes_what_is_shown_and_not_who_gets_what(home: Path) -> None:
    view = asked(home, prefecture="20", businesses=frozenset({"long_term_care"}))
    assert places(view) == [("20201", 3, "A01", "2026-07", 1, "placed_late")]
    assert (view.counts.systems, view.nation.systems) == (1, 3)
    assert view.by_prefecture.set_index("code")["systems"][["15", "20"]].tolist() == [2, 1]
    assert view.by_business[["code", "systems", "alternative_vendors"]].to_numpy().tolist() == [
        ["long_term_care", 1, "A01 A02 A03"]
    ]
    assert view.hosts[["vendor_code", "systems", "here"]].to_numpy().tolist() == [["A01", 2, 1], ["A02", 1, 0]]


def test_the_course_of_the_nation(home: Path) -> None:
    rows = asked(home).course.set_index("month")
    # Live: 新潟市's register and 松本市's care. Planned: three in 2026-03, two in -04, one in -05, three in -06.
    months = ["2026-01", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert rows.loc[months, "without"].tolist() == [2, 5, 7, 8, 11]
    assert rows.loc["2026-06", "with_shock"] == 10
    assert asked(home).live_at_due == (5, 5)


def test_two_leave_at_once(home: Path) -> None:
    # 池田町's system of A02 is planned for 2026-05, before both leave.
    view = asked(home, Shock(frozenset({"B10", "A02"}), month="2026-06"))
    assert places(view) == [
        ("15100", 2, "A01", "2026-06", 0, "placed_late"),
        ("15202", 2, "A03", "2026-06", 0, "placed_late"),
        ("20201", 2, "A01", "2026-07", 1, "placed_late"),
    ]


def test_a_business_nobody_else_offers(home: Path) -> None:
    view = asked(home, Shock(frozenset({"A01"}), month="2026-02"))
    assert view.counts.systems == view.counts.without_alternative == 4
    assert (view.counts.bodies_with_alternative, view.counts.bodies_without_alternative) == (0, 4)
    # 2026-03 was in time for three of them; 松本市's 2026-04 was not.
    assert view.counts.newly_late == 3
    assert view.bodies["state"].unique().tolist() == ["no_alternative"]
    assert view.live_at_due == (5, 2)


def test_a_slip_asks_nobody_else(home: Path) -> None:
    view = asked(home, Shock(frozenset({"A01"}), month="2026-02", slip_months=2))
    rows = view.systems.set_index("body_code")
    assert rows["expected"].to_dict() == {
        "15100": "2026-05",
        "15202": "2026-05",
        "20201": "2026-05",
        "20202": "2026-06",
    }
    assert rows["state"].unique().tolist() == ["slip_late"]
    assert (view.counts.newly_late, view.counts.placed, view.counts.bodies_with_alternative) == (3, None, None)


def test_without_a_list_of_products_nobody_can_say(tmp_path: Path) -> None:
    view = asked(build_milestone_home(tmp_path), Shock(frozenset({"A01"}), month="2026-02"))
    assert view.counts.systems > 0
    assert view.systems["state"].unique().tolist() == ["unlisted"]
    assert view.systems["alternatives"].isna().all()
    assert (view.counts.without_alternative, view.counts.placed) == (None, None)


def test_before_the_first_go_live_nobody_can_say_who_has_room(tmp_path: Path) -> None:
    # Four others offer the register that B02 leaves; nobody else offers the 戸籍 of A01.
    reader = Home(build_early_home(tmp_path)).reader()
    both = Shock(frozenset({"A01", "B02"}), month="2026-02")
    view = what_if_view(reader, as_of=AsOf("2025-12"), shock=both)
    states = view.systems.groupby("business")["state"].unique().map(list).to_dict()
    assert states == {"family_register": ["no_alternative"], "resident_record": ["unmeasured"]}
    assert (view.counts.without_alternative, view.counts.bodies_with_alternative) == (2, 1)
    assert (view.counts.placed, view.counts.full, view.counts.newly_late) == (None, None, None)
    assert view.hosts.empty


def test_the_scope_cuts_the_lists_and_not_the_totals(home: Path) -> None:
    view = asked(home, scope=Scope(prefectures=frozenset({"20"})))
    assert view.systems["body_code"].tolist() == ["20201"]
    assert view.bodies["body_code"].tolist() == ["20201"]
    assert view.nation.systems == view.counts.systems == 3
    states = dict(zip(view.map.codes, view.map.states, strict=True))
    assert (states["15100"], states["20201"], states["20202"]) == ("out_of_scope", "placed_late", "")


def test_the_announcement_is_told(home: Path) -> None:
    (told,) = asked(home).announcements[["vendor_code", "kind", "happened_on"]].to_numpy().tolist()
    assert told == ["B10", "withdrawal", "2025-12-12"]


def test_the_same_question_gives_the_same_answer(home: Path) -> None:
    assert asked(home).as_dict() == asked(home).as_dict()


@pytest.mark.parametrize(
    ("shock", "options", "word"),
    [
        (Shock(frozenset({"Z9"}), month="2026-02"), {}, "Z9"),
        (B10_LEAVES, {"prefecture": "99"}, "99"),
        (B10_LEAVES, {"businesses": frozenset({"golf"})}, "golf"),
    ],
)
def test_what_does_not_exist_is_refused(
    home: Path, shock: Shock, options: dict[str, frozenset[str] | str], word: str
) -> None:
    with pytest.raises(UnknownCodeError, match=word):
        asked(home, shock, **options)  # type: ignore[arg-type]  # one of the two keywords


def test_nobody_is_no_question(home: Path) -> None:
    with pytest.raises(ValueError, match="ベンダ"):
        asked(home, Shock(frozenset(), month="2026-02"))
