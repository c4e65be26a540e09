"""The cards of 富山県, whose 15 municipalities have 300 systems: 参考 below 90 % is below 13.5 bodies or 270 systems.

| | 2025-10 | 2025-11 | 2025-12 | 2026-01 |
|---|---|---|---|---|
| reported | one system of each of the 15 | nothing loaded | 13 whole and 9 systems of one | one system more |
| systems | 15 | | 269 | 270 |
"""

from __future__ import annotations

import pytest

from data.access import Home
from data.importing import import_files
from data.model import AsOf, parse_instant, shift_month
from data.reference import load_reference
from data.views.headlines import Headline, headlines
from data.views.weighting import Weighting, prefecture_rates
from tests.data.sources.pmo_building import Record, as_csv, record

pytestmark = pytest.mark.slow

TOYAMA = "16"
OF_SYSTEMS = ("migrated_share", "late_systems", "step_completion_weighted")
SPARSE, SHORT, ENOUGH = "2025-10", "2025-12", "2026-01"


def _rows(month: str, systems: list[int]) -> list[Record]:
    """That many systems of each municipality, in code order."""
    reference = load_reference()
    towns = [body for body in reference.municipalities if body.prefecture_code == TOYAMA]
    entered = f"{shift_month(month, 1)}-05 10:00"
    return [
        record(対象年月=month, 団体コード=body.code6, 業務=business.name, 入力日時=entered, 移行予定日="2026-03-31")
        for body, count in zip(towns, systems, strict=True)
        for business in reference.businesses[:count]
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("toyama")
    months = {SPARSE: [1] * 15, SHORT: [20] * 13 + [9, 0], ENOUGH: [20] * 13 + [10, 0]}
    for month, systems in months.items():
        received = parse_instant(f"{shift_month(month, 1)}-15T09:00+09:00")
        import_files([(f"{month}.csv", as_csv(_rows(month, systems)))], home=path, received_at=received)
    return Home(path)


def _cards(
    home: Home, month: str, *, prefecture: str = TOYAMA, weighting: Weighting = Weighting.BODY
) -> dict[str, Headline]:
    place = load_reference().prefecture(prefecture)
    found = headlines(home.reader(), as_of=AsOf(month), place=place, weighting=weighting)
    return {card.measure: card for card in found}


def test_measures_over_systems_are_for_reference_by_the_systems_reported(home: Home) -> None:
    cards = _cards(home, SPARSE, weighting=Weighting.SYSTEM)
    assert {name for name, card in cards.items() if card.is_reference_only} == set(OF_SYSTEMS)
    for name, card in cards.items():
        assert (card.reported, card.bodies) == (15, 15)
        assert (card.reported_systems, card.systems) == ((15, 300) if name in OF_SYSTEMS else (None, None))
    assert not _cards(home, SPARSE)["step_completion_mic"].is_reference_only, (
        "a mean over bodies, all of which reported"
    )


def test_nine_tenths_of_the_systems_are_enough(home: Home) -> None:
    for month, systems, is_marked in ((SHORT, 269, True), (ENOUGH, 270, False)):
        for name in ("migrated_share", "late_systems"):
            card = _cards(home, month)[name]
            assert (card.reported_systems, card.is_reference_only) == (systems, is_marked)
        rate = _cards(home, month)["step_completion_mic"]
        assert (rate.reported, rate.is_reference_only) == (14, False)


def test_the_mean_over_systems_of_a_prefecture_is_marked_by_its_systems(home: Home) -> None:
    for month, expected in ((SPARSE, True), (SHORT, True), (ENOUGH, False)):
        reading = home.reader().at(AsOf(month))
        marks = {
            weighting: prefecture_rates(reading, weighting=weighting)
            .set_index("prefecture_code")
            .at[TOYAMA, "is_reference_only"]
            for weighting in (Weighting.BODY, Weighting.SYSTEM)
        }
        assert marks == {Weighting.BODY: False, Weighting.SYSTEM: expected}


def test_nobody_is_called_missing_in_a_month_that_was_not_loaded(home: Home) -> None:
    december, january = (_cards(home, month)["bodies_unreported"] for month in (SHORT, ENOUGH))
    assert december.trend[-3:] == (0, None, 1)
    assert december.trend[:-3] == (None,) * 9
    assert december.comparators == (), "nothing was loaded the month before"
    assert [(item.kind, item.value) for item in january.comparators] == [("previous", 1)]


def test_a_prefecture_that_reported_nothing_in_a_loaded_month_is_missing_whole(home: Home) -> None:
    card = _cards(home, ENOUGH, prefecture="17")["bodies_unreported"]
    assert (card.value, card.bodies) == (19, 19), "石川県 has 19 municipalities"
    assert card.trend[-4:] == (19, None, 19, 19)
