"""What the operator's applicability table says of each system. Source: metrics.md §1, formats.md F."""

from __future__ import annotations

import pandas as pd

from data.model import month_end

_KEY = ["body_code", "business"]


def stated_applicability(systems: pd.DataFrame, table: pd.DataFrame | None, *, month: str) -> pd.Series:
    """Whether each system applies at the month's end as the table states it (boolean), blank where it says nothing.

    ``systems``: body_code, business. ``table``: these, is_applicable and applies_from (ISO date); of several rows for a
    system the last one at or before the month's end holds.

    >>> systems = pd.DataFrame({"body_code": ["01100", "01100"], "business": ["aid", "tax"]})
    >>> table = pd.DataFrame({"body_code": ["01100"] * 2, "business": ["aid"] * 2, "is_applicable": [True, False],
    ...                       "applies_from": ["2024-04-01", "2026-01-31"]})
    >>> [stated_applicability(systems, table, month=month).tolist() for month in ("2024-03", "2025-12", "2026-01")]
    [[<NA>, <NA>], [True, <NA>], [False, <NA>]]
    """
    if table is None or table.empty:
        return pd.Series(pd.NA, index=systems.index, dtype="boolean")
    begun = table[table["applies_from"] <= month_end(month).isoformat()]
    latest = begun.sort_values("applies_from", kind="stable").drop_duplicates(_KEY, keep="last")
    stated = systems[_KEY].merge(latest[[*_KEY, "is_applicable"]], on=_KEY, how="left")["is_applicable"]
    return stated.astype("boolean").set_axis(systems.index)
