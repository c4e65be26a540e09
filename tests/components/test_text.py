from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import Text, catalogue, language_or_default

JA, EN = Text("ja"), Text("en")


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.8157, "81.6%"), (0.0, "0.0%"), (1.0, "100.0%"), (0.8125, "81.3%"), (0.9996, "99.9%"), (0.0004, "0.1%")],
)
def test_shares_round_half_up_and_never_onto_none_or_all(share: float, shown: str) -> None:
    assert JA.percent(share) == shown


@given(st.integers(0, 800))
def test_a_mean_of_twenty_businesses_is_rounded_as_on_paper(steps: int) -> None:
    exact = Decimal(steps) / 8
    if 0 < exact < Decimal("0.05") or Decimal("99.95") <= exact < 100:
        return
    assert JA.percent_number(steps / 800) == str(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@given(st.floats(0, 1))
def test_only_all_is_shown_as_all_and_only_none_as_none(share: float) -> None:
    shown = JA.percent(share)
    assert (shown == "100.0%") == (share == 1)
    assert (shown == "0.0%") == (share == 0)


def test_unknown_is_never_a_number() -> None:
    assert JA.percent(None) == JA.count(None) == JA.points(None) == JA.change(None) == JA.month(None) == "—"
    assert JA.percent(None, unknown="unreported") == "未報告"
    assert EN.count(None, unknown="unreported") == "Not reported"
    assert JA("frame.received", date=None) == "受信 —"


@pytest.mark.parametrize(
    ("difference", "shown"),
    [(0.012, "+1.2ポイント"), (-0.0049, "−0.5ポイント"), (0.0, "±0.0ポイント"), (0.0004, "±0.0ポイント")],
)
def test_differences_carry_their_sign(difference: float, shown: str) -> None:
    assert JA.points(difference) == shown


def test_whole_numbers_in_a_sentence_are_grouped() -> None:
    assert "1,741" in JA("table.page_rows", first=1, last=50, rows=1741)


def test_a_moment_is_shown_in_japanese_time() -> None:
    late = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)
    assert JA.date(late) == "2026年2月10日"
    assert JA.moment(late) == "2026年2月10日 0:30"
    assert EN.moment(late) == "10 February 2026 0:30"


@pytest.mark.parametrize(
    ("month", "shown"),
    [("2026-01", "令和8年1月"), ("2019-12", "令和元年12月"), ("2019-05", "令和元年5月"), ("2019-04", "2019年4月")],
)
def test_months_in_the_japanese_era(month: str, shown: str) -> None:
    assert JA.era_month(month) == shown


def test_languages_that_have_no_catalogue_give_way_to_japanese() -> None:
    assert language_or_default("en") == "en"
    assert [language_or_default(asked) for asked in (None, "", "fr", "../ja")] == ["ja"] * 4


def test_an_unknown_key_is_an_error_of_the_programme() -> None:
    with pytest.raises(KeyError):
        JA("frame.no_such_message")


def test_a_catalogue_is_read_once() -> None:
    assert catalogue("ja") is catalogue("ja")


def test_a_word_is_chosen_by_the_number_before_it() -> None:
    said = {missing: Text("en")("sentence.missing", missing=missing) for missing in (0, 1, 2)}
    assert said == {
        0: "0 municipalities did not report this month.",
        1: "1 municipality did not report this month.",
        2: "2 municipalities did not report this month.",
    }
    assert Text("ja")("sentence.missing", missing=1) == "当月の報告がない市区町村は1団体です。"
