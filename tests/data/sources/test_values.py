from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.values import EARLIEST, LATEST, UnreadableValue, find_month_label, parse_date, parse_rate

DAYS = st.dates(EARLIEST, LATEST)
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026/3/31", date(2026, 3, 31)),
        ("２０２６／３／３１", date(2026, 3, 31)),
        ("令和8年3月31日", date(2026, 3, 31)),
        (" 令和 ８年 ３月３１日 ", date(2026, 3, 31)),
        ("R8.3.31", date(2026, 3, 31)),
        ("令和8年3月末", date(2026, 3, 31)),
        ("令和6年2月末", date(2024, 2, 29)),
        ("令和7年度末", date(2026, 3, 31)),
        ("令和元年度末", date(2020, 3, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        (46112, date(2026, 3, 31)),
        (46112.0, date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (datetime(2026, 3, 31), date(2026, 3, 31)),
    ],
)
def test_dates_as_offices_write_them(cell: Any, day: date) -> None:
    assert parse_date(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        *("", " ", "未定", "-", "2026", "2026-3", "2026-02-30", "2026-13-01", "20260331", "31/3/2026", "2026-3/31"),
        *(
            "令和8年",
            "令和8年3月",
            "令和8年13月末",
            "令和0年3月31日",
            "令和元年4月30日",
            "平成31年5月1日",
            "昭和64年1月7日",
        ),
        *("令和８年３月３１", "R8.3", "S60.1.1", "2026-03-31 12:00", "٢٠٢٦-٠٣-٣١", "1899-12-31", "2100-01-01", "NaT"),
        *(0, 1, -5, 46112.5, 20260331, float("nan"), float("inf"), True, None, datetime(2026, 3, 31, 9), timedelta(1)),
    ],
)
def test_anything_else_is_refused_never_blank(cell: Any) -> None:
    with pytest.raises(UnreadableValue):
        parse_date(cell)


@given(DAYS)
def test_every_spelling_of_a_day_reads_as_that_day(day: date) -> None:
    spellings: list[Any] = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02d}/{day.day:02d}".translate(FULL_WIDTH),
        (day - date(1899, 12, 30)).days,
    ]
    if day >= date(2019, 5, 1):
        spellings += [
            f"令和{day.year - 2018}年{day.month}月{day.day}日",
            f"R{day.year - 2018}.{day.month}.{day.day}",
            f"r{day.year - 2018}/{day.month}/{day.day}".translate(FULL_WIDTH),
        ]
    else:
        spellings += [f"平成{day.year - 1988}年{day.month}月{day.day}日", f"H{day.year - 1988}.{day.month}.{day.day}"]
    if (day + timedelta(days=1)).day == 1:
        spellings.append(f"{day.year}年{day.month}月末")
    assert {parse_date(spelling) for spelling in spellings} == {day}


@given(
    st.one_of(
        st.text(max_size=20),
        st.text("0123456789０８/.-年月日末度令和平成元RH ", max_size=14),
        st.floats(),
        st.integers(),
    )
)
def test_a_cell_is_a_plausible_day_or_refused(cell: Any) -> None:
    try:
        day = parse_date(cell)
    except UnreadableValue:
        return
    assert type(day) is date
    assert EARLIEST <= day <= LATEST


@pytest.mark.parametrize(
    ("cell", "rate"),
    [(0.816, 0.816), (1, 1.0), (0, 0.0), ("0.816", 0.816), ("81.6%", 0.816), ("８１．６％", 0.816), ("100 %", 1.0)],
)
def test_rates_as_offices_write_them(cell: Any, rate: float) -> None:
    assert parse_rate(cell) == rate


@pytest.mark.parametrize(
    "cell",
    [
        *("", "-", "－", "81.6", "1.01", "101%", "-0.1", "-1%", "八割", "0,65", "65%%", "1e400", "nan", "inf", "#N/A"),
        *(True, None, 1.0001, -0.025, float("nan"), float("inf"), date(2026, 1, 1)),
    ],
)
def test_what_is_no_rate_is_refused(cell: Any) -> None:
    with pytest.raises(UnreadableValue):
        parse_rate(cell)


@given(st.floats(0, 1))
def test_a_percentage_is_its_rate(rate: float) -> None:
    assert parse_rate(f"{rate * 100:.6f}%") == pytest.approx(rate, abs=1e-8)


@given(st.integers(1, 81), st.integers(1, 12))
def test_a_month_label_is_found_in_a_title(year: int, month: int) -> None:
    expected = f"{2018 + year}-{month:02d}"
    assert find_month_label(f"該当見込み(令和{year}年{month}月末時点)") == expected
    assert find_month_label(f"令和{year}年{month}月_進捗状況".translate(FULL_WIDTH)) == expected


@pytest.mark.parametrize(
    "title", ["令和0年1月", "令和8年13月", "令和8年0月", "平成31年1月", "令和N年M月", "8年1月", ""]
)
def test_what_is_no_month_label_is_not_found(title: str) -> None:
    assert find_month_label(title) is None
