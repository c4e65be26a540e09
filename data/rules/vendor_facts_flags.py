"""V1, V2, V3 and V6: the flags that rest on the vendor lists. Source: metrics.md §5 (this dashboard's own judgement).

A system is live from its 運用開始日 on, whether or not the month has a report of it. An unknown vendor has no flag.
Without a list of products nobody knows the alternatives: no V6, and nothing is raised by it. Each rule works out who
offers which business at the month's end (``vendor_products.offering``), unless it is given as ``offered``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import pandas as pd

from data.model import month_end, shift_month
from data.rules.phases import is_live
from data.rules.vendor_events import REPLAN, WITHDRAWAL, events_in_force
from data.rules.vendor_flags import Severity, VendorFlag
from data.rules.vendor_products import alternatives, conformity, offering

PRODUCT_LIST: Final = "適合製品の一覧"
"""Named as the source of what follows from the list of conforming products."""
NO_SUCCESSOR: Final = "none"
"""後継ベンダコード of a system that explicitly has no successor; blank is unknown."""

_PAIR: Final = ["vendor_code", "business"]


def withdrawals_without_successor(
    systems: pd.DataFrame,
    products: pd.DataFrame,
    events: pd.DataFrame,
    *,
    month: str,
    few_alternatives: int,
    offered: pd.DataFrame | None = None,
) -> tuple[VendorFlag, ...]:
    """V1 撤退・後継なし: 撤退表明 in force at the month's end, not live, successor unknown (中) or none (高).

    Columns read of ``systems`` (``Reading.vendor_systems``): body_code, business, live_on, vendor_code,
    successor_vendor_code. Few alternatives raise 中 to 高. ``since``: month of the earliest such event. Evidence:
    happened_on (its day), successor_unknown and successor_none (systems in the whole record), alternatives.

    Three systems of a vendor that left in 2024-09: successor unknown, explicitly none, and named:

    >>> systems = pd.DataFrame({"body_code": ["15100", "15202", "15204"], "vendor_code": "B1", "live_on": None,
    ...     "business": "school_enrolment", "successor_vendor_code": [None, "none", "A1"]}, dtype="str")
    >>> events = pd.DataFrame({"vendor_code": ["B1"], "event": "撤退表明", "happened_on": "2024-09-12",
    ...     "business": None, "body_code": None, "source": "届出"}, dtype="str")
    >>> unlisted = pd.DataFrame(columns=["vendor_code", "business", "conforms_from", "withdrawn_on"], dtype="str")
    >>> for flag in withdrawals_without_successor(systems, unlisted, events, month="2025-01", few_alternatives=2):
    ...     print(flag.vendor, flag.severity, flag.bodies, flag.since, flag.source)
    B1 中 ('15100',) 2024-09 届出
    B1 高 ('15202',) 2024-09 届出
    """
    named = _named(systems, events, kind=WITHDRAWAL)
    at_stake = named[~is_live(named["live_on"], month=month) & ~_has_successor(named)]
    hit = _struck(at_stake, events, kind=WITHDRAWAL, on=month_end(month).isoformat())
    is_none = hit["successor_vendor_code"] == NO_SUCCESSOR
    hit = _severities(hit, products, events, month=month, few_alternatives=few_alternatives, offered=offered)
    hit = hit.assign(
        severity=hit["severity"].mask(is_none, str(Severity.HIGH)), successor_unknown=~is_none, successor_none=is_none
    )
    return _records(
        hit,
        flag="V1",
        evidence={"happened_on": "min", "successor_unknown": "sum", "successor_none": "sum", "alternatives": "first"},
    )


def nonconforming_vendors(
    systems: pd.DataFrame,
    products: pd.DataFrame,
    events: pd.DataFrame,
    *,
    month: str,
    offered: pd.DataFrame | None = None,
) -> tuple[VendorFlag, ...]:
    """V2 適合製品なし: no conforming product of the vendor for the business at the month's end; always 高.

    Columns read of ``systems``: body_code, business, live_on, vendor_code; every applicable system is concerned.
    ``since``: month since which no product conforms, None where the lists show none that ever did. Evidence:
    happened_on (its day), conforms_from and withdrawn_on of the latest product, nonconforming_on (the 未適合 in force),
    live (systems of the whole record already live), alternatives.

    Confirmed from 2023-04, taken back on 2024-06-30; one of two systems is live:

    >>> systems = pd.DataFrame({"body_code": ["15100", "15202"], "business": "long_term_care", "vendor_code": "A1",
    ...                         "live_on": ["2024-03-25", None]}, dtype="str")
    >>> products = pd.DataFrame({"vendor_code": ["A1"], "business": "long_term_care", "conforms_from": "2023-04-01",
    ...                          "withdrawn_on": "2024-06-30"}, dtype="str")
    >>> nothing = pd.DataFrame(columns=["vendor_code", "event", "happened_on", "business", "body_code", "source"])
    >>> (found,) = nonconforming_vendors(systems, products, nothing.astype("str"), month="2025-01")
    >>> found.since, found.bodies, found.evidence["live"], found.source
    ('2024-06', ('15100', '15202'), 1, '適合製品の一覧')
    """
    on = month_end(month).isoformat()
    pairs = systems[_PAIR].dropna().drop_duplicates(ignore_index=True)
    told = conformity(pairs, products, events, on=on)
    failing = pairs.join(told)[~told["is_conforming"]]
    failing = failing.assign(alternatives=_counted(failing, products, events, on=on, offered=offered))
    hit = systems[systems["vendor_code"].isin(failing["vendor_code"])].merge(failing, on=_PAIR)
    hit["live"] = is_live(hit["live_on"], month=month)
    ended, stated = hit["ended_on"].astype("str"), hit["nonconforming_on"].astype("str")
    hit = hit.assign(
        happened_on=stated.where(stated.notna() & ~(ended < stated), ended),
        severity=str(Severity.HIGH),
        source=hit["source"].fillna(PRODUCT_LIST),
    )
    days = ("happened_on", "conforms_from", "withdrawn_on", "nonconforming_on")
    return _records(hit, flag="V2", evidence={**dict.fromkeys(days, "first"), "live": "sum", "alternatives": "first"})


def recent_replans(
    systems: pd.DataFrame,
    products: pd.DataFrame,
    events: pd.DataFrame,
    *,
    month: str,
    replan_months: int,
    few_alternatives: int,
    offered: pd.DataFrame | None = None,
) -> tuple[VendorFlag, ...]:
    """V3 計画見直し: one in force and at most so many months old, its own counted, and the system not live; 中.

    Columns read of ``systems``: body_code, business, live_on, vendor_code. Few alternatives raise it to 高. ``since``:
    month of the earliest such event. Evidence: happened_on (its day), latest_on (that of the last), alternatives.

    Of the month twelve months ago it no longer counts:

    >>> systems = pd.DataFrame({"body_code": ["15100"], "business": "school_enrolment", "live_on": None,
    ...                         "vendor_code": "B1"}, dtype="str")
    >>> events = pd.DataFrame({"vendor_code": ["B1"], "event": "計画見直し", "happened_on": "2024-02-01",
    ...     "business": None, "body_code": None, "source": "報道"}, dtype="str")
    >>> unlisted = pd.DataFrame(columns=["vendor_code", "business", "conforms_from", "withdrawn_on"], dtype="str")
    >>> [len(recent_replans(systems, unlisted, events, month=month, replan_months=12, few_alternatives=2))
    ...  for month in ("2024-01", "2025-01", "2025-02")]
    [0, 1, 0]
    """
    recent = events[events["happened_on"] > month_end(shift_month(month, -replan_months)).isoformat()]
    named = _named(systems, recent, kind=REPLAN)
    at_stake = named[~is_live(named["live_on"], month=month)]
    hit = _struck(at_stake, recent, kind=REPLAN, on=month_end(month).isoformat())
    hit = _severities(hit, products, events, month=month, few_alternatives=few_alternatives, offered=offered)
    return _records(hit, flag="V3", evidence={"happened_on": "min", "latest_on": "max", "alternatives": "first"})


def scarce_alternatives(
    systems: pd.DataFrame,
    products: pd.DataFrame,
    events: pd.DataFrame,
    *,
    month: str,
    few_alternatives: int,
    offered: pd.DataFrame | None = None,
) -> tuple[VendorFlag, ...]:
    """V6 代替困難: not live, and so few other vendors offer the business, or fewer; 低, raising V1 and V3 by a level.

    Columns read of ``systems``: body_code, business, live_on, vendor_code. ``since`` is left to the history of flags.
    Evidence: alternatives (other vendors with a conforming product that do not leave the business).

    Two vendors offer the business: each has one alternative, a third without a product of its own has two:

    >>> systems = pd.DataFrame({"body_code": ["15100", "15202"], "business": "family_register", "live_on": None,
    ...                         "vendor_code": ["A1", "B9"]}, dtype="str")
    >>> products = pd.DataFrame({"vendor_code": ["A1", "B1"], "business": "family_register",
    ...                          "conforms_from": "2023-04-01", "withdrawn_on": None}, dtype="str")
    >>> nothing = pd.DataFrame(columns=["vendor_code", "event", "happened_on", "business", "body_code", "source"])
    >>> for flag in scarce_alternatives(systems, products, nothing.astype("str"), month="2025-01", few_alternatives=2):
    ...     print(flag.vendor, flag.severity, dict(flag.evidence))
    A1 低 {'alternatives': 1}
    B9 低 {'alternatives': 2}
    """
    if products.empty:
        return ()
    open_ones = systems[~is_live(systems["live_on"], month=month) & systems["vendor_code"].notna()]
    counted = _counted(open_ones, products, events, on=month_end(month).isoformat(), offered=offered)
    hit = open_ones.assign(alternatives=counted)[counted <= few_alternatives]
    hit = hit.assign(happened_on=None, severity=str(Severity.LOW), source=PRODUCT_LIST)
    return _records(hit, flag="V6", evidence={"alternatives": "first"})


def _named(systems: pd.DataFrame, events: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """The systems of vendors that an event of a kind names at all: few, so that only they are looked into."""
    return systems[systems["vendor_code"].isin(events.loc[events["event"] == kind, "vendor_code"])]


def _has_successor(systems: pd.DataFrame) -> pd.Series:
    successor = systems["successor_vendor_code"]
    return successor.notna() & (successor != NO_SUCCESSOR)


def _struck(systems: pd.DataFrame, events: pd.DataFrame, *, kind: str, on: str) -> pd.DataFrame:
    """The systems with an event of a kind in force: their columns, happened_on and latest_on, source of each event."""
    found = events_in_force(systems, events, kind=kind, on=on)
    first = found.drop_duplicates("position").set_index("position")
    latest = found.groupby("position")["happened_on"].max()
    return (
        systems.iloc[first.index]
        .reset_index(drop=True)
        .assign(
            happened_on=first["happened_on"].to_numpy(),
            latest_on=latest.reindex(first.index).to_numpy(),
            source=first["source"].to_numpy(),
        )
    )


def _severities(
    hit: pd.DataFrame,
    products: pd.DataFrame,
    events: pd.DataFrame,
    *,
    month: str,
    few_alternatives: int,
    offered: pd.DataFrame | None,
) -> pd.DataFrame:
    """``hit`` with alternatives and severity: 中, a level up where alternatives are few."""
    counted = _counted(hit, products, events, on=month_end(month).isoformat(), offered=offered)
    is_scarce = (counted <= few_alternatives).fillna(value=False).astype("bool")
    severity = pd.Series(str(Severity.MIDDLE), index=hit.index, dtype="str")
    return hit.assign(alternatives=counted, severity=severity.mask(is_scarce, str(Severity.MIDDLE.raised())))


def _counted(
    systems: pd.DataFrame, products: pd.DataFrame, events: pd.DataFrame, *, on: str, offered: pd.DataFrame | None
) -> pd.Series:
    """Alternatives of each system (Int64), blank without a list of products."""
    if products.empty:
        return pd.Series(pd.NA, index=systems.index, dtype="Int64")
    return alternatives(systems, offering(products, events, on=on) if offered is None else offered).astype("Int64")


def _records(hit: pd.DataFrame, *, flag: str, evidence: Mapping[str, str]) -> tuple[VendorFlag, ...]:
    """A record for each vendor, business and severity of the systems concerned.

    ``evidence``: column of ``hit`` and how its values in one record become one (min, max, sum, first).
    """
    keys = [*_PAIR, "severity"]
    rows = hit.sort_values([*keys, "body_code"], ignore_index=True)
    told = rows[[*keys, "happened_on", "source"]].drop_duplicates().sort_values([*keys, "happened_on", "source"])
    sources = told.groupby(keys)["source"].agg(list).tolist()
    grouped = rows.groupby(keys)
    numbers = grouped.agg(**{name: (name, how) for name, how in evidence.items()}).to_dict("records")
    sizes, days = grouped.size(), grouped["happened_on"].min().tolist()
    bodies, records, start = rows["body_code"].tolist(), [], 0
    for place, (key, size) in enumerate(sizes.items()):
        vendor, business, severity = (str(part) for part in cast("tuple[str, str, str]", key))
        day = _plain(days[place])
        records.append(
            VendorFlag(
                flag=flag,
                vendor=vendor,
                severity=Severity(severity),
                business=business,
                month=None,
                since=None if day is None else str(day)[:7],
                systems=tuple((body, business) for body in bodies[start : start + size]),
                evidence={name: _plain(numbers[place][name]) for name in evidence},
                source="、".join(dict.fromkeys(sources[place])),
            )
        )
        start += size
    return tuple(records)


def _plain(value: object) -> str | int | None:
    """A cell as what a record holds: None where it is blank."""
    if pd.isna(value):  # type: ignore[call-overload]  # a cell, never a list
        return None
    return value if isinstance(value, str) else int(value)  # type: ignore[call-overload]  # a number's scalar
