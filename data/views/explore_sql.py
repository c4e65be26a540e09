"""A question of 探索 as SQL over the documented views: readable, because the page hands it out to be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.access.fact_schema import quoted
from data.views.explore_terms import DIMENSIONS, MEASURES, UNKNOWN, Dimension, Measure

_NUMBERS: Final = ("phase", "designated", "unreported_months_of_3", "largest_vendor_systems")
"""Dimensions whose column is no text: their values are written without quotes."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows a question is about: ``months`` ascending, and the chosen values of some dimensions."""

    months: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a statement groups: by which dimensions, and whether a system is there once per group (one month each)."""

    by: tuple[str, ...]
    is_single: bool
    has_all: bool

    @property
    def is_of_rows(self) -> bool:
        """Whether every body has at most one row in a group."""
        return self.is_single and "business" in self.by


def answer_sql(
    cut: Cut, *, by: Sequence[str], measures: Sequence[str], order: str = "", limit: int | None = None, offset: int = 0
) -> str:
    """The statement of a question: the columns ``by``, then the measures.

    ``order``: "" = the dimensions' own order; an id of ``by`` or ``measures``, with "-" in front descending; unknown
    values last, ties in the dimensions' order.
    """
    chosen = [MEASURES[one] for one in measures]
    grouping = _grouping(cut, by=tuple(by), measures=chosen)
    lines = [*_body(cut, grouping, chosen), *_ordering(by, order)]
    if limit is not None:
        lines.append(f"LIMIT {limit} OFFSET {offset}")
    return "\n".join(lines)


def rows_sql(cut: Cut, *, columns: Sequence[str], limit: int, offset: int) -> str:
    """The applicable systems a cut is about, month by month, by body and business."""
    listed = ", ".join(columns)
    where = " AND ".join(conditions(cut))
    return (
        f"SELECT {listed}\nFROM systems\nWHERE {where}\nORDER BY month, body_code, business\n"
        f"LIMIT {limit} OFFSET {offset}"
    )


def conditions(cut: Cut) -> Iterator[str]:
    """What a row must fulfil, a condition each."""
    months = [quoted(month) for month in cut.months]
    yield f"month = {months[0]}" if len(months) == 1 else f"month IN ({', '.join(months)})"
    for name, values in cut.filters.items():
        if values:
            yield _is_one_of(DIMENSIONS[name], values)


def _is_one_of(dimension: Dimension, values: Sequence[str]) -> str:
    known = [value for value in values if value != UNKNOWN]
    if dimension.id == "flag":
        return _has_flag(known, is_unknown_chosen=UNKNOWN in values)
    written = ", ".join(known if dimension.id in _NUMBERS else map(quoted, known))
    column = dimension.column
    listed = f"{column} IN ({written})" if len(known) > 1 else f"{column} = {written}"
    if UNKNOWN not in values:
        return listed
    return f"({listed} OR {column} IS NULL)" if known else f"{column} IS NULL"


def _has_flag(flags: Sequence[str], *, is_unknown_chosen: bool) -> str:
    key = "(month, body_code, business)"
    raised = f"{key} IN (SELECT {key} FROM flags WHERE flag IN ({', '.join(map(quoted, flags))}))"
    none = f"{key} NOT IN (SELECT {key} FROM flags)"
    if not is_unknown_chosen:
        return raised
    return f"({raised} OR {none})" if flags else none


def _grouping(cut: Cut, *, by: tuple[str, ...], measures: Sequence[Measure]) -> Grouping:
    used = (*by, *(name for name, values in cut.filters.items() if values))
    has_all = any(one.has_not_applicable for one in measures) and not any(
        DIMENSIONS[name].is_of_systems for name in used
    )
    return Grouping(by, is_single=len(cut.months) == 1 or "month" in by, has_all=has_all)


def _body(cut: Cut, grouping: Grouping, measures: Sequence[Measure]) -> Iterator[str]:
    keys = [_named(DIMENSIONS[name]) for name in grouping.by]
    view = "every_system" if grouping.has_all else "systems"
    source = f"FROM {view}"
    if "flag" in grouping.by:
        source += "\nLEFT JOIN flags USING (month, body_code, business)"
    where = "WHERE " + "\n  AND ".join(conditions(cut))
    is_two_steps = not grouping.is_of_rows and any(one.kind in ("bodies", "body_mean") for one in measures)
    if not is_two_steps and (grouping.is_single or not measures):
        yield "SELECT " + ",\n  ".join([*keys, *(f"{_direct(one, grouping)} AS {one.id}" for one in measures)])
        yield source
        yield where
        if keys:
            yield "GROUP BY ALL"
        return
    partial = [part for one in measures for part in _partials(one, grouping, last=cut.months[-1])]
    yield "WITH by_body AS ("
    yield "  SELECT " + ",\n    ".join([*keys, "body_code AS of_body", *partial])
    yield f"  {source}"
    yield "  " + where.replace("\n", "\n  ")
    yield "  GROUP BY ALL"
    yield ")"
    yield "SELECT " + ",\n  ".join([*grouping.by, *(f"{_whole(one)} AS {one.id}" for one in measures)])
    yield "FROM by_body"
    if keys:
        yield "GROUP BY ALL"


def _named(dimension: Dimension) -> str:
    return dimension.column if dimension.column == dimension.id else f"{dimension.column} AS {dimension.id}"


def _condition(measure: Measure, grouping: Grouping) -> str:
    parts = [part for part in ("is_applicable" if grouping.has_all else "", measure.sql) if part]
    return " AND ".join(parts)


def _counted(condition: str, what: str = "*") -> str:
    return f"count({what}) FILTER (WHERE {condition})" if condition else f"count({what})"


def _direct(measure: Measure, grouping: Grouping) -> str:
    """A measure where every system has one row in its group, and every body too where bodies are counted."""
    every = "is_applicable" if grouping.has_all else ""
    match measure.kind:
        case "bodies":
            return _counted(every)
        case "body_mean":
            return f"avg({measure.sql})"
        case "mean":
            return f"avg({measure.sql}) FILTER (WHERE {measure.known})"
        case "sum":
            return f"sum({measure.sql}) FILTER (WHERE {' AND '.join(filter(None, (every, measure.known)))})"
        case "body_max":
            return f"max({measure.sql})"
        case _:
            found = _counted(_condition(measure, grouping))
            if measure.kind == "share":
                found = f"{found} / nullif({_counted(every)}, 0)"
            return _known(found, _counted(measure.known), measure)


def _known(found: str, known: str, measure: Measure) -> str:
    return f"CASE WHEN {known} > 0 THEN {found} END" if measure.known else found


def _partials(measure: Measure, grouping: Grouping, *, last: str) -> Iterator[str]:
    """What a body contributes to a measure: columns named after it, for :func:`_whole` to put together.

    Over several months a system counts once, in whichever month it fulfils the condition.
    """
    every, name = ("is_applicable" if grouping.has_all else ""), measure.id
    what = "*" if grouping.is_single else "DISTINCT business"
    match measure.kind:
        case "bodies":
            yield f"{_counted(every)} AS {name}_rows"
        case "body_mean":
            yield f"avg({measure.sql}) AS {name}_mean"
        case "mean":
            yield f"sum({measure.sql}) FILTER (WHERE {measure.known}) AS {name}_sum"
            yield f"{_counted(measure.known)} AS {name}_rows"
        case "sum":
            is_last = "" if grouping.is_single else f"month = {quoted(last)}"
            told = " AND ".join(part for part in (every, measure.known, is_last) if part)
            yield f"sum({measure.sql}) FILTER (WHERE {told}) AS {name}_sum"
        case "body_max":
            yield f"max({measure.sql}) AS {name}_most"
        case _:
            yield f"{_counted(_condition(measure, grouping), what)} AS {name}_rows"
            if measure.known:
                yield f"{_counted(measure.known)} AS {name}_known"
            if measure.kind == "share":
                yield f"{_counted(every, what)} AS {name}_all"


def _whole(measure: Measure) -> str:
    name = measure.id
    match measure.kind:
        case "bodies":
            return f"count(*) FILTER (WHERE {name}_rows > 0)"
        case "body_mean":
            return f"avg({name}_mean)"
        case "mean":
            return f"sum({name}_sum) / nullif(sum({name}_rows), 0)"
        case "sum":
            return f"sum({name}_sum)"
        case "body_max":
            return f"max({name}_most)"
        case "share":
            return _known(f"sum({name}_rows) / nullif(sum({name}_all), 0)", f"sum({name}_known)", measure)
        case _:
            return _known(f"coalesce(sum({name}_rows), 0)", f"sum({name}_known)", measure)


def _ordering(by: Sequence[str], order: str) -> Iterator[str]:
    name = order.removeprefix("-")
    keys = [f"{name} DESC NULLS LAST" if order.startswith("-") else f"{name} NULLS LAST"] if name else []
    keys += [f"{one} NULLS LAST" for one in by if one != name]
    if keys:
        yield f"ORDER BY {', '.join(keys)}"
