"""A prefecture's place among the 47 in words."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from components.place_comparison import position_sentence, positions_sentence
from components.text import Text
from data.views.places import Position
from data.views.prefecture import PrefectureView

JA, EN = Text("ja"), Text("en")
RATE = Position("step_completion_mic", 0.5, place=1, known=47, median=0.4)
LIVE = Position("migrated_share", 0.5, place=1, known=47, median=0.4)
SHARED, EQUAL = replace(LIVE, sharing=3), replace(LIVE, value=0.0, median=0.0, sharing=47)


def view(*positions: Position) -> PrefectureView:
    overview = SimpleNamespace(rate=SimpleNamespace(measure="step_completion_mic"))
    return cast(PrefectureView, SimpleNamespace(positions=positions, overview=overview))


def test_a_shared_place_says_so() -> None:
    assert positions_sentence(view(RATE, SHARED), text=JA) == (
        "ステップ完了率の順位は47都道府県中1位、移行完了システム率は47都道府県中同率1位（いずれも高い順）です。"
    )
    assert "1 (shared) of 47" in positions_sentence(view(RATE, SHARED), text=EN)


def test_where_all_are_equal_there_is_no_place() -> None:
    assert positions_sentence(view(RATE, EQUAL), text=JA) == "ステップ完了率の順位は47都道府県中1位（高い順）です。"
    assert positions_sentence(view(replace(RATE, sharing=47), EQUAL), text=JA) == ""
    assert position_sentence(view(), EQUAL, text=JA) == (
        "移行完了システム率は値の分かる47都道府県すべてが0.0%で、順位はありません。"
    )


def test_the_only_known_prefecture_has_a_place() -> None:
    assert replace(RATE, known=1).is_ranked
