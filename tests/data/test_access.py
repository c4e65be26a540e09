"""What a reader may see, and that a reading holds still."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Scope, cut_to_scope, default_home
from data.importing import import_files
from data.model import TABLES, AsOf, Column, SnapshotKind, Visibility, parse_instant
from tests.data.sources.pmo_building import as_csv, record
from tests.tiny_programme import build_home
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

PUBLIC, RESTRICTED = Visibility.PUBLIC, Visibility.RESTRICTED
NAGANO = Scope(frozenset({"20"}))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


def test_every_column_of_every_table_declares_who_may_see_it() -> None:
    assert set(TABLES) == set(SnapshotKind)
    assert all(column.visibility in (PUBLIC, RESTRICTED) for columns in TABLES.values() for column in columns)


def test_published_tables_are_public_and_the_operators_own_are_not() -> None:
    for kind in (SnapshotKind.MIC_PROGRESS, SnapshotKind.DESIGNATED_LIST):
        assert {column.visibility for column in TABLES[kind]} == {PUBLIC}
    assert {column.visibility for column in TABLES[SnapshotKind.APPLICABILITY]} == {RESTRICTED}


def test_outside_the_scope_rows_keep_public_columns_and_lose_restricted_ones() -> None:
    columns = (
        Column("body_code", "str", PUBLIC, ""),
        Column("rate", "Float64", PUBLIC, ""),
        Column("vendor", "str", RESTRICTED, ""),
    )
    frame = pd.DataFrame({"body_code": ["20201", "13101"], "rate": [0.5, 0.6], "vendor": ["A01", "A02"]})
    seen = cut_to_scope(frame, columns=columns, scope=NAGANO)
    assert seen["rate"].tolist() == [0.5, 0.6]
    assert seen.loc[0, "vendor"] == "A01"
    assert seen["vendor"].isna().tolist() == [False, True]
    assert frame["vendor"].tolist() == ["A01", "A02"], "the kept frame must not change"


def test_rows_whose_key_is_restricted_are_gone_outside_the_scope() -> None:
    frame = pd.DataFrame({"body_code": ["20201", "13101"], "business": ["a", "a"], "is_applicable": [True, False]})
    seen = cut_to_scope(frame, columns=TABLES[SnapshotKind.APPLICABILITY], scope=NAGANO)
    assert seen["body_code"].tolist() == ["20201"]


def test_a_reader_without_scope_sees_everything() -> None:
    frame = pd.DataFrame({"body_code": ["20201", "13101"]})
    assert cut_to_scope(frame, columns=TABLES[SnapshotKind.APPLICABILITY], scope=Scope()) is frame


def test_months_and_latest_month(home: Home) -> None:
    reader = home.reader()
    assert reader.months == ("2025-12", "2026-01")
    assert reader.latest_month == "2026-01"
    assert not reader.is_empty
    assert not reader.is_synthetic


def test_an_empty_home_has_no_month(tmp_path: Path) -> None:
    reader = Home(tmp_path / "nothing").reader()
    assert reader.is_empty
    assert reader.months == ()
    assert reader.latest_month is None


def test_the_second_clock_hides_what_arrived_later(home: Home) -> None:
    before = home.reader().at(AsOf("2026-01", parse_instant("2026-02-09T23:59+09:00")))
    after = home.reader().at(AsOf("2026-01", parse_instant("2026-02-10T09:00+09:00")))
    assert not before.is_reported
    assert before.designated_as_of is None
    assert before.systems()["is_reported"].sum() == 0
    assert after.designated_as_of == "2025-12"
    assert after.systems()["is_reported"].sum() == 3 * 20 + 19


def test_kept_frames_of_one_scope_never_serve_another(home: Home) -> None:
    wide = home.reader().at(AsOf("2026-01"))
    narrow = home.reader(scope=NAGANO).at(AsOf("2026-01"))
    for _ in range(2):
        assert wide.keep("marker", make=lambda: "wide") == "wide"
        assert narrow.keep("marker", make=lambda: "narrow") == "narrow"


def test_the_home_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_HOME", "/srv/dashboard")
    assert default_home() == Path("/srv/dashboard")
    monkeypatch.delenv("DASHBOARD_HOME")
    assert default_home() == Path("var")


def test_a_body_alone_is_what_the_whole_says_of_it(home: Home) -> None:
    reading = home.reader().at(AsOf("2026-01"))
    whole = reading.systems()
    alone = reading.body_systems("20202")
    assert alone.columns.tolist() == [column.name for column in TABLES[SnapshotKind.SYSTEM_MART]]
    shared = [column for column in whole if column in alone]
    expected = whole.loc[whole["body_code"] == "20202", shared].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone[shared], expected)
    assert reading.body_report("20202").empty, "rates only: no PMO report"


def test_a_body_s_history_runs_month_by_month_as_known_then(home: Home) -> None:
    history = home.reader().body_history("20201", as_of=AsOf("2026-01"))
    assert history.groupby("month")["steps_counted"].sum().to_dict() == {"2025-12": 20 * 20, "2026-01": 24 * 20}
    before = AsOf("2026-01", parse_instant("2026-02-09T23:59+09:00"))
    assert set(home.reader().body_history("20201", as_of=before)["month"]) == {"2025-12"}


def test_a_narrowed_reader_knows_its_businesses_only(home: Home) -> None:
    family = home.reader().narrowed(frozenset({"family_register"})).at(AsOf("2026-01"))
    whole = home.reader().at(AsOf("2026-01"))
    assert set(family.systems()["business"]) == {"family_register"}
    # 松本市: 20 of 40 for 戸籍, 40 for all others.
    rates = family.bodies().set_index("body_code")["step_completion_mic"]
    assert rates["20202"] == 0.5
    assert family.designated().empty
    assert family.fingerprint != whole.fingerprint
    again = home.reader().narrowed(None).at(AsOf("2026-01"))
    assert again.fingerprint == whole.fingerprint


def test_vendor_systems_are_the_applicable_ones_with_what_the_report_says_of_their_vendor(tmp_path: Path) -> None:
    reading = Home(build_town_home(tmp_path)).reader().at(AsOf("2026-02"))
    town = reading.vendor_systems().query("body_code == '20481'").set_index("business")
    assert "public_assistance" not in town.index, "all its steps are 対象外"
    assert town["vendor_code"].fillna("").loc[["resident_record", "family_register", "long_term_care"]].tolist() == [
        "A01",
        "B02",
        "",
    ]
    assert town["is_reported"].loc[["resident_record", "family_register"]].tolist() == [True, False]
    assert (town.loc["resident_record", "phase"], town.loc["resident_record", "live_on"]) == (4, "2026-02-16")
    assert town["successor_vendor_code"].isna().all()
    elsewhere = Home(tmp_path).reader(scope=Scope(frozenset({"15"}))).at(AsOf("2026-02")).vendor_systems()
    assert elsewhere["vendor_code"].isna().all()


def test_vendor_facts_are_none_without_a_list(home: Home) -> None:
    reading = home.reader().at(AsOf("2026-01"))
    for kind in (SnapshotKind.VENDORS, SnapshotKind.PRODUCTS, SnapshotKind.VENDOR_EVENTS):
        facts = reading.vendor_facts(kind)
        assert facts.columns.tolist() == [column.name for column in TABLES[kind]]
        assert facts.empty
    assert reading.vendor_systems()["vendor_code"].isna().all(), "rates name no vendor"


def test_the_history_is_named_by_what_is_in_the_manifest(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in ("one", "other")]
    for home, month in zip(homes, ("2026-01", "2026-02"), strict=True):
        rows = as_csv([record(対象年月=month, 団体コード="204811")])
        import_files([("report.csv", rows)], home=home, received_at=parse_instant("2026-03-15T09:00+09:00"))
    one, other = (Home(home).reader().history_id(None) for home in homes)
    assert one != other, "both are the first manifest of their home"
    assert one == Home(homes[0]).reader().history_id(None)
