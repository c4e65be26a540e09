"""The vendor page's figures on a programme small enough to work out by hand (``tests.vendor_programme``)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Scope
from data.model import AsOf
from data.views.layers import Level
from data.views.summary import UnknownCodeError
from data.views.vendor_figures import RiskFigures
from data.views.vendor_months import flag_months
from data.views.vendor_regions import region_risk
from data.views.vendor_risk import EmptyReason, vendor_risk_view
from data.views.vendor_tables import vendor_table
from tests.tiny_programme import build_home
from tests.vendor_programme import build_early_home, build_vendor_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_vendor_home(tmp_path_factory.mktemp("vendors")))


def test_the_cards_and_those_of_the_month_before(home: Home) -> None:
    view = vendor_risk_view(home.reader(), as_of=JANUARY)
    bodies = 1788
    assert view.figures == RiskFigures(
        high=1, middle=2, low=1, vendors=2, known_vendors=2, open_systems=4, all_open_systems=5, bodies=3,
        all_bodies=bodies,
    )  # fmt: skip
    assert view.previous == RiskFigures(
        high=0, middle=1, low=1, vendors=1, known_vendors=2, open_systems=2, all_open_systems=5, bodies=2,
        all_bodies=bodies,
    )  # fmt: skip
    # 1,741 bodies with 20 systems and 47 prefectures with 2; five vendors' systems are known.
    assert (view.systems, view.unknown_systems) == (34914, 34914 - 5)


def test_vendors_stand_by_what_they_have_not_brought_live(home: Home) -> None:
    vendors = vendor_risk_view(home.reader(), as_of=JANUARY).vendors
    columns = ["name", "systems", "open_systems", "bodies", "open_bodies", "businesses", "flags", "level"]
    assert vendors[columns].head(2).to_numpy().tolist() == [
        ["ベンダA01", 3, 2, 2, 2, 2, "V4:2 V6:1", 2],
        ["ベンダB02", 2, 2, 2, 2, 1, "V1:3", 3],
    ]
    assert vendors["live_share"].head(2).tolist() == [pytest.approx(1 / 3), 0.0]
    # 新潟市 plans its go-live after 2026-03-31.
    assert vendors["late_systems"].head(2).tolist() == [0, 1]
    unknown = vendors.iloc[-1]
    assert pd.isna(unknown["vendor_code"])
    assert unknown["open_systems"] == 1, "the care insurance of 新潟市; of the others nothing is known"


def test_the_late_share_is_of_the_systems_with_a_judgement() -> None:
    # Of four systems of A one is late, one is not and two are 未報告; B has none with a 判定.
    systems = pd.DataFrame(
        {
            "vendor_code": [*"AAAAB"], "body_code": ["15100", "15202", "20201", "20202", "20481"],
            "business": "long_term_care", "is_live": False, "is_open": True,
            "is_judged": [True, True, False, False, False], "is_late": [True, False, False, False, False],
        }
    )  # fmt: skip
    rows = vendor_table(systems, names={}, flags=()).set_index("vendor_code")
    assert rows.loc[["A"], ["late_systems", "judged_systems", "late_share"]].to_numpy().tolist() == [[1, 2, 0.5]]
    assert rows["late_share"].isna().to_dict() == {"A": False, "B": True}, "unknown is not zero"


def test_what_lies_outside_the_scope_is_no_unknown_vendor(home: Home) -> None:
    view = vendor_risk_view(home.reader(scope=Scope(frozenset({"15"}))), as_of=JANUARY)
    # 新潟県 has 30 municipalities with 20 systems and 2 of its own.
    assert (view.systems, view.own_systems, view.unknown_systems, view.figures.all_bodies) == (602, 2, 601, 31)
    assert view.vendors["vendor_code"].dropna().tolist() == ["B02"]


def test_links_and_shares(home: Home) -> None:
    view = vendor_risk_view(home.reader(), as_of=JANUARY)
    links = view.links[view.links["vendor_code"].notna()]
    assert links[["vendor_code", "business", "bodies", "open_bodies", "flags", "level"]].to_numpy().tolist() == [
        ["A01", "resident_record", 1, 0, "", 0],
        ["A01", "family_register", 2, 2, "", 0],
        ["B02", "resident_record", 2, 2, "V1", 3],
    ]
    shares = {(row["business"], row["prefecture_code"]): row for row in view.shares.to_dict("records")}
    nagano = shares["resident_record", "20"]
    assert (nagano["hhi"], nagano["effective"], nagano["largest_name"]) == (5000.0, 2.0, "ベンダA01")
    assert (nagano["systems"], nagano["known"], nagano["unknown"]) == (77, 2, 75)
    assert shares["family_register", "20"]["hhi"] == 10_000.0
    assert pd.isna(shares["family_register", "15"]["hhi"]), "nobody's vendor is known there"


def test_who_else_could_take_over(home: Home) -> None:
    found = vendor_risk_view(home.reader(), as_of=JANUARY).alternatives.set_index("business")
    register, family = found.loc["resident_record"], found.loc["family_register"]
    assert (register["available"], register["leaving"], register["scarce_systems"]) == (4, 1, 0)
    assert register["leaving_names"] == "ベンダB02"
    assert (family["available"], family["names"], family["scarce_systems"]) == (1, "ベンダA01", 2)


def test_the_calendar_ahead(home: Home) -> None:
    load = vendor_risk_view(home.reader(), as_of=JANUARY).load
    assert load.months == ("2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    assert load.calendar.to_numpy().tolist() == [
        ["A01", "2026-03", 2, 2.0, 2],
        ["B02", "2026-03", 1, 1.0, 0],
        ["B02", "2026-06", 1, 1.0, 0],
    ]
    assert load.loads[["vendor_code", "capacity", "worst", "crowds", "very_crowded"]].to_numpy().tolist() == [
        ["A01", 1.0, 2.0, 1, 0],
        ["B02", 1.0, 1.0, 0, 0],
    ]
    of_a01 = load.pace[load.pace["vendor_code"] == "A01"].set_index("month")
    assert (of_a01.loc["2025-11", "live"], of_a01.loc["2026-03", "planned"]) == (1, 2)
    assert not load.delay["is_judged"].any(), "nobody has ten bodies"


def test_before_the_first_go_live_plans_are_counted_and_no_capacity_is_known(tmp_path: Path) -> None:
    view = vendor_risk_view(Home(build_early_home(tmp_path)).reader(), as_of=AsOf("2025-12"))
    assert view.load.calendar[["vendor_code", "month", "planned"]].to_numpy().tolist() == [
        ["A01", "2026-03", 2],
        ["B02", "2026-03", 1],
        ["B02", "2026-06", 1],
    ]
    assert view.load.calendar[["ratio", "level"]].isna().all(axis=None)
    assert view.load.loads["vendor_code"].tolist() == ["A01", "B02"]
    assert view.load.loads[["capacity", "worst"]].isna().all(axis=None)
    assert "V4" not in {one.flag for one in view.flags}


def test_a_prefecture_and_a_cut_only_choose_what_is_shown(home: Home) -> None:
    niigata = vendor_risk_view(home.reader(), as_of=JANUARY, prefecture="15")
    assert [(one.flag, one.vendor, one.severity.level) for one in niigata.flags] == [("V1", "B02", 2)]
    assert niigata.vendors["vendor_code"].dropna().tolist() == ["B02"]
    assert niigata.load.calendar["vendor_code"].unique().tolist() == ["B02"]
    assert niigata.shares["prefecture_code"].nunique() == 47, "the nation's, whatever the place"
    families = home.reader().narrowed(frozenset({"family_register"}))
    view = vendor_risk_view(families, as_of=JANUARY)
    register = vendor_risk_view(home.reader().narrowed(frozenset({"resident_record"})), as_of=JANUARY)
    crowd = register.load.calendar.iloc[0]
    assert (crowd["vendor_code"], crowd["planned"], crowd["level"]) == ("A01", 2, 2), "a load is the vendor's own"
    # The crowd of March is A01's, and both of its systems are family registers.
    assert [(one.flag, len(one.systems)) for one in view.flags] == [("V4", 2), ("V6", 2)]
    assert view.shares["business"].unique().tolist() == ["family_register"]


@pytest.mark.parametrize(
    ("level", "prefecture", "expected"),
    [
        (Level.PREFECTURE, None, {"20": (3, 3), "15": (1, 2), "13": (None, 0)}),
        (Level.MUNICIPALITY, "20", {"20201": (1, 2), "20202": (2, 3), "20203": (None, 0)}),
    ],
)
def test_the_regions_of_the_map(
    level: Level, prefecture: str | None, expected: dict[str, tuple[int | None, int]], home: Home
) -> None:
    reader = home.reader()
    view = vendor_risk_view(reader, as_of=JANUARY, prefecture=prefecture)
    risk = region_risk(reader, view=view, level=level)
    found = {code: (value, worst) for code, value, worst in zip(risk.codes, risk.values, risk.levels, strict=True)}
    assert {code: found[code] for code in expected} == expected


def test_flags_month_by_month(home: Home) -> None:
    reader = home.reader()
    months = flag_months(reader, as_of=JANUARY)
    # The two V1 of B02 are one flag of its business, at its worst severity.
    assert months.astype(object).where(months.notna(), None).to_numpy().tolist() == [
        ["2025-12", 1, 1, 0, None, None],
        ["2026-01", 1, 1, 1, 1, 0],
    ]


def test_without_lists_and_without_vendors(tmp_path: Path) -> None:
    bare = vendor_risk_view(Home(build_vendor_home(tmp_path / "bare", with_lists=False)).reader(), as_of=JANUARY)
    assert not bare.has_lists
    assert {one.flag for one in bare.flags} <= {"V4", "V5", "V7"}
    assert bare.alternatives.empty
    assert bare.vendors["name"].dropna().tolist() == ["A01", "B02"], "unlisted vendors go by their code"
    rates = vendor_risk_view(Home(build_home(tmp_path / "rates")).reader(), as_of=JANUARY)
    assert rates.empty_reason is EmptyReason.NO_VENDORS_IN_RATES
    unreported = vendor_risk_view(Home(build_home(tmp_path / "rates")).reader(), as_of=AsOf("2024-01"))
    assert unreported.empty_reason is EmptyReason.MONTH_NOT_REPORTED


def test_a_prefecture_nobody_knows(home: Home) -> None:
    with pytest.raises(UnknownCodeError, match="99"):
        vendor_risk_view(home.reader(), as_of=JANUARY, prefecture="99")


def test_the_same_view_is_handed_out_again(home: Home) -> None:
    reader = home.reader()
    assert vendor_risk_view(reader, as_of=JANUARY) is vendor_risk_view(reader, as_of=JANUARY)
