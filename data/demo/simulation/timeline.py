"""The months of the simulated programme, counted from 2023-04 = 0, and its fixed dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.demo.simulation.chance import Floats, Ints
from data.model import JST, month_end, shift_month

FIRST_MONTH: Final = "2023-04"
"""First month of the 移行支援期間."""
MONTHS: Final = tuple(shift_month(FIRST_MONTH, by) for by in range(43))
"""2023-04 … 2026-10, in order."""
RECEIPT_DAY: Final = 15
"""A month's file arrives on this day of the next month, after the bodies' own deadline on the 10th."""
FAR: Final = 200
"""A month that lies beyond everything simulated: never."""


def month_index(month: str) -> int:
    """How many months after 2023-04 a month lies.

    >>> month_index("2023-04"), month_index("2026-01"), month_index("2023-03")
    (0, 33, -1)
    """
    return (int(month[:4]) - 2023) * 12 + int(month[5:7]) - 4


def month_at(index: int) -> str:
    """The month so many months after 2023-04.

    >>> month_at(33)
    '2026-01'
    """
    return shift_month(FIRST_MONTH, index)


def moment(day: date, *, hour: int = 9) -> datetime:
    """An hour of a day in Japan."""
    return datetime.combine(day, time(hour), tzinfo=JST)


def received_at(month: str) -> datetime:
    """When the month's file arrives: the 15th of the next month, 09:00 JST.

    >>> received_at("2026-01").isoformat()
    '2026-02-15T09:00:00+09:00'
    """
    return moment(month_end(month) + timedelta(days=RECEIPT_DAY))


def last_known_month(instant: datetime) -> str:
    """The last month whose file had arrived by an instant.

    >>> last_known_month(received_at("2026-01"))
    '2026-01'
    """
    local = instant.astimezone(JST)
    back = -1 if instant.astimezone(UTC) >= received_at(shift_month(f"{local:%Y-%m}", -1)) else -2
    return shift_month(f"{local:%Y-%m}", back)


def iso_days(months: Ints, days: Ints) -> NDArray[np.object_]:
    """ISO dates of the given day of each month (the last day where the month is shorter); None for months ≥ FAR."""
    first = np.datetime64(FIRST_MONTH, "M")
    month = first + np.minimum(months, FAR)
    length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    shown = (month.astype("datetime64[D]") + (np.clip(days, 1, length) - 1)).astype("datetime64[D]")
    texts = np.datetime_as_string(shown).astype(object)
    texts[months >= FAR] = None
    return np.asarray(texts)


def along(months: Floats | Ints, points: Sequence[tuple[str, float]]) -> Floats:
    """A piecewise linear curve given by (month, value) points, at fractional month indices."""
    return np.interp(months, [month_index(month) for month, _ in points], [value for _, value in points])
