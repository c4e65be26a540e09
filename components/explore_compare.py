"""Two months or two groups of 探索 beside each other: both values, their difference, and how many each is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.charts.explore_shown import Unit, one_digit, report_words, value_of
from components.documents.table_files import TableColumn, TableHead
from components.explore_address import FILTERS, Asked
from components.explore_source import ExploreSource
from components.explore_state import ask, current_asked, question_round, with_filter
from components.explore_words import (
    VendorNames,
    dimension_words,
    measure_name,
    months_words,
    shown_measure,
    value_words,
)
from components.filters import filter_bar
from components.fragments import apart
from components.tables import EVERY_ENDING, data_table, download_row
from components.text import Text
from data.views.comparison import DIFFERENCE, OTHER, Comparison
from data.views.exploration import Question, is_reference_only
from data.views.explore_terms import MEASURES, Basis, bases_of

_NONE: Final = ""
_PEERS: Final = "peers"
_MONTH: Final = "month"


def compared_questions(
    asked: Asked, question: Question, *, peers: Sequence[str], months: Sequence[str]
) -> tuple[Question, Question] | None:
    """The two questions that ``versus`` of ``asked`` sets beside each other; None where there is nothing to compare.

    ``peers``: bodies of the same kind and size as the one compared.
    """
    if asked.versus is None:
        return None
    kind, value = asked.versus
    if not value:
        return None
    if kind == _MONTH:
        is_one_month = _MONTH not in question.by and len(question.months) <= 1
        return (question, replace(question, months=(value,))) if is_one_month and value in months else None
    if kind == _PEERS:
        own = replace(question, filters=with_filter(question.filters, "body", (value,)))
        others = replace(question, filters=with_filter(question.filters, "body", tuple(peers)))
        return (own, others) if peers else None
    return question, replace(question, filters=with_filter(question.filters, kind, (value,)))


def compare_block(
    asked: Asked,
    question: Question,
    *,
    head: TableHead,
    file_name: str,
    source: ExploreSource,
    text: Text,
) -> None:
    """Draw the choice of what the answer is compared with, and the comparison once it is made."""
    with st.expander(text("explore.versus.title"), expanded=asked.versus is not None, key="explore_compare"):
        _controls(asked, question, source=source, text=text)
        if asked.versus is None:
            return
        peers = source.peers(asked.versus[1]) if asked.versus[0] == _PEERS else ()
        both = compared_questions(asked, question, peers=peers, months=source.months)
        if both is None:
            st.html(f'<p class="d-summary">{text("explore.versus.nothing")}</p>')
            return
        comparison = source.compare(*both)
        names = _names(asked, comparison, source=source, text=text)
        _sides(comparison, names=names, text=text)
        if question.by:
            _groups(comparison, names=names, head=head, file_name=file_name, source=source, text=text)


def _controls(asked: Asked, question: Question, *, source: ExploreSource, text: Text) -> None:
    kind, value = asked.versus or (_NONE, "")
    words = {_NONE: text("explore.versus.none")}
    if _MONTH not in question.by and len(question.months) <= 1:
        words[_MONTH] = text("explore.versus.month")
    words[_PEERS] = text("explore.versus.peers")
    words |= {
        one: text("explore.versus.group", name=dimension_words(one, text=text)) for one in FILTERS if one != "body"
    }
    with filter_bar("explore_versus"):
        key = f"explore_versus_{question_round()}"
        st.session_state[key] = kind if kind in words else _NONE
        st.selectbox(
            text("explore.versus.with"),
            list(words),
            key=key,
            format_func=words.__getitem__,
            on_change=_kind_chosen,
            args=(key, source.months, source.as_of.month),
            width=480,
        )
        if kind in words and kind:
            options = _values(kind, source=source)
            # A value of an address that the data does not have is not offered, and nothing is compared.
            key = f"explore_versus_value_{kind}_{question_round()}"
            st.session_state[key] = value if value in options else None
            st.selectbox(
                text("explore.versus.value"),
                options,
                index=None,
                key=key,
                format_func=lambda one: _value_words(kind, one, vendors=source.vendors, text=text),
                placeholder=text("explore.choose"),
                on_change=_value_chosen,
                args=(key, kind),
                width=480,
            )


def _values(kind: str, *, source: ExploreSource) -> list[str]:
    if kind == _MONTH:
        return [month for month in reversed(source.months) if month < source.as_of.month]
    return list(source.values("body" if kind == _PEERS else kind))


def _value_words(kind: str, value: str, *, vendors: VendorNames, text: Text) -> str:
    return value_words("body" if kind == _PEERS else kind, value, vendors=vendors, text=text)


def _compare_with(versus: tuple[str, str] | None) -> None:
    ask(replace(current_asked()[0], versus=versus), is_folded_away=True)


def _kind_chosen(key: str, months: tuple[str, ...], as_of: str) -> None:
    kind = st.session_state[key]
    if not kind:
        _compare_with(None)
        return
    earlier = [month for month in months if month < as_of]
    # The month before is what is meant most often; any other is a choice away.
    first = earlier[-1] if kind == _MONTH and earlier else ""
    _compare_with((kind, first))


def _value_chosen(key: str, kind: str) -> None:
    _compare_with((kind, st.session_state[key] or ""))


def _names(asked: Asked, comparison: Comparison, *, source: ExploreSource, text: Text) -> tuple[str, str]:
    """Name both sides after what was compared."""
    kind, value = asked.versus or ("", "")
    words = _value_words(kind, value, vendors=source.vendors, text=text)
    if kind == _PEERS:
        return words, text("explore.versus.peers_of", bodies=comparison.other.bodies)
    if kind == _MONTH:
        own_months, other_months = (one.question.months for one in (comparison.first, comparison.other))
        as_of = source.as_of.month
        return months_words(own_months, as_of=as_of, text=text), months_words(other_months, as_of=as_of, text=text)
    chosen = current_asked()[0].question.filters.get(kind, ())
    own = [value_words(kind, one, vendors=source.vendors, text=text) for one in chosen]
    return text("explore.value_joint").join(own) or text("explore.total"), words


def _sides(comparison: Comparison, *, names: tuple[str, str], text: Text) -> None:
    """The totals of both sides: a row a measure, and how many systems and bodies each side is about."""
    first, other = comparison.first, comparison.other
    measures = [shown_measure(one, text=text) for one in first.question.measures]
    rows = [
        (
            one.label,
            value_of(first.totals, one, text=text),
            value_of(other.totals, one, text=text),
            difference_words(comparison.differences[one.id], one.unit, text=text),
        )
        for one in measures
    ]
    for basis in bases_of(first.question.measures):
        own, others = (report_words(one.totals, basis, text=text) for one in (first, other))
        rows.append((text("explore.report"), own, others, ""))
    size = [text("explore.versus.size_of", systems=one.systems, bodies=one.bodies) for one in (first, other)]
    rows.append((text("explore.versus.size"), size[0], size[1], ""))
    columns = (
        TableColumn("name", text("explore.count"), is_heading=True),
        TableColumn("first", names[0]),
        TableColumn("other", names[1]),
        TableColumn("difference", text("explore.versus.difference")),
    )
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    caption = text("explore.versus.caption", first=names[0], other=names[1])
    with st.container(key="explore_versus_whole"):
        data_table(frame, columns=columns, caption=caption, text=text, key="explore_versus_sides")
    st.html(f'<p class="d-summary">{escape(text("explore.versus.rounded"))}</p>')


def _groups(
    comparison: Comparison,
    *,
    names: tuple[str, str],
    head: TableHead,
    file_name: str,
    source: ExploreSource,
    text: Text,
) -> None:
    """Every group that either side has, the greatest difference first."""
    question = comparison.first.question
    measure = question.measures[0]
    rows, frame = comparison.frame, pd.DataFrame(index=comparison.frame.index)
    for dimension in question.by:
        keys = rows[dimension].astype(object).where(rows[dimension].notna(), "").astype(str)
        words = {key: value_words(dimension, key, vendors=source.vendors, text=text) for key in keys.unique()}
        frame[dimension] = keys.map(words)
    kind = MEASURES[measure].unit
    for name in (measure, f"{measure}_{OTHER}"):
        frame[name] = rows[name]
    gap = rows[f"{measure}_{DIFFERENCE}"].astype("Float64")
    frame["gap"] = gap
    told = {one: difference_words(one, kind, text=text) for one in gap.dropna().unique()}
    said = gap.map(told, na_action="ignore").fillna(text("unknown"))
    frame["said"] = [
        text("cards.reference_only", words=words) if is_few else words
        for words, is_few in zip(said, _rests_on_few(rows, MEASURES[measure].basis) & gap.notna(), strict=True)
    ]
    columns = (
        *(TableColumn(one, dimension_words(one, text=text), is_heading=True) for one in question.by),
        TableColumn(measure, names[0], kind=kind),
        TableColumn(f"{measure}_{OTHER}", names[1], kind=kind),
        TableColumn("said", text("explore.versus.difference")),
    )
    title = text("explore.versus.groups", measure=measure_name(measure, text=text), first=names[0], other=names[1])
    block_title(title)
    apart(data_table)(
        frame,
        columns=columns,
        caption=title,
        text=text,
        key="explore_versus_groups",
        page_rows=20,
        beside=lambda: download_row(
            frame,
            columns=columns,
            head=replace(head, title=title),
            file_name=f"{file_name}_compared",
            text=text,
            key="explore_versus_groups",
            endings=EVERY_ENDING,
        ),
    )


def _rests_on_few(rows: pd.DataFrame, basis: Basis) -> pd.Series:
    """Whether a rate of either side rests on too few reports."""
    few = pd.Series(data=False, index=rows.index)
    for end in ("", f"_{OTHER}") if basis else ():
        counts = zip(rows[f"reported_{basis}{end}"], rows[f"asked_{basis}{end}"], strict=True)
        own = [is_reference_only(reported, asked) for reported, asked in counts]
        few = few | pd.Series(own, index=rows.index, dtype="bool")
    return few


def difference_words(value: float | None, unit: Unit, *, text: Text) -> str:
    """Write a signed difference of a measure: shares in points.

    >>> [difference_words(-3.0, unit, text=Text("ja")) for unit in ("count", "months")]
    ['−3', '−3.0か月']
    """
    if value is None or pd.isna(value):
        return text("unknown")
    if unit in ("share", "points"):
        return text.points(float(value))
    if unit == "count":
        return text.change(round(float(value)))
    sign = "+" if value > 0 else ""
    return text("explore.months", months=f"{sign}{one_digit(float(value))}")
