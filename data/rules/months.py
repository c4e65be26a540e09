"""Months as numbers, so that the dates of all systems are compared and counted at once.

Counting in this programme is in months: due dates and reports are month-ends, days are shown, not judged.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Months = npt.NDArray[np.float64]
"""Consecutive whole numbers, NaN where unknown: a comparison with NaN is False, so the unknown satisfies no rule."""


def month_number(text: str) -> int:
    """Number of the month of an ISO date or month; consecutive months have consecutive numbers.

    >>> month_number("2026-03-31") - month_number("2025-12")
    3
    """
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_numbers(texts: pd.Series) -> Months:
    """Month numbers of ISO dates or months, NaN where blank.

    >>> month_numbers(pd.Series(["2026-01", None, "2026-03-31"], dtype="str")) - month_number("2026-01")
    array([ 0., nan,  2.])
    """
    codes, distinct = pd.factorize(texts)
    known = [float(month_number(str(text))) for text in distinct]
    return np.array([*known, np.nan])[codes]


def month_texts(numbers: Months, *, index: pd.Index | None = None) -> pd.Series:
    """Months YYYY-MM of month numbers, blank where NaN: the inverse of :func:`month_numbers` for months.

    >>> month_texts(month_numbers(pd.Series(["2025-12", None], dtype="str"))).tolist()
    ['2025-12', nan]
    """
    codes, distinct = pd.factorize(numbers)
    known = [f"{int(number) // 12:04d}-{int(number) % 12 + 1:02d}" for number in distinct]
    return pd.Series(np.array([*known, None], dtype=object)[codes], index=index, dtype="str")
