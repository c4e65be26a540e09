"""Which columns of a month's mart are read for which purpose: fewer are read much faster."""

from __future__ import annotations

from typing import Final

from data.model import TABLES, SnapshotKind

_SINGLE_BODY_COLUMNS: Final = {
    "steps_completed", "steps_not_applicable", "steps_in_progress", "first_planned_live_on", "last_planned_live_on",
    "replan_count", "designated_reason", "vendor_code", "self_assessment", "entered_at", "judgement_rule",
}  # fmt: skip
TOTALS_COLUMNS: Final = tuple(
    column.name for column in TABLES[SnapshotKind.SYSTEM_MART] if column.name not in _SINGLE_BODY_COLUMNS
)
"""The columns of ``system_mart.sql``: what totals and lists of many systems need."""

VENDOR_COLUMNS: Final = (
    "body_code", "business", "is_reported", "phase", "judgement", "planned_live_on", "first_planned_live_on", "live_on",
    "is_designated", "overdue_months", "vendor_code",
)  # fmt: skip
"""What vendor risk rests on, as far as the mart has it."""
