"""今月の変化: what is different of a system between two months' marts. Source: metrics.md §8.

A system nobody reported on had no known state: one that is late when it reports again did not become late then.
A correction (訂正) is a difference between two vintages of one month, not between two months: both months are compared
as corrected by the moment asked for, and what a correction itself changed is not counted.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.model import Judgement

CHANGES: Final = (
    "newly_live", "newly_late", "resolved", "replanned", "designated", "undesignated", "vendor_changed", "unreported",
)  # fmt: skip
"""The kinds of change, in the order they are told. A system may have several: a late one that goes live has two."""

CHANGE_COLUMNS: Final = (
    "body_code", "business", "is_applicable", "is_reported", "judgement", "live_on", "replan_count", "is_designated",
    "vendor_code",
)  # fmt: skip
"""The columns of ``SYSTEM_MART`` a change is seen in."""

_SYSTEM: Final = ["body_code", "business"]
_UNLATE: Final = (Judgement.DONE, Judgement.CAUTION, Judgement.ON_TRACK)


def system_changes(before: pd.DataFrame, now: pd.DataFrame, *, month: str) -> pd.DataFrame:
    """The changes of every system applicable in both months: body_code, business, change (``CHANGES``), vendor_code.

    The vendor is the one of now, the new one of a changed vendor; where it is unknown, the one before, else null.
    ``before`` and ``now`` (of ``month``, YYYY-MM) have ``CHANGE_COLUMNS``. What is unknown in one of the months is no
    change: a vendor named for the first time, a 判定 where only rates were known, 遅延 after 未報告; and 完了 after
    未報告 is none unless the system went live in ``month`` itself.

    >>> def told(judgement, replans, vendor):
    ...     return pd.DataFrame({"body_code": ["20201"], "business": ["pension"], "is_applicable": [True],
    ...                          "is_reported": [True], "judgement": [judgement], "replan_count": [replans],
    ...                          "is_designated": [False], "live_on": [None], "vendor_code": [vendor]})
    >>> found = system_changes(told("遅延", 0, None), told("順調", 1, "A01"), month="2026-02")
    >>> found["change"].tolist()
    ['resolved', 'replanned']
    """
    both = before[before["is_applicable"]].merge(
        now[now["is_applicable"]], on=_SYSTEM, suffixes=("_before", "_now"), validate="one_to_one"
    )
    was, became = both["judgement_before"], both["judgement_now"]
    is_known = was.notna() & (was != Judgement.UNREPORTED)
    went_live = was.notna() & (both["live_on_now"].astype("str").str.slice(0, 7) == month)
    designated_before = both["is_designated_before"].astype("boolean")
    designated_now = both["is_designated_now"].astype("boolean")
    replans = both["replan_count_now"].astype("Int64") - both["replan_count_before"].astype("Int64")
    vendors = both["vendor_code_before"].notna() & both["vendor_code_now"].notna()
    seen: dict[str, pd.Series] = {
        "newly_live": (became == Judgement.DONE) & (was != Judgement.DONE) & (is_known | went_live),
        "newly_late": (became == Judgement.LATE) & (was != Judgement.LATE) & is_known,
        "resolved": (was == Judgement.LATE) & became.isin(_UNLATE),
        "replanned": (replans > 0).fillna(False),
        "designated": (~designated_before & designated_now).fillna(False),
        "undesignated": (designated_before & ~designated_now).fillna(False),
        "vendor_changed": vendors & (both["vendor_code_before"] != both["vendor_code_now"]),
        "unreported": both["is_reported_before"].astype("bool") & ~both["is_reported_now"].astype("bool"),
    }
    both["vendor_code"] = both["vendor_code_now"].fillna(both["vendor_code_before"]).astype("str")
    found = [both.loc[seen[one].astype("bool"), [*_SYSTEM, "vendor_code"]].assign(change=one) for one in CHANGES]
    return pd.concat(found, ignore_index=True)[[*_SYSTEM, "change", "vendor_code"]]
