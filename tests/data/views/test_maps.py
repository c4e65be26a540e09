"""What the map shows of the tiny nation, and its playback, against figures worked out by hand."""

from __future__ import annotations

import pytest

from data.access import Home
from data.model import AsOf
from data.views.layers import Level, MapLayer, MapMeasure
from data.views.maps import map_layer, map_measures, playback_series
from tests.tiny_programme import build_home

JANUARY = AsOf("2026-01")
RATE = MapMeasure.STEP_COMPLETION


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


def _layer(home: Home, level: Level, measure: MapMeasure = RATE, prefecture: str | None = None) -> MapLayer:
    return map_layer(home.reader(), as_of=JANUARY, prefecture=prefecture, level=level, measure=measure)


def test_prefectures(home: Home) -> None:
    layer = _layer(home, Level.PREFECTURE)
    assert len(layer.codes) == len(layer.classes) == len(layer.values) == 47
    nagano, niigata, tokyo = (layer.codes.index(code) for code in ("20", "15", "13"))
    assert layer.values[nagano] == pytest.approx(2.375 / 3)
    assert layer.values[niigata] == 1.0
    assert (layer.values[tokyo], layer.classes[tokyo]) == (None, 0)


def test_municipalities(home: Home) -> None:
    layer = _layer(home, Level.MUNICIPALITY)
    assert len(layer.codes) == 1741
    assert list(layer.codes) == sorted(layer.codes)
    place = layer.codes.index
    assert layer.bands[layer.classes[place("15100")]].is_complete
    assert layer.bands[layer.classes[place("20202")]].lower == 0.9
    assert layer.bands[layer.classes[place("15202")]].is_unknown, "長岡市 is absent in January"
    assert [code for code, flag in zip(layer.codes, layer.designated, strict=True) if flag] == ["20201"]


def test_a_prefectures_map_has_its_own_bodies_whatever_the_level(home: Home) -> None:
    layer = _layer(home, Level.PREFECTURE, prefecture="20")
    assert layer.level is Level.MUNICIPALITY
    assert len(layer.codes) == 77
    assert {code[:2] for code in layer.codes} == {"20"}


def test_designated_systems(home: Home) -> None:
    layer = _layer(home, Level.MUNICIPALITY, MapMeasure.DESIGNATED)
    values = dict(zip(layer.codes, layer.values, strict=True))
    assert (values["20201"], values["20481"], values["15100"]) == (1, 0, 0)
    assert layer.designated_as_of == "2025-12"


def test_input(home: Home) -> None:
    layer = _layer(home, Level.MUNICIPALITY, MapMeasure.INPUT)
    words = {code: layer.bands[place].word for code, place in zip(layer.codes, layer.classes, strict=True)}
    assert (words["20201"], words["20481"], words["15202"]) == ("input_all", "input_partial", "")
    assert layer.classes[layer.codes.index("15202")] == 0


def test_rates_alone_offer_no_phase_judgement_or_overdue(home: Home) -> None:
    reading = home.reader().at(JANUARY)
    assert map_measures(reading, level=Level.MUNICIPALITY) == (RATE, MapMeasure.INPUT, MapMeasure.DESIGNATED)
    assert map_measures(reading, level=Level.PREFECTURE) == (RATE, MapMeasure.DESIGNATED, MapMeasure.INPUT)


def test_playback_is_each_month_as_it_was(home: Home) -> None:
    december, january = playback_series(
        home.reader(), as_of=JANUARY, prefecture=None, level=Level.MUNICIPALITY, measure=RATE
    )
    assert (december.month, january.month) == ("2025-12", "2026-01")
    layer = _layer(home, Level.MUNICIPALITY)
    assert (january.classes, january.values) == (layer.classes, layer.values)
    nagaoka = layer.codes.index("15202")
    assert december.values[nagaoka] == 0.25
    assert january.values[nagaoka] is None


def test_playback_ends_with_the_month_on_screen(home: Home) -> None:
    series = playback_series(
        home.reader(), as_of=AsOf("2025-12"), prefecture="20", level=Level.MUNICIPALITY, measure=RATE
    )
    assert [month.month for month in series] == ["2025-12"]
