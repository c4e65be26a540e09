"""What a body is like beside its progress: how large it is, whom it leans on, how often it kept silent.

These are this dashboard's own (本ダッシュボード独自): they sort bodies into comparable groups and judge nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

SILENT_MONTHS: Final = 3
"""Months that ``unreported_months_of_3`` counts over, the month itself included."""


def size_class_names(edges: Sequence[int]) -> tuple[str, ...]:
    """The population size classes between ascending ``edges`` (people), smallest first, named so that they need no key.

    >>> size_class_names([10_000, 50_000])
    ('under_10000', '10000_49999', 'from_50000')
    """
    middle = [f"{low}_{high - 1}" for low, high in pairwise(edges)]
    return (f"under_{edges[0]}", *middle, f"from_{edges[-1]}")


def size_classes(population: pd.Series, *, edges: Sequence[int]) -> pd.Series:
    """The size class of each population, a category in order; an unknown population has an unknown class.

    >>> people = pd.Series([9_999, 10_000, None, 800_000], dtype="Int64")
    >>> size_classes(people, edges=[10_000, 50_000]).astype(object).tolist()
    ['under_10000', '10000_49999', nan, 'from_50000']
    """
    names = size_class_names(edges)
    people = population.to_numpy(dtype=np.float64, na_value=np.nan)
    places = np.searchsorted(np.asarray(edges, dtype=np.float64), people, side="right")
    classes = pd.Series(np.array([*names, None], dtype=object)[np.where(np.isnan(people), len(names), places)])
    return classes.astype(pd.CategoricalDtype(list(names), ordered=True)).set_axis(population.index)


def largest_vendors(systems: pd.DataFrame) -> pd.DataFrame:
    """The vendor with most of each body's applicable systems: index body_code, vendor_code, systems (int64).

    ``systems``: body_code, is_applicable, vendor_code (null = unknown, counted for nobody). Of equally large ones the
    first by code. A body of which no vendor is known is absent.

    >>> systems = pd.DataFrame({"body_code": ["15202"] * 4, "is_applicable": [True, True, True, False],
    ...                         "vendor_code": ["B10", "A01", "A01", "B10"]})
    >>> largest_vendors(systems).to_dict("index")
    {'15202': {'vendor_code': 'A01', 'systems': 2}}
    """
    known = systems[systems["is_applicable"] & systems["vendor_code"].notna()]
    held = known.groupby(["body_code", "vendor_code"], observed=True).size().rename("systems").reset_index()
    ordered = held.sort_values(["body_code", "systems", "vendor_code"], ascending=[True, False, True], kind="stable")
    return ordered.drop_duplicates("body_code").set_index("body_code")


def silent_months(is_missing: pd.DataFrame) -> pd.DataFrame:
    """In how many of the last ``SILENT_MONTHS`` each body reported nothing at all (Int64, the same shape).

    ``is_missing``: a row per body and a column per month, ascending and without gaps, boolean; NA in a month of which
    no report is known. Null where one of the months is unknown: silence there is not the body's.

    >>> missing = pd.DataFrame([[True, False, True, pd.NA]], columns=["2025-10", "2025-11", "2025-12", "2026-01"])
    >>> silent_months(missing.astype("boolean")).iloc[0].tolist()
    [<NA>, <NA>, 2, <NA>]
    """
    counted = is_missing.astype("Int64")
    shifted = [counted.shift(back, axis=1) for back in range(SILENT_MONTHS)]
    total = shifted[0]
    for earlier in shifted[1:]:
        total = total + earlier
    return total.astype("Int64")
