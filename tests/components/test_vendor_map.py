"""The map of the vendor page in words: what it counts, and why no region is outlined."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_rare_kind_of_flag_still_tells_prefectures_apart() -> None:
    def parts(*values: int, flag: str) -> str:
        risk = replace(_risk(3, 2, 0, flag=flag), values=values)
        return map_sentence(risk, text=JA).split("：")[1].split("。")[0]

    assert parts(30, 7, 3, flag="") == "1〜99 3"
    assert parts(30, 7, 3, flag="V1") == "1〜4 1、5〜9 1、20以上 1"
    assert parts(120, 30, 3, flag="V1") == "1〜24 1、25〜49 1、100以上 1"
    assert parts(300, 30, 3, flag="V4") == "1〜99 2、250〜499 1"
