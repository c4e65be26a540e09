"""A question of 探索 as SQL over the documented views: readable, because the page hands it out to be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.access.fact_schema import quoted
from data.rules.vendor_flags import FLAGS, NO_FLAG
from data.views.explore_terms import DIMENSIONS, MEASURES, UNKNOWN, Dimension, Measure, reporting

_NUMBERS: Final = (
    "phase",
    "designated",
    "unreported_months_of_3",
    "largest_vendor_systems",
    "overdue_band",
    "replan_band",
)
"""Dimensions whose column is no text: their values, which are among a few known ones, are written without quotes."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows a question is about: ``months`` ascending, and chosen values by dimension, all of which must hold."""

    months: tuple[str, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions it is cut by."""
        return tuple(name for name, _ in self.filters)

    def narrowed(self, dimension: str, *values: str) -> Cut:
        """This cut, but only what has one of ``values``, too."""
        return replace(self, filters=(*self.filters, (dimension, values)))


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
    cut: Cut,
    *,
    by: Sequence[str],
    measures: Sequence[str],
    order: str = "",
    used: Sequence[str] = (),
    with_reports: bool = False,
) -> str:
    """The statement of a question: the columns ``by``, then the measures, then who reported where that is asked for.

    ``used``: dimensions of the question that this statement does not group by, as that of its totals. ``order``: "" =
    the dimensions' own order; an id of ``by`` or ``measures``, with "-" in front descending; unknown values last, ties
    in the dimensions' order.
    """
    chosen = [MEASURES[one] for one in measures]
    grouping = _grouping(cut, by=tuple(by), measures=chosen, used=used)
    told = (*chosen, *reporting(chosen)) if with_reports else chosen
    return "\n".join([*_body(cut, grouping, told), *_ordering(by, order)])


def view_of(cut: Cut, *, by: Sequence[str] = (), has_all: bool = False) -> str:
    """The view that has what a cut, and the dimensions grouped by, are asked of."""
    if "flag" in (*by, *cut.dimensions):
        return "flagged_systems"
    return "every_system" if has_all else "systems"


def conditions(cut: Cut) -> Iterator[str]:
    """What a row must fulfil, a condition each."""
    yield _in_months(cut)
    for name, values in cut.filters:
        yield _is_one_of(DIMENSIONS[name], values)


def _in_months(cut: Cut) -> str:
    months = [quoted(month) for month in cut.months]
    return f"month = {months[0]}" if len(months) == 1 else f"month IN ({', '.join(months)})"


def _is_one_of(dimension: Dimension, values: Sequence[str]) -> str:
    known = [value for value in values if value != UNKNOWN and value in (dimension.values or values)]
    if not known and UNKNOWN not in values:
        return "false"
    if dimension.id == "flag":
        return _has_flag(known, is_unknown_chosen=UNKNOWN in values)
    written = ", ".join(known if dimension.id in _NUMBERS else map(quoted, known))
    column = dimension.column
    listed = f"{column} IN ({written})" if len(known) > 1 else f"{column} = {written}"
    if UNKNOWN not in values:
        return listed
    return f"({listed} OR {column} IS NULL)" if known else f"{column} IS NULL"


def _has_flag(chosen: Sequence[str], *, is_unknown_chosen: bool) -> str:
    mask = sum(1 << place for place, flag in enumerate(FLAGS) if flag in chosen)
    told = [f"(flag_bits & {mask}) > 0"] if mask else []
    told += ["flag_bits = 0"] if NO_FLAG in chosen else []
    told += ["flag_bits IS NULL"] if is_unknown_chosen else []
    return told[0] if len(told) == 1 else f"({' OR '.join(told)})"


def _grouping(cut: Cut, *, by: tuple[str, ...], measures: Sequence[Measure], used: Sequence[str]) -> Grouping:
    has_all = rests_on_all(measures, used=(*by, *used, *cut.dimensions))
    return Grouping(by, is_single=len(cut.months) == 1 or "month" in by, has_all=has_all)


def rests_on_all(measures: Sequence[Measure], *, used: Sequence[str]) -> bool:
    """Whether 対象外 systems are in a measure of a question that uses these dimensions."""
    return any(one.has_not_applicable for one in measures) and not any(DIMENSIONS[one].is_of_systems for one in used)


def _body(cut: Cut, grouping: Grouping, measures: Sequence[Measure]) -> Iterator[str]:
    keys = [_named(DIMENSIONS[name]) for name in grouping.by]
    source = f"FROM {view_of(cut, by=grouping.by, has_all=grouping.has_all)}"
    if "flag" in grouping.by:
        source += " LEFT JOIN flag_sets USING (flag_bits)"
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


def _counted(*conditions: str) -> str:
    """How many rows fulfil every one of the conditions ("" = none)."""
    return f"count(*){_filter(*conditions)}"


def _systems(grouping: Grouping, *conditions: str) -> str:
    """How many systems of one body fulfil the conditions in any month; a bit per business is quicker than DISTINCT."""
    if grouping.is_single:
        return _counted(*conditions)
    return f"coalesce(bit_count(bit_or(business_bit){_filter(*conditions)}), 0)"


def _filter(*conditions: str) -> str:
    told = [one for one in conditions if one]
    return f" FILTER (WHERE {' AND '.join(told)})" if told else ""


def _direct(measure: Measure, grouping: Grouping) -> str:
    """A measure where every system has one row in its group, and every body too where bodies are counted."""
    every = _applicable(measure, grouping)
    match measure.kind:
        case "bodies":
            return _counted(every, measure.sql)
        case "body_mean" | "mean":
            return f"avg({measure.sql}){_filter(every, measure.known)}"
        case "sum":
            return f"sum({measure.sql}){_filter(every, measure.known)}"
        case "body_max":
            return f"max({measure.sql}){_filter(every)}"
        case _:
            found = _counted(every, measure.sql)
            if measure.kind == "share":
                found = f"{found} / nullif({_counted(every)}, 0)"
            return _known(found, _counted(every, measure.known), measure)


def _applicable(measure: Measure, grouping: Grouping) -> str:
    return "is_applicable" if grouping.has_all and not measure.has_not_applicable else ""


def _known(found: str, known: str, measure: Measure) -> str:
    return f"CASE WHEN {known} > 0 THEN {found} END" if measure.known else found


def _partials(measure: Measure, grouping: Grouping, *, last: str) -> Iterator[str]:
    """What a body contributes to a measure: columns named after it, for :func:`_whole` to put together.

    Over several months a system counts once, in whichever month it fulfils the condition.
    """
    every, name = _applicable(measure, grouping), measure.id
    match measure.kind:
        case "bodies":
            yield f"{_counted(every, measure.sql)} AS {name}_rows"
        case "body_mean":
            yield f"avg({measure.sql}){_filter(every)} AS {name}_mean"
        case "mean":
            yield f"sum({measure.sql}){_filter(every, measure.known)} AS {name}_sum"
            yield f"{_counted(every, measure.known)} AS {name}_rows"
        case "sum":
            is_last = "" if grouping.is_single else f"month = {quoted(last)}"
            yield f"sum({measure.sql}){_filter(every, measure.known, is_last)} AS {name}_sum"
        case "body_max":
            yield f"max({measure.sql}){_filter(every)} AS {name}_most"
        case _:
            yield f"{_systems(grouping, every, measure.sql)} AS {name}_rows"
            if measure.known:
                yield f"{_counted(every, measure.known)} AS {name}_known"
            if measure.kind == "share":
                yield f"{_systems(grouping, every)} AS {name}_all"


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
