"""The picture of an answer of 探索: its kind, its title and sentence, and what a click on one of its marks does."""

from __future__ import annotations

import hashlib
from functools import partial
from html import escape

import streamlit as st

from components.chart_block import block_title
from components.charts.explore_sentences import picture_sentence
from components.charts.explore_shown import Shown, ShownMeasure, report_words, value_of
from components.charts.template import CONFIG
from components.explore_address import Asked, address_of
from components.explore_columns import explore_columns
from components.explore_controls import order_control
from components.explore_kinds import (
    as_drawn,
    best_kind,
    can_split,
    fitting_kinds,
    left_out,
    measures_drawn,
    plotly_figure,
)
from components.explore_map import explore_map
from components.explore_source import ExploreSource
from components.explore_state import change_view, marks_taken_back, pick_mark
from components.filters import filter_bar
from components.text import Text
from data.views.exploration import Answer

_AUTOMATIC = ""


def shape_controls(asked: Asked, answer: Answer, shown: Shown, *, text: Text) -> str:
    """Draw the choice of how the answer is shown; returns the kind in force."""
    fitting = fitting_kinds(answer.question, rows=answer.rows)
    kind = asked.kind if asked.kind in fitting else best_kind(answer, shown)
    with filter_bar("explore_shape"):
        key = "explore_show"
        st.session_state[key] = kind
        st.segmented_control(
            text("explore.show"),
            fitting,
            required=True,
            key=key,
            format_func=lambda one: text(f"explore.kind.{one}"),
            on_change=_kind_chosen,
            help=text("explore.show_help"),
        )
        if can_split(shown, kind=kind):
            st.session_state["explore_split"] = asked.is_split
            st.toggle(text("explore.split"), key="explore_split", on_change=_split_chosen)
        order_control(asked, text=text)
        size = text("explore.size", systems=answer.systems, bodies=answer.bodies, groups=answer.rows)
        st.html(f'<span class="d-label">{escape(size)}</span>', width="content")
    if asked.kind and asked.kind != kind:
        words = text("explore.kind_unfit", asked=text(f"explore.kind.{asked.kind}"), used=text(f"explore.kind.{kind}"))
        st.html(f'<p class="d-summary" role="status">{escape(words)}</p>')
    return kind


def _kind_chosen() -> None:
    change_view(kind=st.session_state["explore_show"])


def _split_chosen() -> None:
    change_view(is_split=bool(st.session_state["explore_split"]))


def picture_block(
    asked: Asked, shown: Shown, *, kind: str, title: str, is_paged: bool, source: ExploreSource, text: Text
) -> None:
    """Draw ``shown`` under ``title`` as ``kind``; a picked mark goes into the address.

    ``is_paged``: ``shown`` is one of several pages.
    """
    drawn = as_drawn(shown, kind=kind)
    # A page of an answer says nothing of the whole.
    is_told = bool(shown.dimensions) and not is_paged
    sentence = picture_sentence(drawn, kind=kind, text=text) if is_told else ""
    is_split = asked.is_split and can_split(shown, kind=kind)
    missing = left_out(drawn, kind=kind, is_split=is_split)
    note = text("explore.left_out", groups=missing) if missing else ""
    if undrawn := shown.measures[measures_drawn(shown, kind=kind) :]:
        names = text("explore.value_joint").join(one.label for one in undrawn)
        note = text("explore.joint").join([one for one in (note, text("explore.undrawn", measures=names)) if one])
    if kind == "columns":
        note = text("explore.columns_note")
    block_title(title, note=note, summary=sentence)
    if not shown.dimensions:
        _numbers(shown, text=text)
    elif kind == "map":
        explore_map(
            drawn,
            source=source,
            title=title,
            summary=sentence,
            prefecture=one_prefecture(asked),
            on_pick=_pick,
            text=text,
        )
    elif kind == "columns":
        explore_columns(drawn, summary=sentence, key=_key(asked, kind), on_pick=pick_mark, text=text)
    elif kind != "table":
        figure = plotly_figure(drawn, kind=kind, is_split=is_split, text=text)
        key = _key(asked, kind)
        st.plotly_chart(
            figure,
            key=key,
            theme=None,
            config=CONFIG,
            alt=sentence,
            on_select=partial(_point_picked, key),
            selection_mode="points",
        )


def _pick(mark: str) -> None:
    pick_mark(mark)
    st.rerun()


def _point_picked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    marks = [data[0] for point in points if (data := point.get("customdata")) and data[0]]
    if marks:
        pick_mark(marks[-1])


def _key(asked: Asked, kind: str) -> str:
    """A key of its own for each picture: what was picked in another is not picked in this one."""
    told = (sorted(address_of(asked).items()), kind, marks_taken_back())
    seen = repr([one for one in told[0] if one[0] != "mark"]) + repr(told[1:])
    return f"explore_{kind}_{hashlib.sha256(seen.encode()).hexdigest()[:12]}"


def one_prefecture(asked: Asked) -> str | None:
    """The one prefecture the rows are narrowed to, if it is one."""
    chosen = asked.question.filters.get("prefecture", ())
    return chosen[0] if len(chosen) == 1 and chosen[0] else None


def _numbers(shown: Shown, *, text: Text) -> None:
    """A question without dimensions is answered by its numbers alone."""
    cards = "".join(
        f'<li class="d-card"><h2 class="d-card-title">{escape(one.label)}</h2><p class="d-card-value">'
        f"{escape(value_of(shown.totals, one, text=text))}</p>{_report(shown, one, text=text)}</li>"
        for one in shown.measures
    )
    st.html(f'<ul class="d-cards">{cards}</ul>')


def _report(shown: Shown, measure: ShownMeasure, *, text: Text) -> str:
    """How many reported of what a rate is over; nothing of a count."""
    if not measure.basis:
        return ""
    value = report_words(shown.totals, measure.basis, text=text)
    words = text("explore.hover_value", name=text("explore.report"), value=value)
    return f'<p class="d-summary">{escape(words)}</p>'
