"""Two questions beside each other, and the bodies one is fairly compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home, Reader
from data.model import AsOf
from data.views.comparison import compare, peers
from data.views.exploration import Question
from tests.vendor_programme import build_vendor_home

NOW = AsOf("2026-01")


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
    family = rows.loc["family_register"]
    assert family["systems"] == 2
    assert family[["systems_other", "systems_difference"]].isna().all()


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
