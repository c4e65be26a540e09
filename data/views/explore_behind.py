"""What stands behind a group of an answer of 探索: the systems one of its measures counts, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.access import Reader
from data.access.fact_schema import quoted
from data.access.facts import as_frame
from data.model import AsOf
from data.views.explore_question import Question, check_question, cut_of, facts_for
from data.views.explore_sql import conditions, rests_on_all, view_of
from data.views.explore_terms import MEASURES, Measure

PAGE_ROWS: Final = 1000
"""Rows of a page of the list."""

SYSTEM_COLUMNS: Final = (
    "month", "body_code", "body_name", "prefecture_code", "prefecture", "body_kind", "business", "business_name",
    "vendor_code", "vendor_name", "is_applicable", "is_reported", "phase", "judgement", "is_designated",
    "designated_due_on", "planned_live_on", "live_on", "overdue_months", "replan_count", "step_completion_mic",
    "step_completion_effective", "input_state",
)  # fmt: skip
"""Columns of a list of systems."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The systems that ``measure`` counts in a group; of a share those it is over, of a mean those with a value.

    ``frame``: one page of ``SYSTEM_COLUMNS``, by month, body and business. ``rows`` of all pages: a system is there
    once for each month in which it counts. ``systems`` and ``bodies`` are told apart once. ``counted``: of a share,
    the systems it counts among them. ``is_known``: False where nobody said what the measure asks; nothing is listed.
    """

    measure: str
    frame: pd.DataFrame
    rows: int
    systems: int
    bodies: int
    counted: int | None = None
    is_known: bool = True


def rows_behind(
    reader: Reader, *, as_of: AsOf, question: Question, group: Mapping[str, str], measure: str = "", page: int = 1
) -> Behind:
    """What ``measure`` ("" = the first) of a question counts in one group of its answer.

    ``group``: its value by dimension id, {} = everything asked for. ``PAGE_ROWS`` rows a page.
    Raises ValueError as ``explore``, and for a measure that is not among the question's.
    """
    check_question(replace(question, by=tuple(group), order=""))
    if measure and measure not in question.measures:
        raise ValueError(f"not a measure of the question: {measure}")
    chosen = MEASURES[measure or question.measures[0]]
    cut = cut_of(reader, as_of=as_of, question=question)
    for name, value in group.items():
        cut = cut.narrowed(name, value)
    facts = facts_for(reader, as_of=as_of, cut=cut, by=())
    last = "" if len(cut.months) == 1 or "month" in group else cut.months[-1]
    counted = _condition(chosen, last=last)
    view = view_of(cut, has_all=rests_on_all([chosen], used=(*question.by, *question.edge_of, *cut.dimensions)))
    where = " AND ".join(conditions(cut))
    total = facts.table(_counting(chosen, view=view, where=where, counted=counted), month=as_of.month).to_pylist()[0]
    is_known = bool(total["known"] or not (total["all_rows"] and chosen.known))
    rows = facts.table(
        f"""SELECT {", ".join(SYSTEM_COLUMNS)}
        FROM {view}
        WHERE {where} AND {counted if is_known else "false"}
        ORDER BY month, body_code, business
        LIMIT {PAGE_ROWS} OFFSET {(max(page, 1) - 1) * PAGE_ROWS}""",
        month=as_of.month,
    )
    return Behind(
        measure=chosen.id,
        frame=as_frame(rows),
        rows=int(total["counted_rows"]) if is_known else 0,
        systems=int(total["systems"]) if is_known else 0,
        bodies=int(total["bodies"]) if is_known else 0,
        counted=int(total["fulfilling"]) if chosen.kind == "share" and is_known else None,
        is_known=is_known,
    )


def _condition(measure: Measure, *, last: str) -> str:
    """Which rows a measure counts; ``last`` is the last of several months looked at together, "" = one by one."""
    match measure.kind:
        case "systems":
            return measure.sql or "true"
        case "mean":
            return measure.known
        case "body_mean":
            return f"{measure.sql} IS NOT NULL"
        case "sum":
            return f"{measure.sql} > 0" + (f" AND month = {quoted(last)}" if last else "")
        case _:
            return "true"


def _counting(measure: Measure, *, view: str, where: str, counted: str) -> str:
    """How many rows, systems and bodies there are; a bit per business is quicker than DISTINCT."""
    fulfilling = measure.sql if measure.kind == "share" else "true"
    return f"""WITH by_body AS (
          SELECT body_code, count(*) AS all_rows, count_if({counted}) AS counted_rows,
            coalesce(bit_count(bit_or(business_bit) FILTER (WHERE {counted})), 0) AS systems,
            coalesce(bit_count(bit_or(business_bit) FILTER (WHERE {fulfilling})), 0) AS fulfilling,
            count_if({measure.known or "true"}) AS known
          FROM {view} WHERE {where} GROUP BY body_code
        )
        SELECT coalesce(sum(all_rows), 0) AS all_rows, coalesce(sum(counted_rows), 0) AS counted_rows,
          coalesce(sum(systems), 0) AS systems, count_if(counted_rows > 0) AS bodies,
          coalesce(sum(fulfilling), 0) AS fulfilling, coalesce(sum(known), 0) AS known
        FROM by_body"""
