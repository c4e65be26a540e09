"""池田町's 生活保護 is 対象外 (``tests.town_programme``); its 76 neighbours in 長野県 report nothing in 2026-01."""

from __future__ import annotations

from collections import Counter

import pytest

from data.access import Home, Reader
from data.model import AsOf
from data.views.layers import Level, MapMeasure, band_counts
from data.views.maps import map_layer, playback_series
from data.views.prefecture import PrefectureView, prefecture_view
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")
NAGANO, TOWN = "20", "20481"
VALUED = (MapMeasure.PHASE, MapMeasure.JUDGEMENT, MapMeasure.OVERDUE, MapMeasure.INPUT, MapMeasure.MIGRATED)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_town_home(tmp_path_factory.mktemp("town"))).reader()


@pytest.fixture(scope="module")
def aid(reader: Reader) -> Reader:
    return reader.narrowed(frozenset({"public_assistance"}))


@pytest.fixture(scope="module")
def view(aid: Reader) -> PrefectureView:
    return prefecture_view(aid, as_of=JANUARY, prefecture=NAGANO)


def states(view: PrefectureView) -> dict[str, int]:
    rows = view.overview.input_states
    return dict(zip(rows["state"], rows["bodies"], strict=True))


def test_card_chart_and_list_agree_on_who_reported_nothing(view: PrefectureView) -> None:
    card = next(one for one in view.overview.headlines if one.measure == "bodies_unreported")
    assert card.value == 76
    assert states(view) == {"reported": 0, "partial": 0, "missing": 76, "not_applicable": 1}
    assert Counter(view.municipalities["input_state"]) == {"missing": 76, "not_applicable": 1}
    town = view.municipalities.set_index("body_code").loc[TOWN]
    assert (town["input_state"], town["step_completion_mic"], town["systems_applicable"]) == ("not_applicable", 1.0, 0)


@pytest.mark.parametrize("measure", [*VALUED, MapMeasure.DESIGNATED])
def test_the_map_sets_a_body_without_applicable_systems_apart(aid: Reader, measure: MapMeasure) -> None:
    layer = map_layer(aid, as_of=JANUARY, prefecture=NAGANO, level=Level.MUNICIPALITY, measure=measure)
    town = layer.codes.index(TOWN)
    assert layer.bands[layer.classes[town]].is_not_applicable
    assert layer.values[town] is None
    counts = band_counts(layer.classes, bands=layer.bands)
    assert (counts[0], counts[-1], sum(counts)) == (76, 1, 77)


def test_its_rate_stays_the_ministrys(aid: Reader) -> None:
    layer = map_layer(
        aid, as_of=JANUARY, prefecture=NAGANO, level=Level.MUNICIPALITY, measure=MapMeasure.STEP_COMPLETION
    )
    assert layer.values[layer.codes.index(TOWN)] == 1.0
    assert not any(band.is_not_applicable for band in layer.bands)


@pytest.mark.parametrize("measure", VALUED)
def test_every_month_of_the_playback_has_the_classes_of_the_map(aid: Reader, measure: MapMeasure) -> None:
    place = {"as_of": JANUARY, "prefecture": NAGANO, "level": Level.MUNICIPALITY, "measure": measure}
    layer, months = map_layer(aid, **place), playback_series(aid, **place)  # type: ignore[arg-type]  # one place twice
    town = layer.codes.index(TOWN)
    assert [month.month for month in months] == ["2025-11", "2026-01"]
    assert all(layer.bands[month.classes[town]].is_not_applicable for month in months)


def test_a_prefecture_is_apart_where_all_that_was_reported_is_not_applicable(aid: Reader) -> None:
    layer = map_layer(aid, as_of=JANUARY, prefecture=None, level=Level.PREFECTURE, measure=MapMeasure.MIGRATED)
    assert layer.bands[-1].is_not_applicable
    assert band_counts(layer.classes, bands=layer.bands)[-1] == 0, "長野県's other 76 would have a system to report"


@pytest.mark.parametrize("measure", VALUED)
def test_without_a_cut_nothing_is_set_apart(reader: Reader, measure: MapMeasure) -> None:
    layer = map_layer(reader, as_of=JANUARY, prefecture=NAGANO, level=Level.MUNICIPALITY, measure=measure)
    assert not any(band.is_not_applicable for band in layer.bands)
    uncut = prefecture_view(reader, as_of=JANUARY, prefecture=NAGANO)
    assert states(uncut) == {"reported": 0, "partial": 1, "missing": 76}
