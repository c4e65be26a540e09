"""Months as places on an axis, with labels that never crowd."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_skeleton

from components.text import Text

MOST_LABELS: Final = 9
_STEPS: Final = (1, 3, 6, 12, 24)
_FISCAL_YEAR_STARTS: Final = 4


def month_place(month: str) -> int:
    """Place of a month YYYY-MM on a time axis: one unit a month, so that equal times are equal lengths.

    >>> month_place("2026-01") - month_place("2025-11")
    2
    """
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def month_at(place: int) -> str:
    """Give the month YYYY-MM at a place of the axis.

    >>> month_at(month_place("2025-12"))
    '2025-12'
    """
    return f"{place // 12:04d}-{place % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """All months from ``first`` to ``last``, both included.

    >>> months_between("2025-12", "2026-01")
    ['2025-12', '2026-01']
    """
    return [month_at(place) for place in range(month_place(first), month_place(last) + 1)]


def month_ticks(months: Sequence[str], *, text: Text, most: int = MOST_LABELS) -> tuple[list[int], list[str]]:
    """Places and labels of at most ``most`` ticks over ``months``, counted from April; the year where it changes.

    >>> month_ticks(months_between("2023-04", "2024-04"), text=Text("ja"), most=4)
    ([24279, 24285, 24291], ['4月<br>2023年', '10月', '4月<br>2024年'])
    """
    by_step = ([month for month in months if _is_tick(month, step)] for step in _STEPS)
    chosen = next((ticks for ticks in by_step if len(ticks) <= most), [])
    labels = []
    year = ""
    for month in chosen:
        label = _written(month, "MMM", text)
        labels.append(label if month[:4] == year else f"{label}<br>{_written(month, 'y', text)}")
        year = month[:4]
    return [month_place(month) for month in chosen], labels


def month_label(month: str, *, text: Text) -> str:
    """Write a month YYYY-MM on an axis that names each.

    >>> month_label("2025-01", text=Text("ja")), month_label("2025-01", text=Text("en"))
    ('2025年1月', 'Jan 2025')
    """
    return _written(month, "yMMM", text)


def _is_tick(month: str, step: int) -> bool:
    return (month_place(month) - (_FISCAL_YEAR_STARTS - 1)) % step == 0


def _written(month: str, skeleton: str, text: Text) -> str:
    return str(format_skeleton(skeleton, date.fromisoformat(f"{month}-01"), locale=text.language))
