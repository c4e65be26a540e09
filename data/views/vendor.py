"""ベンダ: one vendor: its customers, what it is to bring live when, what it brought live, its events and its flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, SnapshotKind, month_end
from data.reference import load_reference
from data.rules.vendor_events import NONCONFORMING, REPLAN, SETTLED, WITHDRAWAL
from data.rules.vendor_flags import VendorFlag
from data.rules.vendor_products import alternatives, conformity, offering
from data.views.vendor_counts import is_history_known
from data.views.vendor_flags import flag_runs, vendor_flags
from data.views.vendor_measures import calendar_table, delay_table
from data.views.vendor_tables import place_vendor_systems, vendor_names

EVENT_KINDS: Final = {
    WITHDRAWAL: "withdrawal",
    REPLAN: "replan",
    NONCONFORMING: "nonconforming",
    "要員ひっ迫": "short_of_staff",
    SETTLED: "settled",
}
"""Identifiers of the kinds of a vendor's event (``data.sources.vendor_facts.EVENTS``)."""


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Go-lives against the first planned date reported: months late (negative = early) by system, ascending.

    ``unplanned``: systems live without a plan ever reported; they are not in ``months``.
    """

    months: tuple[int, ...]
    unplanned: int

    @property
    def median(self) -> float | None:
        """Median of the months late; None without a go-live."""
        return float(pd.Series(self.months).median()) if self.months else None

    @property
    def on_time_share(self) -> float | None:
        """Share of the go-lives in the month first planned or earlier; None without a go-live."""
        return sum(late <= 0 for late in self.months) / len(self.months) if self.months else None


@dataclass(frozen=True, slots=True)
class VendorView:
    """One vendor at one as-of point, within the reader's scope and businesses.

    ``key`` names everything the view depends on. ``name`` and ``vendor_kind`` are those of the list in force (the code
    and None without). ``is_nation``: the reader may see every prefecture. ``systems``, ``open_systems`` (not live, or
    not known to be), ``late_systems``, ``judged_systems`` (with a 判定 other than 未報告), ``bodies`` count its
    applicable systems.
    ``businesses``: business, name, english, systems, open_systems, late_systems, bodies, share (of all systems of the
    business with a known vendor), is_conforming (null without a list of products), conforms_from, withdrawn_on,
    alternatives (other vendors that offer it; null without a list), in the reference table's order.
    ``customers``: body_code, prefecture, prefecture_english, name, english, systems, open_systems, late_systems,
    overdue_systems (not live, planned for a day up to the month's end), next_planned (the earliest date after it
    planned for one not live, ISO, null without), most not live first.
    ``events``: happened_on, event, kind (one of ``EVENT_KINDS``), business, body_code, content, source, up to the
    month's end, latest first.
    ``calendar``: month, went_live, planned, capacity, ratio (``vendor_capacity.go_live_calendar``); the nation's.
    ``flags``: since of V4 to V7 only where the flags of past months are known (``is_history_known``).
    ``runs``: when each of its flags was raised and cleared, over all businesses (``vendor_flags.flag_runs``); None
    where the flags of past months are not known.
    ``delay``: late_share, lower, upper, others_share, bodies (``vendor_delay.delay_intervals``); None with too few.
    """

    key: str
    as_of: AsOf
    code: str
    name: str
    is_nation: bool
    vendor_kind: str | None
    cut_to: frozenset[str] | None
    is_synthetic: bool
    has_products: bool
    systems: int
    open_systems: int
    late_systems: int
    judged_systems: int
    bodies: int
    businesses: pd.DataFrame
    customers: pd.DataFrame
    events: pd.DataFrame
    calendar: pd.DataFrame
    record: TrackRecord
    delay: pd.Series | None
    flags: tuple[VendorFlag, ...]
    runs: pd.DataFrame | None
    sources: tuple[Source, ...]


def vendor_codes(reader: Reader, *, as_of: AsOf) -> dict[str, str]:
    """Code to name of every vendor on the list or in the month's systems, in code order; for choosing one."""
    reading = reader.at(as_of)

    def make() -> dict[str, str]:
        names = vendor_names(reading)
        used = set(reading.vendor_systems()["vendor_code"].dropna())
        return {code: names.get(code, (code, None))[0] for code in sorted(used | set(names))}

    return reading.keep("vendor_choice", make=make)


def vendor_view(reader: Reader, *, as_of: AsOf, vendor: str) -> VendorView:
    """Build the page of a vendor.

    Raises UnknownCodeError for one that is neither on the list nor in the month's systems. Do not change it: the same
    view is handed out while nothing behind it changed.
    """
    past = "dated" if is_history_known(reader, as_of=as_of) else ""
    key = f"vendor/{vendor}/{as_of.month}/{reader.history_id(as_of.known_at)}/{past}"
    return reader.at(as_of).keep(key, make=lambda: _view(reader, key=key, as_of=as_of, vendor=vendor))


def _view(reader: Reader, *, key: str, as_of: AsOf, vendor: str) -> VendorView:
    reading = reader.at(as_of)
    is_dated = is_history_known(reader, as_of=as_of)
    flags = vendor_flags(reader, as_of=as_of, vendor=vendor, with_since=is_dated)
    runs = flag_runs(reader, as_of=as_of) if is_dated else None
    everyone = place_vendor_systems(reading, prefecture=None)
    systems = everyone[everyone["vendor_code"] == vendor]
    name, kind = vendor_names(reading).get(vendor, (vendor, None))
    calendar = calendar_table(reader, as_of=as_of)
    delays = delay_table(reader, as_of=as_of)
    delays = delays[(delays["vendor_code"] == vendor) & delays["lower"].notna()]
    return VendorView(
        key=key,
        as_of=as_of,
        code=vendor,
        name=name,
        is_nation=reader.scope.prefectures is None,
        vendor_kind=kind,
        cut_to=reader.businesses,
        is_synthetic=reading.is_synthetic,
        has_products=len(reading.vendor_facts(SnapshotKind.PRODUCTS)) > 0,
        systems=len(systems),
        open_systems=int(systems["is_open"].sum()),
        late_systems=int(systems["is_late"].sum()),
        judged_systems=int(systems["is_judged"].sum()),
        bodies=int(systems["body_code"].nunique()),
        businesses=_businesses(reading, everyone=everyone, systems=systems, vendor=vendor),
        customers=_customers(systems, on=month_end(as_of.month).isoformat()),
        events=_events(reading, vendor=vendor),
        calendar=calendar[calendar["vendor_code"] == vendor].reset_index(drop=True),
        record=track_record(systems),
        delay=delays.iloc[0] if len(delays) else None,
        flags=flags,
        runs=None if runs is None else runs[runs["vendor_code"] == vendor].reset_index(drop=True),
        sources=(*reading.sources, *reading.vendor_sources),
    )


def track_record(systems: pd.DataFrame) -> TrackRecord:
    """Months between the plan first reported and the go-live, of systems with first_planned_live_on and live_on.

    >>> systems = pd.DataFrame({"first_planned_live_on": ["2025-10-01", "2025-12-01", None],
    ...                         "live_on": ["2026-01-05", "2025-12-20", "2025-12-20"]})
    >>> track_record(systems)
    TrackRecord(months=(0, 3), unplanned=1)
    """
    live = systems[systems["live_on"].notna()]
    planned = live[live["first_planned_live_on"].notna()]
    first, went = (pd.to_datetime(planned[name]) for name in ("first_planned_live_on", "live_on"))
    late = (went.dt.year - first.dt.year) * 12 + went.dt.month - first.dt.month
    return TrackRecord(months=tuple(sorted(int(months) for months in late)), unplanned=len(live) - len(planned))


def _businesses(reading: Reading, *, everyone: pd.DataFrame, systems: pd.DataFrame, vendor: str) -> pd.DataFrame:
    by_business = systems.groupby("business")
    known = everyone[everyone["vendor_code"].notna()].groupby("business").size()
    counted = pd.DataFrame(
        {
            "systems": by_business.size(),
            "open_systems": by_business["is_open"].sum(),
            "late_systems": by_business["is_late"].sum(),
            "bodies": by_business["body_code"].nunique(),
        }
    )
    rows = [item for item in load_reference().businesses if item.id in counted.index]
    table = pd.DataFrame(
        {
            "business": [item.id for item in rows],
            "name": [item.name for item in rows],
            "english": [item.english for item in rows],
        }
    ).join(counted, on="business")
    table["share"] = (table["systems"] / table["business"].map(known)).astype("Float64")
    return table.join(_offer(reading, table["business"], vendor=vendor))


def _offer(reading: Reading, businesses: pd.Series, *, vendor: str) -> pd.DataFrame:
    """Whether the vendor's product for each business conforms, and how many others offer one; index kept."""
    on = month_end(reading.as_of.month).isoformat()
    products = reading.vendor_facts(SnapshotKind.PRODUCTS)
    events = reading.vendor_facts(SnapshotKind.VENDOR_EVENTS)
    pairs = pd.DataFrame({"vendor_code": vendor, "business": businesses}, index=businesses.index)
    found = conformity(pairs, products, events, on=on)[["is_conforming", "conforms_from", "withdrawn_on"]]
    others = alternatives(pairs, offering(products, events, on=on)).astype("Int64")
    if products.empty:
        found = found.assign(is_conforming=pd.array([pd.NA] * len(found), dtype="boolean"))
        others = others.where(others < 0)
    return found.assign(is_conforming=found["is_conforming"].astype("boolean"), alternatives=others)


def _customers(systems: pd.DataFrame, *, on: str) -> pd.DataFrame:
    planned = systems["planned_live_on"].where(systems["is_open"])
    is_ahead = (planned > on).fillna(value=False).astype("bool")
    by_body = systems.assign(ahead=planned.where(is_ahead), is_overdue=planned.notna() & ~is_ahead).groupby("body_code")
    counted = pd.DataFrame(
        {
            "systems": by_body.size(),
            "open_systems": by_body["is_open"].sum(),
            "late_systems": by_body["is_late"].sum(),
            "overdue_systems": by_body["is_overdue"].sum(),
            "next_planned": by_body["ahead"].min(),
        }
    ).reset_index()
    reference = load_reference()
    bodies = {body.code: body for body in reference.bodies}
    prefectures = {item.code: item for item in reference.prefectures}
    codes = counted["body_code"].tolist()
    named = counted.assign(
        prefecture=[prefectures[code[:2]].name for code in codes],
        prefecture_english=[prefectures[code[:2]].english for code in codes],
        name=[bodies[code].name for code in codes],
        english=[bodies[code].english for code in codes],
    )
    return named.sort_values(["open_systems", "body_code"], ascending=[False, True], ignore_index=True)


def _events(reading: Reading, *, vendor: str) -> pd.DataFrame:
    events = reading.vendor_facts(SnapshotKind.VENDOR_EVENTS)
    on = month_end(reading.as_of.month).isoformat()
    own = events[(events["vendor_code"] == vendor) & (events["happened_on"] <= on)]
    ordered = own.sort_values(["happened_on", "event", "business", "body_code"], ascending=[False, True, True, True])
    return ordered.assign(kind=ordered["event"].map(EVENT_KINDS)).drop(columns="vendor_code").reset_index(drop=True)
