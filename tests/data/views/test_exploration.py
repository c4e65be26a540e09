"""Questions of 探索: figures by hand, months and scopes, pages of large answers, and what is no question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.access import Home, Reader, Scope
from data.importing import import_files
from data.model import AsOf, Judgement, parse_instant
from data.views.exploration import (
    MEASURES,
    MUNICIPAL_KINDS,
    Question,
    dimension_values,
    explore,
    is_reference_only,
    vendor_names,
)
from data.views.places import place_table
from tests.explore_oracle import groups
from tests.tiny_programme import build_home
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("vendor") / "home")).reader()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_home(tmp_path_factory.mktemp("tiny") / "home")).reader()


def test_figures_by_hand(vendor: Reader) -> None:
    # tests/vendor_programme.py: six systems of three bodies are reported; 長野市's register alone is live.
    asked = Question(
        filters={"body": ("20201", "20202", "15100"), "input_state": ("partial",)},
        measures=("systems", "migrated_systems", "unreported_systems", "bodies"),
        by=("body",),
    )
    answer = explore(vendor, as_of=NOW, question=asked)
    assert groups(answer) == {
        ("15100",): {"systems": 20, "migrated_systems": 0, "unreported_systems": 18, "bodies": 1},
        ("20201",): {"systems": 20, "migrated_systems": 1, "unreported_systems": 18, "bodies": 1},
        ("20202",): {"systems": 20, "migrated_systems": 0, "unreported_systems": 18, "bodies": 1},
    }
    assert answer.totals == {"systems": 60, "migrated_systems": 1, "unreported_systems": 54, "bodies": 3}
    assert (answer.rows, answer.systems, answer.bodies) == (3, 60, 3)
    assert answer.question.months == ("2026-01",)


def test_the_edges_of_a_crossed_table_are_over_the_same_systems(chance_home: Path) -> None:
    reader = Home(chance_home).reader()
    # A 判定 is had by applicable systems alone: beside it the ministry's mean is without the 対象外 ones.
    by = ("prefecture", "judgement")
    plain = Question(measures=("step_completion_mic",), by=("prefecture",))
    edge = Question(measures=("step_completion_mic",), by=("prefecture",), edge_of=by)
    everything = Question(
        measures=("step_completion_mic",), by=("prefecture",), filters={"judgement": (*map(str, Judgement), "")}
    )

    def means(question: Question) -> dict[str, float | None]:
        answer = explore(reader, as_of=NOW, question=question)
        found = {str(key[0]): row["step_completion_mic"] for key, row in groups(answer).items()}
        # Two threads add up in any order: the last digits of a mean are nobody's.
        found["total"] = answer.totals["step_completion_mic"]
        return {key: None if value is None else round(value, 12) for key, value in found.items()}

    assert means(edge) == means(everything)
    assert means(edge) != means(plain)
    corner = explore(reader, as_of=NOW, question=Question(measures=("step_completion_mic",), by=by)).totals
    assert means(edge)["total"] == pytest.approx(corner["step_completion_mic"])


def test_vendors_by_hand(vendor: Reader) -> None:
    # A01 has three systems of two bodies, B02 two of two; 新潟市's 介護保険 and all that is 未報告 have none known.
    asked = Question(
        filters={"vendor": ("A01", "B02")}, measures=("systems", "bodies"), by=("vendor",), order="-vendor"
    )
    answer = explore(vendor, as_of=NOW, question=asked)
    assert groups(answer) == {("A01",): {"systems": 3, "bodies": 2}, ("B02",): {"systems": 2, "bodies": 2}}
    assert answer.frame["vendor"].tolist() == ["B02", "A01"]
    unknown = Question(filters={"vendor": ("",), "body": ("15100",)}, by=("vendor", "business"))
    found = explore(vendor, as_of=NOW, question=unknown)
    assert found.frame["vendor"].isna().all()
    assert found.totals == {"systems": 19}
    assert vendor_names(vendor, as_of=NOW) == {"A01": "ベンダA01", "B02": "ベンダB02"}


def test_who_reported_stands_beside_a_rate(tiny: Reader, vendor: Reader) -> None:
    # tests/tiny_programme.py, January: 長野市, 松本市 and 池田町 of 長野県's 77 municipalities have a rate.
    measures = ("step_completion_mic", "systems")
    asked = Question(filters={"prefecture": ("20",), "body_kind": MUNICIPAL_KINDS}, measures=measures, by=("body",))
    answer = explore(tiny, as_of=NOW, question=asked)
    assert (answer.totals["reported_bodies"], answer.totals["asked_bodies"]) == (3, 77)
    rows = answer.frame.set_index("body")
    assert rows.loc[["20201", "20204"], ["reported_bodies", "asked_bodies"]].to_numpy().tolist() == [[1, 1], [0, 1]]
    assert "reported_bodies" in answer.sql
    # tests/vendor_programme.py: 長野市 reported two of its twenty systems; a count of systems has no such column.
    asked = Question(filters={"body": ("20201",)}, measures=("systems", "migrated_share", "late_share"))
    totals = explore(vendor, as_of=NOW, question=asked).totals
    assert (totals["reported_systems"], totals["asked_systems"]) == (2, 20)
    assert set(explore(vendor, as_of=NOW, question=Question()).totals) == {"systems"}
    # Over both months its two systems reported once each.
    both = explore(vendor, as_of=NOW, question=replace(asked, months=("2025-12", "2026-01"))).totals
    assert (both["reported_systems"], both["asked_systems"]) == (2, 20)


def test_the_reported_of_the_ministrys_mean_include_what_does_not_apply(chance_home: Path) -> None:
    reader = Home(chance_home).reader()
    asked = Question(measures=("step_completion_mic",), filters={"body_kind": MUNICIPAL_KINDS}, by=("prefecture",))
    frame = explore(reader, as_of=NOW, question=asked).frame.set_index("prefecture")
    shown = place_table(reader, as_of=NOW).set_index("code")
    assert frame["reported_bodies"].tolist() == shown.loc[frame.index, "bodies_reported"].tolist()
    assert frame["asked_bodies"].tolist() == shown.loc[frame.index, "bodies"].tolist()
    marks = [is_reference_only(*row) for row in frame[["reported_bodies", "asked_bodies"]].to_numpy().tolist()]
    assert marks == shown.loc[frame.index, "is_reference_only"].tolist()


def test_bands_are_filters_and_groups(vendor: Reader) -> None:
    # tests/vendor_programme.py: five systems of two vendors, none of them ever re-planned.
    known = {"vendor": ("A01", "B02")}
    for dimension, column in (("overdue_band", "overdue_months"), ("replan_band", "replan_count")):
        answer = explore(vendor, as_of=NOW, question=Question(filters=known, by=(dimension,)))
        assert sum(row["systems"] or 0 for row in groups(answer).values()) == 5, column
    rows = vendor.at(NOW).all_systems(only=("body_code", "business", "vendor_code", "overdue_months"))
    own = rows[rows["vendor_code"].notna()]
    bands = explore(vendor, as_of=NOW, question=Question(filters=known, by=("overdue_band",)))
    edges = {"0": (-99, 0), "1": (1, 3), "4": (4, 6), "7": (7, 12), "13": (13, 99)}
    expected = {
        (band,): {"systems": int(own["overdue_months"].between(*edge).sum())}
        for band, edge in edges.items()
        if own["overdue_months"].between(*edge).any()
    }
    assert groups(bands) == expected
    over = Question(filters={**known, "overdue_band": ("7", "13")})
    assert explore(vendor, as_of=NOW, question=over).totals == {"systems": int((own["overdue_months"] >= 7).sum())}
    none = explore(vendor, as_of=NOW, question=Question(filters=known, by=("replan_band",)))
    assert groups(none) == {("0",): {"systems": 5}}
    unknown = Question(filters={"body": ("47382",)}, by=("overdue_band",))
    assert groups(explore(vendor, as_of=NOW, question=unknown)) == {(None,): {"systems": 20}}


def test_flags_by_hand(vendor: Reader) -> None:
    # Flags of 2026-01: V1 on 松本市's and 新潟市's registers, V4 and V6 of A01 (see tests/vendor_programme.py).
    answer = explore(vendor, as_of=NOW, question=Question(measures=("systems", "bodies"), by=("flag",)))
    found = groups(answer)
    assert found[("V1",)] == {"systems": 2, "bodies": 2}
    assert found[("V4",)] == {"systems": 2, "bodies": 2}
    # Of the five systems with a known vendor one has no flag; the rest of the nation cannot be judged.
    assert found[("none",)] == {"systems": 1, "bodies": 1}
    assert found[(None,)]["systems"] == answer.systems - 5
    for values, systems in ((("none",), 1), (("none", "V1"), 3), (("",), answer.systems - 5), (("V1", "V4"), 4)):
        asked = Question(filters={"flag": values})
        assert explore(vendor, as_of=NOW, question=asked).totals == {"systems": systems}, values
    chosen = Question(filters={"flag": ("V1",)}, by=("body",))
    assert set(groups(explore(vendor, as_of=NOW, question=chosen))) == {("15100",), ("20202",)}


def test_unreported_months_and_the_largest_vendor(chance_home: Path) -> None:
    chance = Home(chance_home).reader()
    assert explore(chance, as_of=NOW, question=Question(by=("unreported_months_of_3",))).rows == 1, "2025-11 is unknown"
    asked = Question(by=("unreported_months_of_3",), measures=("bodies", "most_unreported_months"))
    found = groups(explore(chance, as_of=AsOf("2025-10"), question=asked))
    assert found[("3",)]["most_unreported_months"] == 3
    assert sum(row["bodies"] or 0 for row in found.values()) == 1788


def test_designated_systems_come_from_the_list_where_the_report_has_none(tiny: Reader) -> None:
    # The list of 2025-12: 長野市's 介護保険 and 長野県's 生活保護; 共通機能 is never a system.
    asked = Question(measures=("designated_systems",), by=("prefecture",), filters={"designated": ("true",)})
    answer = explore(tiny, as_of=NOW, question=asked)
    assert groups(answer) == {("20",): {"designated_systems": 2}}
    assert answer.bodies == 2


def test_in_a_month_with_rates_only_what_needs_steps_is_unknown(tiny: Reader) -> None:
    measures = ("migrated_systems", "late_systems", "overdue_systems", "replans")
    assert explore(tiny, as_of=NOW, question=Question(measures=measures)).totals == dict.fromkeys(measures)


def test_flags_that_cannot_be_judged_are_unknown(tiny: Reader, chance_home: Path) -> None:
    # Months of rates only; then bodies of another prefecture, whose vendors are not for this reader.
    answer = explore(tiny, as_of=NOW, question=Question(by=("flag",)))
    assert groups(answer) == {(None,): {"systems": answer.systems}}
    assert explore(tiny, as_of=NOW, question=Question(filters={"flag": ("none",)})).totals == {"systems": 0}
    narrow = Home(chance_home).reader(scope=Scope(frozenset({"20"})))
    by = Question(filters={"prefecture": ("15", "20")}, by=("prefecture", "flag"))
    found = groups(explore(narrow, as_of=NOW, question=by))
    assert {flag for place, flag in found if place == "15"} == {None}
    assert {"V6", "V7"} <= {flag for place, flag in found if place == "20"}


def test_over_several_months_a_system_counts_once(vendor: Reader) -> None:
    both = ("2025-12", "2026-01")
    once = explore(vendor, as_of=NOW, question=Question(measures=("systems", "bodies")))
    assert (
        explore(vendor, as_of=NOW, question=Question(months=both, measures=("systems", "bodies"))).totals == once.totals
    )
    by_month = explore(vendor, as_of=NOW, question=Question(months=both, by=("month",)))
    assert by_month.totals == {"systems": once.totals["systems"]}
    assert by_month.frame["month"].tolist() == list(both)


def test_nothing_after_the_as_of_month_is_looked_at(vendor: Reader) -> None:
    early = explore(vendor, as_of=AsOf("2025-12"), question=Question(months=("2025-12", "2026-01"), by=("month",)))
    assert early.frame["month"].tolist() == ["2025-12"]
    assert dimension_values(vendor, as_of=AsOf("2025-12"), dimension="month") == ("2025-12",)
    nothing = explore(vendor, as_of=AsOf("2025-11"), question=Question(by=("prefecture",)))
    assert (nothing.rows, nothing.totals) == (0, {"systems": 0})


def test_a_correction_is_known_from_its_day_on(vendor: Reader) -> None:
    before = AsOf("2026-01", parse_instant("2026-02-01T00:00+09:00"))
    assert explore(vendor, as_of=before, question=Question()).totals == {"systems": 0}


def test_large_answers_come_in_pages(chance_home: Path) -> None:
    chance = Home(chance_home).reader()
    asked = Question(by=("body", "business"), order="-systems", page=3)
    answer = explore(chance, as_of=NOW, question=asked)
    assert answer.rows > 34_000
    assert len(answer.frame) == 1000
    assert answer.sql.endswith("LIMIT 1000 OFFSET 2000")
    beyond = explore(chance, as_of=NOW, question=Question(by=("body", "business"), page=99))
    assert (beyond.rows, len(beyond.frame)) == (answer.rows, 0)


def test_a_reader_narrowed_to_businesses_sees_those_alone(vendor: Reader) -> None:
    narrow = vendor.narrowed(frozenset({"family_register"}))
    answer = explore(narrow, as_of=NOW, question=Question(by=("business",)))
    assert answer.frame["business"].tolist() == ["family_register"]
    other = Question(filters={"business": ("long_term_care",)})
    assert explore(narrow, as_of=NOW, question=other).totals == {"systems": 0}


def test_outside_the_scope_what_is_restricted_is_unknown(chance_home: Path) -> None:
    reader = Home(chance_home).reader(scope=Scope(frozenset({"20"})))
    answer = explore(reader, as_of=NOW, question=Question(by=("prefecture",), measures=("systems", "late_systems")))
    found = groups(answer)
    assert found[("15",)]["late_systems"] is None
    assert found[("20",)]["late_systems"] is not None
    assert (found[("15",)]["systems"] or 0) > 0
    vendors = Question(filters={"prefecture": ("15", "13", "01")}, by=("vendor",))
    assert explore(reader, as_of=NOW, question=vendors).frame["vendor"].isna().all()
    for dimension in ("largest_vendor_systems", "phase", "judgement", "designated", "flag"):
        outside = Question(filters={"prefecture": ("15",)}, by=(dimension,))
        assert explore(reader, as_of=NOW, question=outside).frame[dimension].isna().all(), dimension


@pytest.mark.parametrize(
    "question",
    [
        Question(by=("colour",)),
        Question(filters={"colour": ("red",)}),
        Question(measures=("beauty",)),
        Question(measures=()),
        Question(measures=("systems", "systems")),
        Question(measures=tuple(MEASURES)[:5]),
        Question(by=("month", "vendor", "body")),
        Question(by=("body", "body")),
        Question(order="bodies"),
    ],
)
def test_what_is_no_question_is_refused(vendor: Reader, question: Question) -> None:
    with pytest.raises(ValueError, match=r"dimension|measure"):
        explore(vendor, as_of=NOW, question=question)


@pytest.mark.parametrize("value", ["1) OR (1=1", "'; DROP TABLE x; --", "x' OR '1'='1", "0 OR true"])
@pytest.mark.parametrize("dimension", ["phase", "vendor", "largest_vendor_systems", "designated", "flag", "body"])
def test_a_value_that_is_none_finds_nothing(vendor: Reader, dimension: str, value: str) -> None:
    assert explore(vendor, as_of=NOW, question=Question(filters={dimension: (value,)})).totals == {"systems": 0}


def test_a_later_import_is_in_the_next_readers_answers(tmp_path: Path) -> None:
    home = Home(build_home(tmp_path / "home"))
    assert explore(home.reader(), as_of=NOW, question=Question(by=("size_class",))).frame["size_class"].isna().all()
    people = "団体コード,人口,基準日\n202011,370000,2025-10-01\n".encode()
    import_files([("population.csv", people)], home=home.path, received_at=parse_instant("2026-03-01T09:00+09:00"))
    found = explore(home.reader(), as_of=NOW, question=Question(by=("size_class",), measures=("bodies",)))
    assert groups(found) == {("from_300000",): {"bodies": 1}, (None,): {"bodies": 1787}}
