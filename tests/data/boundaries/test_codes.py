"""Wards belong to their city; the codes are those of 総務省's list."""

from __future__ import annotations

import pytest

from data.boundaries.codes import municipality_of
from data.reference import load_reference


@pytest.mark.parametrize(
    ("code", "municipality"),
    [
        ("01101", "01100"),  # 札幌市中央区
        ("13101", "13101"),  # 千代田区 is a municipality itself
        ("14118", "14100"),  # 横浜市都筑区
        ("14137", "14130"),  # 川崎市麻生区
        ("14151", "14150"),  # 相模原市緑区
        ("22138", "22130"),  # 浜松市中央区
        ("26106", "26100"),  # 京都市下京区
        ("27147", "27140"),  # 堺市美原区
        ("40107", "40100"),  # 北九州市小倉南区
        ("40137", "40130"),  # 福岡市早良区
        ("01695", None),  # 色丹村
        ("13000", None),  # 東京都
        ("99999", None),
    ],
)
def test_the_municipality_of_a_code(code: str, municipality: str | None) -> None:
    assert municipality_of(code, reference=load_reference()) == municipality
