"""ステップ完了率 by each weighting, against figures worked out by hand on the tiny nation.

People (基準日 2025-10-01): 新潟市 500, 長岡市 100, 長野市 300, 松本市 200; 池田町 is not in the table.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home
from data.model import TABLES, AsOf, SnapshotKind
from data.views import OverviewView, overview_view
from data.views.headlines import Headline
from data.views.layers import Level, MapMeasure
from data.views.maps import map_layer, playback_series
from data.views.weighting import Weighting, offered_weightings, place_rate, prefecture_rates
from tests.tiny_population import import_people
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

DECEMBER, JANUARY = AsOf("2025-12"), AsOf("2026-01")
BODY, SYSTEM, POPULATION = Weighting


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(import_people(build_home(tmp_path_factory.mktemp("people"))))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("bare")))


def _view(home: Home, weighting: Weighting, prefecture: str | None = None) -> OverviewView:
    return overview_view(home.reader(), as_of=JANUARY, prefecture=prefecture, weighting=weighting)


def _rate_card(view: OverviewView) -> Headline:
    [card] = [card for card in view.headlines if card.measure.startswith("step_completion")]
    return card


def test_the_nation_by_each_weighting(home: Home) -> None:
    reading = home.reader().at(JANUARY)
    # Bodies 1, .6, .975 and .8; of 79 systems 800+480+780+608 = 2,668 steps of 3,160; 875 of 1,000 people's worth.
    values = {one: place_rate(reading, weighting=one).value for one in Weighting}
    assert values == pytest.approx({BODY: 0.84375, SYSTEM: 2668 / 3160, POPULATION: 0.875})


def test_a_body_of_unknown_population_is_left_out_and_counted(home: Home) -> None:
    rate = place_rate(home.reader().at(JANUARY), weighting=POPULATION)
    assert (rate.weighed, rate.left_out, rate.counted_on) == (3, 1, "2025-10-01")
    plain = place_rate(home.reader().at(JANUARY), weighting=SYSTEM)
    assert (plain.weighed, plain.left_out, plain.counted_on) == (4, 0, None)


def test_a_prefecture_by_each_weighting(home: Home) -> None:
    reading = home.reader().at(JANUARY)
    # 長野市 .6, 松本市 .975 and 池田町 .8; 1,868 steps of 59 systems; (180 + 195) / 500 people.
    values = {one: place_rate(reading, weighting=one, prefecture="20").value for one in Weighting}
    assert values == pytest.approx({BODY: 2.375 / 3, SYSTEM: 1868 / 2360, POPULATION: 0.75})
    assert place_rate(reading, weighting=POPULATION, prefecture="13").value is None, "nobody in 東京都 reported"


@pytest.mark.parametrize("weighting", list(Weighting))
def test_the_list_of_prefectures_agrees_with_each_prefectures_own_figure(home: Home, weighting: Weighting) -> None:
    reading = home.reader().at(JANUARY)
    rates = prefecture_rates(reading, weighting=weighting).set_index("prefecture_code")
    for code in ("15", "20"):
        own = place_rate(reading, weighting=weighting, prefecture=code)
        assert rates.at[code, "step_completion_mic"] == pytest.approx(own.value)
        assert rates.at[code, "weighed"] == own.weighed
    assert rates["step_completion_mic"].notna().sum() == 2


def test_a_prefecture_is_reference_only_by_the_bodies_weighed(home: Home) -> None:
    rates = prefecture_rates(home.reader().at(JANUARY), weighting=POPULATION)
    assert rates["is_reference_only"].all(), "no prefecture has nine tenths of its bodies"
    assert rates["reported"].sum() == 4


def test_the_card_its_comparators_and_its_trend_are_of_one_weighting(home: Home) -> None:
    card = _rate_card(_view(home, POPULATION))
    assert card.measure == "step_completion_population"
    assert card.value == pytest.approx(0.875)
    assert (card.reported, card.left_out, card.is_reference_only) == (4, 1, True)
    # December: (500 + 25 + 150 + 150) / 1,100. The published figure is the unweighted one.
    assert {item.kind: item.value for item in card.comparators} == pytest.approx({"previous": 0.75})
    assert card.trend[-2:] == pytest.approx((0.75, 0.875))
    assert _rate_card(_view(home, SYSTEM)).measure == "step_completion_weighted"
    assert [item.kind for item in _rate_card(_view(home, BODY)).comparators] == ["previous", "published"]


def test_a_prefectures_card_is_read_against_the_nation_by_the_same_weighting(home: Home) -> None:
    card = _rate_card(_view(home, POPULATION, prefecture="20"))
    assert {item.kind: item.value for item in card.comparators} == pytest.approx({"previous": 0.6, "nation": 0.875})


def test_the_prefectures_and_their_change_are_of_one_weighting(home: Home) -> None:
    rows = _view(home, POPULATION).prefectures.set_index("code")
    assert rows.loc[["15", "20"], "step_completion_mic"].tolist() == pytest.approx([1.0, 0.75])
    # 新潟県 (500 + 25) / 600 and 長野県 300 / 500 in December.
    assert rows.loc[["15", "20"], "change"].tolist() == pytest.approx([0.125, 0.15])


def test_the_map_of_prefectures_and_its_playback_follow_the_weighting(home: Home) -> None:
    level, measure = Level.PREFECTURE, MapMeasure.STEP_COMPLETION

    def at_nagano(weighting: Weighting) -> tuple[str, list[float | None]]:
        reader = home.reader()
        layer = map_layer(reader, as_of=JANUARY, prefecture=None, level=level, measure=measure, weighting=weighting)
        months = playback_series(
            reader, as_of=JANUARY, prefecture=None, level=level, measure=measure, weighting=weighting
        )
        place = layer.codes.index("20")
        assert months[-1].values == layer.values
        return layer.value_measure, [month.values[place] for month in months]

    name, values = at_nagano(POPULATION)
    assert name == "step_completion_population"
    assert values == pytest.approx([0.6, 0.75])
    name, values = at_nagano(BODY)
    assert name == "step_completion_mic"
    assert values == pytest.approx([0.625, 2.375 / 3])


def test_a_bodys_own_value_has_no_weighting(home: Home) -> None:
    layer = map_layer(
        home.reader(),
        as_of=JANUARY,
        prefecture="20",
        level=Level.MUNICIPALITY,
        measure=MapMeasure.STEP_COMPLETION,
        weighting=POPULATION,
    )
    assert layer.value_measure == "step_completion_mic"
    assert layer.values[layer.codes.index("20481")] == 0.8


def test_population_is_offered_only_where_a_table_is_in_force(
    home: Home, bare: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert offered_weightings(home.reader().at(JANUARY)) == (BODY, SYSTEM, POPULATION)
    assert offered_weightings(bare.reader().at(JANUARY)) == (BODY, SYSTEM)
    late = Home(import_people(build_home(tmp_path_factory.mktemp("late")), day="2026-01-01"))
    assert offered_weightings(late.reader().at(DECEMBER)) == (BODY, SYSTEM), "counted a month later"
    card = _rate_card(_view(late, POPULATION))
    assert card.value == pytest.approx(0.875)
    assert (card.comparators, card.trend[-2]) == ((), None), "no weights in December, so nothing to compare with"


def test_without_a_table_the_weighted_mean_is_unknown(bare: Home) -> None:
    rate = place_rate(bare.reader().at(JANUARY), weighting=POPULATION)
    assert (rate.value, rate.weighed, rate.left_out, rate.counted_on) == (None, 0, 4, None)
    assert prefecture_rates(bare.reader().at(JANUARY), weighting=POPULATION)["step_completion_mic"].isna().all()


def test_the_table_of_people_is_read_whole_and_named_only_where_it_weighs(home: Home, bare: Home) -> None:
    reading = home.reader().at(JANUARY)
    rows = reading.population()
    assert rows[["body_code", "population"]].to_numpy().tolist() == [
        ["15100", 500],
        ["15202", 100],
        ["20201", 300],
        ["20202", 200],
    ]
    names = [column.name for column in TABLES[SnapshotKind.POPULATION]]
    empty = bare.reader().at(JANUARY).population()
    assert list(rows) == list(empty) == names
    assert empty.empty
    assert reading.population_source is not None
    assert _view(home, POPULATION).sources[-1] == reading.population_source
    assert _view(home, BODY).sources == reading.sources
    assert SnapshotKind.POPULATION not in {source.kind for source in reading.sources}


def test_equal_populations_give_the_unweighted_mean(tmp_path: Path) -> None:
    people = dict.fromkeys(("15100", "20201", "20202", "20481"), 700)
    reading = Home(import_people(build_home(tmp_path), people=people)).reader().at(JANUARY)
    rate = place_rate(reading, weighting=POPULATION)
    assert rate.value == pytest.approx(0.84375)
    assert rate.left_out == 0
