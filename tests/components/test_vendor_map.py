"""The map of the vendor page in words: what it counts, and why no region is outlined."""

from __future__ import annotations

import pytest

from components.text import Text
from components.vendor_map import map_sentence
from data.views.layers import Level
from data.views.vendor_regions import RegionRisk

JA, EN = Text("ja"), Text("en")


def _risk(*levels: int, flag: str = "") -> RegionRisk:
    return RegionRisk(
        geometry_url="", credit="", level=Level.PREFECTURE, codes=("15", "20", "13"), values=(120, 3, 0),
        levels=levels, flag=flag,
    )  # fmt: skip


def test_an_outline_that_would_tell_nothing_apart_is_explained() -> None:
    worst = map_sentence(_risk(3, 3, 0), text=JA)
    assert "最も重いフラグが「高」なのは2都道府県です。" in worst
    assert worst.endswith("「高」が半数を超えて地域の見分けに役立たないため、枠では示していません。")
    assert "枠" not in map_sentence(_risk(3, 2, 0), text=JA)
    assert "outline" in map_sentence(_risk(3, 3, 0), text=EN)


@pytest.mark.parametrize(("text", "words"), [(JA, "V1 撤退・後継なしだけを数えています。"), (EN, "Only V1 ")])
def test_one_kind_of_flag_is_named(text: Text, words: str) -> None:
    assert map_sentence(_risk(3, 2, 0, flag="V1"), text=text).startswith(words)
    assert not map_sentence(_risk(3, 2, 0), text=text).startswith(words)
