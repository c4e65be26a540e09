from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.charts.time_axis import month_at, month_place, month_ticks, months_between
from components.text import Text

JA, EN = Text("ja"), Text("en")


def test_ticks_start_with_the_fiscal_year_and_name_each_year_once() -> None:
    places, labels = month_ticks(months_between("2023-04", "2026-10"), text=JA)
    assert [month_at(place) for place in places] == [
        "2023-04", "2023-10", "2024-04", "2024-10", "2025-04", "2025-10", "2026-04", "2026-10",
    ]  # fmt: skip
    assert labels == [
        "4月<br>2023年",
        "10月",
        "4月<br>2024年",
        "10月",
        "4月<br>2025年",
        "10月",
        "4月<br>2026年",
        "10月",
    ]


def test_months_are_short_in_english() -> None:
    _, labels = month_ticks(months_between("2025-12", "2026-02"), text=EN)
    assert labels == ["Dec<br>2025", "Jan<br>2026", "Feb"]


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(0, 119))
def test_labels_never_crowd_and_lie_within_the_months(year: int, month: int, length: int) -> None:
    first = f"{year}-{month:02d}"
    months = months_between(first, month_at(month_place(first) + length))
    places, labels = month_ticks(months, text=JA, most=9)
    assert len(places) == len(labels) <= 9
    assert all(month_at(place) in months for place in places)
