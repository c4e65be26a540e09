"""長野県's 生活保護 in 2026-01: 長野市 is live with all steps done, 松本市 has 20 of 40, 池田町's is all 対象外.

The ministry's mean is over three bodies, (100 + 50 + 100) / 3 %; 76 of the 77
have the business, and 74 are silent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from components.headline_cards import headline_cards
from components.not_applicable import business_note
from components.overview_sentences import overview_sentences
from components.text import Text
from data.access import Home, Reader
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.reference import load_reference
from data.views.overview import OverviewView, overview_view
from data.views.weighting import Weighting
from tests.data.sources.pmo_building import STEPS, as_csv, record

pytestmark = pytest.mark.slow

JA, EN = Text("ja"), Text("en")
JANUARY = AsOf("2026-01")
AID = {"業務": "生活保護"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    home: Path = tmp_path_factory.mktemp("aid")
    rows = [
        record(団体コード="202011", 運用開始日="2026-01-15", **AID),
        record(団体コード="202029", 移行予定日="2026-03-31", **AID) | dict.fromkeys(STEPS[20:], "未着手"),
        record(団体コード="204811", steps="対象外", **AID),
    ]
    import_files([("2026-01.csv", as_csv(rows))], home=home, received_at=parse_instant("2026-02-15T09:00+09:00"))
    return Home(home).reader()


def cut(reader: Reader, *, weighting: Weighting = Weighting.BODY, ministry: str = "") -> OverviewView:
    of_ministry = {one.id for one in load_reference().businesses if one.ministry == ministry}
    narrowed = reader.narrowed(frozenset(of_ministry or {"public_assistance"}))
    return overview_view(narrowed, as_of=JANUARY, prefecture="20", weighting=weighting)


def test_the_mean_says_how_many_of_its_bodies_are_not_applicable(reader: Reader) -> None:
    view = cut(reader)
    assert view.rate.value == pytest.approx(2.5 / 3)
    assert (view.rate.counted, view.rate.not_applicable) == (3, 1)
    details = {
        text.language: {card.term: card.detail for card in headline_cards(view.headlines, text=text)}
        for text in (JA, EN)
    }
    assert details["ja"]["step_completion_mic"] == "報告 3/77団体。3団体の平均（うち対象外1）（参考）"
    assert "mean of 3 bodies (1 of them not applicable)" in details["en"]["step_completion_mic"]
    said = overview_sentences(view, place="長野県", text=JA)
    assert said[1] == "これは3団体の平均（うち対象外1）で、対象外は総務省の方式により100%に数えています。"


def test_a_mean_over_systems_counts_systems(reader: Reader) -> None:
    view = cut(reader, weighting=Weighting.SYSTEM)
    assert (view.rate.counted, view.rate.not_applicable) == (3, 1)
    card = next(one for one in headline_cards(view.headlines, text=JA) if one.term == "step_completion_weighted")
    assert "3システムの平均（うち対象外1）" in card.detail


def test_bodies_with_everything_live_are_out_of_those_that_have_the_business(reader: Reader) -> None:
    view = cut(reader)
    headline = next(one for one in view.headlines if one.measure == "all_migrated_bodies")
    assert (headline.value, headline.total, headline.reported, headline.bodies) == (1, 76, 2, 76)
    assert headline.beside == (("bodies_complete", 2), ("complete_not_applicable", 1))
    card = next(one for one in headline_cards(view.headlines, text=JA) if one.term == "all_migrated_bodies")
    assert card.detail == "対象業務のある76団体のうち、報告 2団体（参考）"
    assert [one.label for one in card.comparisons][:2] == ["ステップ完了率100%", "うち対象外"]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (JA, "生活保護は3団体の平均（うち対象外1）"),
        (EN, "Public assistance: mean of 3 bodies (1 of them not applicable)"),
    ],
)
def test_the_businesses_say_the_n_of_their_means(reader: Reader, text: Text, note: str) -> None:
    assert business_note(cut(reader), text=text) == note
    assert business_note(cut(reader, ministry="厚生労働省"), text=text) == note
    assert business_note(cut(reader, ministry="法務省"), text=text) == ""


def test_without_a_cut_nothing_is_added(reader: Reader) -> None:
    view = overview_view(reader, as_of=JANUARY, prefecture="20")
    assert (view.rate.counted, view.rate.not_applicable) == (3, 0)
    assert business_note(view, text=JA) == ""
    headline = next(one for one in view.headlines if one.measure == "all_migrated_bodies")
    assert (headline.total, headline.not_applicable) == (77, 0)
    assert "対象外" not in "".join(overview_sentences(view, place="長野県", text=JA))
