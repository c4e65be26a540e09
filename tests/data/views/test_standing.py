"""A month with steps and dates, worked out by hand: four systems of two cities, everything else 未報告.

| | 住民基本台帳 | 戸籍 |
|---|---|---|
| 20201 長野市 | live 2026-01-15: 完了, phase 4 | nothing begun, planned 2026-09: 遅延, phase 0 |
| 20202 松本市 | steps 1-31 done, planned 2026-03: 順調, phase 3 | ◇ to 2028-03, planned 2027-12: 順調, phase 0 |
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.views import overview_view, summary_view
from data.views.layers import Level, MapMeasure
from data.views.maps import map_layer, map_measures
from tests.data.sources.pmo_building import STEPS, as_csv, record

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path: Path = tmp_path_factory.mktemp("steps")
    nagano, matsumoto = {"団体コード": "202011"}, {"団体コード": "202029"}
    halfway = dict.fromkeys(STEPS[31:], "作業中")
    designated = {"特定移行": "○", "事由": "4", "特定移行期限": "2028-03-31", "移行予定日": "2027-12-31"}
    rows = [
        record(**nagano, 運用開始日="2026-01-15"),
        record(**nagano, 業務="戸籍", steps="未着手", 移行予定日="2026-09-30"),
        record(**matsumoto, 移行予定日="2026-03-31") | halfway,
        record(**matsumoto, 業務="戸籍", steps="未着手", **designated),
    ]
    received = parse_instant("2026-02-15T09:00+09:00")
    import_files([("2026-01.csv", as_csv(rows))], home=path, received_at=received)
    return Home(path)


def test_phases_judgements_and_go_live(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY)
    assert summary.phase_counts == {"0": 2, "1": 0, "2": 0, "3": 1, "4": 1, "unknown": 34816}
    assert summary.judgement_counts == {"完了": 1, "未報告": 34816, "遅延": 1, "注意": 0, "順調": 2}
    assert summary.judgement_counts_designated == {"完了": 0, "未報告": 0, "遅延": 0, "注意": 0, "順調": 1}
    assert (summary.migrated_systems, summary.migrated_share) == (1, 1 / 34820)
    assert (summary.designated_systems, summary.designated_common_function, summary.designated_bodies) == (1, None, 1)
    # Effective rates: 1 and 0 of 長野市, 31/40 and 0 of 松本市.
    assert summary.step_completion_effective is not None
    assert summary.step_completion_effective.mean == pytest.approx((0.5 + 31 / 80) / 2)


def test_milestones_over_the_four_known_systems(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    rows = {row.id: row for row in view.milestones}
    live, settings = rows["live"], rows["step_13_1"]
    assert (live.attainment.counted, live.attainment.attained, live.attainment.open) == (4, 1, 3)
    assert live.months_past == -2
    assert (settings.attainment.counted, settings.attainment.attained) == (4, 2)
    assert settings.attainment.latest_bound == 2, "both were done when first seen"
    assert settings.months_past == 14
    last = view.burn_up[view.burn_up["month"] == "2026-01"].set_index("milestone")
    assert (last.loc["live", "attained"], last.loc["live", "counted"]) == (1, 4)
    assert len(view.burn_up["month"].unique()) == 34, "2023-04 to 2026-01"


def test_cards_of_a_month_with_steps(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    cards = {card.measure: card for card in view.headlines}
    assert list(cards) == [
        "migrated_share",
        "step_completion_mic",
        "all_migrated_bodies",
        "late_systems",
        "bodies_unreported",
    ]
    assert cards["late_systems"].value == 1
    assert dict(cards["late_systems"].beside) == {
        "late_designated": 0,
        "designated_systems": 1,
        "designated_of_prefectures": 0,
    }
    assert cards["bodies_unreported"].value == 1739


def test_maps_of_a_month_with_steps(home: Home) -> None:
    reader = home.reader()
    assert set(map_measures(reader.at(JANUARY), level=Level.MUNICIPALITY)) == set(MapMeasure)

    def shown(measure: MapMeasure) -> dict[str, str]:
        layer = map_layer(reader, as_of=JANUARY, prefecture="20", level=Level.MUNICIPALITY, measure=measure)
        return {code: layer.bands[place].word for code, place in zip(layer.codes, layer.classes, strict=True)}

    judged, phases = shown(MapMeasure.JUDGEMENT), shown(MapMeasure.PHASE)
    # The worst of a body: 未報告 systems outrank 順調, 遅延 outranks them.
    assert (judged["20201"], judged["20202"]) == ("judgement_late", "")
    assert (phases["20201"], phases["20202"], phases["20203"]) == ("phase_0", "phase_0", "")


def test_a_body_that_never_reported_has_an_unknown_count_and_not_zero(home: Home) -> None:
    reader = home.reader()

    def values(measure: MapMeasure, level: Level) -> dict[str, float | None]:
        layer = map_layer(reader, as_of=JANUARY, prefecture=None, level=level, measure=measure)
        return dict(zip(layer.codes, layer.values, strict=True))

    migrated, designated = (
        values(measure, Level.MUNICIPALITY) for measure in (MapMeasure.MIGRATED, MapMeasure.DESIGNATED)
    )
    # 長野市 and 松本市 reported, 上田市 and 新潟市 never did.
    assert [migrated[code] for code in ("20201", "20202", "20203", "15100")] == [1 / 20, 0, None, None]
    assert [designated[code] for code in ("20201", "20202", "20203", "15100")] == [0, 1, None, None]
    migrated, designated = (
        values(measure, Level.PREFECTURE) for measure in (MapMeasure.MIGRATED, MapMeasure.DESIGNATED)
    )
    assert (migrated["20"], migrated["15"]) == (1 / 1540, None)
    assert (designated["20"], designated["15"]) == (1, None)
    rows = overview_view(reader, as_of=JANUARY).bodies.set_index("body_code")
    for column, known in (("designated_systems", [0, 1]), ("systems_migrated", [1, 0])):
        assert rows.loc[["20201", "20202"], column].tolist() == known
        assert rows.loc[["20203", "15100"], column].isna().all()


def test_the_designated_systems_of_a_place_that_never_reported_are_unknown(home: Home) -> None:
    reader = home.reader()
    for prefecture, body in (("15", None), (None, "15100"), (None, "20203"), (None, "20000")):
        summary = summary_view(reader, as_of=JANUARY, prefecture=prefecture, body=body)
        assert (summary.designated_systems, summary.designated_bodies) == (None, None), (prefecture, body)
    known = summary_view(reader, as_of=JANUARY, body="20201")
    assert (known.designated_systems, known.designated_bodies) == (0, 0)
    outside = summary_view(home.reader(scope=Scope(frozenset({"15"}))), as_of=JANUARY, body="20202")
    assert outside.designated_systems is None
    sums = overview_view(reader, as_of=JANUARY).prefectures.set_index("code")["designated_systems"]
    assert sums["20"] == 1
    assert sums.drop("20").isna().all()


def test_totals_are_the_same_for_every_reader_and_rows_are_not(home: Home) -> None:
    niigata = Scope(frozenset({"15"}))
    wide, narrow = (summary_view(home.reader(scope=scope), as_of=JANUARY) for scope in (Scope(), niigata))
    assert wide == narrow
    alone = summary_view(home.reader(scope=niigata), as_of=JANUARY, body="20201")
    assert alone.judgement_counts is None
    assert alone.migrated_systems is None
    assert alone.step_completion_mic.mean == 0.5, "rates are published"


def test_before_the_category_was_made_nothing_is_designated_rather_than_zero(tmp_path: Path) -> None:
    row = record(対象年月="2024-11", 団体コード="202011", 入力日時="2024-12-05 10:30", 移行予定日="2026-03-31")
    received = parse_instant("2024-12-15T09:00+09:00")
    import_files([("2024-11.csv", as_csv([row]))], home=tmp_path, received_at=received)
    summary = summary_view(Home(tmp_path).reader(), as_of=AsOf("2024-11"))
    assert summary.designated_systems is None
    assert summary.designated_list_as_of is None
