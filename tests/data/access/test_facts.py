"""The facts database: what its dictionary says is what it has, and nothing outside a scope or after a month."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from data.access import Home, Scope, fact_months
from data.access.derived import DERIVED
from data.access.fact_dictionary import FACT_VIEWS
from data.access.facts import Facts, as_frame
from data.model import AsOf, Snapshot, SnapshotKind
from data.store import Store
from data.store.transaction import publishing
from data.views.exploration import vendor_names
from data.views.flag_systems import facts_with_flags
from tests.tiny_programme import build_home
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow

NOW = "2026-01"
NAGANO = Scope(frozenset({"20"}))
TYPES = {
    "VARCHAR": "text", "TINYINT": "integer", "INTEGER": "integer", "SMALLINT": "integer", "BIGINT": "integer",
    "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "moment", "TIMESTAMP_S": "moment",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("facts") / "home")


@pytest.fixture(scope="module")
def facts(home: Path) -> Facts:
    return Home(home).reader().facts()


def frame(facts: Facts, sql: str, *, month: str = NOW) -> pd.DataFrame:
    found: pd.DataFrame = facts.table(sql, month=month).to_pandas()
    return found


@pytest.mark.parametrize("view", FACT_VIEWS)
def test_the_dictionary_is_what_the_view_has(facts: Facts, view: str) -> None:
    told = frame(facts, f"DESCRIBE {view}")
    assert tuple(told["column_name"]) == FACT_VIEWS[view].names
    types = [str(one) for one in told["column_type"]]
    found = ["text" if one.startswith("ENUM") else TYPES[one] for one in types]
    assert found == [column.type for column in FACT_VIEWS[view].columns]


def test_every_column_is_explained_once_in_both_languages() -> None:
    for view in FACT_VIEWS.values():
        assert len(set(view.names)) == len(view.names)
        for column in view.columns:
            assert column.meaning
            assert column.english
            assert column.source


def test_nothing_but_the_documented_views_is_in_an_as_of_schema(facts: Facts) -> None:
    with facts.cursor(month=NOW) as cursor:
        rows = cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        assert {name for (name,) in rows.fetchall()} == set(FACT_VIEWS)


def test_all_bodies_of_every_month_are_there(facts: Facts) -> None:
    assert facts.months == ("2025-12", "2026-01")
    counted = frame(facts, "SELECT month, count(*) AS n, count(DISTINCT body_code) AS bodies FROM systems GROUP BY ALL")
    # 1,741 × 20 systems of municipalities and 47 × 2 of prefectures.
    assert counted["n"].tolist() == [34_914, 34_914]
    assert counted["bodies"].tolist() == [1788, 1788]
    assert frame(facts, "SELECT count(*) AS n FROM bodies")["n"].tolist() == [2 * 1788]


def test_an_as_of_month_ends_with_itself(facts: Facts) -> None:
    for view in ("systems", "every_system", "bodies", "milestones"):
        months = frame(facts, f"SELECT DISTINCT month FROM {view}", month="2025-12")["month"].tolist()
        assert months == ["2025-12"], view
    assert frame(facts, "SELECT count(*) AS n FROM systems", month="2024-01")["n"].tolist() == [0]


def test_figures_of_one_system(facts: Facts) -> None:
    sql = f"SELECT * FROM systems WHERE month = '{NOW}' AND body_code = '20201' AND business = 'resident_record'"
    row = frame(facts, sql).iloc[0]
    told = ("body_name", "prefecture", "body_kind", "business_name", "ministry", "vendor_code", "vendor_name")
    expected = ["長野市", "長野県", "中核市", "住民基本台帳", "総務省", "A01", "ベンダA01"]
    assert [row[name] for name in told] == expected
    assert (str(row["live_on"]), row["is_live"], row["judgement"]) == ("2025-11-10", True, "完了")
    assert (row["largest_vendor_code"], row["largest_vendor_systems"], row["input_state"]) == ("A01", 2, "partial")
    own = "body_code = '20201' AND business = 'resident_record'"
    sql = f"SELECT attained FROM milestones WHERE {own} AND milestone = 'live'"
    assert frame(facts, sql)["attained"].tolist() == ["2025-11", "2025-11"]


def test_outside_the_scope_restricted_columns_are_blank_in_every_view(home: Path) -> None:
    facts = Home(home).reader(scope=NAGANO).facts()
    for view in ("systems", "every_system"):
        rows = frame(facts, f"SELECT * FROM {view} WHERE month = '{NOW}' AND prefecture_code = '15'")
        assert len(rows) == 30 * 20 + 2, "30 municipalities and the prefecture itself"
        for name in ("vendor_code", "vendor_name", "phase", "judgement", "live_on", "largest_vendor_code", "is_known"):
            assert rows[name].isna().all(), name
        assert rows["is_reported"].any()
    inside = frame(facts, f"SELECT * FROM systems WHERE month = '{NOW}' AND body_code = '20201'")
    assert inside["vendor_code"].notna().any()
    bodies = frame(facts, "SELECT * FROM bodies WHERE prefecture_code = '15'")
    for name in ("judgement", "phase", "systems_migrated", "step_completion_effective"):
        assert bodies[name].isna().all(), name
    states = frame(facts, "SELECT DISTINCT state, attained FROM milestones WHERE body_code LIKE '15%'")
    assert states.isna().all(axis=None)
    assert frame(facts, "SELECT count(*) AS n FROM systems WHERE vendor_code = 'B02'")["n"].tolist() == [2]


def test_a_list_of_designations_is_public(tmp_path: Path) -> None:
    facts = Home(build_home(tmp_path / "home")).reader(scope=Scope(frozenset({"15"}))).facts()
    found = frame(
        facts, f"SELECT body_code, business FROM systems WHERE is_designated AND month = '{NOW}' ORDER BY ALL"
    )
    assert found.to_numpy().tolist() == [["20000", "public_assistance"], ["20201", "long_term_care"]]


def test_an_empty_home_has_the_same_views(tmp_path: Path) -> None:
    facts = Home(tmp_path / "nothing").reader().facts()
    for view in FACT_VIEWS:
        # What flags a number stands for needs no report.
        assert frame(facts, f"SELECT * FROM {view}").empty or view == "flag_sets"
        assert tuple(frame(facts, f"SELECT * FROM {view}").columns) == FACT_VIEWS[view].names


def test_months_are_made_once_and_read_by_all(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Path(shutil.copytree(home, tmp_path / "home"))
    shutil.rmtree(own / DERIVED, ignore_errors=True)
    sql = "SELECT * FROM every_system WHERE prefecture_code IN ('15', '20') ORDER BY month, body_code, business"
    first = frame(Home(own).reader().facts(), sql)
    assert len(list((own / DERIVED).glob("facts-*"))) == 2
    kept = fact_months._compact
    monkeypatch.setattr(fact_months, "_compact", lambda reading: kept(reading) if not reading.is_reported else _never())
    again = frame(Home(own).reader().facts(), sql)
    pd.testing.assert_frame_equal(again, first)


def test_the_bits_of_a_system_are_its_flags(home: Path) -> None:
    facts = facts_with_flags(Home(home).reader(), as_of=AsOf(NOW), months=[NOW])
    told = frame(facts, "SELECT body_code, business, flag FROM flagged_systems JOIN flag_sets USING (flag_bits)")
    raised = frame(facts, "SELECT body_code, business, flag FROM flags")
    found = {tuple(row) for row in told[told["flag"] != "none"].to_numpy()}
    assert found == {tuple(row) for row in raised.to_numpy()}
    assert len(found) > 5
    one = frame(facts, "SELECT flag FROM flag_sets WHERE flag_bits = 69 ORDER BY flag")
    assert one["flag"].tolist() == ["V1", "V3", "V7"]
    # A month nobody judged yet, and systems nobody has a vendor of, have neither flags nor none.
    blank = frame(facts, f"SELECT month = '{NOW}' AND vendor_code IS NOT NULL AS known FROM flagged_systems "
                  "WHERE flag_bits IS NULL")  # fmt: skip
    assert not blank["known"].any()


def test_a_vendor_has_the_name_of_each_month(home: Path, tmp_path: Path) -> None:
    # Lists once stood under months of their own: this one, of January, renames A01 and does not know B02.
    own = Path(shutil.copytree(home, tmp_path / "home"))
    rows = pd.DataFrame({"vendor_code": ["A01"], "name": ["新ベンダA01"], "vendor_kind": ["総合"]}).astype("str")
    later = Snapshot(SnapshotKind.VENDORS, NOW, rows, "vendors.csv", "0" * 64)
    with publishing(Store(own)) as transaction:
        transaction.add(later, received_at=datetime(2026, 3, 1, tzinfo=UTC))
        transaction.commit()
    reader = Home(own).reader()
    told = frame(reader.facts(), "SELECT DISTINCT month, vendor_code, vendor_name FROM systems "
                 "WHERE vendor_code IS NOT NULL ORDER BY ALL")  # fmt: skip
    assert [[None if pd.isna(one) else one for one in row] for row in told.to_numpy().tolist()] == [
        ["2025-12", "A01", "ベンダA01"],
        ["2025-12", "B02", "ベンダB02"],
        [NOW, "A01", "新ベンダA01"],
        [NOW, "B02", None],
    ]
    assert vendor_names(reader, as_of=AsOf("2025-12")) == {"A01": "ベンダA01", "B02": "ベンダB02"}
    assert vendor_names(reader, as_of=AsOf(NOW)) == {"A01": "新ベンダA01", "B02": "B02"}


def test_one_database_serves_all_readers_of_a_state(home: Path) -> None:
    opened = Home(home)
    assert opened.reader().facts() is opened.reader().facts()
    assert opened.reader().narrowed(frozenset({"seal_registration"})).facts() is opened.reader().facts()
    assert opened.reader(scope=NAGANO).facts() is not opened.reader().facts()


def _never() -> pd.DataFrame:
    raise AssertionError("made a second time")


def test_what_does_not_fit_becomes_text() -> None:
    largest = 2**63 - 1
    days, far = pa.array([0, None, 2**31 - 1], pa.date32()), pa.array([3_000_000, None, None], pa.date32())
    table = pa.table(
        {
            "fits": pa.array([largest, None, 0], pa.uint64()),
            "hash": pa.array([largest + 1, None, 0], pa.uint64()),
            "huge": pa.array([Decimal(10**30), None, Decimal(-1)], pa.decimal128(38, 0)),
            "sum": pa.array([Decimal(3), None, Decimal(-1)], pa.decimal128(38, 0)),
            "endless": days,
            "far": far,
            "date": pa.array([0, None, 2_932_896], pa.date32()),
        }
    )
    found = as_frame(table)
    assert found["fits"].dtype == found["sum"].dtype == "Int64"
    assert found["fits"][0] == largest
    assert found["hash"].dropna().tolist() == ["9223372036854775808", "0"]
    assert found["huge"].dropna().tolist() == ["1000000000000000000000000000000", "-1"]
    assert found["endless"].dropna().tolist() == ["1970-01-01", "infinity"]
    # 20 times 400 years of 146,097 days lead to 9970; 213 years with 52 leap days (not 10100) to 10183; then 263 days.
    assert found["far"].dropna().tolist() == ["10183-09-21"]
    assert [str(one) for one in found["date"].dropna()] == ["1970-01-01 00:00:00", "9999-12-31 00:00:00"]
