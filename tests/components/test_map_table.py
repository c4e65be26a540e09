"""The table under the map: the regions of every class by name, in words that need no colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.documents.table_files import TableHead, table_csv
from components.map_table import MapFile, _head, map_columns, map_rows
from components.text import LANGUAGES, Text
from data.views.layers import BANDS, NOT_APPLICABLE, Level, MapLayer, MapMeasure

JA, EN = Text("ja"), Text("en")
BODIES = MapLayer(
    geometry_url="app/static/map/x.json",
    credit="",
    level=Level.MUNICIPALITY,
    measure=MapMeasure.JUDGEMENT,
    codes=("01100", "15100", "20201", "20202", "20481"),
    bands=BANDS[MapMeasure.JUDGEMENT, Level.MUNICIPALITY],
    classes=(1, 4, 0, 4, 3),
    values=(0, 3, None, 3, 2),
    designated=(False, False, True, True, False),
    designated_as_of="2025-12",
)
PREFECTURES = replace(
    BODIES,
    level=Level.PREFECTURE,
    measure=MapMeasure.STEP_COMPLETION,
    codes=("01", "15", "20"),
    bands=BANDS[MapMeasure.STEP_COMPLETION, Level.PREFECTURE],
    classes=(7, 0, 1),
    values=(0.96, None, 0.5),
    designated=(True, True, True),
)


def _shown(layer: MapLayer, text: Text) -> list[list[object]]:
    names = [column.name for column in map_columns(layer, text=text)]
    return map_rows(layer, text=text)[names].to_numpy().tolist()


def test_the_late_bodies_come_first_by_name_and_mark() -> None:
    assert _shown(BODIES, JA) == [
        ["15100", "新潟県", "新潟市", "▲ 遅延", "なし"],
        ["20202", "長野県", "松本市", "▲ 遅延", "◇ あり"],
        ["20201", "長野県", "長野市", "？ 未報告", "◇ あり"],
        ["20481", "長野県", "池田町", "△ 注意", "なし"],
        ["01100", "北海道", "札幌市", "✓ 完了", "なし"],
    ]


def test_an_english_reader_meets_no_japanese() -> None:
    assert _shown(BODIES, EN)[0][:4] == ["15100", "Niigata", "Niigata City", "▲ Late"]
    labels = [column.label for column in map_columns(BODIES, text=EN)]
    assert all(cell.isascii() for cell in labels)


def test_a_number_stands_in_its_unit_beside_its_class() -> None:
    columns = {column.name: (column.label, column.kind) for column in map_columns(PREFECTURES, text=JA)}
    assert columns["value"] == ("ステップ完了率", "share")
    assert "designated" not in columns, "every prefecture has some"
    rows = map_rows(PREFECTURES, text=JA)
    assert rows["name"].tolist() == ["新潟県", "長野県", "北海道"]
    assert rows["value"].isna().tolist() == [True, False, False]
    assert rows["class_label"].tolist() == ["？ 未報告", "70%未満", "95%以上"]
    overdue = replace(
        BODIES,
        measure=MapMeasure.OVERDUE,
        bands=BANDS[MapMeasure.OVERDUE, Level.MUNICIPALITY],
        classes=(5, 1, 0, 2, 4),
        values=(14, -2, None, 3, 9),
    )
    months = next(column for column in map_columns(overdue, text=JA) if column.name == "value")
    assert (months.label, months.kind) == ("目安超過（月数）（か月）", "count")
    assert map_rows(overdue, text=JA)["value"].fillna(99).tolist() == [14, 9, 3, -2, 99]


def test_without_a_list_nothing_is_said_about_designation() -> None:
    unknown = replace(BODIES, designated=(False,) * 5, designated_as_of=None)
    assert "designated" not in [column.name for column in map_columns(unknown, text=JA)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", list(MapMeasure))
@pytest.mark.parametrize("level", list(Level))
def test_every_map_has_a_table_and_a_file(level: Level, measure: MapMeasure, language: str) -> None:
    text = Text(language)
    codes = BODIES.codes if level is Level.MUNICIPALITY else ("01", "02", "03", "04", "05")
    bands = BANDS[measure, level]
    layer = replace(BODIES, level=level, measure=measure, codes=codes, bands=bands, classes=(0, 1, 1, 2, 2))
    head = TableHead(title="", as_of="")
    written = table_csv(map_rows(layer, text=text), columns=map_columns(layer, text=text), head=head, text=text)
    lines = written.decode("utf-8-sig").splitlines()
    assert {line.split(",")[0] for line in lines} >= set(codes)


def test_the_file_says_of_when_its_list_is() -> None:
    asked: list[tuple[str, ...]] = []

    def head(title: str, measures: tuple[str, ...]) -> TableHead:
        asked.append(measures)
        return TableHead(title=title, as_of="2026年1月", filters=("全国",))

    made = _head(BODIES, title="地図", file=MapFile("map", head), text=JA)
    assert (made.as_of, made.filters) == ("2026年1月", ("全国", "市区町村", "特定移行は2025年12月時点の一覧"))
    assert asked == [("judgement", "designated_systems")]
    of_list = replace(BODIES, measure=MapMeasure.DESIGNATED)
    assert _head(of_list, title="地図", file=MapFile("map", head), text=JA).as_of == "2025年12月"
    assert asked[1:] == [("designated_systems",)]


@pytest.mark.parametrize("measure", [MapMeasure.JUDGEMENT, MapMeasure.OVERDUE, MapMeasure.PHASE])
def test_bodies_without_applicable_systems_come_last_and_say_so(measure: MapMeasure) -> None:
    bands = (*BANDS[measure, Level.MUNICIPALITY], NOT_APPLICABLE)
    layer = replace(BODIES, measure=measure, bands=bands, classes=(len(bands) - 1, 0, 1, 2, 3))
    rows = map_rows(layer, text=JA)
    assert rows["class_label"].tolist()[-1] == "／ 対象外"
    assert rows["code"].tolist()[-1] == "01100"
    assert rows["class_label"].tolist().count("？ 未報告") == 1
