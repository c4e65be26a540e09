"""What may be asked of 探索, and the rows and the database a question is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data.access import Reader
from data.access.facts import Facts
from data.model import AsOf
from data.views.explore_sql import Cut
from data.views.explore_terms import DIMENSIONS, MEASURES
from data.views.flag_systems import facts_with_flags

MOST_MEASURES: Final = 4
MOST_DIMENSIONS: Final = 2


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


def check_question(question: Question) -> None:
    """Raise ValueError for an id that is no dimension or measure, an order by neither, or too many of them."""
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


def cut_of(reader: Reader, *, as_of: AsOf, question: Question) -> Cut:
    """The rows a question is about: its reported months up to the as-of month, the reader's businesses alone."""
    wanted = tuple(sorted({month for month in question.months or (as_of.month,) if month <= as_of.month}))
    reported = reader.facts(known_at=as_of.known_at).months
    cut = Cut(
        months=tuple(month for month in wanted if month in reported) or wanted or (as_of.month,),
        filters=tuple((name, tuple(values)) for name, values in question.filters.items() if values),
    )
    if reader.businesses is not None:
        cut = cut.narrowed("business", *sorted(reader.businesses))
    return cut


def facts_for(reader: Reader, *, as_of: AsOf, cut: Cut, by: Sequence[str]) -> Facts:
    """The facts database, with the vendor flags where they are asked for."""
    if "flag" in (*by, *cut.dimensions):
        return facts_with_flags(reader, as_of=as_of, months=cut.months)
    return reader.facts(known_at=as_of.known_at)
