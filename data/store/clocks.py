"""Which vintage holds at a point on both clocks: the reported month and what was known at a moment.

Within a kind and month the latest received wins, among equals the latest published. Some kinds are *lists in force*:
the latest list for that month or an earlier one holds until a newer list arrives. Of those *ranked by receipt*, the
latest received wins whatever its month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from data.model import SnapshotKind
from data.store.manifest import Vintage

MONTHLY_REPORTS: Final = (SnapshotKind.PMO_REPORT, SnapshotKind.MIC_PROGRESS)
"""Kinds whose arrival makes a month one that can be looked at; where a month has both, the first named counts."""

LISTS_IN_FORCE: Final = (
    SnapshotKind.DESIGNATED_LIST,
    SnapshotKind.APPLICABILITY,
    SnapshotKind.STEP_TABLE,
    SnapshotKind.VENDORS,
    SnapshotKind.PRODUCTS,
    SnapshotKind.VENDOR_EVENTS,
    SnapshotKind.POPULATION,
)
"""Kinds that hold over the months after their own until replaced."""

RANKED_BY_RECEIPT: Final = (SnapshotKind.APPLICABILITY,)
"""Lists in force that state everything each time, yet are stored under different months in older homes: these once had
the month of their earliest date, and such a list of a later month must not win over a whole one received after it."""


def ranked(
    vintages: Iterable[Vintage], *, kind: SnapshotKind, month: str, known_at: datetime | None = None
) -> tuple[Vintage, ...]:
    """Vintages that could serve ``kind`` at a month and moment, the one in force first.

    For a list in force those of earlier months follow; ``known_at`` None means everything known now.
    """
    is_list = kind in LISTS_IN_FORCE
    candidates = [
        vintage
        for vintage in vintages
        if vintage.kind is kind
        and (vintage.month == month or (is_list and vintage.month < month))
        and (known_at is None or vintage.received_at <= known_at)
    ]
    by_month = kind not in RANKED_BY_RECEIPT
    order = sorted(candidates, key=lambda v: (v.month if by_month else "", v.received_at, v.sequence), reverse=True)
    return tuple(order)


def in_force(
    vintages: Iterable[Vintage], *, kind: SnapshotKind, month: str, known_at: datetime | None = None
) -> Vintage | None:
    """The vintage that holds for ``kind`` at a month and moment, or None."""
    return next(iter(ranked(vintages, kind=kind, month=month, known_at=known_at)), None)


def report_months(
    vintages: Iterable[Vintage],
    *,
    known_at: datetime | None = None,
    kinds: Collection[SnapshotKind] = MONTHLY_REPORTS,
) -> tuple[str, ...]:
    """Months with a monthly report (of ``kinds``) known at a moment, ascending."""
    return tuple(
        sorted(
            {
                vintage.month
                for vintage in vintages
                if vintage.kind in kinds and (known_at is None or vintage.received_at <= known_at)
            }
        )
    )
