"""探索: any question about systems, cut and grouped by any dimension, answered from the facts database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import pyarrow as pa

from data.access import Reader
from data.access.facts import Facts
from data.model import AsOf
from data.reference import load_reference
from data.views.explore_question import (
    MOST_MEASURES,
    Question,
    check_question,
    cut_of,
    facts_for,
)
from data.views.explore_sql import Cut, answer_sql
from data.views.explore_terms import DIMENSIONS, MEASURES, MUNICIPAL_KINDS, UNKNOWN, Dimension, Measure, bases_of

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "MOST_MEASURES",
    "MOST_ROWS",
    "MUNICIPAL_KINDS",
    "PAGE_ROWS",
    "UNKNOWN",
    "Answer",
    "Dimension",
    "Measure",
    "Question",
    "dimension_values",
    "explore",
    "vendor_names",
]

PAGE_ROWS: Final = 1000
"""Rows of a page of an answer that has more than ``MOST_ROWS``."""
MOST_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Totals:
    """Each measure over everything asked for, which is no sum of the groups, and how many systems and bodies that is.

    ``question`` is the one asked, with its months spelt out.
    """

    question: Question
    totals: Mapping[str, float | None]
    systems: int
    bodies: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. Do not change the frame.

    ``question`` is the one asked, with its months spelt out. ``frame``: a column per dimension of ``by`` (str: value
    codes, null = unknown), then one per measure (Int64 for counts, Float64 for the others; null = unknown), then, where
    a rate is among them, reported_systems and asked_systems or reported_bodies and asked_bodies: see ``reporting``.
    ``totals``: the same over everything asked for, which is no sum of the groups: a system is counted once. ``rows``:
    groups of the whole answer; ``systems`` and ``bodies`` behind it. ``sql``: the same over the documented views.
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
    cut, facts = asked_of(reader, as_of=as_of, question=question)
    total = totals_of(facts, cut=cut, as_of=as_of, question=question)
    sql = answer_sql(
        cut, by=question.by, measures=question.measures, order=question.order, used=question.edge_of, with_reports=True
    )
    # Of everything asked for there is one group, which is the totals.
    found = facts.table(sql, month=as_of.month) if question.by else pa.Table.from_pylist([dict(total.totals)])
    rows = len(found)
    if rows > MOST_ROWS:
        offset = (max(question.page, 1) - 1) * PAGE_ROWS
        sql = f"{sql}\nLIMIT {PAGE_ROWS} OFFSET {offset}"
        found = found.slice(offset, PAGE_ROWS)
    return Answer(
        question=total.question,
        frame=typed_frame(found, by=question.by, measures=columns_of(question)),
        totals=total.totals,
        rows=rows,
        systems=total.systems,
        bodies=total.bodies,
        sql=sql,
    )


def asked_of(reader: Reader, *, as_of: AsOf, question: Question) -> tuple[Cut, Facts]:
    """The rows a question is about and the database to ask; raises ValueError as ``explore``."""
    check_question(question)
    cut = cut_of(reader, as_of=as_of, question=question)
    return cut, facts_for(reader, as_of=as_of, cut=cut, by=question.by)


def totals_of(facts: Facts, *, cut: Cut, as_of: AsOf, question: Question) -> Totals:
    """The measures of a question over everything it is about."""
    sums = tuple(dict.fromkeys((*question.measures, "systems", "bodies")))
    sql = answer_sql(cut, by=(), measures=sums, used=(*question.by, *question.edge_of), with_reports=True)
    (found,) = facts.table(sql, month=as_of.month).to_pylist()
    return Totals(
        question=replace(question, months=cut.months),
        totals={name: None if found[name] is None else float(found[name]) for name in columns_of(question)},
        systems=int(found["systems"]),
        bodies=int(found["bodies"]),
    )


def columns_of(question: Question) -> dict[str, str]:
    """The columns of numbers in an answer, and whose measure each is: "systems" of how many reported."""
    bases = bases_of(question.measures)
    told = {f"{part}_{basis}": "systems" for basis in bases for part in ("reported", "asked")}
    return {**{name: name for name in question.measures}, **told}


def is_reference_only(reported: float | None, asked: float | None) -> bool:
    """Whether a rate over so few of those asked is marked 参考.

    >>> is_reference_only(89, 100), is_reference_only(90, 100), is_reference_only(0, 0)
    (True, False, False)
    """
    return (reported or 0) < (asked or 0) * load_reference().rules.reference_only_below


def typed_frame(found: pa.Table, *, by: Sequence[str], measures: Mapping[str, str]) -> pd.DataFrame:
    """Groups as they are handed on: value codes as str, counts Int64, the other measures Float64.

    ``measures``: columns of measures, and whose they are.
    """
    frame = found.to_pandas()
    columns: dict[str, pd.Series] = {}
    for name in by:
        values = frame[name]
        if name == "designated":
            values = values.map({True: "true", False: "false"})
        elif pd.api.types.is_numeric_dtype(values):
            values = values.astype("Int64")
        columns[name] = values.astype("str")
    for column, measure in measures.items():
        columns[column] = frame[column].astype("Int64" if MEASURES[measure].unit == "count" else "Float64")
    return pd.DataFrame(columns)


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
    """Every vendor of a system up to the as-of month by code: its name on the list in force then, else its code."""
    facts = reader.facts(known_at=as_of.known_at)
    sql = """SELECT met.vendor_code, named.vendor_name
        FROM (SELECT DISTINCT vendor_code FROM systems WHERE vendor_code IS NOT NULL) AS met
            LEFT JOIN vendors AS named ON named.vendor_code = met.vendor_code::VARCHAR
        ORDER BY met.vendor_code"""
    rows = facts.table(sql, month=as_of.month).to_pylist()
    return {row["vendor_code"]: row["vendor_name"] or row["vendor_code"] for row in rows}
