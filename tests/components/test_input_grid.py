"""The grids of input: every cell says its state in words, and a share says its number."""

from __future__ import annotations

import re

import pandas as pd

from components.input_grid import body_grid, prefecture_grid
from components.text import Text

JA = Text("ja")
MONTHS = ["2025-12", "2026-01"]


def _cells(html: str, place: str) -> list[str]:
    """What a row's cells say to a screen reader or show."""
    row = next(one for one in html.split("<tr>") if place in one)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    return [re.sub(r'<span aria-hidden="true">.*?</span>|<[^>]+>', "", cell) for cell in cells]


def _grid() -> str:
    bodies = pd.DataFrame(
        {
            "body_code": ["20201", "20202"],
            "name": ["長野市", "<松本市>"],
            "english": ["Nagano City", "Matsumoto City"],
            "behind_streak": [0, 12],
        }
    )
    states = pd.DataFrame(
        {
            "body_code": ["20201", "20201", "20202"],
            "month": ["2025-12", "2026-01", "2026-01"],
            "state": ["on_time", "late", "missing"],
            "delay_days": pd.array([None, 3, None], dtype="Int64"),
        }
    )
    shares = (("長野県の期限内の割合（%）", {"2025-12": 1.0, "2026-01": 0.9999}), ("全国", {"2026-01": 0.5}))
    return body_grid(bodies, states, months=MONTHS, shares=shares, caption="月別の入力状況", text=JA)


def test_a_body_has_a_cell_for_each_month() -> None:
    html = _grid()
    assert _cells(html, "長野市") == ["期限内", "遅れ（期限後） 3日", ""]
    assert _cells(html, "松本市") == ["—", "未入力", "12か月"]
    assert ">▲3<" in html
    assert "body=20201" in html


def test_names_are_escaped_and_the_table_has_its_headings() -> None:
    html = _grid()
    assert "&lt;松本市&gt;" in html
    assert "<松本市>" not in html
    assert html.count('scope="row"') == 4
    assert '<th scope="colgroup" colspan="1">2025年</th><th scope="colgroup" colspan="1">2026年</th>' in html
    assert '<abbr title="2026年1月">1</abbr>' in html


def test_the_shares_stand_under_the_bodies() -> None:
    html = _grid()
    # Short of all is never shown as all.
    assert _cells(html, "長野県の期限内の割合") == ["100", "99.9", ""]
    assert _cells(html, "全国") == ["—", "50.0", ""]


def test_prefectures_lead_to_their_own_page() -> None:
    told = pd.DataFrame(
        {
            "prefecture_code": ["01", "01"],
            "month": MONTHS,
            "on_time_share": pd.array([0.9, None], dtype="Float64"),
        }
    )
    names = {"01": "北海道", "02": "青森県"}
    html = prefecture_grid(told, names=names, months=MONTHS, nation={"2026-01": 0.25}, caption="x", text=JA)
    assert _cells(html, "北海道") == ["90.0", "—"]
    assert _cells(html, "青森県") == ["—", "—"]
    assert _cells(html, "全国") == ["—", "25.0"]
    assert 'href="inputs?prefecture=01"' in html
    assert "d-in-share-fewer" in html
