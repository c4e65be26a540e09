"""Which vendor events are in force for which system on a day.

An event names a vendor and may name one business, one body or both; blank means every one. 解消 ends every earlier
event of its vendor, and one of the same day, within what it names: of one body, it ends the event there only. What
happened later does not count yet. Source: metrics.md §5 (this dashboard's own judgement).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

WITHDRAWAL: Final = "撤退表明"
REPLAN: Final = "計画見直し"
NONCONFORMING: Final = "未適合"
SETTLED: Final = "解消"

EVENT_LIST: Final = "ベンダの動きの一覧"
"""Named as the source of an event whose 情報源 is blank."""

_NAMES: Final = ("business", "body_code")
_SCOPES: Final = ((), ("business",), ("body_code",), ("business", "body_code"))


def events_in_force(systems: pd.DataFrame, events: pd.DataFrame, *, kind: str, on: str) -> pd.DataFrame:
    """Each event of a kind in force on a day (ISO) beside each system it is in force for.

    Columns read: ``systems`` vendor_code, business, body_code (a blank vendor has no event; a blank body, for asking
    about a vendor as a whole, has no event of one body); ``events`` as listed. Columns: position (of the system, from
    0), happened_on, source; by position, then from the earliest event.

    Left in 2024-09, but for one body taken back; a second vendor's notice is of the next day:

    >>> systems = pd.DataFrame({"vendor_code": ["B1", "B1", "B2"], "business": "school_enrolment",
    ...                         "body_code": ["15100", "15202", "15100"]})
    >>> events = pd.DataFrame({"vendor_code": ["B1", "B1", "B2"], "event": ["撤退表明", "解消", "撤退表明"],
    ...     "happened_on": ["2024-09-12", "2025-01-20", "2025-02-01"], "business": None,
    ...     "body_code": [None, "15202", None], "source": "届出"})
    >>> print(events_in_force(systems, events, kind="撤退表明", on="2025-01-31").to_string(index=False, header=False))
    0 2024-09-12 届出
    """
    known = events[events["happened_on"] <= on]
    asked = systems[["vendor_code", *_NAMES]].reset_index(drop=True).rename_axis("position").reset_index()
    stated = known[known["event"] == kind]
    asked = asked[asked["vendor_code"].isin(stated["vendor_code"])]
    found = _concerning(asked, stated)
    settled = _concerning(asked, known[known["event"] == SETTLED])
    if len(settled):
        ended = found["position"].map(settled.groupby("position")["happened_on"].max()).astype("str").fillna("")
        found = found[found["happened_on"].astype("str") > ended]
    return found.sort_values(["position", "happened_on", "source"], ignore_index=True)


def _concerning(asked: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Each system beside each event that names it, joined by what the event names so that no join multiplies."""
    columns = ["position", "happened_on", "source"]
    parts = []
    for names in _SCOPES:
        is_so = pd.Series(True, index=events.index)
        for name in _NAMES:
            is_so &= events[name].notna() if name in names else events[name].isna()
        keys = ["vendor_code", *names]
        if is_so.any():
            named = events.loc[is_so, [*keys, "happened_on", "source"]]
            parts.append(asked.merge(named.fillna({"source": EVENT_LIST}), on=keys)[columns])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
