"""A damaged report whose figures are sound: the page of a body and of its prefecture tell one story."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.store import Store
from data.views.municipality import municipality_view
from data.views.prefecture import prefecture_view
from tests.data.sources.pmo_building import STEPS, as_csv, record
from tests.data.store.tiny import flip_byte
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JANUARY, FEBRUARY = AsOf("2026-01"), AsOf("2026-02")


def test_a_damaged_correction_keeps_figures_source_and_date_together(tmp_path: Path) -> None:
    home = build_town_home(tmp_path)
    row = {"対象年月": "2026-02", "団体コード": "204811", "入力日時": "2026-03-06 10:30", "ベンダ名": "訂正後"}
    corrected = as_csv([record(**row, steps="完了済み") | dict.fromkeys(STEPS[30:], "未着手")])
    received = parse_instant("2026-03-20T09:00+09:00")
    import_files([("corrected.csv", corrected)], home=home, received_at=received)
    report = Store(home).open().resolve(FEBRUARY).progress
    sound = municipality_view(Home(home).reader(), as_of=FEBRUARY, body="20481")
    assert report is not None
    flip_byte(home / report.file)

    reader = Home(home).reader()
    town = municipality_view(reader, as_of=FEBRUARY, body="20481")

    # 30 of 40 steps in the correction, 40 in the first report.
    for view in (sound, town):
        assert view.systems.set_index("business").loc["resident_record", "steps_counted"] == 30
    assert (town.received_at, [source.name for source in town.sources]) == (received, ["corrected.csv"])
    assert town.history.equals(sound.history)
    (warning,) = town.warnings
    assert report.file in warning
    assert "2026-03-20 09:00 受信" in warning
    # Only the file itself has the steps one by one and the vendors' names.
    assert town.matrix.empty
    assert sound.systems.set_index("business").loc["resident_record", "vendor_name"] == "訂正後"
    assert town.systems.set_index("business")["vendor_name"].isna()["resident_record"]
    assert reader.at(FEBRUARY).has_steps
    assert reader.at(FEBRUARY).body_report("20481").empty
    # Codes are in the figures computed before the damage; 戸籍 has its name from the sound report of 2025-11.
    vendors = prefecture_view(reader, as_of=FEBRUARY, prefecture="20").vendors.astype(object)
    told = vendors[vendors["body_code"] == "20481"]
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["20481", "A01", None, 1],
        ["20481", "B02", "ベンダB02", 1],
        ["20481", None, None, 1],
    ]
    assert municipality_view(reader, as_of=JANUARY, body="20481").warnings == ()
