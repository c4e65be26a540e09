"""連絡会議資料・幹部説明: what a hand-out of one prefecture or of the nation holds, from the views of the pages.

A hand-out has no figures of its own: it carries the pages' views, so that it cannot tell anything they do not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from data.access import STATIC_DIRECTORY, Reader
from data.model import AsOf
from data.reference import Prefecture
from data.views.changes import MonthChanges, month_changes
from data.views.flow import phase_flow
from data.views.layers import Level, MapLayer, MapMeasure
from data.views.maps import map_layer
from data.views.overview import OverviewView, overview_view
from data.views.places import place_table
from data.views.prefecture import PrefectureView, prefecture_view
from data.views.reporting import month_entries
from data.views.vendor_risk import VendorRiskView, vendor_risk_view

_SERVED_AT: Final = "app/static/"
_MONTHS: Final = 13
"""A year and the month it is compared with."""

PACK_SECTIONS: Final = (
    "map", "milestones", "judgement", "flow", "bodies", "follow_ups", "flags", "businesses", "prefectures", "vendors",
)  # fmt: skip
"""What a reader may leave out of a hand-out: the map, and charts and tables by their identifier, in reading order.

The summary, the key figures, the nation's changes of the month, the definitions and the sources are in every hand-out.
"""

INTERNAL_SECTIONS: Final = frozenset({"follow_ups", "flags"})
"""Sections for the makers of a hand-out alone, left out unless asked for: notes on single bodies, vendors by name."""
HANDED_OUT_SECTIONS: Final = frozenset(PACK_SECTIONS) - INTERNAL_SECTIONS
"""What goes to every municipality of a prefecture."""


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The outlines a map is drawn from: one SVG path per region, in the order of the layer's codes, and frame lines.

    Paths hold only absolute starts (M), relative steps (l) and closings (z); ``width`` and ``height`` are their extent.
    """

    width: float
    height: float
    paths: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenFollowUp:
    """A follow-up that is still open: what was said when, and what is to come by when (None = no date).

    ``kind`` is the identifier of the way it was made, as of ``data.views.follow_ups.FollowUpKind``.
    ``overdue_days``: how long what was to come has been due, 0 = not overdue.
    """

    body_code: str
    happened_on: date
    kind: str
    content: str
    next_action: str
    due_on: date | None
    overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """What the first page tells of the meeting: its day (None = not fixed yet), venue, agenda by item and hours."""

    held_on: date | None = None
    venue: str = ""
    agenda: tuple[str, ...] = ()
    time: str = ""


@dataclass(frozen=True, slots=True)
class PackView:
    """A hand-out at one as-of point, of a prefecture or, with ``prefecture`` None, of the nation.

    ``overview`` is the page's view of the place. ``layer`` is 判定 by municipality where the month tells it, else
    ステップ完了率; the nation's is always ステップ完了率 by prefecture. ``flow``: the latest thirteen months of
    ``data.views.flow.phase_flow``, empty in a month with rates only. ``vendors``: ベンダリスク of the nation, None
    for a prefecture, whose flags are in ``prefecture``. ``changes``: ``data.views.changes.month_changes``, of the
    nation alone, None also where there is none. ``follow_ups``: open ones, of a prefecture alone; None = not looked up,
    with ``problem``, a finished sentence, where they were to be told and cannot be read.
    ``places``: ``data.views.places.place_table`` of the nation, None for a prefecture.
    ``inputs``: ``data.views.reporting.month_entries`` of a prefecture, None where the month has no report.
    ``meeting``: what it was made for, None for no meeting. ``sections``: those of ``PACK_SECTIONS`` it holds.
    """

    as_of: AsOf
    overview: OverviewView
    prefecture: PrefectureView | None
    layer: MapLayer
    picture: MapPicture
    flow: pd.DataFrame
    vendors: VendorRiskView | None
    changes: MonthChanges | None
    follow_ups: tuple[OpenFollowUp, ...] | None = None
    problem: str | None = None
    inputs: pd.DataFrame | None = None
    places: pd.DataFrame | None = None
    meeting: MeetingHead | None = None
    sections: frozenset[str] = frozenset(PACK_SECTIONS)

    @property
    def place(self) -> Prefecture | None:
        """The prefecture, None = the nation."""
        return self.overview.place


def pack_view(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str | None,
    follow_ups: tuple[OpenFollowUp, ...] | None = None,
    problem: str | None = None,
    meeting: MeetingHead | None = None,
    sections: frozenset[str] = frozenset(PACK_SECTIONS),
) -> PackView:
    """Build the hand-out of a prefecture (two digits) or of the nation (None).

    Raises UnknownCodeError for a code that names no prefecture, and FileNotFoundError where the map's file is missing.
    """
    found = (
        None if prefecture is None else prefecture_view(reader, as_of=as_of, prefecture=prefecture, flow_months=_MONTHS)
    )
    overview = overview_view(reader, as_of=as_of) if found is None else found.overview
    flow = phase_flow(reader, as_of=as_of, latest=_MONTHS) if found is None else found.flow
    is_judged = prefecture is not None and overview.has_steps
    layer = map_layer(
        reader,
        as_of=as_of,
        prefecture=prefecture,
        level=Level.PREFECTURE if prefecture is None else Level.MUNICIPALITY,
        measure=MapMeasure.JUDGEMENT if is_judged else MapMeasure.STEP_COMPLETION,
    )
    return PackView(
        as_of=as_of,
        overview=overview,
        prefecture=found,
        layer=layer,
        picture=_picture(layer),
        flow=flow if overview.has_steps else flow.iloc[:0],
        vendors=vendor_risk_view(reader, as_of=as_of) if prefecture is None else None,
        changes=month_changes(reader, as_of=as_of) if prefecture is None else None,
        follow_ups=follow_ups,
        problem=problem,
        inputs=None if prefecture is None else month_entries(reader, as_of=as_of, prefecture=prefecture),
        places=place_table(reader, as_of=as_of) if prefecture is None else None,
        meeting=meeting,
        sections=sections,
    )


def _picture(layer: MapLayer) -> MapPicture:
    file = STATIC_DIRECTORY / "map" / layer.geometry_url.removeprefix(f"{_SERVED_AT}map/")
    found = json.loads(file.read_text(encoding="utf-8"))
    paths = {str(region["c"]): str(region["d"]) for region in found["regions"]}
    lines = [str(inset["d"]) for inset in found["insets"]]
    return MapPicture(
        width=float(found["width"]),
        height=float(found["height"]),
        paths=tuple(paths[code] for code in layer.codes),
        lines=tuple(line for line in (*lines, found.get("borders") or "") if line),
    )
