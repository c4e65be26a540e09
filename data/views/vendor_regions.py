"""The regions of the vendor map: systems not live under a flag, and the worst severity there."""

from __future__ import annotations

from dataclasses import dataclass

from data.access import Reader
from data.reference import load_reference
from data.views.layers import Level
from data.views.vendor_figures import flagged_systems, region_levels
from data.views.vendor_risk import VendorRiskView
from data.views.vendor_tables import place_vendor_systems


@dataclass(frozen=True, slots=True)
class RegionRisk:
    """``values[i]`` systems not live under a flag in the region ``codes[i]`` (None: no vendor known), ``levels[i]``
    the worst severity of these flags (0 = none). ``flag``: of this kind alone; empty: V1 to V5."""

    geometry_url: str
    credit: str
    level: Level
    codes: tuple[str, ...]
    values: tuple[int | None, ...]
    levels: tuple[int, ...]
    flag: str = ""


def region_risk(reader: Reader, *, view: VendorRiskView, level: Level, flag: str = "") -> RegionRisk:
    """The map of ``view``: of the nation by prefecture or municipality, of a prefecture always by municipality.

    ``flag``: under this kind of flag alone (V1 to V7); empty: under any that is about the vendor itself (V1 to V5).
    A prefecture's own systems count to its region; by municipality they are on no region.
    """
    level = Level.MUNICIPALITY if view.place else level

    def make() -> RegionRisk:
        reference = load_reference()
        if level is Level.PREFECTURE:
            codes = tuple(item.code for item in reference.prefectures)
        else:
            chosen = view.place.code if view.place else ""
            codes = tuple(item.code for item in reference.municipalities if item.code.startswith(chosen))
        flagged = view.flagged
        if flag:
            prefecture = view.place.code if view.place else None
            systems = place_vendor_systems(reader.at(view.as_of), prefecture=prefecture)
            flagged = flagged_systems(view.flags, systems, kinds=(flag,))
        values, levels = region_levels(flagged, view.known_bodies, codes=codes)
        return RegionRisk(
            geometry_url=reader.map_url(
                prefecture=view.place.code if view.place else None, is_by_municipality=level is Level.MUNICIPALITY
            ),
            credit=reader.map_credit,
            level=level,
            codes=codes,
            values=values,
            levels=levels,
            flag=flag,
        )

    return reader.at(view.as_of).keep(f"vendor_regions/{view.key}/{level}/{flag}/{reader.map_credit}", make=make)
