"""都道府県: the overview of one prefecture, its municipalities ranked, its flow, and its place among the 47."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf
from data.reference import load_reference
from data.views.flow import flow_fingerprint, phase_flow
from data.views.input_state import input_states
from data.views.municipality_systems import vendor_names
from data.views.overview import OverviewView, overview_view
from data.views.place_flags import PlaceFlags, place_flags
from data.views.places import Position, place_measures, place_table, position, similar_places
from data.views.vendor_counts import is_history_known
from data.views.weighting import Weighting

_VENDOR_FACTS: Final = ("body_code", "business", "is_applicable", "last_report_month", "vendor_code")


@dataclass(frozen=True, slots=True)
class PrefectureView:
    """The page 都道府県 at one as-of point.

    ``key`` names everything the view depends on: equal keys, equal views.
    ``is_outside_scope``: the reader may see only what is published of its bodies; the rest is null or without rows.
    ``flow``: month, band, systems (``data.views.flow.phase_flow``), empty in a month with rates only.
    ``municipalities``: the rows of ``overview.bodies`` and place (by ステップ完了率 within the prefecture, equals share
    it; null = unreported), input_state (``data.views.input_state.InputState``) and order_conflicts (systems with a
    順序矛盾; null where none of them is known), the highest rate first, unreported last.
    ``vendors``: body_code, vendor_code, vendor_name, systems (null code = ベンダ不明), the most systems first,
    as last reported (前月値 included).
    ``places``: the 47 prefectures (``data.views.places.place_table``); ``similar`` are codes of those nearest in number
    of municipalities; ``positions`` is the place among the 47 by each measure known this month.
    ``own``: the prefecture body's own systems: business, name, english, vendor_name (null unknown) and the columns of
    ``SYSTEM_MART``, in the order of the businesses.
    ``flags``: the vendor flags with a system of its bodies.
    """

    key: str
    is_outside_scope: bool
    overview: OverviewView
    flow: pd.DataFrame
    municipalities: pd.DataFrame
    vendors: pd.DataFrame
    places: pd.DataFrame
    similar: tuple[str, ...]
    positions: tuple[Position, ...]
    own: pd.DataFrame
    flags: PlaceFlags


def prefecture_view(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str,
    weighting: Weighting = Weighting.BODY,
    flow_months: int | None = None,
) -> PrefectureView:
    """Build the page of a prefecture (two digits), its means by ``weighting``.

    ``flow_months``: only so many months of ``flow`` at the end, None = all, as the page draws it.

    Raises UnknownCodeError for a code that names no prefecture. Do not change it: the same view is handed out while
    nothing behind it changed.
    """

    def make() -> PrefectureView:
        return _prefecture(reader, as_of=as_of, prefecture=prefecture, weighting=weighting, flow_months=flow_months)

    past = "dated" if is_history_known(reader, as_of=as_of) else ""
    months = str(flow_months or "")
    seen = (reader.history_id(as_of.known_at), prefecture, weighting.value, reader.map_credit, past, months)
    return reader.at(as_of).keep(f"prefecture/{'/'.join(seen)}", make=make)


def _prefecture(
    reader: Reader, *, as_of: AsOf, prefecture: str, weighting: Weighting, flow_months: int | None
) -> PrefectureView:
    overview = overview_view(reader, as_of=as_of, prefecture=prefecture, weighting=weighting)
    reading = reader.at(as_of)
    places = place_table(reader, as_of=as_of, weighting=weighting)
    flow = phase_flow(reader, as_of=as_of, prefecture=prefecture, latest=flow_months)
    seen = reader.scope.prefectures
    return PrefectureView(
        key=f"prefecture/{overview.key}/{flow_fingerprint(reader, as_of=as_of)}/{flow_months or ''}",
        is_outside_scope=seen is not None and prefecture not in seen,
        overview=overview,
        flow=flow if overview.has_steps else flow.iloc[:0],
        municipalities=_municipalities(overview.bodies, conflicts=order_conflicts(reading, prefecture=prefecture)),
        vendors=vendor_counts(reader, as_of=as_of, prefecture=prefecture),
        places=places,
        similar=similar_places(places, code=prefecture),
        positions=tuple(position(places, code=prefecture, measure=one) for one in place_measures(reading)),
        flags=place_flags(reader, as_of=as_of, prefecture=prefecture),
        own=_own_systems(reader, as_of=as_of, body=f"{prefecture}000"),
    )


def vendor_counts(reader: Reader, *, as_of: AsOf, prefecture: str) -> pd.DataFrame:
    """Applicable systems of each vendor in each municipality of a prefecture; a vendor holds until the next report.

    Columns: body_code, vendor_code, vendor_name, systems; null code = ベンダ不明, last of its body. A body that never
    reported has no rows.
    """
    reading = reader.at(as_of)

    def make() -> pd.DataFrame:
        codes = (body.code for body in load_reference().municipalities_of(prefecture))
        systems = reading.body_systems(*codes, only=_VENDOR_FACTS)
        known = systems[systems["is_applicable"] & systems["last_report_month"].notna()]
        named = known.assign(vendor_name=vendor_names(reader, known, as_of=as_of)).sort_values("last_report_month")
        counts = named.groupby(["body_code", "vendor_code"], dropna=False, as_index=False).agg(
            vendor_name=("vendor_name", "last"), systems=("business", "size")
        )
        counts["is_unknown"] = counts["vendor_code"].isna()
        order = ["body_code", "is_unknown", "systems", "vendor_code"]
        found = counts.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
        return found[["body_code", "vendor_code", "vendor_name", "systems"]]

    return reading.keep(f"vendor_counts/{prefecture}/{reader.history_id(as_of.known_at)}", make=make)


def order_conflicts(reading: Reading, *, prefecture: str) -> pd.Series:
    """Systems with a 順序矛盾 per body of a prefecture (Int64, by body code); null where none of them is known."""

    def make() -> pd.Series:
        systems = reading.systems()
        here = systems[systems["body_code"].str.startswith(prefecture) & systems["is_applicable"]]
        return here["has_order_conflict"].astype("Int64").groupby(here["body_code"]).sum(min_count=1)

    return reading.keep(f"order_conflicts/{prefecture}", make=make)


def _municipalities(bodies: pd.DataFrame, *, conflicts: pd.Series) -> pd.DataFrame:
    place = bodies["step_completion_mic"].rank(method="min", ascending=False).astype("Int64")
    found = bodies["body_code"].map(conflicts).astype("Int64")
    table = bodies.assign(place=place, input_state=input_states(bodies), order_conflicts=found)
    return table.sort_values(["place", "body_code"], na_position="last", ignore_index=True)


def _own_systems(reader: Reader, *, as_of: AsOf, body: str) -> pd.DataFrame:
    systems = reader.at(as_of).body_systems(body)
    order = {item.id: item for item in load_reference().businesses}
    found = [order[business] for business in systems["business"]]
    rows = systems.assign(
        name=[item.name for item in found],
        english=[item.english for item in found],
        number=[item.number for item in found],
        vendor_name=vendor_names(reader, systems, as_of=as_of),
    )
    return rows.sort_values("number", ignore_index=True).drop(columns="number")
