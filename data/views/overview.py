"""全国概況: everything that page shows, for the nation or cut to one prefecture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, shift_month
from data.reference import COMMON_FUNCTION, Prefecture, Reference, load_reference
from data.rules.progress import business_progress, prefecture_progress
from data.views.bodies import body_table
from data.views.headlines import Headline, headlines
from data.views.layers import DESIGNATED_BANDS, RATE_BANDS, Level, MapLayer, MapMeasure, band_index
from data.views.summary import Summary, summary_view


class EmptyReason(StrEnum):
    """Why the page has nothing to show; each has its own words and way on."""

    NO_DATA = "no_data"
    MONTH_NOT_REPORTED = "month_not_reported"
    UNKNOWN_PREFECTURE = "unknown_prefecture"


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The page 全国概況 at one as-of point, for one place (None = the nation).

    ``bodies``: one row per municipality of the place, columns of ``data.views.bodies.body_table``.
    ``regions``: one row per region of ``map_layer``: code, name, english, bodies, bodies_reported,
    step_completion_mic, is_complete, is_reference_only, designated_systems, change.
    ``businesses``: business, name, english, ministry, systems_applicable, systems_reported, systems_complete,
    step_completion_mic, is_reference_only, compared (the nation's rate for a prefecture, the month before's for the
    nation; null without), designated_bodies (null without a list), in the order of the reference table.
    """

    as_of: AsOf | None
    place: Prefecture | None
    empty_reason: EmptyReason | None
    is_synthetic: bool
    warnings: tuple[str, ...]
    received_at: datetime | None
    designated_as_of: str | None
    compared_month: str | None
    summary: Summary
    headlines: tuple[Headline, ...]
    map_layer: MapLayer
    regions: pd.DataFrame
    bodies: pd.DataFrame
    businesses: pd.DataFrame
    sources: tuple[Source, ...]


def overview_view(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str | None = None,
    level: Level = Level.PREFECTURE,
    measure: MapMeasure = MapMeasure.STEP_COMPLETION,
) -> OverviewView:
    """Build the page for a place (two-digit ``prefecture``, None = the nation).

    A month without a report gives figures of None and regions without a value, and ``empty_reason`` says so.
    ``level`` and ``measure`` choose what the map shows; a prefecture's map is always by municipality.
    Raises UnknownCodeError for a prefecture that does not exist.
    """
    reference = load_reference()
    summary = summary_view(reader, as_of=as_of, prefecture=prefecture)
    place = reference.prefecture(prefecture) if prefecture else None
    reading = reader.at(as_of)
    earlier = reader.at(AsOf(shift_month(as_of.month, -1), as_of.known_at))
    previous = earlier if earlier.is_reported else None
    bodies = body_table(reading, previous=previous, prefecture=prefecture)
    map_level = Level.MUNICIPALITY if place else level
    if map_level is Level.MUNICIPALITY:
        regions = _municipality_regions(bodies)
    else:
        regions = _prefecture_regions(bodies, previous=previous, reference=reference)
    return OverviewView(
        as_of=as_of,
        place=place,
        empty_reason=None if reading.is_reported else EmptyReason.MONTH_NOT_REPORTED,
        is_synthetic=reading.is_synthetic,
        warnings=reading.warnings,
        received_at=reading.received_at,
        designated_as_of=reading.designated_as_of,
        compared_month=previous.as_of.month if previous else None,
        summary=summary,
        headlines=headlines(reader, as_of=as_of, place=place),
        map_layer=_map_layer(reader, reading=reading, regions=regions, level=map_level, measure=measure, place=place),
        regions=regions,
        bodies=bodies,
        businesses=_businesses(reading, previous=previous, place=place, reference=reference),
        sources=reading.sources,
    )


def _municipality_regions(bodies: pd.DataFrame) -> pd.DataFrame:
    is_reported = bodies["step_completion_mic"].notna()
    return pd.DataFrame(
        {
            "code": bodies["body_code"],
            "name": bodies["name"],
            "english": bodies["english"],
            "bodies": 1,
            "bodies_reported": is_reported.astype("int64"),
            "step_completion_mic": bodies["step_completion_mic"],
            "is_complete": bodies["is_complete"],
            "is_reference_only": is_reported & (bodies["systems_reported"] < bodies["systems_applicable"]),
            "designated_systems": bodies["designated_systems"],
            "change": bodies["change"],
        }
    )


def _prefecture_regions(bodies: pd.DataFrame, *, previous: Reading | None, reference: Reference) -> pd.DataFrame:
    rates = _prefecture_rates(bodies, reference)
    names = pd.DataFrame(
        [(item.code, item.name, item.english) for item in reference.prefectures], columns=["code", "name", "english"]
    )
    designated = bodies.groupby("prefecture_code")["designated_systems"].sum(min_count=1)
    if previous is None:
        before = pd.Series(dtype="Float64")
    else:
        earlier = body_table(previous, previous=None)
        before = _prefecture_rates(earlier, reference).set_index("prefecture_code")["step_completion_mic"]
    regions = names.merge(rates, left_on="code", right_on="prefecture_code", validate="one_to_one")
    return pd.DataFrame(
        {
            "code": regions["code"],
            "name": regions["name"],
            "english": regions["english"],
            "bodies": regions["municipalities"],
            "bodies_reported": regions["reported"],
            "step_completion_mic": regions["step_completion_mic"],
            "is_complete": regions["bodies_complete"] == regions["municipalities"],
            "is_reference_only": regions["is_reference_only"],
            "designated_systems": regions["code"].map(designated),
            "change": regions["step_completion_mic"] - regions["code"].map(before).astype("Float64"),
        }
    )


def _prefecture_rates(bodies: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    rules = reference.rules
    return prefecture_progress(
        bodies.assign(is_municipality=True),
        reference_only_below=rules.reference_only_below,
        below_half=rules.below_half,
    )


def _businesses(
    reading: Reading, *, previous: Reading | None, place: Prefecture | None, reference: Reference
) -> pd.DataFrame:
    here = _business_rates(reading, place=place, reference=reference)
    if place is not None:
        compared = _business_rates(reading, place=None, reference=reference)
    elif previous is not None:
        compared = _business_rates(previous, place=None, reference=reference)
    else:
        compared = here.iloc[:0]
    rows = reading.designated()
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
        compared=here["business"].map(compared.set_index("business")["step_completion_mic"]).astype("Float64"),
        designated_bodies=pd.Series(counts, index=here.index, dtype="Int64"),
    )


def _business_rates(reading: Reading, *, place: Prefecture | None, reference: Reference) -> pd.DataFrame:
    def make() -> pd.DataFrame:
        systems = reading.systems()
        is_here = ~systems["body_code"].str.endswith("000")
        if place is not None:
            is_here &= systems["body_code"].str.startswith(place.code)
        return business_progress(systems[is_here], reference_only_below=reference.rules.reference_only_below)

    return reading.keep(f"business_rates/{place.code if place else ''}", make=make)


def _map_layer(
    reader: Reader,
    *,
    reading: Reading,
    regions: pd.DataFrame,
    level: Level,
    measure: MapMeasure,
    place: Prefecture | None,
) -> MapLayer:
    is_rate = measure is MapMeasure.STEP_COMPLETION
    bands = (RATE_BANDS if is_rate else DESIGNATED_BANDS)[level]
    values = tuple(None if pd.isna(value) else float(value) for value in regions[measure.value])
    complete = regions["is_complete"].tolist() if is_rate else [False] * len(regions)
    designated = regions["designated_systems"].fillna(0) > 0
    return MapLayer(
        geometry_url=reader.map_url(
            prefecture=place.code if place else None, is_by_municipality=level is Level.MUNICIPALITY
        ),
        credit=reader.map_credit,
        level=level,
        measure=measure,
        codes=tuple(regions["code"]),
        bands=bands,
        classes=tuple(
            band_index(value, bands=bands, is_complete=bool(done)) for value, done in zip(values, complete, strict=True)
        ),
        values=values,
        designated=tuple(bool(flag) for flag in designated),
        designated_as_of=reading.designated_as_of,
    )
