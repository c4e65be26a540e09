"""探索: any question about systems, cut and grouped by any dimension, answered from the facts database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import pandas as pd

from data.access import Reader
from data.access.facts import Facts, as_frame
from data.model import AsOf
from data.views.explore_sql import Cut, answer_sql, bodies_sql, systems_sql
from data.views.explore_terms import DIMENSIONS, MEASURES, MUNICIPAL_KINDS, UNKNOWN, Dimension, Measure
from data.views.flag_systems import facts_with_flags

__all__ = [
    "BODY_COLUMNS",
    "DIMENSIONS",
    "MEASURES",
    "MOST_MEASURES",
    "MOST_ROWS",
    "MUNICIPAL_KINDS",
    "PAGE_ROWS",
    "SYSTEM_COLUMNS",
    "UNKNOWN",
    "Answer",
    "Dimension",
    "Measure",
    "Question",
    "Rows",
    "dimension_values",
    "explore",
    "rows_behind",
    "vendor_names",
]

PAGE_ROWS: Final = 1000
"""Rows of a page of an answer that has more than ``MOST_ROWS``, and of the list of systems behind a group."""
MOST_ROWS: Final = 10_000
MOST_MEASURES: Final = 4
MOST_DIMENSIONS: Final = 2

SYSTEM_COLUMNS: Final = (
    "month", "body_code", "body_name", "prefecture_code", "prefecture", "body_kind", "business", "business_name",
    "vendor_code", "vendor_name", "is_reported", "phase", "judgement", "is_designated", "designated_due_on",
    "planned_live_on", "live_on", "overdue_months", "replan_count", "step_completion_mic", "step_completion_effective",
    "input_state",
)  # fmt: skip

"""Columns of a list of systems."""
BODY_COLUMNS: Final = (
    "month", "body_code", "body_name", "prefecture_code", "prefecture", "body_kind", "size_class", "input_state",
    "unreported_months_of_3", "largest_vendor_code", "largest_vendor_systems",
)  # fmt: skip
"""Columns of a list of bodies, before the number of their systems."""


class Rows(StrEnum):
    """What a list behind a group names."""

    SYSTEMS = "systems"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``months`` ascending, () = the as-of month; none after it is looked at.

    ``filters``: chosen values by dimension id, ``UNKNOWN`` among them = not known too; several values = any of them.
    ``measures``: 1 to 4 ids. ``by``: up to two dimension ids. ``edge_of``: those of the crossed table this is an edge
    of, which is over the same systems. ``order``: "" = the dimensions' own order, else an id of
    ``by`` or ``measures``, "-" in front = descending. ``page``: of answers of more than ``MOST_ROWS`` rows.
    """

    months: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: tuple[str, ...] = ("systems",)
    by: tuple[str, ...] = ()
    edge_of: tuple[str, ...] = ()
    order: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. Do not change the frame.

    ``question`` is the one asked, with its months spelt out. ``frame``: a column per dimension of ``by`` (str: value
    codes, null = unknown), then one per measure (Int64 for counts, Float64 for the others; null = unknown). ``totals``:
    each measure over everything asked for, which is no sum of the groups: a system is counted once. ``rows``: groups of
    the whole answer; ``systems`` and ``bodies`` behind it. ``sql``: the same question over the documented views.
    """

    question: Question
    frame: pd.DataFrame
    totals: Mapping[str, float | None]
    rows: int
    systems: int
    bodies: int
    sql: str


def explore(reader: Reader, *, as_of: AsOf, question: Question) -> Answer:
    """Answer a question within the reader's scope and businesses.

    Over several months a system counts once, in whichever month it fulfils what is counted; means are over all of them.
    Raises ValueError for an id that is no dimension or measure, an order by neither, or too many of them.
    """
    _check(question)
    cut = _cut(reader, as_of=as_of, question=question)
    facts = _facts(reader, as_of=as_of, cut=cut, by=question.by)
    asked = replace(question, months=cut.months)
    sums = tuple(dict.fromkeys((*question.measures, "systems", "bodies")))
    totals = answer_sql(cut, by=(), measures=sums, used=(*question.by, *question.edge_of))
    totalled = facts.table(totals, month=as_of.month)
    total = totalled.to_pylist()[0]
    sql = answer_sql(cut, by=question.by, measures=question.measures, order=question.order, used=question.edge_of)
    # Of everything asked for there is one group, which is the totals.
    found = facts.table(sql, month=as_of.month) if question.by else totalled.select(list(question.measures))
    rows = len(found)
    if rows > MOST_ROWS:
        offset = (max(question.page, 1) - 1) * PAGE_ROWS
        sql = f"{sql}\nLIMIT {PAGE_ROWS} OFFSET {offset}"
        found = found.slice(offset, PAGE_ROWS)
    return Answer(
        question=asked,
        frame=_frame(found.to_pandas(), question),
        totals={name: None if total[name] is None else float(total[name]) for name in question.measures},
        rows=rows,
        systems=int(total["systems"]),
        bodies=int(total["bodies"]),
        sql=sql,
    )


def rows_behind(
    reader: Reader,
    *,
    as_of: AsOf,
    question: Question,
    group: Mapping[str, str],
    page: int = 1,
    rows: Rows = Rows.SYSTEMS,
) -> tuple[pd.DataFrame, int]:
    """The applicable systems, or their bodies, behind one group of an answer, and how many there are.

    ``group``: its value by dimension id, {} = everything asked for. ``PAGE_ROWS`` rows a page, by month, body and
    business. Columns of systems: ``SYSTEM_COLUMNS``; of bodies: ``BODY_COLUMNS`` and systems (how many of them).
    Raises ValueError as ``explore``.
    """
    _check(replace(question, by=tuple(group), order=""))
    cut = _cut(reader, as_of=as_of, question=question)
    for name, value in group.items():
        cut = cut.narrowed(name, value)
    facts = _facts(reader, as_of=as_of, cut=cut, by=())
    by_month = facts.table(answer_sql(cut, by=("month",), measures=("systems", "bodies")), month=as_of.month)
    at = {"limit": PAGE_ROWS, "offset": (max(page, 1) - 1) * PAGE_ROWS}
    if rows is Rows.BODIES:
        sql = bodies_sql(cut, columns=BODY_COLUMNS, **at)
    else:
        sql = systems_sql(cut, columns=SYSTEM_COLUMNS, **at)
    return as_frame(facts.table(sql, month=as_of.month)), sum(by_month[str(rows)].to_pylist())


def dimension_values(reader: Reader, *, as_of: AsOf, dimension: str) -> tuple[str, ...]:
    """The values of a dimension in order: its own, else (vendor, month) those there are up to the as-of month."""
    known = DIMENSIONS[dimension].values
    if known is not None:
        return known
    facts = reader.facts(known_at=as_of.known_at)
    if dimension == "month":
        return tuple(month for month in facts.months if month <= as_of.month)
    return tuple(vendor_names(reader, as_of=as_of))


def vendor_names(reader: Reader, *, as_of: AsOf) -> Mapping[str, str]:
    """Every vendor of a system up to the as-of month with its name, by code; its code where no list names it."""
    facts = reader.facts(known_at=as_of.known_at)
    sql = "SELECT DISTINCT vendor_code, vendor_name FROM systems WHERE vendor_code IS NOT NULL ORDER BY vendor_code"
    rows = facts.table(sql, month=as_of.month).to_pylist()
    return {row["vendor_code"]: row["vendor_name"] or row["vendor_code"] for row in rows}


def _facts(reader: Reader, *, as_of: AsOf, cut: Cut, by: Sequence[str]) -> Facts:
    """The facts database, with the vendor flags where they are asked for."""
    if "flag" in (*by, *cut.dimensions):
        return facts_with_flags(reader, as_of=as_of, months=cut.months)
    return reader.facts(known_at=as_of.known_at)


def _check(question: Question) -> None:
    if unknown := [name for name in (*question.by, *question.filters) if name not in DIMENSIONS]:
        raise ValueError(f"no dimension: {', '.join(unknown)}")
    if unknown := [name for name in question.measures if name not in MEASURES]:
        raise ValueError(f"no measure: {', '.join(unknown)}")
    if not 1 <= len(set(question.measures)) == len(question.measures) <= MOST_MEASURES:
        raise ValueError(f"one to {MOST_MEASURES} different measures are asked for at a time")
    if not len(set(question.by)) == len(question.by) <= MOST_DIMENSIONS:
        raise ValueError(f"up to {MOST_DIMENSIONS} different dimensions are grouped by at a time")
    if question.order and question.order.removeprefix("-") not in (*question.by, *question.measures):
        raise ValueError(f"the order is by neither a dimension nor a measure of the question: {question.order}")


def _cut(reader: Reader, *, as_of: AsOf, question: Question) -> Cut:
    wanted = tuple(sorted({month for month in question.months or (as_of.month,) if month <= as_of.month}))
    reported = reader.facts(known_at=as_of.known_at).months
    cut = Cut(
        months=tuple(month for month in wanted if month in reported) or wanted or (as_of.month,),
        filters=tuple((name, tuple(values)) for name, values in question.filters.items() if values),
    )
    if reader.businesses is not None:
        cut = cut.narrowed("business", *sorted(reader.businesses))
    return cut


def _frame(found: pd.DataFrame, question: Question) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in question.by:
        values = found[name]
        if name == "designated":
            values = values.map({True: "true", False: "false"})
        elif pd.api.types.is_numeric_dtype(values):
            values = values.astype("Int64")
        columns[name] = values.astype("str")
    for name in question.measures:
        columns[name] = found[name].astype("Int64" if MEASURES[name].unit == "count" else "Float64")
    return pd.DataFrame(columns)
