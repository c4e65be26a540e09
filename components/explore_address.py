"""A question of 探索 as an address, and an address as a question: a link reopens exactly what was on screen.

Any address gives a question: what cannot be read is left out and named, so that the page can tell it. Values stand as
they are in the data, so that a link reads the same in both languages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from data.model import is_month, shift_month
from data.views.exploration import Question
from data.views.explore_terms import DIMENSIONS, MEASURES

KINDS: Final = ("table", "bar", "line", "heatmap", "scatter", "distribution", "map", "columns")
"""How an answer can be shown; "" is what suits it best."""

SPANS: Final = ("last3", "last6", "last12", "last24", "all")
"""Months up to the as-of month, which move on with it; "" is the as-of month alone, or the months named."""

MOST_MEASURES: Final = 4
MOST_DIMENSIONS: Final = 2
MOST_PAGE: Final = 9999
MOST_VALUES: Final = 200
"""Values of one condition: more would make an address that neither a saved view nor every mail program takes."""
_LONGEST_PAGE: Final = 4
_MOST_MONTHS: Final = 240

FILTERS: Final = {name: dimension for name, dimension in DIMENSIONS.items() if name != "month"}
"""What rows can be narrowed by; months are chosen apart."""

VERSUS: Final = ("month", *FILTERS, "peers")
"""What an answer is compared with: another month, another value of a dimension, or the peers of a body."""

_WHERE: Final = "where."
_ESCAPES: Final = (("~", "~0"), (",", "~1"))
_UNKNOWN: Final = "~2"
"""NULL in an address: an empty value would be lost between two commas."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks and how it is shown.

    ``span`` names the months of the question by their distance, see ``SPANS``; its ``months`` are empty then. ``mark``
    is the mark whose systems are listed (dimension to value, "" = unknown), ``versus`` what it is compared with.
    """

    question: Question = field(default_factory=Question)
    span: str = ""
    kind: str = ""
    is_split: bool = False
    mark: Mapping[str, str] = field(default_factory=dict)
    versus: tuple[str, str] | None = None

    def at(self, month: str, *, months: Sequence[str]) -> Question:
        """The question at an as-of month: its months among ``months`` (those of the data, ascending)."""
        known = [one for one in months if one <= month]
        if self.span == "all":
            chosen = known
        elif self.span:
            first = shift_month(month, 1 - int(self.span.removeprefix("last")))
            chosen = [one for one in known if one >= first]
        else:
            chosen = [one for one in self.question.months if one in known]
        return replace(self.question, months=tuple(chosen))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an address asks that cannot be: the parameter and the part of its value that is left out."""

    name: str
    value: str


def address_of(asked: Asked) -> dict[str, str]:
    """The parameters that stand for ``asked``. What is counted is always among them: no parameter asks nothing yet."""
    question = asked.question
    found = {
        "count": _joined(question.measures),
        "by": _joined(question.by),
        **{f"{_WHERE}{name}": _joined(values) for name, values in question.filters.items()},
        "over": asked.span or _runs(question.months),
        "sort": question.order,
        "rows": str(question.page) if question.page > 1 else "",
        "show": asked.kind,
        "split": "1" if asked.is_split else "",
        "mark": _pairs(asked.mark.items()),
        "versus": _pairs([asked.versus]) if asked.versus else "",
    }
    return {name: value for name, value in found.items() if value}


def asked_of(address: Mapping[str, str]) -> tuple[Asked, tuple[Refusal, ...]]:
    """Read an address; parameters of other names are other people's."""
    reading = _Reading(address)
    measures = reading.listed("count", among=MEASURES, most=MOST_MEASURES) or Question().measures
    by = reading.listed("by", among=DIMENSIONS, most=MOST_DIMENSIONS)
    span, months = reading.over()
    question = Question(
        months=months,
        filters=reading.filters(),
        measures=measures,
        by=by,
        order=reading.one_of("sort", [f"{sign}{one}" for one in (*measures, *by) for sign in ("", "-")]),
        page=reading.page(),
    )
    asked = Asked(
        question=question,
        span=span,
        kind=reading.one_of("show", KINDS),
        is_split=reading.one_of("split", ["1"]) == "1",
        mark=reading.pairs("mark", among=by),
        versus=next(iter(reading.pairs("versus", among=VERSUS).items()), None),
    )
    return asked, tuple(reading.refused)


def mark_of(values: Iterable[tuple[str, str]]) -> str:
    """Write the mark of a group (dimension and value each) as the address does."""
    return _pairs(values)


def parameters(address: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the parameters of ``address`` that are 探索's own."""
    own = ("count", "by", "over", "sort", "rows", "show", "split", "mark", "versus")
    return tuple(name for name in address if name in own or name.startswith(_WHERE))


class _Reading:
    """One reading of an address, with what it left out."""

    def __init__(self, address: Mapping[str, str]) -> None:
        self._address = address
        self.refused: list[Refusal] = []

    def listed(self, name: str, *, among: Collection[str], most: int) -> tuple[str, ...]:
        given = self._values(name)
        good = [one for place, one in enumerate(given) if one in among and one not in given[:place]][:most]
        self._refuse(name, [one for one in given if one not in good])
        return tuple(good)

    def one_of(self, name: str, among: Collection[str]) -> str:
        given = self._address.get(name, "")
        self._refuse(name, [given] if given and given not in among else [])
        return given if given in among else ""

    def pairs(self, name: str, *, among: Collection[str]) -> dict[str, str]:
        given = self._address.get(name, "")
        found: dict[str, str] = {}
        for part in given.split(",") if given else ():
            key, between, value = part.partition(":")
            if between and key in among and _is_value(key, _read(value)):
                found[key] = _read(value)
            else:
                self._refuse(name, [part])
        return found

    def filters(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, given in self._address.items():
            if not name.startswith(_WHERE):
                continue
            dimension = name.removeprefix(_WHERE)
            if dimension not in FILTERS:
                self._refuse(name, [given])
                continue
            values = tuple(dict.fromkeys(self._values(name)))
            good = tuple(one for one in values if _is_value(dimension, one))[:MOST_VALUES]
            self._refuse(name, [one for one in values if one not in good])
            if good:
                found[dimension] = good
        return found

    def over(self) -> tuple[str, tuple[str, ...]]:
        given = self._address.get("over", "")
        if not given or given in SPANS:
            return given, ()
        months: set[str] = set()
        for part in given.split(","):
            first, between, last = part.partition("..")
            run = _months_of(first, last if between else first)
            if run and len(months) + len(run) <= _MOST_MONTHS:
                months.update(run)
            else:
                self._refuse("over", [part])
        return "", tuple(sorted(months))

    def page(self) -> int:
        given = self._address.get("rows", "")
        if given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= MOST_PAGE and len(given) <= _LONGEST_PAGE:
            return int(given)
        self._refuse("rows", [given] if given else [])
        return 1

    def _values(self, name: str) -> tuple[str, ...]:
        given = self._address.get(name, "")
        return tuple(_read(part) for part in given.split(",")) if given else ()

    def _refuse(self, name: str, values: Iterable[str]) -> None:
        self.refused.extend(Refusal(name, value) for value in values)


def _is_value(name: str, value: str) -> bool:
    """Whether a dimension (or the body that peers are looked for) may have a value; "" is unknown, or not chosen yet.

    >>> [_is_value("month", one) for one in ("2026-01", "", "2026-13")]
    [True, True, False]
    """
    if not value:
        return True
    if name == "month":
        return is_month(value)
    known = DIMENSIONS["body" if name == "peers" else name].values
    return known is None or value in known


def _months_of(first: str, last: str) -> list[str] | None:
    """All months from ``first`` to ``last``; None where they are no months, the wrong way round or too many."""
    if not (is_month(first) and is_month(last)) or first > last:
        return None
    found = [first]
    while found[-1] < last and len(found) <= _MOST_MONTHS:
        found.append(shift_month(found[-1], 1))
    return found if found[-1] == last else None


def _runs(months: Sequence[str]) -> str:
    """Months in order as first..last wherever they follow each other.

    >>> _runs(("2025-04", "2025-05", "2025-06", "2026-01"))
    '2025-04..2025-06,2026-01'
    """
    runs: list[list[str]] = []
    for month in months:
        if runs and shift_month(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs)


def _joined(values: Iterable[str]) -> str:
    return ",".join(_written(value) for value in values)


def _pairs(items: Iterable[tuple[str, str]]) -> str:
    return ",".join(f"{name}:{_written(value)}" for name, value in items)


def _written(value: str) -> str:
    """Write a value so that commas around it can be told from its own.

    >>> [_written(value) for value in ("A01", "a,b", "", "~2")]
    ['A01', 'a~1b', '~2', '~02']
    """
    if not value:
        return _UNKNOWN
    for plain, escaped in _ESCAPES:
        value = value.replace(plain, escaped)
    return value


def _read(part: str) -> str:
    if part == _UNKNOWN:
        return ""
    for plain, escaped in reversed(_ESCAPES):
        part = part.replace(escaped, plain)
    return part
