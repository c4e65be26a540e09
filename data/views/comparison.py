"""Two groups or two months beside each other, and the bodies one body is fairly compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa

from data.access import Reader
from data.access.fact_schema import quoted
from data.model import AsOf
from data.views.exploration import Question, Totals, asked_of, columns_of, totals_of, typed_frame
from data.views.explore_sql import answer_sql
from data.views.explore_terms import MEASURES

OTHER = "other"
DIFFERENCE = "difference"
_ENDS: Final = ("", f"_{OTHER}", f"_{DIFFERENCE}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question's totals beside another's, and every group of both.

    ``differences``: by measure, the first total minus the other's; None where either is unknown. ``frame``: a row per
    group that either has, the greatest difference of the first measure first: the columns ``by``, and of each measure
    ``<id>``, ``<id>_other`` and ``<id>_difference`` (null where either is unknown). A group that only one side has is
    a count of zero on the other, where that side knows of its kind at all; everything but counts is unknown there. Of
    rates who reported (see ``Answer``), too, of the other side with ``_other``.
    """

    first: Totals
    other: Totals
    differences: Mapping[str, float | None]
    frame: pd.DataFrame


def compare(reader: Reader, *, as_of: AsOf, question: Question, other: Question) -> Comparison:
    """Answer two questions of the same measures and dimensions, which differ in their months or filters.

    Raises ValueError where they do not have the same measures and dimensions, and as ``explore``.
    """
    if (question.measures, question.by) != (other.measures, other.by):
        raise ValueError("only questions of the same measures and dimensions are compared")
    asked = [asked_of(reader, as_of=as_of, question=one) for one in (question, other)]
    totals = [
        totals_of(facts, cut=cut, as_of=as_of, question=one)
        for (cut, facts), one in zip(asked, (question, other), strict=True)
    ]
    differences = {name: _minus(*(one.totals[name] for one in totals)) for name in question.measures}
    # Both sides stand in the same database: one state of the home, one scope.
    facts = asked[1][1]
    reports = [name for name in columns_of(question) if name not in question.measures]
    if question.by:
        sides = [
            _Side(
                answer_sql(cut, by=question.by, measures=question.measures, used=question.edge_of, with_reports=True),
                zeros=_zeros(total, is_reported=any(month in facts.months for month in cut.months)),
            )
            for (cut, _), total in zip(asked, totals, strict=True)
        ]
        found = facts.table(
            _joined(sides, by=question.by, measures=question.measures, reports=reports), month=as_of.month
        )
    else:
        told = {name: (*(one.totals[name] for one in totals), differences[name]) for name in question.measures}
        row = {f"{name}{end}": value for name, values in told.items() for end, value in zip(_ENDS, values, strict=True)}
        both = {
            f"{name}{end}": one.totals[name] for name in reports for end, one in zip(_ENDS[:2], totals, strict=True)
        }
        found = pa.Table.from_pylist([row | both])
    columns = {f"{name}{end}": name for name in question.measures for end in _ENDS}
    columns |= {f"{name}{end}": columns_of(question)[name] for name in reports for end in _ENDS[:2]}
    return Comparison(
        first=totals[0],
        other=totals[1],
        differences=differences,
        frame=typed_frame(found, by=question.by, measures=columns),
    )


def peers(reader: Reader, *, as_of: AsOf, body: str) -> tuple[str, ...]:
    """The other bodies of the same kind and population size class at the as-of month, in code order.

    Where the body's own population is unknown, those of its kind whose population is unknown, too. None in a month
    without a report, or for a code that names nothing.
    """
    facts = reader.facts(known_at=as_of.known_at)
    sql = f"""SELECT other.body_code
        FROM bodies AS own JOIN bodies AS other ON other.body_kind = own.body_kind
            AND other.size_class IS NOT DISTINCT FROM own.size_class AND other.body_code <> own.body_code
        WHERE own.body_code = {quoted(body)} AND own.month = {quoted(as_of.month)} AND other.month = own.month
        ORDER BY other.body_code"""
    return tuple(str(code) for code in facts.table(sql, month=as_of.month)["body_code"].to_pylist())


def _minus(first: float | None, other: float | None) -> float | None:
    return None if first is None or other is None else first - other


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a comparison: its groups, and the measures that are zero for a group it does not have."""

    sql: str
    zeros: frozenset[str]


def _zeros(total: Totals, *, is_reported: bool) -> frozenset[str]:
    counts = (name for name in total.question.measures if MEASURES[name].kind in ("systems", "bodies"))
    return frozenset(name for name in counts if is_reported and total.totals[name] is not None)


def _joined(sides: Sequence[_Side], *, by: Sequence[str], measures: Sequence[str], reports: Sequence[str]) -> str:
    """Every group of both sides in one statement, so that the greatest differences of all come first."""
    names = ("first_side", "other_side")
    parts = [
        f"{name} AS (SELECT *, true AS is_{name} FROM (\n{side.sql}\n))"
        for name, side in zip(names, sides, strict=True)
    ]
    values = []
    for measure in measures:
        for name, side in zip(names, sides, strict=True):
            missing = "NULL"
            if measure in side.zeros:
                # Where a side knows no value of a dimension at all, a group it lacks may be among its unknown.
                known = " AND ".join(f"(SELECT count({one}) > 0 FROM {name})" for one in by)
                missing = f"CASE WHEN {known} THEN 0 END"
            end = "" if name == names[0] else f"_{OTHER}"
            values.append(f"CASE WHEN is_{name} THEN {name}.{measure} ELSE {missing} END AS {measure}{end}")
    for report in reports:
        values += [f"coalesce({name}.{report}, 0) AS {report}{end}" for name, end in zip(names, _ENDS[:2], strict=True)]
    keys = [f"coalesce({names[0]}.{one}, {names[1]}.{one}) AS {one}" for one in by]
    matching = " AND ".join(f"{names[0]}.{one} IS NOT DISTINCT FROM {names[1]}.{one}" for one in by)
    gaps = [f"{one} - {one}_{OTHER} AS {one}_{DIFFERENCE}" for one in measures]
    return "\n".join(
        [
            f"WITH {', '.join(parts)}, both_sides AS (",
            f"SELECT {', '.join([*keys, *values])}",
            f"FROM {names[0]} FULL OUTER JOIN {names[1]} ON {matching})",
            f"SELECT *, {', '.join(gaps)} FROM both_sides",
            f"ORDER BY abs({measures[0]}_{DIFFERENCE}) DESC NULLS LAST, {', '.join(f'{one} NULLS LAST' for one in by)}",
        ]
    )
