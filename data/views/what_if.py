"""影響の試算: what if vendors withdraw or slip — who is hit, who finds another vendor when, what the nation loses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, SnapshotKind, is_month, month_end
from data.reference import Prefecture, load_reference
from data.rules.vendor_events import SETTLED, WITHDRAWAL
from data.rules.vendor_impact import Shock as Shock
from data.views.overview import EmptyReason
from data.views.summary import UnknownCodeError, known_prefecture
from data.views.what_if_counts import OUT_OF_SCOPE, SLIP_STATES, STATES, impact_counts
from data.views.what_if_counts import ImpactCounts as ImpactCounts
from data.views.what_if_nation import nation_impact
from data.views.what_if_rows import affected_bodies, affected_rows, by_business, by_prefecture, hosts


@dataclass(frozen=True, slots=True)
class ImpactMap:
    """The municipalities of the place, ascending: ``states[i]`` is of ``codes[i]``, "" where nothing is hit."""

    geometry_url: str
    credit: str
    codes: tuple[str, ...]
    states: tuple[str, ...]
    systems: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The page 影響の試算 at one as-of point: ``counts`` of the place and its businesses, ``nation`` of everything.

    ``vendors``: code and name. ``systems`` and ``bodies`` list what the reader may see of the place, in the order of
    the reallocation; see ``data.views.what_if_rows`` for every frame. ``course``: month, is_past, without, with_shock
    (systems live by its end, of ``applicable``), always the nation's. ``announcements``: withdrawals of the
    vendors and their settlements up to the end of the month, oldest first (``VENDOR_EVENTS`` and kind: withdrawal or
    settled). ``programme_due``: ISO date undesignated systems are measured against.
    """

    key: str
    as_of: AsOf
    shock: Shock
    vendors: tuple[tuple[str, str], ...]
    place: Prefecture | None
    businesses: tuple[str, ...]
    empty_reason: EmptyReason | None
    is_synthetic: bool
    counts: ImpactCounts
    nation: ImpactCounts
    systems: pd.DataFrame
    bodies: pd.DataFrame
    by_prefecture: pd.DataFrame
    by_business: pd.DataFrame
    hosts: pd.DataFrame
    course: pd.DataFrame
    applicable: int
    announcements: pd.DataFrame
    map: ImpactMap
    programme_due: str
    imminent_months: int
    horizon_months: int
    received_at: datetime | None
    warnings: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def live_at_due(self) -> tuple[int, int] | None:
        """Systems live by the end of the programme's month as planned, and with the shock; None once it has passed."""
        rows = self.course[(self.course["month"] == self.programme_due[:7]) & ~self.course["is_past"]]
        return None if rows.empty else (int(rows["without"].iloc[0]), int(rows["with_shock"].iloc[0]))

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary: the numbers of the page under documented keys."""
        return {
            "as_of": self.as_of.month,
            "known_at": self.as_of.known_at.isoformat() if self.as_of.known_at else None,
            "is_synthetic": self.is_synthetic,
            "vendors": [code for code, _ in self.vendors],
            "month": self.shock.month,
            "slip_months": self.shock.slip_months,
            "preparation_months": self.shock.preparation_months,
            "prefecture": self.place.code if self.place else None,
            "businesses": list(self.businesses) or None,
            "counts": asdict(self.counts),
            "nation": asdict(self.nation),
            "by_prefecture": _records(self.by_prefecture),
            "by_business": _records(self.by_business),
            "bodies": _records(self.bodies),
            "systems": _records(self.systems),
            "hosts": _records(self.hosts),
            "course": _records(self.course),
            "applicable_systems": self.applicable,
        }


def what_if_view(
    reader: Reader,
    *,
    as_of: AsOf,
    shock: Shock,
    prefecture: str | None = None,
    businesses: Collection[str] | None = None,
) -> WhatIfView:
    """Work out what ``shock`` does, seen from a prefecture (two digits, None = the nation) and some businesses.

    ``reader`` must not be narrowed: the vendors leave everywhere and in every business, and the others' places are
    shared by the whole nation, whatever part of it is looked at. Systems are listed within the reader's scope, totals
    are whole. Raises UnknownCodeError for a vendor, prefecture or business that does not exist, ValueError for a shock
    without vendors. Do not change it: the same view is handed out while nothing behind it changed.
    """
    check_shock(reader, as_of=as_of, shock=shock, prefecture=prefecture, businesses=businesses)
    wanted = frozenset(businesses or ())
    told = (*_names_of(shock), prefecture or "", *sorted(wanted), reader.map_credit)
    return reader.at(as_of).keep(
        f"what_if/{'/'.join(told)}",
        make=lambda: _view(reader, as_of=as_of, shock=shock, prefecture=prefecture, businesses=wanted),
    )


def vendor_names(reader: Reader, *, as_of: AsOf) -> Mapping[str, str]:
    """Code to name of every vendor of the list in force or with a system that month, by code; unlisted: the code."""
    reading = reader.at(as_of).for_totals()

    def make() -> dict[str, str]:
        listed = reading.vendor_facts(SnapshotKind.VENDORS)
        names = dict(zip(listed["vendor_code"], listed["name"], strict=True))
        codes = {*names, *reading.vendor_systems()["vendor_code"].dropna().unique()}
        return {str(code): str(names.get(code, code)) for code in sorted(codes)}

    return reading.keep("what_if/vendor_names", make=make)


def check_shock(
    reader: Reader, *, as_of: AsOf, shock: Shock, prefecture: str | None, businesses: Collection[str] | None
) -> None:
    """Refuse what names nothing: raises UnknownCodeError or ValueError with a message for the reader."""
    reference = load_reference()
    if not shock.vendors:
        raise ValueError("ベンダを1社以上選んでください。")
    if not is_month(shock.month):
        raise ValueError(f"年月は YYYY-MM の形で指定してください: {shock.month}")
    if unknown := sorted(shock.vendors - set(vendor_names(reader, as_of=as_of))):
        raise UnknownCodeError(f"ベンダコード「{'、'.join(unknown)}」は、この時点の資料にありません。")
    if prefecture is not None:
        known_prefecture(prefecture)
    if missing := sorted(set(businesses or ()) - {item.id for item in reference.businesses}):
        raise UnknownCodeError(f"業務「{'、'.join(missing)}」はありません。業務の識別子で指定してください。")


def _view(
    reader: Reader, *, as_of: AsOf, shock: Shock, prefecture: str | None, businesses: frozenset[str]
) -> WhatIfView:
    reference, reading = load_reference(), reader.at(as_of)
    totals = reading.for_totals()
    nation = totals.keep(
        f"what_if/nation/{'/'.join(_names_of(shock))}", make=lambda: nation_impact(totals, shock=shock)
    )
    hit = nation.hit[_is_here(nation.hit, prefecture=prefecture, businesses=businesses)]
    everything = nation.systems[_is_here(nation.systems, prefecture=prefecture, businesses=businesses)]
    seen = reader.scope.prefectures
    visible = hit if seen is None else hit[hit["body_code"].str[:2].isin(seen)]
    names = vendor_names(reader, as_of=as_of)
    rows = affected_rows(visible, names=names)
    order = [item.id for item in reference.businesses]
    return WhatIfView(
        key="/".join((reading.fingerprint, as_of.month, *_names_of(shock), prefecture or "", *sorted(businesses)))
        + repr(reader.scope),
        as_of=as_of,
        shock=shock,
        vendors=tuple((code, names[code]) for code in sorted(shock.vendors)),
        place=reference.prefecture(prefecture) if prefecture else None,
        businesses=tuple(sorted(businesses, key=order.index)),
        empty_reason=None if reading.has_steps else EmptyReason.MONTH_NOT_REPORTED,
        is_synthetic=reading.is_synthetic,
        counts=impact_counts(hit, everything=everything, shock=shock),
        nation=impact_counts(nation.hit, everything=nation.systems, shock=shock),
        systems=rows,
        bodies=affected_bodies(rows),
        by_prefecture=by_prefecture(nation.hit[_is_here(nation.hit, prefecture=None, businesses=businesses)]),
        by_business=by_business(
            nation.hit[_is_here(nation.hit, prefecture=prefecture, businesses=frozenset())],
            alternatives=nation.alternatives,
        ),
        hosts=hosts(nation.hit, here=hit, capacity=nation.capacity, names=names),
        course=nation.course,
        applicable=len(nation.systems),
        announcements=_announcements(reading, shock=shock),
        map=_map(reader, rows=hit, prefecture=prefecture),
        programme_due=nation.programme_due,
        imminent_months=nation.imminent_months,
        horizon_months=nation.horizon_months,
        received_at=reading.received_at,
        warnings=reading.warnings,
        sources=(*reading.sources, *reading.vendor_sources),
    )


def _announcements(reading: Reading, *, shock: Shock) -> pd.DataFrame:
    events = reading.vendor_facts(SnapshotKind.VENDOR_EVENTS)
    kinds = events["event"].map({WITHDRAWAL: "withdrawal", SETTLED: "settled"})
    is_past = events["happened_on"] <= month_end(reading.as_of.month).isoformat()
    told = events.assign(kind=kinds)[kinds.notna() & is_past & events["vendor_code"].isin(shock.vendors)]
    return told.sort_values(["happened_on", "vendor_code"], kind="stable", ignore_index=True)


def _map(reader: Reader, *, rows: pd.DataFrame, prefecture: str | None) -> ImpactMap:
    """Colour each municipality by its worst system; those outside the reader's scope say so."""
    seen = reader.scope.prefectures
    order = {state: place for place, state in enumerate((*SLIP_STATES, *STATES))}
    worst = rows.assign(place=rows["state"].map(order)).groupby("body_code")["place"].max().to_dict()
    systems = rows.groupby("body_code").size().to_dict()
    states = tuple(order)
    codes = tuple(body.code for body in load_reference().municipalities if prefecture in (None, body.prefecture_code))
    hidden = {code for code in codes if seen is not None and code[:2] not in seen}
    return ImpactMap(
        geometry_url=reader.map_url(prefecture=prefecture, is_by_municipality=True),
        credit=reader.map_credit,
        codes=codes,
        states=tuple(
            OUT_OF_SCOPE if code in hidden else states[worst[code]] if code in worst else "" for code in codes
        ),
        systems=tuple(0 if code in hidden else int(systems.get(code, 0)) for code in codes),
    )


def _is_here(rows: pd.DataFrame, *, prefecture: str | None, businesses: frozenset[str]) -> pd.Series:
    is_here = rows["body_code"].str.startswith(prefecture or "")
    return is_here & rows["business"].isin(businesses) if businesses else is_here


def _names_of(shock: Shock) -> tuple[str, ...]:
    slip = "" if shock.slip_months is None else str(shock.slip_months)
    return (*sorted(shock.vendors), shock.month, slip, str(shock.preparation_months))


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
