"""Legends and the spoken summary of the map: every band named, every region counted."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components.map_block import band_label, map_note, map_summary, map_words, palette
from components.text import LANGUAGES, Text
from data.views.layers import BANDS, NOT_APPLICABLE, Band, Level, MapLayer, MapMeasure
from data.views.weighting import Weighting

JA = Text("ja")


def _layer(level: Level, measure: MapMeasure, classes: tuple[int, ...]) -> MapLayer:
    bands = BANDS[measure, level]
    return MapLayer(
        geometry_url="app/static/map/x.json",
        credit="",
        level=level,
        measure=measure,
        codes=tuple(f"{number:02d}" for number in range(1, len(classes) + 1)),
        bands=bands,
        classes=classes,
        values=(None,) * len(classes),
        designated=(False,) * len(classes),
        designated_as_of=None,
    )


@pytest.mark.parametrize(
    ("band", "is_share", "words"),
    [
        (Band(0.0, 0.5), True, "50%未満"),
        (Band(0.9, 1.0), True, "90〜100%未満"),
        (Band(1.0, None, is_complete=True), True, "100%"),
        (Band(0.95, None), True, "95%以上"),
        (Band(0, 1), False, "0"),
        (Band(3, 10), False, "3〜9"),
        (Band(16, None), False, "16以上"),
    ],
)
def test_a_band_says_what_it_holds(band: Band, is_share: bool, words: str) -> None:
    assert band_label(band, is_share=is_share, text=JA) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", list(MapMeasure))
@pytest.mark.parametrize("level", list(Level))
def test_every_legend_starts_with_unreported_and_names_each_band_once(
    level: Level, measure: MapMeasure, language: str
) -> None:
    entries = palette(_layer(level, measure, ()), text=Text(language))
    assert entries[0].pattern == "hatch"
    assert entries[0].mark
    assert len({entry.label for entry in entries}) == len(entries)
    assert len({entry.fill for entry in entries}) == len(entries)


def test_the_summary_counts_every_region() -> None:
    summary = map_summary(_layer(Level.PREFECTURE, MapMeasure.STEP_COMPLETION, (0, 0, 3, 7, 7, 7)), text=JA)
    assert summary == "6都道府県のステップ完了率の地図。内訳は、未報告 2、75〜80%未満 1、95%以上 3です。"
    assert [int(count) for count in re.findall(r" (\d+)", summary)] == [2, 1, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_the_map_is_in_the_catalogue(language: str) -> None:
    words = map_words(Text(language))
    assert all(getattr(words, name) for name in words.__dataclass_fields__)


def test_the_note_says_what_an_overdue_counts_and_of_which_month_the_list_is() -> None:
    overdue = _layer(Level.MUNICIPALITY, MapMeasure.OVERDUE, (0,))
    counted = "団体で最も大きい月数。期限の後に運用開始したシステムも数える"
    assert map_note(overdue, text=JA) == counted
    assert map_note(replace(overdue, designated_as_of="2025-12"), text=JA) == (
        f"{counted}。特定移行は2025年12月時点の一覧"
    )
    assert map_note(_layer(Level.MUNICIPALITY, MapMeasure.PHASE, (0,)), text=JA) == ""


def test_a_map_weighted_by_population_does_not_call_every_blank_unreported() -> None:
    layer = _layer(Level.PREFECTURE, MapMeasure.STEP_COMPLETION, (0,))
    by_people = replace(layer, weighting=Weighting.POPULATION)
    assert palette(layer, text=JA)[0].label == "未報告"
    assert palette(by_people, text=JA)[0].label == "未報告または人口不明"
    assert "ステップ完了率（人口加重）" in map_summary(by_people, text=JA)


@pytest.mark.parametrize("measure", [one for one in MapMeasure if one is not MapMeasure.STEP_COMPLETION])
def test_not_applicable_has_a_look_of_its_own_after_the_bands(measure: MapMeasure) -> None:
    plain = _layer(Level.MUNICIPALITY, measure, ())
    last = len(plain.bands)
    layer = replace(plain, bands=(*plain.bands, NOT_APPLICABLE), codes=("20303", "20304"), classes=(last, 0))
    unknown, *bands, apart = palette(layer, text=JA)
    assert (apart.label, apart.mark, apart.pattern) == ("対象外", "／", "dots")
    assert len({entry.fill for entry in (unknown, *bands, apart)}) == len(layer.bands)
    assert "未報告 1、対象外 1" in map_summary(layer, text=JA)
    assert palette(layer, text=Text("en"))[-1].label == "Not applicable"
