"""Two questions beside each other, and the bodies one is fairly compared with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader
from data.model import AsOf
from data.views.comparison import compare, peers
from data.views.exploration import Question
from tests.tiny_programme import build_home
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_home(tmp_path_factory.mktemp("tiny") / "home")).reader()


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("vendor") / "home")).reader()


def test_two_groups_beside_each_other(vendor: Reader) -> None:
    # A01: three systems of 長野市 (two) and 松本市 (one), one live. B02: one each of 松本市 and 新潟市, none live.
    measures = ("systems", "migrated_share")
    first = Question(filters={"vendor": ("A01",)}, measures=measures, by=("business",))
    other = Question(filters={"vendor": ("B02",)}, measures=measures, by=("business",))
    found = compare(vendor, as_of=NOW, question=first, other=other)
    assert found.differences == {"systems": 1, "migrated_share": pytest.approx(1 / 3)}
    assert (found.first.systems, found.first.bodies, found.other.systems, found.other.bodies) == (3, 2, 2, 2)
    rows = found.frame.set_index("business")
    register = rows.loc["resident_record"]
    assert [register[name] for name in ("systems", "systems_other", "systems_difference")] == [1, 2, -1]
    assert register["migrated_share_difference"] == 1
    assert [register[f"{part}_systems{end}"] for end in ("", "_other") for part in ("reported", "asked")] == [
        1,
        1,
        2,
        2,
    ]
    family = rows.loc["family_register"]
    # None of B02 is a family register: a count of zero; a share of nothing stays unknown.
    assert [family[name] for name in ("systems", "systems_other", "systems_difference")] == [2, 0, 2]
    assert family[["migrated_share_other", "migrated_share_difference"]].isna().all()


def test_two_months_beside_each_other(vendor: Reader) -> None:
    asked = Question(months=("2026-01",), measures=("systems", "late_systems"))
    found = compare(vendor, as_of=NOW, question=asked, other=Question(months=("2025-12",), measures=asked.measures))
    assert found.differences["systems"] == 0
    assert len(found.frame) == 1
    assert found.other.question.months == ("2025-12",)


def test_an_unknown_value_has_no_difference(vendor: Reader) -> None:
    asked = Question(measures=("overdue_mean",), filters={"body": ("20201",)})
    unknown = Question(measures=("overdue_mean",), filters={"body": ("47382",)})
    found = compare(vendor, as_of=NOW, question=asked, other=unknown)
    assert found.differences == {"overdue_mean": None}
    assert found.frame["overdue_mean_difference"].isna().all()


def test_the_greatest_difference_of_all_groups_comes_first(chance_home: Path) -> None:
    # Every body × business of the nation, more than an answer shows at once: both sides have all of them.
    reader = Home(chance_home).reader()
    asked = Question(months=("2026-01",), measures=("overdue_mean", "systems"), by=("body", "business"))
    found = compare(reader, as_of=NOW, question=asked, other=replace(asked, months=("2025-08",)))
    sides = []
    for month in ("2026-01", "2025-08"):
        rows = reader.at(AsOf(month)).all_systems(only=("body_code", "business", "is_applicable", "overdue_months"))
        rows = rows[rows["is_applicable"].astype("bool")].set_index(["body_code", "business"])
        sides.append(rows["overdue_months"].where(rows["overdue_months"] > 0).astype("Float64"))
    both = pd.concat(sides, axis=1, keys=["now", "then"])
    gap = (both["now"] - both["then"]).dropna().abs()
    assert len(found.frame) == len(both) > 34_000
    assert len(gap) > 20
    shown = found.frame["overdue_mean_difference"].abs().dropna().tolist()
    assert shown == sorted(gap, reverse=True)
    assert found.frame["overdue_mean_difference"].tail(len(both) - len(gap)).isna().all()
    # A system that applies on one side alone is none on the other, and none is without a number.
    by_hand = both.index.map(lambda key: sum(key in side.index for side in sides))
    assert int(found.frame["systems_difference"].abs().sum()) == int((by_hand == 1).sum())


def test_what_a_side_knows_nothing_of_is_not_zero_there(tiny: Reader) -> None:
    # Both months have rates alone: no 判定, no vendor, no phase, and November is without a report.
    asked = Question(months=("2026-01",), measures=("systems", "late_systems"), by=("prefecture",))
    found = compare(tiny, as_of=NOW, question=asked, other=replace(asked, filters={"prefecture": ("20",)}))
    rows = found.frame.set_index("prefecture")
    assert rows.loc["15", "systems_other"] == 0
    assert rows["late_systems_difference"].isna().all()
    nothing = compare(tiny, as_of=NOW, question=asked, other=replace(asked, months=("2025-11",)))
    assert nothing.frame["systems"].notna().all()
    assert nothing.frame[["systems_other", "systems_difference"]].isna().all(axis=None)


def test_a_group_may_be_among_the_unknown_of_a_side_that_knows_no_value(vendor: Reader) -> None:
    # 新潟市's 介護保険 and what is 未報告 have no known vendor: whether A01 has none of them nobody knows.
    asked = Question(filters={"vendor": ("A01",)}, by=("vendor",))
    found = compare(vendor, as_of=NOW, question=asked, other=replace(asked, filters={"vendor": ("",)}))
    rows = found.frame.set_index(found.frame["vendor"].fillna(""))
    assert rows.loc["A01", "systems"] == 3
    assert rows.loc[["A01"], "systems_other"].isna().all()
    other = compare(vendor, as_of=NOW, question=asked, other=replace(asked, filters={"vendor": ("B02",)}))
    b02 = other.frame.set_index("vendor").loc["B02"]
    assert [b02[name] for name in ("systems", "systems_difference")] == [0, -2]


def test_unlike_questions_are_not_compared(vendor: Reader) -> None:
    for other in (Question(measures=("bodies",)), Question(by=("month",))):
        with pytest.raises(ValueError, match="same measures"):
            compare(vendor, as_of=NOW, question=Question(), other=other)


def test_peers_have_the_same_kind_and_size(chance_home: Path) -> None:
    reader = Home(chance_home).reader()
    # Of the towns and villages of tests/explore_programme.py 新篠津村, 島牧村 and 20563 have under 10,000 people; the
    # other villages have an unknown population, as 池田町 has, which is compared with the other unknown towns.
    assert peers(reader, as_of=NOW, body="01304") == ("01391", "20563")
    towns = peers(reader, as_of=NOW, body="20481")
    assert "20481" not in towns
    assert len(towns) > 700
    assert peers(reader, as_of=NOW, body="20201") == ()
    assert peers(reader, as_of=NOW, body="99999") == ()
    assert peers(reader, as_of=AsOf("2025-11"), body="20201") == ()
