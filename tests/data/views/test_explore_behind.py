"""What a mark of 探索 lists: the systems its measure counts, no more and no fewer."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader
from data.model import AsOf
from data.views.exploration import Question, explore
from data.views.explore_behind import PAGE_ROWS, Behind, rows_behind
from tests.explore_oracle import groups, oracle_rows
from tests.explore_programme import BODIES
from tests.tiny_programme import build_home
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")
BOTH = ("2025-12", "2026-01")


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("vendor") / "home")).reader()


@pytest.fixture(scope="module")
def chance(chance_home: Path) -> Reader:
    return Home(chance_home).reader()


@pytest.fixture(scope="module")
def rows(chance_home: Path) -> pd.DataFrame:
    return oracle_rows(chance_home, bodies=BODIES)


def keys(found: Behind) -> list[tuple[str, str, str]]:
    names = found.frame[["month", "body_code", "business"]].itertuples(index=False, name=None)
    return [(str(month), str(body), str(business)) for month, body, business in names]


def test_the_systems_of_a_vendor_by_hand(vendor: Reader) -> None:
    asked = Question(by=("vendor",), measures=("systems", "bodies"))
    found = rows_behind(vendor, as_of=NOW, question=asked, group={"vendor": "A01"})
    assert (found.measure, found.rows, found.systems, found.bodies) == ("systems", 3, 3, 2)
    assert [key[1:] for key in keys(found)] == [
        ("20201", "resident_record"),
        ("20201", "family_register"),
        ("20202", "family_register"),
    ]
    bodies = rows_behind(vendor, as_of=NOW, question=asked, group={"vendor": "A01"}, measure="bodies")
    assert (bodies.measure, bodies.bodies, keys(bodies)) == ("bodies", 2, keys(found))
    second = rows_behind(vendor, as_of=NOW, question=asked, group={"vendor": ""}, page=2)
    assert second.frame["vendor_code"].isna().all()
    assert second.rows > PAGE_ROWS


# What each measure counts in a row of a mart, said again in pandas; only 対象外 rows of the ministry's mean may be in.
COUNTED = {
    "systems": "is_applicable",
    "bodies": "is_applicable",
    "migrated_systems": "is_applicable and live_state == 'attained'",
    "late_systems": "is_applicable and judgement == '遅延'",
    "unreported_systems": "is_applicable and not is_reported",
    "designated_systems": "is_applicable and is_designated == True",
    "overdue_systems": "is_applicable and overdue_months > 0",
    "overdue_mean": "is_applicable and overdue_months > 0",
    "step_completion_mic": "step_completion_mic.notna()",
    "step_completion_effective": "is_applicable and step_completion_effective.notna()",
    "late_share": "is_applicable",
    "migrated_share": "is_applicable",
    "most_of_one_vendor": "is_applicable",
    "most_unreported_months": "is_applicable",
}


@pytest.mark.parametrize("measure", COUNTED)
@pytest.mark.parametrize("months", [("2026-01",), BOTH])
def test_every_measure_lists_what_it_counts(
    chance: Reader, rows: pd.DataFrame, measure: str, months: tuple[str, ...]
) -> None:
    asked = Question(months=months, filters={"body": BODIES}, measures=(measure,), by=("body_kind",))
    own = rows[rows["month"].isin(months) & (rows["by_body_kind"] == "村")]
    own = own.assign(**{name: own[name].fillna(value=False) for name in ("is_designated",)})
    counted = own.query(COUNTED[measure], engine="python").sort_values(["month", "body_code"])
    systems = counted.groupby(["body_code", "business"]).ngroups
    found = rows_behind(chance, as_of=NOW, question=asked, group={"body_kind": "村"})
    assert sorted(keys(found)) == sorted(counted[["month", "body_code", "business"]].itertuples(index=False, name=None))
    assert (found.rows, found.systems, found.bodies) == (len(counted), systems, counted["body_code"].nunique())
    if measure.endswith("_systems") or measure in ("systems", "bodies"):
        value = groups(explore(chance, as_of=NOW, question=asked))[("村",)][measure]
        assert value == (found.bodies if measure == "bodies" else found.systems)


def test_systems_that_do_not_apply_are_in_the_ministrys_mean(chance: Reader, rows: pd.DataFrame) -> None:
    # tests/explore_programme.py: a tenth of the systems have 40 steps 対象外, which count as 40 of 40.
    asked = Question(filters={"body": BODIES}, measures=("step_completion_mic",), by=("business",))
    found = rows_behind(chance, as_of=NOW, question=asked, group={"business": "property_tax"})
    apart = found.frame[~found.frame["is_applicable"].astype("bool")]
    assert len(apart)
    assert (apart["step_completion_mic"] == 1).all()
    cut = Question(filters={**asked.filters, "vendor": ("A01", "A02", "B10", "")}, measures=asked.measures)
    by_vendor = rows_behind(chance, as_of=NOW, question=cut, group={"business": "property_tax"})
    assert by_vendor.frame["is_applicable"].all(), "対象外 systems have no vendor to be cut by"


def test_a_share_says_how_many_of_the_listed_it_counts(chance: Reader) -> None:
    asked = Question(months=BOTH, filters={"body": BODIES}, measures=("late_systems", "late_share"))
    answer = explore(chance, as_of=NOW, question=asked)
    found = rows_behind(chance, as_of=NOW, question=asked, group={}, measure="late_share")
    assert found.counted is not None
    assert found.counted == answer.totals["late_systems"]
    assert found.systems == answer.systems
    assert found.counted / found.systems == pytest.approx(answer.totals["late_share"])


def test_replans_of_several_months_are_those_of_the_last(chance: Reader, rows: pd.DataFrame) -> None:
    asked = Question(months=BOTH, filters={"body": BODIES}, measures=("replans",))
    found = rows_behind(chance, as_of=NOW, question=asked, group={})
    assert set(found.frame["month"]) == {"2026-01"}
    assert found.frame["replan_count"].sum() == explore(chance, as_of=NOW, question=asked).totals["replans"]
    by_month = rows_behind(chance, as_of=NOW, question=asked, group={"month": "2025-12"})
    own = rows[(rows["month"] == "2025-12") & rows["is_applicable"] & (rows["replan_count"] > 0)]
    assert by_month.rows == len(own)


def test_what_nobody_said_is_not_an_empty_list(tmp_path: Path) -> None:
    tiny = Home(build_home(tmp_path / "home")).reader()
    asked = Question(by=("prefecture",), measures=("late_systems",))
    found = rows_behind(tiny, as_of=NOW, question=asked, group={"prefecture": "20"})
    assert not found.is_known
    assert (found.rows, len(found.frame)) == (0, 0)


def test_only_a_measure_of_the_question_is_listed(vendor: Reader) -> None:
    with pytest.raises(ValueError, match="not a measure"):
        rows_behind(vendor, as_of=NOW, question=Question(), group={}, measure="bodies")
