from __future__ import annotations

import re

from components.confused_measures import MEASURES, MeasureShare, confused_measures_html
from components.text import Text

JA = Text("ja")
SHARES = (
    MeasureShare("migrated_share", 0.384, 34592, 13284),
    MeasureShare("step_completion_mic", 0.8157, 1741),
    MeasureShare("bodies_complete_share", 70 / 1741, 1741, 70),
)


def words(html: str) -> list[str]:
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in html.split("<tr>")[2:]]


def test_each_measure_stands_with_value_basis_and_meaning() -> None:
    found = words(confused_measures_html(SHARES, text=JA))
    assert found == [
        "移行完了システム率 38.4% 13,284／34,592システム 運用を始めたシステムの割合。",
        "ステップ完了率 81.6% 1,741団体の平均 40ステップを終えた割合の平均。対象外も終えたものに数えます。",
        "ステップ完了率100%の団体率 4.0% 70／1,741団体 全システムが40ステップを終えた団体の割合。運用開始とは別です。",
    ]
    assert tuple(share.measure for share in SHARES) == MEASURES


def test_bars_share_one_axis() -> None:
    html = confused_measures_html(SHARES, text=JA)
    assert re.findall(r"width:([\d.]+)%", html) == ["38.40", "81.57", "4.02"]


def test_an_unknown_share_has_no_bar_and_a_reason() -> None:
    html = confused_measures_html((MeasureShare("migrated_share", None, 34592),), text=JA)
    assert words(html) == [
        "移行完了システム率 — 総務省の公表ファイルにはこの値がありません 運用を始めたシステムの割合。"
    ]
    assert "d-bar" not in html


def test_names_lead_to_their_definitions() -> None:
    html = confused_measures_html(SHARES, text=JA)
    assert re.findall(r'href="definitions#(\w+)"', html) == ["migrated_share", "step_completion_mic", "bodies_complete"]
