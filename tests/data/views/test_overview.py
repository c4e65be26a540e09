"""The overview's view of the tiny nation, against figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.access import Home
from data.model import AsOf
from data.views import OverviewView, overview_view
from data.views.headlines import HEADLINES, Headline
from data.views.overview import EmptyReason
from data.views.summary import UnknownCodeError
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


def _card(view: OverviewView, measure: str) -> Headline:
    return next(card for card in view.headlines if card.measure == measure)


def _row(frame: pd.DataFrame, column: str, value: str) -> dict[str, Any]:
    [row] = frame[frame[column] == value].to_dict("records")
    return {str(name): cell for name, cell in row.items()}


def test_cards_of_the_nation(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    assert tuple(card.measure for card in view.headlines) == HEADLINES
    rate = _card(view, "step_completion_mic")
    assert rate.value == pytest.approx(0.84375)
    assert (rate.reported, rate.bodies, rate.is_reference_only) == (4, 1741, True)
    # December: (1 + .25 + .5 + .75) / 4.
    assert [(item.kind, item.as_of) for item in rate.comparators] == [("previous", "2025-12"), ("published", "2026-01")]
    assert rate.comparators[0].value == pytest.approx(0.625)
    assert rate.trend[-2:] == pytest.approx((0.625, 0.84375))
    assert rate.trend[:-2] == (None,) * 10
    complete = _card(view, "bodies_complete")
    assert (complete.value, complete.total) == (1, 1741)


def test_a_figure_no_source_tells_has_no_value_and_no_invented_trend(home: Home) -> None:
    card = _card(overview_view(home.reader(), as_of=JANUARY), "migrated_share")
    assert card.value is None
    assert card.trend == (None,) * 12
    assert [item.kind for item in card.comparators] == ["published"]


def test_the_designated_card_carries_the_lists_own_date(home: Home) -> None:
    card = _card(overview_view(home.reader(), as_of=JANUARY), "designated_systems")
    assert (card.value, card.as_of) == (2, "2025-12")
    assert card.comparators == ()


def test_a_prefecture_is_read_against_the_nation(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY, prefecture="20")
    assert view.place is not None
    assert view.place.name == "長野県"
    rate = _card(view, "step_completion_mic")
    assert rate.value == pytest.approx(2.375 / 3)
    assert [item.kind for item in rate.comparators] == ["previous", "nation"]
    assert [item.value for item in rate.comparators] == pytest.approx([0.625, 0.84375])
    assert len(view.bodies) == 77


def test_prefectures_carry_their_reports_and_change(home: Home) -> None:
    row = _row(overview_view(home.reader(), as_of=JANUARY).prefectures, "code", "20")
    assert (row["bodies"], row["bodies_reported"], row["is_reference_only"]) == (77, 3, True)
    assert row["step_completion_mic"] == pytest.approx(2.375 / 3)
    assert row["change"] == pytest.approx(2.375 / 3 - 0.625)
    assert row["designated_systems"] == 1, "that of 長野県 itself is not a municipality's"


def test_bodies_by_what_they_reported(home: Home) -> None:
    states = overview_view(home.reader(), as_of=JANUARY).input_states
    # 新潟市, 長野市, 松本市 whole; 池田町 without 生活保護.
    assert dict(zip(states["state"], states["bodies"], strict=True)) == {"reported": 3, "partial": 1, "missing": 1737}


def test_rates_alone_give_no_milestones(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    assert not view.has_steps
    assert view.milestones == ()
    assert view.burn_up.empty


def test_changes_need_both_months(home: Home) -> None:
    bodies = overview_view(home.reader(), as_of=JANUARY).bodies
    assert _row(bodies, "body_code", "20201")["change"] == pytest.approx(0.1)
    assert _row(bodies, "body_code", "20202")["change"] == pytest.approx(0.225)
    assert pd.isna(_row(bodies, "body_code", "20481")["change"])
    assert pd.isna(_row(bodies, "body_code", "15202")["change"])


def test_businesses_are_counted_over_what_was_reported(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    assert len(view.businesses) == 20
    register = _row(view.businesses, "business", "family_register")
    # 新潟 40, 長野 24, 松本 20, 池田 32 of 40.
    assert register["step_completion_mic"] == pytest.approx(116 / 160)
    assistance = _row(view.businesses, "business", "public_assistance")
    assert assistance["systems_reported"] == 3, "池田町 left it blank"
    assert assistance["step_completion_mic"] == pytest.approx(104 / 120)
    assert _row(view.businesses, "business", "long_term_care")["designated_bodies"] == 1
    assert assistance["designated_bodies"] == 0, "that of 長野県 itself is not a municipality's"


def test_a_month_without_report_is_empty_with_its_reason(home: Home) -> None:
    view = overview_view(home.reader(), as_of=AsOf("2025-10"))
    assert view.empty_reason is EmptyReason.MONTH_NOT_REPORTED
    assert view.sources == ()


def test_an_unknown_prefecture_is_refused(home: Home) -> None:
    with pytest.raises(UnknownCodeError):
        overview_view(home.reader(), as_of=JANUARY, prefecture="99")


def test_sources_name_the_files(home: Home) -> None:
    view = overview_view(home.reader(), as_of=JANUARY)
    assert [(source.name, source.month) for source in view.sources] == [
        ("令和8年1月.xlsx", "2026-01"),
        ("特定移行.xlsx", "2025-12"),
    ]
    assert not view.is_synthetic
