"""The flags month by month, counted: how many stood by severity, how many were raised and cleared."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from data.access import Reader
from data.model import AsOf
from data.rules.vendor_flags import Severity
from data.views.vendor_counts import judged_months
from data.views.vendor_flag_history import flag_history, flag_runs


def flag_months(reader: Reader, *, as_of: AsOf, prefecture: str | None = None) -> pd.DataFrame:
    """One row per month whose report tells vendors, up to ``as_of``: every business, of a prefecture or the nation.

    Columns: month, level_1 to level_3 (flags standing, by the worst severity of each), raised, cleared (since the month
    before; null in the first). Slow where ``is_history_known`` says no. Do not change it.
    """
    wide = reader.narrowed(None)

    def make() -> pd.DataFrame:
        months = judged_months(wide, as_of=as_of)
        return counted_months(
            flag_history(wide, as_of=as_of, prefecture=prefecture),
            runs=flag_runs(wide, as_of=as_of, prefecture=prefecture),
            months=months,
        )

    return wide.at(as_of).keep(f"flag_months/{prefecture}/{wide.history_id(as_of.known_at)}", make=make)


def counted_months(history: pd.DataFrame, *, runs: pd.DataFrame, months: tuple[str, ...]) -> pd.DataFrame:
    """Count ``history`` and ``runs`` (see ``vendor_flag_history``) by ``months``, which ascend.

    >>> history = pd.DataFrame({"month": ["2026-01"] * 2, "flag": "V1", "vendor_code": "A", "business": ["a", "a"],
    ...     "crowded_month": None, "severity": ["中", "高"]})
    >>> runs = pd.DataFrame({"raised": ["2026-01"], "cleared": [None]})
    >>> counted_months(history, runs=runs, months=("2025-12", "2026-01"))["level_3"].tolist()
    [0, 1]
    """
    keys = ["month", "flag", "vendor_code", "business", "crowded_month"]
    levels = {str(severity): severity.level for severity in Severity}
    worst = history.assign(level=history["severity"].map(levels)).groupby(keys, dropna=False)["level"].max()
    standing = Counter(worst.reset_index()[["month", "level"]].itertuples(index=False, name=None))
    moved = {name: runs[name].value_counts().reindex(list(months)).fillna(0) for name in ("raised", "cleared")}
    first = pd.Series([place == 0 for place in range(len(months))], dtype="bool")
    return pd.DataFrame(
        {
            "month": pd.Series(months, dtype="str"),
            **{f"level_{level}": [standing[month, level] for month in months] for level in (1, 2, 3)},
            **{name: pd.Series(counts.to_numpy()).astype("Int64").mask(first) for name, counts in moved.items()},
        }
    )
