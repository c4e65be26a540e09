from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from data.sources.moments import parse_moment, parse_month
from data.sources.values import UnreadableValue


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-01", "2026/1", "2026.01", "2026年1月", "２０２６年０１月", "令和8年1月", "202601", 202601, 202601.0),
        *(date(2026, 1, 1), datetime(2026, 1, 31), 46023.0, "2026-01-01", "令和8年1月末", " 2026 / 01 "),
    ],
)
def test_a_month_in_each_spelling(cell: Any) -> None:
    assert parse_month(cell) == "2026-01"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "2026",
        "1月",
        "2026-00",
        "2026-13",
        "2026-01-15",
        "26-01",
        "1980-01",
        "2100-01",
        "令和8年13月",
        True,
        None,
        1.5,
    ],
)
def test_what_is_no_month(cell: Any) -> None:
    with pytest.raises(UnreadableValue):
        parse_month(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-02-05T10:30:00+09:00", "2026-02-05T01:30:00Z", "2026-02-05 10:30", "2026/2/5 10:30:00", "R8.2.5 10:30"),
        *("令和８年２月５日　１０時３０分", "2026年2月5日10:30", "2026-02-05T10:30:00.123", "2026-02-04T20:30-05:00"),
        *(datetime(2026, 2, 5, 10, 29, 59, 999_600), datetime(2026, 2, 5, 1, 30, tzinfo=UTC), 46058.4375),
    ],
)
def test_a_moment_in_each_spelling(cell: Any) -> None:
    assert parse_moment(cell).isoformat() == "2026-02-05T10:30:00+09:00"


@pytest.mark.parametrize("cell", ["2026-02-05", date(2026, 2, 5), 46058, 46058.0, "令和8年2月5日"])
def test_a_day_without_a_time_is_its_beginning(cell: Any) -> None:
    assert parse_moment(cell).isoformat() == "2026-02-05T00:00:00+09:00"


@pytest.mark.parametrize(
    "cell",
    [
        *("", "10:30", "2026-02-05 24:00", "2026-02-05 10:60", "2026-02-0510:30", "2026-02-30 10:00", "先週", True),
        *("2026-02-05 10:30 午後", "2026-02-05" + " " * 80 + "10:30", "1980-02-05 10:30", "2026-02-05T10:30+99:00"),
        *(float("nan"), float("inf"), 0.5, -1, "#N/A"),
    ],
)
def test_what_is_no_moment(cell: Any) -> None:
    with pytest.raises(UnreadableValue):
        parse_moment(cell)
