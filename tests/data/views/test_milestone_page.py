"""The page of milestones, worked out by hand from the table in ``tests/milestone_programme``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader, Scope
from data.importing import import_files
from data.model import MILESTONE_IDS, AsOf, BodyKind, parse_instant
from data.reference import load_reference
from data.views.attainment_groups import Unit
from data.views.milestone_page import MilestonesView, milestones_view
from data.views.overview import EmptyReason
from data.views.summary import UnknownCodeError
from tests.data.sources.pmo_building import as_csv, record
from tests.milestone_programme import build_milestone_home
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path: Path = tmp_path_factory.mktemp("milestones")
    return Home(build_milestone_home(path))


def view(
    home: Home, milestone: str = "step_10_2", unit: Unit = Unit.SYSTEMS, prefecture: str | None = None
) -> MilestonesView:
    return milestones_view(home.reader(), as_of=JANUARY, milestone=milestone, unit=unit, prefecture=prefecture)


def shares(frame: pd.DataFrame, *ids: str) -> list[tuple[int, int, int]]:
    """(attained, counted, open) of some rows."""
    rows = frame.set_index("id")
    counts = rows.loc[list(ids), ["attained", "counted", "open"]].astype(int)
    return list(counts.itertuples(index=False, name=None))


def test_systems_of_the_vendor_decision(home: Home) -> None:
    found = view(home)
    assert found.chosen is not None
    one = found.chosen.attainment
    # 長野市's two, 松本市's 戸籍 and 新潟市's two; four of them 遅くとも. 下諏訪町's 住民基本台帳 is 対象外.
    assert (one.counted, one.attained, one.open, one.latest_bound) == (7, 5, 2, 4)
    assert (one.attained_on_time, one.on_time_counted) == (0, 3)
    assert found.chosen.months_past == 22
    assert shares(found.prefectures, "20", "15", "01") == [(3, 5, 2), (2, 2, 0), (0, 0, 0)]
    assert shares(found.businesses, "resident_record", "family_register") == [(2, 3, 1), (3, 4, 1)]
    assert shares(found.ministries, "総務省", "法務省") == [(2, 3, 1), (3, 4, 1)]
    assert shares(found.kinds, "指定都市", "中核市", "町") == [(2, 2, 0), (3, 4, 1), (0, 1, 1)]


def test_bodies_of_the_vendor_decision(home: Home) -> None:
    found = view(home, unit=Unit.BODIES)
    assert found.chosen is not None
    one = found.chosen.attainment
    # 長野市 by its later system in 2026-01, 新潟市 遅くとも 2025-12; 松本市 and 下諏訪町 have an open system each.
    assert (one.counted, one.attained, one.open, one.latest_bound) == (4, 2, 2, 1)
    assert (one.attained_on_time, one.on_time_counted) == (0, 3)
    assert (one.open_overdue, one.open_undesignated, one.open_designated_ahead) == (1, 1, 1)
    assert shares(found.prefectures, "20", "15") == [(1, 3, 2), (1, 1, 0)]
    assert shares(found.kinds, "指定都市", "中核市", "町") == [(1, 1, 0), (1, 2, 1), (0, 1, 1)]
    # In one business a body is its one system there.
    assert shares(found.businesses, "resident_record", "family_register") == [(2, 3, 1), (3, 4, 1)]


@pytest.mark.parametrize(("unit", "nagano"), [(Unit.SYSTEMS, [0.0, 0.4, 0.6]), (Unit.BODIES, [0.0, 0.0, 1 / 3])])
def test_the_course_of_a_prefecture(home: Home, unit: Unit, nagano: list[float]) -> None:
    courses = view(home, unit=unit).courses
    here = courses[courses["id"] == "20"].set_index("month")["share"]
    assert (here.index[0], here.index[-1], len(courses)) == ("2023-04", "2026-01", 47 * 34)
    assert here[["2025-11", "2025-12", "2026-01"]].tolist() == pytest.approx(nagano)
    # Nobody reported: no share, not nothing.
    assert courses.loc[courses["id"] == "01", "share"].isna().all()


def test_how_far_from_the_date(home: Home) -> None:
    def rows(milestone: str, unit: Unit) -> list[list[int]]:
        return view(home, milestone, unit).slippage.to_numpy().tolist()

    # 長野市's register 22 months late, 松本市's 22 months open; the designated one is shown, not judged.
    assert rows("step_10_2", Unit.SYSTEMS) == rows("step_10_2", Unit.BODIES) == [[22, 1, 1]]
    # Live by 2026-03: 新潟市 15 months ahead (twice), 松本市 9, 長野市 4 and 2; as a body at its later.
    assert rows("live", Unit.SYSTEMS) == [[-15, 2, 0], [-9, 1, 0], [-4, 1, 0], [-2, 1, 0]]
    assert rows("live", Unit.BODIES) == [[-15, 1, 0], [-2, 1, 0]]


def test_kept_dates_are_told_only_once_the_date_has_come(home: Home) -> None:
    assert view(home, "live").businesses["on_time_share"].isna().all()
    nagano = view(home).prefectures.set_index("id").loc["20"]
    assert nagano["on_time_share"] == 0
    assert view(home).prefectures.set_index("id")["on_time_share"].isna()["15"], "遅くとも alone compares with nothing"


def test_the_open_systems_one_by_one(home: Home) -> None:
    rows = view(home, unit=Unit.BODIES).open_systems
    columns = [
        "body_code",
        "business",
        "months_past",
        "is_overdue",
        "planned_live_on",
        "designated_due_on",
        "judgement",
    ]
    assert rows[columns].astype(object).where(rows[columns].notna(), None).to_numpy().tolist() == [
        ["20202", "resident_record", 22, True, "2026-09-30", None, "遅延"],
        ["20361", "family_register", 22, False, "2027-12-31", "2028-03-31", "順調"],
    ]
    assert rows[["prefecture", "name", "business_name"]].to_numpy().tolist() == [
        ["長野県", "松本市", "住民基本台帳"], ["長野県", "下諏訪町", "戸籍"],
    ]  # fmt: skip
    live = view(home, "live").open_systems
    # 松本市's and 下諏訪町's register are 2 months ahead of 2026-03, the designated one 26 of its own date.
    assert live[["body_code", "months_past"]].to_numpy().tolist() == [["20202", -2], ["20361", -2], ["20361", -26]]


def test_a_prefecture_has_its_own_figures_beside_the_nation(home: Home) -> None:
    found = view(home, prefecture="15")
    assert found.place is not None
    assert found.chosen is not None
    assert (found.place.name, found.chosen.attainment.counted) == ("新潟県", 2)
    assert len(found.prefectures) == 47
    assert found.kinds[["id", "counted"]].to_numpy().tolist() == [["指定都市", 2], ["一般市", 0], ["町", 0], ["村", 0]]
    assert found.kinds["attained_share"].isna().tolist() == [False, True, True, True]
    assert found.open_systems.empty


def test_a_cut_by_business_cuts_everything(home: Home) -> None:
    reader: Reader = home.reader().narrowed(frozenset({"family_register"}))
    found = milestones_view(reader, as_of=JANUARY, milestone="step_10_2", unit=Unit.BODIES)
    assert found.chosen is not None
    assert (found.chosen.attainment.counted, found.chosen.attainment.attained) == (4, 3)
    assert found.businesses["id"].tolist() == ["family_register"]
    assert found.open_systems["body_code"].tolist() == ["20361"]


def test_totals_are_the_nations_but_the_list_is_within_the_scope(home: Home) -> None:
    reader = home.reader(scope=Scope(frozenset({"15"})))
    found = milestones_view(reader, as_of=JANUARY, milestone="step_10_2")
    assert found.chosen is not None
    assert found.chosen.attainment.open == 2
    assert found.open_systems.empty


@pytest.mark.parametrize("milestone", MILESTONE_IDS)
@pytest.mark.parametrize("unit", Unit)
def test_every_figure_equals_a_recount_of_the_mart(home: Home, unit: Unit, milestone: str) -> None:
    mart = home.reader().at(JANUARY).systems()
    mart = mart[mart["is_applicable"] & ~mart["body_code"].str.endswith("000")]
    states = mart.assign(state=mart[f"{milestone}_state"], prefecture=mart["body_code"].str[:2])
    states = states[states["state"].notna() & (states["state"] != "not_counted")]
    states["is_attained"] = states["state"] == "attained"
    if unit is Unit.BODIES:
        states = states.groupby("body_code", as_index=False).agg({"is_attained": "all", "prefecture": "first"})
    recount = states.groupby("prefecture")["is_attained"].agg(["sum", "count"])
    found = view(home, milestone, unit)
    assert found.chosen is not None
    table = found.prefectures.set_index("id").loc[recount.index, ["attained", "counted"]]
    assert table.to_numpy().tolist() == recount.to_numpy().tolist()
    assert found.chosen.attainment.attained == states["is_attained"].sum()
    last = found.courses[found.courses["month"] == "2026-01"].set_index("id")["share"].dropna()
    assert last.to_dict() == pytest.approx((recount["sum"] / recount["count"]).to_dict())
    for frame in (found.prefectures, found.kinds):
        assert frame["counted"].sum() == found.chosen.attainment.counted


def test_a_month_of_rates_alone_has_no_milestones(tmp_path: Path) -> None:
    found = milestones_view(Home(build_home(tmp_path)).reader(), as_of=JANUARY, milestone="live")
    assert not found.has_steps
    assert (found.rows, found.body_rows, found.chosen, found.empty_reason) == ((), (), None, None)
    frames = (found.prefectures, found.courses, found.businesses, found.ministries, found.kinds, found.slippage)
    assert all(frame.empty for frame in (*frames, found.open_systems))


@pytest.mark.parametrize("as_of", [AsOf("2025-01"), AsOf("2026-01", parse_instant("2026-01-01"))])
def test_a_month_nobody_knows_of_says_why_it_is_empty(home: Home, as_of: AsOf) -> None:
    found = milestones_view(home.reader(), as_of=as_of, milestone="phase0", unit=Unit.BODIES)
    assert found.empty_reason is EmptyReason.MONTH_NOT_REPORTED
    assert found.chosen is None


def test_unknown_places_and_milestones_are_refused(home: Home) -> None:
    with pytest.raises(UnknownCodeError, match="都道府県コード"):
        view(home, prefecture="48")
    with pytest.raises(ValueError, match="no milestone"):
        view(home, "step_4_1")


@pytest.fixture(scope="module")
def hokkaido(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """印鑑登録 of 札幌市, six cities and five towns of 北海道: the first live 3 months early, the rest open."""
    bodies = [body for body in load_reference().municipalities if body.prefecture_code == "01"]
    towns = [
        *(body for body in bodies if body.kind is BodyKind.DESIGNATED_CITY),
        *[body for body in bodies if body.kind is BodyKind.CITY][:6],
        *[body for body in bodies if body.kind is BodyKind.TOWN][:5],
    ]
    rows = [record(団体コード=body.code6, 業務="印鑑登録", 移行予定日="2026-03-31") for body in towns]
    rows[0] |= {"運用開始日": "2025-12-15"}
    path: Path = tmp_path_factory.mktemp("hokkaido")
    import_files([("2026-01.csv", as_csv(rows))], home=path, received_at=parse_instant("2026-02-15T09:00+09:00"))
    return Home(path)


def scoped(home: Home, *prefectures: str, unit: Unit) -> MilestonesView:
    reader = home.reader(scope=Scope(frozenset(prefectures))).narrowed(frozenset({"seal_registration"}))
    return milestones_view(reader, as_of=JANUARY, milestone="live", unit=unit, prefecture="01")


@pytest.mark.parametrize("unit", Unit)
def test_outside_the_scope_no_group_tells_of_few_bodies(hokkaido: Home, unit: Unit) -> None:
    found = scoped(hokkaido, "13", unit=unit)
    assert found.is_outside_scope
    # 札幌市 alone is 指定都市; beside 6 cities and 5 towns the total of 12 would tell of it, so the towns go too.
    assert shares(found.kinds, *found.kinds["id"]) == [(0, 6, 6)]
    assert found.kinds["id"].tolist() == ["一般市"]
    assert shares(found.businesses, "seal_registration") == [(1, 12, 11)]
    assert found.slippage.empty
    assert found.chosen is not None
    assert (found.chosen.attainment.counted, found.chosen.attainment.attained) == (12, 1)


@pytest.mark.parametrize("unit", Unit)
def test_inside_the_scope_every_group_is_shown(hokkaido: Home, unit: Unit) -> None:
    for found in (scoped(hokkaido, "01", unit=unit), scoped(hokkaido, "01", "13", unit=unit)):
        assert not found.is_outside_scope
        assert shares(found.kinds, "指定都市", "一般市", "町") == [(1, 1, 0), (0, 6, 6), (0, 5, 5)]
        assert found.slippage.to_numpy().tolist() == [[-3, 1, 0]]
