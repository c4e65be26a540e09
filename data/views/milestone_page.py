"""マイルストン: six dates, who kept them where, how far the rest is over, and what is still open, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf
from data.reference import Prefecture, load_reference
from data.rules.attainment import COUNTS, Attainment
from data.rules.body_attainment import body_milestones, system_milestones
from data.views.attainment_groups import Unit, nation_attainment, place_attainment
from data.views.milestones import MilestoneRow, milestone_rows, place_systems
from data.views.open_systems import open_systems
from data.views.overview import EmptyReason
from data.views.summary import known_prefecture

DEFAULT_MILESTONE: Final = "live"


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """The page マイルストン at one as-of point: one milestone in one unit, for one place (None = the nation).

    ``key`` names everything the view depends on: equal keys, equal views.
    ``cut_to``: the ids of the businesses it holds, None = all. ``is_outside_scope``: of the place the reader may see
    totals only, no groups of few bodies and no slippage.
    ``rows`` and ``body_rows``: the six milestones counted in systems and in bodies; ``chosen`` is the milestone looked
    at, in ``unit``. All are empty (None) where no report with steps is known, as are the frames then:

    - ``prefectures`` and ``courses``: the nation's, whatever the place; see ``attainment_groups.NationAttainment``.
    - ``businesses``, ``ministries``, ``kinds``, ``slippage``: the place's; see ``attainment_groups.PlaceAttainment``.
    - ``open_systems``: the open systems that the reader may see one by one; see ``data.views.open_systems``.

    on_time_share is null until the date has come. Shares are 0 to 1, null where nothing is counted.
    """

    key: str
    as_of: AsOf
    place: Prefecture | None
    cut_to: frozenset[str] | None
    unit: Unit
    milestone: str
    empty_reason: EmptyReason | None
    is_synthetic: bool
    is_outside_scope: bool
    has_steps: bool
    warnings: tuple[str, ...]
    received_at: datetime | None
    designated_as_of: str | None
    rows: tuple[MilestoneRow, ...]
    body_rows: tuple[MilestoneRow, ...]
    chosen: MilestoneRow | None
    prefectures: pd.DataFrame
    courses: pd.DataFrame
    businesses: pd.DataFrame
    ministries: pd.DataFrame
    kinds: pd.DataFrame
    slippage: pd.DataFrame
    open_systems: pd.DataFrame
    sources: tuple[Source, ...]


def milestones_view(
    reader: Reader, *, as_of: AsOf, milestone: str, unit: Unit = Unit.SYSTEMS, prefecture: str | None = None
) -> MilestonesView:
    """Build the page for one of the six milestones (an id), in ``unit``, for a prefecture (two digits) or the nation.

    In bodies a body has attained a milestone when all its counted applicable systems have, at the latest of their
    months (see ``data.rules.body_attainment``). Totals are over municipalities, whatever the reader's scope; open
    systems are listed within it. Raises UnknownCodeError for a prefecture that does not exist, ValueError for an
    unknown milestone.
    """
    reference, unit = load_reference(), Unit(unit)
    if milestone not in {item.id for item in reference.milestones}:
        raise ValueError(f"no milestone: {milestone!r}")
    place = known_prefecture(prefecture) if prefecture else None
    reading = reader.at(as_of)
    rows, body_rows = milestone_rows(reading, prefecture=prefecture), _body_rows(reading, prefecture=prefecture)
    nation = nation_attainment(reading, milestone=milestone, unit=unit)
    scope = reader.scope.prefectures
    is_outside = scope is not None and prefecture is not None and prefecture not in scope
    here = place_attainment(reading, milestone=milestone, unit=unit, prefecture=prefecture, is_anonymous=is_outside)
    return MilestonesView(
        key="/".join((reading.fingerprint, as_of.month, milestone, unit, prefecture or "", repr(reader.scope))),
        as_of=as_of,
        place=place,
        cut_to=reader.businesses,
        unit=unit,
        milestone=milestone,
        empty_reason=None if reading.is_reported else EmptyReason.MONTH_NOT_REPORTED,
        is_synthetic=reading.is_synthetic,
        is_outside_scope=is_outside,
        has_steps=reading.has_steps,
        warnings=reading.warnings,
        received_at=reading.received_at,
        designated_as_of=reading.designated_as_of,
        rows=rows,
        body_rows=body_rows,
        chosen=next((row for row in (rows if unit is Unit.SYSTEMS else body_rows) if row.id == milestone), None),
        prefectures=nation.prefectures,
        courses=nation.courses,
        businesses=here.businesses,
        ministries=here.ministries,
        kinds=here.kinds,
        slippage=here.slippage,
        open_systems=open_systems(reading, milestone=milestone, prefecture=prefecture),
        sources=reading.sources,
    )


def _body_rows(reading: Reading, *, prefecture: str | None) -> tuple[MilestoneRow, ...]:
    """The six milestones counted in bodies."""

    def make() -> tuple[MilestoneRow, ...]:
        rows = milestone_rows(reading, prefecture=prefecture)
        systems = place_systems(reading, prefecture=prefecture)
        due = {row.id: row.due_on.isoformat() for row in rows}
        found = []
        for row in rows:
            facts = system_milestones(systems, milestone=row.id, due=due, month=reading.as_of.month)
            counts = body_milestones(facts)[list(COUNTS)].sum()
            attainment = Attainment(id=row.id, due_on=due[row.id], **{name: int(counts[name]) for name in COUNTS})
            found.append(replace(row, attainment=attainment))
        return tuple(found)

    return reading.keep(f"milestone_page/body_rows/{prefecture}", make=make)
