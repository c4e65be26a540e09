"""ベンダリスク: which vendors the systems of a place hang on, which flags are up, and what may go wrong when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, SnapshotKind, shift_month
from data.reference import Prefecture, load_reference
from data.views.summary import UnknownCodeError
from data.views.vendor_figures import FlagKind, RiskFigures, flag_kinds, flagged_systems, risk_figures
from data.views.vendor_flags import VendorFlag, vendor_flags
from data.views.vendor_load import LoadTables, load_tables
from data.views.vendor_market import alternative_table, share_table
from data.views.vendor_tables import place_vendor_systems, vendor_links, vendor_names, vendor_table


class EmptyReason(StrEnum):
    """Why the page has nothing to show; each has its own words and way on."""

    MONTH_NOT_REPORTED = "month_not_reported"
    NO_VENDORS_IN_RATES = "no_vendors_in_rates"


@dataclass(frozen=True, slots=True)
class VendorRiskView:
    """The page ベンダリスク at one as-of point, for a place and some businesses (None = all).

    ``key`` names everything the view depends on: equal keys, equal views. ``cut_to``: the ids of the businesses it
    holds. ``empty_reason``: why there is nothing to show (no report of the month, or one of rates only, which names no
    vendor). ``has_lists``: the vendors' conforming products are known; without them V2 and V6 cannot be judged.

    ``figures`` and ``previous`` (None without a report of the month before) are the cards, ``flags`` those of the place
    (since of V4 to V7 left out) and ``kinds`` their counts. ``systems``, ``open_systems`` and ``unknown_systems`` count
    the applicable systems, those not live and those whose vendor is unknown; ``own_systems`` of the first are the
    prefectures' own. ``names``, ``vendors`` and ``links``: see
    ``data.views.vendor_tables``. ``flagged``: see ``vendor_figures.flagged_systems``; ``known_bodies``: body_code,
    vendor_code of all systems. ``shares``: see ``vendor_market.share_table`` (the nation's, whatever the place),
    ``alternatives``: ``vendor_market.alternative_table``. ``load``: calendar and delay, national figures of the place's
    vendors.
    """

    key: str
    as_of: AsOf
    place: Prefecture | None
    cut_to: frozenset[str] | None
    empty_reason: EmptyReason | None
    is_synthetic: bool
    has_lists: bool
    systems: int
    own_systems: int
    open_systems: int
    unknown_systems: int
    figures: RiskFigures
    previous: RiskFigures | None
    flags: tuple[VendorFlag, ...]
    kinds: tuple[FlagKind, ...]
    names: Mapping[str, tuple[str, str | None]]
    vendors: pd.DataFrame
    links: pd.DataFrame
    flagged: pd.DataFrame
    known_bodies: pd.DataFrame
    shares: pd.DataFrame
    alternatives: pd.DataFrame
    load: LoadTables
    sources: tuple[Source, ...]

    def name(self, code: str | None) -> str | None:
        """The name of a vendor by the list in force; its code where it is not on it, None for ベンダ不明."""
        return None if code is None else self.names.get(code, (code, None))[0]


def vendor_risk_view(reader: Reader, *, as_of: AsOf, prefecture: str | None = None) -> VendorRiskView:
    """Build the page for a prefecture (two digits; None = the nation) and the businesses the reader is narrowed to.

    Flags, capacities, delays and shares are computed over the whole nation and every business, whatever is chosen: a
    choice only cuts what is shown. Rows are within the reader's scope. Raises UnknownCodeError for a prefecture that
    does not exist. Do not change it: the same view is handed out while nothing behind it changed.
    """
    place = load_reference().prefecture(prefecture) if prefecture else None
    if prefecture and place is None:
        raise UnknownCodeError(f"都道府県コード「{prefecture}」はありません。01〜47の2桁で指定してください。")
    seen = (as_of.month, reader.history_id(as_of.known_at), prefecture or "", reader.map_credit)
    key = f"vendor_risk/{'/'.join(seen)}"
    return reader.at(as_of).keep(key, make=lambda: _view(reader, key=key, as_of=as_of, place=place))


def _view(reader: Reader, *, key: str, as_of: AsOf, place: Prefecture | None) -> VendorRiskView:
    reading = reader.at(as_of)
    prefecture = place.code if place else None
    systems = place_vendor_systems(reading, prefecture=prefecture)
    flags = vendor_flags(reader, as_of=as_of, prefecture=prefecture, with_since=False)
    names = vendor_names(reading)
    here = {str(code) for code in systems["vendor_code"].dropna()}
    return VendorRiskView(
        key=key,
        as_of=as_of,
        place=place,
        cut_to=reader.businesses,
        empty_reason=_empty_reason(reading),
        is_synthetic=reading.is_synthetic,
        has_lists=len(reading.vendor_facts(SnapshotKind.PRODUCTS)) > 0,
        systems=len(systems),
        own_systems=int(systems["body_code"].str.endswith("000").sum()),
        open_systems=int(systems["is_open"].sum()),
        unknown_systems=int(systems["vendor_code"].isna().sum()),
        figures=risk_figures(flags, systems),
        previous=_previous(reader, as_of=as_of, prefecture=prefecture),
        flags=flags,
        kinds=flag_kinds(flags, systems),
        names=names,
        vendors=vendor_table(systems, names=names, flags=flags),
        links=vendor_links(systems, flags=flags),
        flagged=flagged_systems(flags, systems),
        known_bodies=systems[["body_code", "vendor_code"]],
        shares=share_table(reader, as_of=as_of, names=names),
        alternatives=alternative_table(reading, systems=systems, flags=flags, names=names),
        load=load_tables(reader, as_of=as_of, names=names, vendors=here),
        sources=(*reading.sources, *reading.vendor_sources),
    )


def _empty_reason(reading: Reading) -> EmptyReason | None:
    if not reading.is_reported:
        return EmptyReason.MONTH_NOT_REPORTED
    return None if reading.has_steps else EmptyReason.NO_VENDORS_IN_RATES


def _previous(reader: Reader, *, as_of: AsOf, prefecture: str | None) -> RiskFigures | None:
    before = AsOf(shift_month(as_of.month, -1), as_of.known_at)
    reading = reader.at(before)
    if not reading.has_steps:
        return None
    flags = vendor_flags(reader, as_of=before, prefecture=prefecture, with_since=False)
    return risk_figures(flags, place_vendor_systems(reading, prefecture=prefecture))
