"""Answers of 探索 in the reader's words: names of dimensions, values and measures, titles, and what files say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from components.charts.explore_shown import Shown, ShownDimension, ShownMeasure
from components.explore_address import mark_of
from components.flag_words import flag_words
from components.text import Text
from data.model import BodyKind, Judgement
from data.reference import load_reference
from data.views.exploration import Answer, Question, columns_of
from data.views.explore_terms import DIMENSIONS, FREE_OF_FLAGS, MEASURES, MOST_REPLANS, MUNICIPAL_KINDS, OVERDUE_BANDS

VendorNames = Mapping[str, str]
"""Vendor codes to names, as told at the as-of moment."""


def dimension_words(dimension: str, *, text: Text) -> str:
    """Name a dimension."""
    return text(f"explore.dimension.{dimension}")


def measure_name(measure: str, *, text: Text) -> str:
    """Name a measure."""
    family, _, own = MEASURES[measure].label_key.rpartition(".")
    return text(f"measure.{own}") if family == "measure" else text(f"explore.measure.{own}")


def shown_measure(measure: str, *, text: Text) -> ShownMeasure:
    """A measure ready to be shown: its name, unit, and what a rate is over."""
    return ShownMeasure(measure, measure_name(measure, text=text), MEASURES[measure].unit, MEASURES[measure].basis)


def value_words(dimension: str, value: str, *, vendors: VendorNames, text: Text) -> str:
    """Name a value of a dimension; "" is unknown. A body always comes with its prefecture: names repeat."""
    if not value:
        return text(f"explore.unknown.{dimension}" if dimension in _OWN_UNKNOWN else "explore.unknown.any")
    writer = _WRITERS.get(dimension)
    if writer is not None:
        return writer(value, text)
    if dimension == "vendor":
        name = vendors.get(value, "")
        return text("explore.vendor", code=value, name=name) if name and name != value else value
    return value


def shown_answer(answer: Answer, *, vendors: VendorNames, text: Text) -> Shown:
    """Put an answer into words: one row a group, in the order of the answer."""
    question, frame = answer.question, answer.frame
    rows = pd.DataFrame(index=frame.index)
    for place, dimension in enumerate(question.by):
        keys = frame[dimension].astype(object).where(frame[dimension].notna(), "").astype(str)
        words = {key: value_words(dimension, key, vendors=vendors, text=text) for key in keys.unique()}
        rows[f"key{place}"] = keys
        rows[f"name{place}"] = keys.map(_told_apart(words))
    rows["mark"] = [
        mark_of(zip(question.by, keys, strict=True))
        for keys in rows[[f"key{place}" for place in range(len(question.by))]].itertuples(index=False, name=None)
    ]
    for measure in columns_of(question):
        rows[measure] = pd.to_numeric(frame[measure]).astype("Float64").astype(float)
    return Shown(
        rows=rows.reset_index(drop=True),
        dimensions=tuple(
            ShownDimension(one, dimension_words(one, text=text), is_ordered=DIMENSIONS[one].is_ordered)
            for one in question.by
        ),
        measures=tuple(shown_measure(one, text=text) for one in question.measures),
        totals=answer.totals,
        orders=tuple(_order(one, rows[f"key{place}"]) for place, one in enumerate(question.by)),
        is_additive=_is_additive(question),
    )


def _is_additive(question: Question) -> bool:
    """Whether a bar may be made of its groups: a system counts in one of them only.

    A system may have several flags, and over several months it counts in every group it was in.
    """
    is_of_one_month = len(question.months) <= 1 or "month" in question.by
    is_counted = MEASURES[question.measures[0]].kind in ("systems", "sum")
    return len(question.by) == 2 and is_counted and is_of_one_month and question.by[1] != "flag"


def _order(dimension: str, keys: pd.Series) -> tuple[str, ...]:
    """The values of a dimension in its own order: as it declares them, else by code."""
    declared = DIMENSIONS[dimension].values or ()
    rest = sorted(key for key in keys.unique() if key and key not in declared)
    return (*declared, *rest, "")


def months_words(months: Sequence[str], *, as_of: str, text: Text) -> str:
    """Say which months a question is about; none means the as-of month."""
    if not months:
        return text.month(as_of)
    if len(months) == 1:
        return text.month(months[0])
    return text("explore.months_between", first=text.month(months[0]), last=text.month(months[-1]), count=len(months))


def filter_words(question: Question, *, vendors: VendorNames, text: Text) -> dict[str, str]:
    """Each filter in words by its dimension: its name and values, the first few of many."""
    return {
        dimension: text(
            "explore.filter",
            name=dimension_words(dimension, text=text),
            values=_values_words(dimension, values, vendors=vendors, text=text),
        )
        for dimension, values in question.filters.items()
    }


def question_title(question: Question, *, as_of: str, vendors: VendorNames, text: Text) -> str:
    """Say a question as a title: what is counted, by what, under which conditions, when."""
    joint = "explore.and" if len(question.measures) == 2 else "explore.value_joint"
    measures = text(joint).join(measure_name(one, text=text) for one in question.measures)
    what = measures
    if question.by:
        dimensions = text("explore.by_joint").join(dimension_words(one, text=text) for one in question.by)
        what = text("explore.title_by", measures=measures, dimensions=dimensions)
    place = text("explore.joint").join(filter_words(question, vendors=vendors, text=text).values())
    when = months_words(question.months, as_of=as_of, text=text)
    key = "explore.title_where" if place else "explore.title"
    return text(key, what=what, place=place, when=when)


def rule_words(measures: Iterable[str], *, dimensions: Iterable[str] = (), text: Text) -> tuple[str, ...]:
    """The rule of each measure, and of each of ``dimensions`` that is this dashboard's own, for the page and files."""
    own = [one for one in dict.fromkeys(dimensions) if one in _OWN_DIMENSIONS]
    return (
        *(
            text("table.definition", name=measure_name(one, text=text), rule=text(f"explore.rule.{one}"))
            for one in measures
        ),
        *(
            text("table.definition", name=dimension_words(one, text=text), rule=text(f"explore.rule_of.{one}"))
            for one in own
        ),
    )


def _told_apart(words: Mapping[str, str]) -> dict[str, str]:
    """Words that are the same for several values get the value added."""
    seen: dict[str, int] = {}
    for word in words.values():
        seen[word] = seen.get(word, 0) + 1
    return {key: f"{word} {key}" if seen[word] > 1 else word for key, word in words.items()}


def _values_words(dimension: str, values: Sequence[str], *, vendors: VendorNames, text: Text) -> str:
    if dimension == "body_kind" and set(values) == set(MUNICIPAL_KINDS):
        return text("explore.municipal_kinds")
    return _some([value_words(dimension, one, vendors=vendors, text=text) for one in values], text=text)


def _some(words: Sequence[str], *, text: Text) -> str:
    joined = text("explore.value_joint").join(words[:_MOST_NAMED])
    return joined if len(words) <= _MOST_NAMED else text("explore.some", values=joined, rest=len(words) - _MOST_NAMED)


def _prefecture(code: str, text: Text) -> str:
    found = load_reference().prefecture(code)
    return text.pick(found.name, found.english) if found else code


def _body(code: str, text: Text) -> str:
    found = load_reference().body(code)
    if found is None:
        return code
    home = _prefecture(code[:2], text)
    if found.is_prefecture:
        return text("explore.prefectural_body", name=home)
    return text("explore.body", prefecture=home, name=text.pick(found.name, found.english))


def _business(business: str, text: Text) -> str:
    found = load_reference().business(business)
    return text.pick(found.name, found.english) if found else business


def _ministry(ministry: str, text: Text) -> str:
    english = {one.ministry: one.ministry_english for one in load_reference().businesses}
    return text.pick(ministry, english.get(ministry, ministry))


def _kind(value: str, text: Text) -> str:
    names = {kind.value: kind.name.lower() for kind in BodyKind}
    return text(f"kind.{names[value]}") if value in names else value


def _phase(phase: str, text: Text) -> str:
    return text(f"map.band.phase_{phase}") if phase in PHASES else phase


def _size(size: str, text: Text) -> str:
    """Write a size class, whose id holds its edges."""
    first, _, last = size.partition("_")
    if first == "under":
        return text("explore.size_under", upper=int(last))
    if first == "from":
        return text("explore.size_from", lower=int(last))
    return text("explore.size_between", lower=int(first), upper=int(last) + 1)


def _overdue(band: str, text: Text) -> str:
    """Write a band of months past a date, which is called by where it begins."""
    lower = int(band)
    if lower == OVERDUE_BANDS[0]:
        return text("explore.overdue_none")
    if lower == OVERDUE_BANDS[-1]:
        return text("explore.overdue_from", lower=lower)
    return text("explore.overdue_between", lower=lower, upper=OVERDUE_BANDS[OVERDUE_BANDS.index(lower) + 1] - 1)


def _judgement(value: str, text: Text) -> str:
    names = {one.value: one.name.lower() for one in Judgement}
    return text(f"judgement.{names[value]}") if value in names else value


_MOST_NAMED: Final = 4
_OWN_DIMENSIONS: Final = ("judgement", "flag", "size_class", "overdue_band")
"""Dimensions whose values are this dashboard's own judgement or edges."""
PHASES: Final = ("0", "1", "2", "3", "4")
_OWN_UNKNOWN: Final = ("vendor", "phase", "judgement", "size_class", "flag")
_WRITERS: Final[Mapping[str, Callable[[str, Text], str]]] = {
    "prefecture": _prefecture,
    "body": _body,
    "business": _business,
    "ministry": _ministry,
    "body_kind": _kind,
    "judgement": _judgement,
    "month": lambda month, text: text.month(month),
    "flag": lambda flag, text: text("explore.no_flag") if flag == FREE_OF_FLAGS else flag_words(flag, text=text),
    "phase": _phase,
    "size_class": _size,
    "overdue_band": _overdue,
    "replan_band": lambda count, text: text(
        "explore.replans_from" if int(count) == MOST_REPLANS else "explore.replans", count=int(count)
    ),
    "designated": lambda value, text: text(f"explore.value.designated.{value}"),
    "input_state": lambda value, text: text(f"explore.value.input_state.{value}"),
    "unreported_months_of_3": lambda value, text: text("explore.count_months", months=int(value)),
    "largest_vendor_systems": lambda value, text: text("explore.count_systems", systems=int(value)),
}
