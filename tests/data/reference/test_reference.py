"""The reference tables against facts counted independently of the loader."""

from __future__ import annotations

from collections import Counter

import pytest

from data.model import BodyKind
from data.reference import check_digit, comparable_name, load_reference

REFERENCE = load_reference()


def test_there_are_1741_municipalities_and_47_prefectures() -> None:
    kinds = Counter(body.kind for body in REFERENCE.bodies)
    assert len({body.code for body in REFERENCE.bodies}) == 1788
    assert kinds.pop(BodyKind.PREFECTURE) == 47
    assert sum(kinds.values()) == len(REFERENCE.municipalities) == 1741
    assert kinds[BodyKind.TOWN] == 743
    assert kinds[BodyKind.VILLAGE] == 183
    assert kinds[BodyKind.SPECIAL_WARD] == 23
    assert kinds[BodyKind.DESIGNATED_CITY] == 20
    assert kinds[BodyKind.DESIGNATED_CITY] + kinds[BodyKind.CORE_CITY] + kinds[BodyKind.CITY] == 792


def test_every_check_digit_is_that_of_its_code() -> None:
    import csv

    from data.reference.loader import HERE

    with (HERE / "bodies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wrong = []
    for row in rows:
        a, b, c, d, e = (int(digit) for digit in row["code"])
        # The rule as the code table prints it, written out on purpose instead of calling check_digit.
        remainder = (a * 6 + b * 5 + c * 4 + d * 3 + e * 2) % 11
        expected = str(11 - remainder)[-1]
        if row["check_digit"] != expected:
            wrong.append(row["code"])
    assert len(rows) == 1788
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "digit"),
    [("01100", "2"), ("01202", "5"), ("13000", "1"), ("47329", "4"), ("47350", "2"), ("01000", "6")],
)
def test_check_digits_printed_in_official_lists(code: str, digit: str) -> None:
    assert check_digit(code) == digit


@pytest.mark.parametrize("code", ["1100", "011002", "０１１００", "abcde", ""])
def test_check_digit_refuses_anything_but_five_digits(code: str) -> None:
    with pytest.raises(ValueError, match="five-digit"):
        check_digit(code)


def test_25_names_repeat_and_only_the_prefecture_tells_them_apart() -> None:
    names = Counter(body.name for body in REFERENCE.municipalities)
    repeated = {name: count for name, count in names.items() if count > 1}
    assert len(repeated) == 25
    assert repeated["池田町"] == 4
    assert len(REFERENCE.resolve_body("池田町")) == 4
    [ikeda] = REFERENCE.resolve_body("池田町", prefecture_name="長野県")
    assert ikeda.code == "20481"


def test_variant_spellings_resolve_to_one_body() -> None:
    assert [body.code for body in REFERENCE.resolve_body("梼原町", prefecture_name="高知県")] == ["39405"]
    assert [body.code for body in REFERENCE.resolve_body("檮原町", prefecture_name="高知県")] == ["39405"]
    assert REFERENCE.resolve_body("龍ヶ崎市") == REFERENCE.resolve_body("龍ケ崎市") != ()


def test_spelling_rules_join_no_two_bodies_of_a_prefecture() -> None:
    keys = Counter((body.prefecture_code, comparable_name(body.name)) for body in REFERENCE.municipalities)
    assert max(keys.values()) == 1


def test_unknown_names_and_codes_answer_nothing() -> None:
    assert REFERENCE.resolve_body("架空市") == ()
    assert REFERENCE.resolve_body("池田町", prefecture_name="架空県") == ()
    assert REFERENCE.body("99999") is None
    assert REFERENCE.business_id("架空業務") is None


def test_businesses_have_their_ministries_and_aliases() -> None:
    ministries = Counter(business.ministry for business in REFERENCE.businesses)
    assert ministries == {"総務省": 8, "法務省": 1, "文部科学省": 1, "こども家庭庁": 3, "厚生労働省": 7}
    assert REFERENCE.business_id("住民記録") == REFERENCE.business_id("住民基本台帳") == "resident_record"
    assert REFERENCE.business_id("戸籍附票") == "family_register_appendix"
    assert REFERENCE.business_id("共通機能") == REFERENCE.common_function.id
    prefectural = [business.name for business in REFERENCE.businesses if business.is_prefectural]
    assert prefectural == ["生活保護", "児童扶養手当"]


def test_milestones_are_those_of_the_notice() -> None:
    due = [(milestone.id, milestone.due_on.isoformat()) for milestone in REFERENCE.milestones]
    assert due == [
        ("phase0", "2023-05-31"),
        ("step_3_2", "2023-09-30"),
        ("step_8_2", "2023-12-31"),
        ("step_10_2", "2024-03-31"),
        ("step_13_1", "2024-11-30"),
        ("live", "2026-03-31"),
    ]


def test_only_confirmed_step_names_are_given_and_milestone_places_are_marked() -> None:
    assert [step.ordinal for step in REFERENCE.steps] == list(range(1, 41))
    assert {step.ordinal for step in REFERENCE.steps if step.name} == {1, 6, 20, 24, 25, 27, 31}
    assert [step.label for step in REFERENCE.provisional_steps] == ["③－２", "⑧－２", "⑩－２", "⑬－１"]


def test_every_published_figure_has_a_source_a_month_and_a_confidence() -> None:
    assert all(
        figure.source and figure.as_of and figure.confidence in {"公", "報", "二"} for figure in REFERENCE.published
    )
