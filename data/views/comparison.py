"""Two groups or two months beside each other, and the bodies one body is fairly compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.access import Reader
from data.access.fact_schema import quoted
from data.model import AsOf
from data.views.exploration import Answer, Question, explore

OTHER = "other"
DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question's answer beside another's; how many systems and bodies each is about is in the answers.

    ``differences``: by measure, the first total minus the other's; None where either is unknown. ``frame``: a row per
    group that either has: the columns ``by``, and of each measure ``<id>``, ``<id>_other`` and ``<id>_difference``
    (null where either is unknown).
    """

    first: Answer
    other: Answer
    differences: Mapping[str, float | None]
    frame: pd.DataFrame


def compare(reader: Reader, *, as_of: AsOf, question: Question, other: Question) -> Comparison:
    """Answer two questions of the same measures and dimensions, which differ in their months or filters.

    Raises ValueError where they do not have the same measures and dimensions, and as ``explore``.
    """
    if (question.measures, question.by) != (other.measures, other.by):
        raise ValueError("only questions of the same measures and dimensions are compared")
    first, second = (explore(reader, as_of=as_of, question=one) for one in (question, other))
    return Comparison(
        first=first,
        other=second,
        differences={name: _minus(first.totals[name], second.totals[name]) for name in question.measures},
        frame=_beside(first, second),
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


def _beside(first: Answer, other: Answer) -> pd.DataFrame:
    by, measures = list(first.question.by), first.question.measures
    if by:
        both = first.frame.merge(other.frame, on=by, how="outer", suffixes=("", f"_{OTHER}"), sort=False)
    else:
        both = first.frame.join(other.frame.add_suffix(f"_{OTHER}"))
    columns = {name: both[name] for name in by}
    for name in measures:
        columns[name], columns[f"{name}_{OTHER}"] = both[name], both[f"{name}_{OTHER}"]
        columns[f"{name}_{DIFFERENCE}"] = both[name] - both[f"{name}_{OTHER}"]
    return pd.DataFrame(columns)
