"""How the systems of a place moved through the phases: systems per phase, month by month."""

from __future__ import annotations

import hashlib
from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf, shift_month
from data.rules.bodies import UNKNOWN
from data.rules.phases import PHASES
from data.views.standing import place_bodies, place_standing

FLOW_BANDS: Final = (*(str(phase) for phase in reversed(PHASES)), UNKNOWN)
"""The bands of a cumulative flow from the bottom up: in operation first, 未報告 on top."""


def phase_flow(
    reader: Reader, *, as_of: AsOf, prefecture: str | None = None, latest: int | None = None
) -> pd.DataFrame:
    """Applicable systems per phase at each month-end, over a prefecture's municipalities (None = the nation's).

    Columns: month (YYYY-MM, every one from the first report to ``as_of``), band (``FLOW_BANDS``), systems. Every month
    as known at ``as_of.known_at``; its bands sum to its applicable systems, since what has no phase (no report, or
    one of rates only) is in the band ``unknown``. None before the first report. ``latest``: only so many months at the
    end, and only these are read. Do not change it.
    """

    def make() -> pd.DataFrame:
        rows = [
            (month, band, systems)
            for month in _months(reader, as_of=as_of)[-latest if latest else 0 :]
            for band, systems in _bands(reader.at(AsOf(month, as_of.known_at)), prefecture=prefecture).items()
        ]
        return pd.DataFrame(rows, columns=["month", "band", "systems"]).astype({"systems": "int64"})

    seen = flow_fingerprint(reader, as_of=as_of)
    return reader.at(as_of).keep(f"phase_flow/{prefecture or ''}/{latest or ''}/{seen}", make=make)


def flow_fingerprint(reader: Reader, *, as_of: AsOf) -> str:
    """Names the snapshots of every month up to ``as_of``: a correction of an old month changes the flow alone."""
    seen = (reader.at(AsOf(month, as_of.known_at)).fingerprint for month in reader.months if month <= as_of.month)
    return hashlib.sha256("/".join(seen).encode()).hexdigest()[:16]


def _months(reader: Reader, *, as_of: AsOf) -> list[str]:
    months: list[str] = []
    for month in reader.months:
        if month > as_of.month or not (months or reader.at(AsOf(month, as_of.known_at)).is_reported):
            continue
        while months and shift_month(months[-1], 1) < month:
            months.append(shift_month(months[-1], 1))
        months.append(month)
    while months and months[-1] < as_of.month:
        months.append(shift_month(months[-1], 1))
    return months


def _bands(reading: Reading, *, prefecture: str | None) -> dict[str, int]:
    standing = place_standing(reading, prefecture=prefecture)
    if standing is not None:
        return {band: standing.phases[band] for band in FLOW_BANDS}
    applicable = int(place_bodies(reading, prefecture=prefecture)["systems_applicable"].sum())
    return dict.fromkeys(FLOW_BANDS, 0) | {UNKNOWN: applicable}
