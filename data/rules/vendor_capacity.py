"""V4 集中稼働: more go-lives planned for one month than the vendor has shown it can do in a month.

Capacity = max(1, P90 of the vendor's own go-lives a month since its first one); with a short history blended with the
P90 of the vendors of its size. This dashboard's own judgement. Source: metrics.md §5, docs/definitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.rules.months import Months, month_number, month_numbers, month_texts
from data.rules.vendor_flags import Severity, System, VendorFlag, in_order

FLAG: Final = "V4"


def blended_capacity(*, own: float, alike: float, months: int, full_history_months: int, minimum: float) -> float:
    """Go-lives a month a vendor can do: its ``own`` P90, with a short history blended with that of vendors its size.

    Six months of history, own P90 4, vendors of its size 10; the weight of its own is 6/18:

    >>> blended_capacity(own=4, alike=10, months=6, full_history_months=12, minimum=1)
    8.0
    >>> blended_capacity(own=0, alike=10, months=12, full_history_months=12, minimum=1)
    1.0
    """
    if months >= full_history_months:
        return max(float(minimum), own)
    return max(float(minimum), (months * own + full_history_months * alike) / (months + full_history_months))


def crowding_severity(ratio: float, *, above: float, high_above: float) -> Severity | None:
    """How severe a month's planned go-lives over capacity are; None where they fit.

    >>> [crowding_severity(ratio, above=1.0, high_above=2.0) for ratio in (1.0, 1.2, 2.0, 2.1)]
    [None, <Severity.MIDDLE: '中'>, <Severity.MIDDLE: '中'>, <Severity.HIGH: '高'>]
    """
    if ratio > high_above:
        return Severity.HIGH
    return Severity.MIDDLE if ratio > above else None


def vendor_capacities(
    systems: pd.DataFrame,
    *,
    month: str,
    quantile: float,
    minimum: float,
    full_history_months: int,
    size_edges: Sequence[int],
) -> pd.DataFrame:
    """What each vendor has shown it can do in a month, in code order.

    ``systems``: all applicable systems of the nation (vendor_code, live_on). ``size_edges``: numbers of systems at
    which the next size class begins, ascending. Columns: vendor_code, systems, size_class (0 = smallest), first_live
    (YYYY-MM, null = none yet), history_months (from then to ``month``), own_p90 (null without history), class_p90 (over
    the months of all vendors of the class, of all vendors where none of the class has a go-live; null without any),
    capacity (systems a month; null with class_p90: while nobody has a go-live it is unknown, not little).

    Of two vendors of one size, A went live with 2, 0 and 4 systems in three months, B never:

    >>> systems = pd.DataFrame({"vendor_code": ["A"] * 6 + ["B"] * 6,
    ...     "live_on": ["2025-11-01"] * 2 + ["2026-01-01"] * 4 + [None] * 6})
    >>> found = vendor_capacities(systems, month="2026-01", quantile=0.9, minimum=1, full_history_months=12,
    ...                           size_edges=[100])
    >>> found[["vendor_code", "history_months", "own_p90", "class_p90", "capacity"]].to_numpy().tolist()
    [['A', 3, 3.6, 3.6, 3.6], ['B', 0, <NA>, 3.6, 3.6]]
    """
    now = month_number(month)
    known = systems[systems["vendor_code"].notna()]
    live = month_numbers(known["live_on"])
    codes, vendors = pd.factorize(known["vendor_code"], sort=True)
    sizes = np.bincount(codes, minlength=len(vendors))
    classes = np.searchsorted(np.asarray(size_edges), sizes, side="right")
    a_month = [_a_month(live[codes == at], now=now) for at in range(len(vendors))]
    everybody = _p90(a_month, quantile=quantile)
    alike = {
        one: _p90([own for own, of in zip(a_month, classes, strict=True) if of == one], quantile=quantile)
        for one in np.unique(classes)
    }
    own_p90 = [_p90([own], quantile=quantile) for own in a_month]
    class_p90 = [everybody if alike[of] is None else alike[of] for of in classes]
    capacity = [
        None
        if of_class is None
        else blended_capacity(
            own=own or 0.0,
            alike=of_class,
            months=len(months),
            full_history_months=full_history_months,
            minimum=minimum,
        )
        for own, of_class, months in zip(own_p90, class_p90, a_month, strict=True)
    ]
    lengths = np.array([len(months) for months in a_month], dtype=np.float64)
    first = np.where(lengths > 0, now + 1 - lengths, np.nan)
    return pd.DataFrame(
        {
            "vendor_code": pd.Series(vendors, dtype="str"),
            "systems": sizes.astype("int64"),
            "size_class": classes.astype("int64"),
            "first_live": month_texts(first),
            "history_months": lengths.astype("int64"),
            "own_p90": pd.array(own_p90, dtype="Float64"),
            "class_p90": pd.array(class_p90, dtype="Float64"),
            "capacity": pd.array(capacity, dtype="Float64"),
        }
    )


def go_live_calendar(systems: pd.DataFrame, *, capacities: pd.DataFrame, month: str) -> pd.DataFrame:
    """Vendor × month, every month from the first go-live or plan of anybody to the last plan; by vendor and month.

    ``systems`` as for :func:`vendor_capacities`, with planned_live_on. Columns: vendor_code, month, went_live (go-lives
    of a past month; null for months ahead), planned (systems not live that are planned for the month; in a past month
    they are overdue), capacity (systems a month, as of ``month``; null while nobody has a go-live), ratio (planned /
    capacity; null up to ``month`` and without a capacity).
    """
    now = month_number(month)
    known = systems[systems["vendor_code"].notna()]
    live, planned = month_numbers(known["live_on"]), month_numbers(known["planned_live_on"])
    is_live = live <= now
    planned[is_live] = np.nan
    vendors = capacities["vendor_code"]
    told = np.concatenate([live[is_live], planned[~np.isnan(planned)], [now]])
    first, last = int(told.min()), int(told.max())
    places = pd.Index(vendors).get_indexer(known["vendor_code"])
    width = last - first + 1
    went, due = (
        np.bincount(places[chosen] * width + when[chosen].astype(np.int64) - first, minlength=len(vendors) * width)
        for when, chosen in ((live, is_live), (planned, ~np.isnan(planned)))
    )
    months = np.tile(np.arange(first, last + 1, dtype=np.float64), len(vendors))
    capacity = capacities["capacity"].repeat(width).reset_index(drop=True)
    is_ahead = pd.Series(months > now)
    return pd.DataFrame(
        {
            "vendor_code": pd.Series(np.repeat(vendors.to_numpy(dtype=object), width), dtype="str"),
            "month": month_texts(months),
            "went_live": pd.Series(went).astype("Int64").mask(is_ahead),
            "planned": due.astype("int64"),
            "capacity": capacity,
            "ratio": (pd.Series(due) / capacity).where(is_ahead),
        }
    )


def crowded_months(
    systems: pd.DataFrame,
    *,
    capacities: pd.DataFrame,
    calendar: pd.DataFrame,
    month: str,
    above: float,
    high_above: float,
    source: str,
) -> tuple[VendorFlag, ...]:
    """One V4 per vendor and month ahead whose planned go-lives are over its capacity, ``since`` left unknown.

    ``systems``, ``capacities`` and ``calendar`` as above, with body_code and business. Evidence: planned (systems),
    capacity (systems a month), ratio, own_p90, class_p90, history_months.
    """
    behind = {row["vendor_code"]: row for row in capacities.to_dict("records")}
    crowded = calendar[calendar["ratio"].fillna(0.0).to_numpy(dtype=np.float64) > above]
    concerned = _planned(systems.reset_index(drop=True), crowded=crowded, month=month)
    found = []
    for row in crowded.to_dict("records"):
        severity = crowding_severity(row["ratio"], above=above, high_above=high_above)
        assert severity is not None, "chosen by the same threshold"
        of = behind[row["vendor_code"]]
        found.append(
            VendorFlag(
                flag=FLAG,
                vendor=row["vendor_code"],
                severity=severity,
                business=None,
                month=row["month"],
                since=None,
                systems=concerned[row["vendor_code"], row["month"]],
                evidence={
                    "planned": int(row["planned"]),
                    "capacity": float(row["capacity"]),
                    "ratio": float(row["ratio"]),
                    "own_p90": None if pd.isna(of["own_p90"]) else float(of["own_p90"]),
                    "class_p90": None if pd.isna(of["class_p90"]) else float(of["class_p90"]),
                    "history_months": int(of["history_months"]),
                },
                source=source,
            )
        )
    return in_order(found)


def _planned(systems: pd.DataFrame, *, crowded: pd.DataFrame, month: str) -> dict[tuple[str, str], tuple[System, ...]]:
    """The systems not live behind each row of ``crowded`` (vendor_code, month), ascending."""
    planned = month_numbers(systems["planned_live_on"])
    is_waiting = (planned > month_number(month)) & ~(month_numbers(systems["live_on"]) <= month_number(month))
    waiting = systems[is_waiting & systems["vendor_code"].isin(crowded["vendor_code"]).to_numpy()]
    keys = pd.MultiIndex.from_arrays([waiting["vendor_code"], month_texts(planned[waiting.index])])
    places = pd.MultiIndex.from_frame(crowded[["vendor_code", "month"]]).get_indexer(keys)
    order = np.argsort(places, kind="stable")
    order = order[places[order] >= 0]
    named = list(zip(*(waiting[name].to_numpy(dtype=object)[order] for name in ("body_code", "business")), strict=True))
    ends = np.cumsum(np.bincount(places[order], minlength=len(crowded))).tolist()
    return {
        key: tuple(sorted(named[begin:end]))
        for key, begin, end in zip(
            zip(crowded["vendor_code"].tolist(), crowded["month"].tolist(), strict=True), [0, *ends], ends, strict=False
        )
    }


def _a_month(live: Months, *, now: int) -> npt.NDArray[np.int64]:
    """Go-lives of each month from the first to ``now``, oldest first; empty without any."""
    past = live[live <= now]
    if not len(past):
        return np.empty(0, dtype=np.int64)
    first = int(past.min())
    return np.bincount(past.astype(np.int64) - first, minlength=now - first + 1)


def _p90(a_month: Sequence[npt.NDArray[np.int64]], *, quantile: float) -> float | None:
    pooled = np.concatenate([*a_month, np.empty(0, dtype=np.int64)])
    return float(np.quantile(pooled, quantile)) if len(pooled) else None
