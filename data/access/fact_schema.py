"""The SQL of the facts database: its tables, and the views of an as-of month over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.model import MILESTONE_IDS

_PLACE: Final = "body_name, prefecture_code, prefecture, body_kind"
_NAMED: Final = (
    "month", "body_code", "body_name", "prefecture_code", "prefecture", "body_kind", "size_class", "business",
    "business_name", "ministry", "vendor_code", "vendor_name", "input_state", "unreported_months_of_3",
    "largest_vendor_code", "largest_vendor_systems",
)  # fmt: skip
_DATES: Final = ("live_on", "planned_live_on", "first_planned_live_on", "designated_due_on")
_MEASURED: Final = (
    "is_applicable", "is_reported", "is_known", "is_carried", "steps_counted", "steps_completed",
    "steps_not_applicable", "steps_in_progress", "step_completion_mic", "step_completion_effective", "phase",
    "judgement", "overdue_months", "has_order_conflict", "is_designated", "designated_reason", "designated_due_on",
    "planned_live_on", "first_planned_live_on", "replan_count", "live_on", "is_live", "self_assessment", "entered_at",
)  # fmt: skip
_BODY_MONTH: Final = (
    "population", "size_class", "input_state", "unreported_months_of_3", "systems_applicable", "systems_reported",
    "systems_counted", "systems_migrated", "systems_designated", "step_completion_mic", "step_completion_effective",
    "is_complete", "is_all_migrated", "phase", "judgement", "overdue_months",
)  # fmt: skip


def month_statement(*, is_first: bool) -> str:
    """Takes in ``incoming``: systems of some months in their compact form, with what is known of their bodies.

    The first makes the table.
    """
    dates = ", ".join(f"{name}::DATE AS {name}" for name in _DATES)
    told = ", ".join(name for name in _MEASURED if name not in (*_DATES, "is_live"))
    milestones = ", ".join(f"{one}_state, {one}_attained::DATE AS {one}_attained" for one in MILESTONE_IDS)
    return f"""{"CREATE TABLE base.systems AS" if is_first else "INSERT INTO base.systems"}
        SELECT {", ".join(_NAMED)}, {told}, {dates}, live_state = 'attained' AS is_live, {milestones} FROM incoming"""


def view_statements(schema: str, *, month: str) -> Iterator[str]:
    """The documented views as of ``month``, in a schema of their own."""
    here = f"month <= {quoted(month)}"
    systems = ", ".join((*_NAMED, *_MEASURED))
    yield f"CREATE SCHEMA {schema}"
    yield f"CREATE VIEW {schema}.every_system AS SELECT {systems} FROM base.systems WHERE {here}"
    yield f"CREATE VIEW {schema}.systems AS SELECT {systems} FROM base.systems WHERE is_applicable AND {here}"
    yield f"""CREATE VIEW {schema}.bodies AS
        SELECT month, body_code, {_PLACE}, {", ".join(_BODY_MONTH)}
        FROM base.body_months JOIN base.places USING (body_code) WHERE {here}"""
    milestones = " UNION ALL ".join(
        f"SELECT month, body_code, business, '{one}' AS milestone, {one}_state AS state, "
        f"strftime({one}_attained, '%Y-%m') AS attained FROM base.systems WHERE is_applicable AND {here}"
        for one in MILESTONE_IDS
    )
    yield f"CREATE VIEW {schema}.milestones AS {milestones}"


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
