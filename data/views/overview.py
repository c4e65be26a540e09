"""全国概況: everything that page shows besides the map, for the nation or cut to one prefecture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, shift_month
from data.reference import COMMON_FUNCTION, Prefecture, PublishedFigure, Reference, load_reference
from data.rules.progress import business_progress
from data.views.bodies import body_table
from data.views.headlines import Headline, headlines
from data.views.input_state import InputState, input_states
from data.views.milestones import MilestoneRow, burn_up, milestone_rows
from data.views.standing import place_bodies
from data.views.summary import Summary, summary_view
from data.views.weighting import PlaceRate, Weighting, offered_weightings, place_rate, prefecture_rates

SMALL_PREFECTURE_BODIES: Final = 20
"""Prefectures of fewer municipalities move further by chance; the lists of movers say so."""


class EmptyReason(StrEnum):
    """Why the page has nothing to show; each has its own words and way on."""

    MONTH_NOT_REPORTED = "month_not_reported"


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The page 全国概況 at one as-of point, for one place (None = the nation).

    ``key`` names everything the view depends on: equal keys, equal views.
    ``cut_to``: the ids of the businesses it holds, None = all.
    ``summary`` and ``previous`` are the figures of the place now and a month earlier (None without a report then).
    ``rate`` and ``previous_rate`` are the mean ステップ完了率 by the weighting chosen, ``weightings`` those offered.
    ``bodies``: one row per municipality of the place, columns of ``data.views.bodies.body_table``.
    ``prefectures``: one row per prefecture (none for a place): code, name, english, bodies, bodies_reported,
    step_completion_mic (the mean by that same weighting), is_reference_only, is_small, designated_systems, change.
    ``businesses``: business, name, english, ministry, ministry_english, systems_applicable, systems_reported,
    systems_complete, step_completion_mic, is_reference_only, compared (the nation's rate for a prefecture, the month
    before's for the nation; null without), designated_bodies (null without a list), in the reference table's order.
    ``milestones`` and ``burn_up`` (month, milestone, attained, counted) are empty in a month with rates only;
    ``burn_up_compared`` is the nation's for a place. ``input_states``: state (``InputState``), bodies.
    ``published_systems`` is the published total to set beside our denominator (nation only).
    """

    key: str
    as_of: AsOf
    place: Prefecture | None
    cut_to: frozenset[str] | None
    empty_reason: EmptyReason | None
    is_synthetic: bool
    has_steps: bool
    warnings: tuple[str, ...]
    received_at: datetime | None
    designated_as_of: str | None
    summary: Summary
    previous: Summary | None
    rate: PlaceRate
    previous_rate: PlaceRate | None
    weightings: tuple[Weighting, ...]
    headlines: tuple[Headline, ...]
    milestones: tuple[MilestoneRow, ...]
    burn_up: pd.DataFrame
    burn_up_compared: pd.DataFrame | None
    prefectures: pd.DataFrame
    bodies: pd.DataFrame
    businesses: pd.DataFrame
    input_states: pd.DataFrame
    published_systems: PublishedFigure | None
    sources: tuple[Source, ...]
    map_credit: str

    @property
    def compared_month(self) -> str | None:
        """The month the figures are compared with, None without a report of it."""
        return self.previous.as_of if self.previous else None


def overview_view(
    reader: Reader, *, as_of: AsOf, prefecture: str | None = None, weighting: Weighting = Weighting.BODY
) -> OverviewView:
    """Build the page for a place (two-digit ``prefecture``, None = the nation), its means by ``weighting``.

    A month without a report gives figures of None, and ``empty_reason`` says so. Raises UnknownCodeError for a
    prefecture that does not exist. Do not change it: the same view is handed out while nothing behind it changed.
    """

    def make() -> OverviewView:
        return _overview(reader, as_of=as_of, prefecture=prefecture, weighting=weighting)

    seen = (reader.history_id(as_of.known_at), prefecture or "", weighting.value, reader.map_credit)
    return reader.at(as_of).keep(f"overview/{'/'.join(seen)}", make=make)


def _overview(reader: Reader, *, as_of: AsOf, prefecture: str | None, weighting: Weighting) -> OverviewView:
    reference = load_reference()
    summary = summary_view(reader, as_of=as_of, prefecture=prefecture)
    place = reference.prefecture(prefecture) if prefecture else None
    reading = reader.at(as_of)
    before = AsOf(shift_month(as_of.month, -1), as_of.known_at)
    previous = reader.at(before) if reader.at(before).is_reported else None
    shown = (reading.fingerprint, previous.fingerprint if previous else "", prefecture or "", weighting.value)
    return OverviewView(
        key="/".join((*shown, repr(reader.scope))),
        as_of=as_of,
        place=place,
        cut_to=reader.businesses,
        empty_reason=None if reading.is_reported else EmptyReason.MONTH_NOT_REPORTED,
        is_synthetic=reading.is_synthetic,
        has_steps=reading.has_steps,
        warnings=reading.warnings,
        received_at=reading.received_at,
        designated_as_of=reading.designated_as_of,
        summary=summary,
        previous=summary_view(reader, as_of=before, prefecture=prefecture, with_milestones=False) if previous else None,
        rate=place_rate(reading, weighting=weighting, prefecture=prefecture),
        previous_rate=place_rate(previous, weighting=weighting, prefecture=prefecture) if previous else None,
        weightings=offered_weightings(reading),
        headlines=headlines(reader, as_of=as_of, place=place, weighting=weighting),
        milestones=milestone_rows(reading, prefecture=prefecture),
        burn_up=burn_up(reading, prefecture=prefecture),
        burn_up_compared=burn_up(reading) if place else None,
        prefectures=_prefectures(reading, previous=previous, weighting=weighting, reference=reference),
        bodies=body_table(reading, previous=previous, prefecture=prefecture),
        businesses=_businesses(reading, previous=previous, place=place, reference=reference),
        input_states=_input_states(reading, prefecture=prefecture),
        published_systems=None if place else _published_systems(as_of.month, reference),
        sources=_sources(reading, weighting=weighting),
        map_credit=reader.map_credit,
    )


def _published_systems(month: str, reference: Reference) -> PublishedFigure | None:
    """The total of systems published for the latest month up to ``month``; None before the first."""
    known = [item for item in reference.published if item.id == "total_systems" and item.as_of <= month]
    return max(known, key=lambda item: item.as_of, default=None)


def _input_states(reading: Reading, *, prefecture: str | None) -> pd.DataFrame:
    found = input_states(place_bodies(reading, prefecture=prefecture)).value_counts()
    # That nothing is applicable happens under a cut alone: without such bodies it is no state to show.
    shown = [one for one in InputState if one is not InputState.NOT_APPLICABLE or one in found]
    return pd.DataFrame({"state": [str(one) for one in shown], "bodies": [int(found.get(one, 0)) for one in shown]})


def _sources(reading: Reading, *, weighting: Weighting) -> tuple[Source, ...]:
    people = reading.population_source if weighting is Weighting.POPULATION else None
    return (*reading.sources, people) if people else reading.sources


def _prefectures(
    reading: Reading, *, previous: Reading | None, weighting: Weighting, reference: Reference
) -> pd.DataFrame:
    def make() -> pd.DataFrame:
        return _prefecture_table(reading, previous=previous, weighting=weighting, reference=reference)

    return reading.keep(f"prefectures/{weighting}/{previous.fingerprint if previous else ''}", make=make)


def _prefecture_table(
    reading: Reading, *, previous: Reading | None, weighting: Weighting, reference: Reference
) -> pd.DataFrame:
    bodies = body_table(reading.for_totals(), previous=None)
    rates = prefecture_rates(reading, weighting=weighting)
    names = pd.DataFrame(
        [(item.code, item.name, item.english) for item in reference.prefectures], columns=["code", "name", "english"]
    )
    designated = bodies.groupby("prefecture_code")["designated_systems"].sum(min_count=1)
    if previous is None:
        before = pd.Series(dtype="Float64")
    else:
        earlier = prefecture_rates(previous, weighting=weighting)
        before = earlier.set_index("prefecture_code")["step_completion_mic"]
    regions = names.merge(rates, left_on="code", right_on="prefecture_code", validate="one_to_one")
    return pd.DataFrame(
        {
            "code": regions["code"],
            "name": regions["name"],
            "english": regions["english"],
            "bodies": regions["municipalities"],
            "bodies_reported": regions["reported"],
            "step_completion_mic": regions["step_completion_mic"],
            "is_reference_only": regions["is_reference_only"],
            "is_small": regions["municipalities"] < SMALL_PREFECTURE_BODIES,
            "designated_systems": regions["code"].map(designated),
            "change": regions["step_completion_mic"] - regions["code"].map(before).astype("Float64"),
        }
    )


def _businesses(
    reading: Reading, *, previous: Reading | None, place: Prefecture | None, reference: Reference
) -> pd.DataFrame:
    key = f"businesses/{place.code if place else ''}/{previous.fingerprint if previous else ''}"
    return reading.keep(key, make=lambda: _business_table(reading, previous=previous, place=place, reference=reference))


def _business_table(
    reading: Reading, *, previous: Reading | None, place: Prefecture | None, reference: Reference
) -> pd.DataFrame:
    here = _business_rates(reading, place=place, reference=reference)
    if place is not None:
        compared = _business_rates(reading, place=None, reference=reference)
    elif previous is not None:
        compared = _business_rates(previous, place=None, reference=reference)
    else:
        compared = here.iloc[:0]
    rows = reading.for_totals().designated()
    is_here = ~rows["body_code"].str.endswith("000")
    if place is not None:
        is_here &= rows["body_code"].str.startswith(place.code)
    designated = rows[is_here & (rows["business"] != COMMON_FUNCTION)].groupby("business").size()
    counts = here["business"].map(designated).fillna(0) if reading.designated_as_of else pd.NA
    items = [reference.business(business_id) for business_id in here["business"]]
    return here.assign(
        name=[item.name if item else "" for item in items],
        english=[item.english if item else "" for item in items],
        ministry=[item.ministry if item else "" for item in items],
        ministry_english=[item.ministry_english if item else "" for item in items],
        compared=here["business"].map(compared.set_index("business")["step_completion_mic"]).astype("Float64"),
        designated_bodies=pd.Series(counts, index=here.index, dtype="Int64"),
    )


def _business_rates(reading: Reading, *, place: Prefecture | None, reference: Reference) -> pd.DataFrame:
    def make() -> pd.DataFrame:
        systems = reading.for_totals().systems()
        is_here = ~systems["body_code"].str.endswith("000")
        if place is not None:
            is_here &= systems["body_code"].str.startswith(place.code)
        return business_progress(systems[is_here], reference_only_below=reference.rules.reference_only_below)

    return reading.keep(f"business_rates/{place.code if place else ''}", make=make)
