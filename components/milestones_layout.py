"""How the milestones page lies: the six rows, then the one looked at: where, when, how far off, and what is open."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title, chart_block
from components.charts.attainment_bars import attainment_bars_columns, attainment_bars_figure
from components.charts.kept import Picture, kept_picture
from components.charts.milestone_heatmap import (
    ORDERS,
    heatmap_columns,
    heatmap_figure,
    heatmap_rows,
    heatmap_summary,
    heatmap_table,
)
from components.charts.overdue_distribution import overdue_columns, overdue_figure, overdue_summary, overdue_table
from components.charts.ranking import alone_summary, is_alone, ranking_summary
from components.cuts import cut_of, cut_part, place_words
from components.documents.table_files import TableHead
from components.filters import filter_bar, segmented_filter
from components.fragments import apart
from components.milestone_rows import open_counts, rows_file, rows_file_columns, six_rows
from components.milestone_table import milestone_table
from components.open_list import open_list
from components.progress_tables import file_lines, localised
from components.tables import table_twin
from components.text import Text
from data.model import MILESTONE_IDS
from data.reference import load_reference
from data.views.attainment_groups import Unit
from data.views.milestone_page import DEFAULT_MILESTONE, MilestonesView
from data.views.milestones import MilestoneRow

_WIDTHS_PX: Final = {"businesses": 1200}
"""Least widths of the bars that stand alone in their row."""
_CUT: Final = ("businesses", "ministries")
"""Groups of which a cut by 業務 may leave one, told in a sentence."""


def milestone_filters(text: Text, *, has_steps: bool) -> tuple[str, str]:
    """Draw the choice of the milestone and of the unit; return both.

    A month without steps has nothing to choose from: nothing is drawn, and the defaults hold.
    """
    if not has_steps:
        return DEFAULT_MILESTONE, Unit.SYSTEMS
    with filter_bar("milestones"):
        milestone = segmented_filter(
            text,
            name="milestone",
            options=MILESTONE_IDS,
            label=text("milestone.column.milestone"),
            words=lambda one: text(f"milestone.name.{one}"),
            default=DEFAULT_MILESTONE,
        )
        unit = segmented_filter(
            text, name="unit", options=tuple(Unit), label=text("ms.unit"), words=lambda one: text(f"ms.unit.{one}")
        )
    return milestone, unit


def milestones_layout(view: MilestonesView, *, place: str, text: Text) -> None:
    """Lay out ``view``, whose place is called ``place``. A month of rates only says so and has nothing else."""
    title = text("ms.table_title", place=place, unit=text(f"ms.unit.{view.unit}"))
    block_title(title, summary=_sentence(view, text=text))
    milestone_table(six_rows(view), caption=title, text=text, selected=view.milestone)
    if view.chosen is None:
        return
    table_twin(
        rows_file(view, text=text),
        columns=rows_file_columns(text),
        head=_head(view, title=title, place=place, text=text, measures=("milestone_attained", "body_attained")),
        file_name=_file_name(view, "milestones"),
        text=text,
        key="milestones",
    )
    left, right = st.columns([11, 9], gap="medium")
    with left:
        apart(_heatmap_block)(view, due_on=view.chosen.due_on, text=text)
    with right:
        _slippage_block(view, chosen=view.chosen, place=place, text=text)
        _bars_block(view, "ministries", place=place, text=text)
        _bars_block(view, "kinds", place=place, text=text)
    _bars_block(view, "businesses", place=place, text=text)
    title = text("ms.open_title", place=place, milestone=_name(view, text=text))
    open_list(
        view.open_systems,
        title=title,
        note=text("ms.open_note"),
        is_by_prefecture=view.place is None,
        head=_head(view, title=title, place=place, text=text, measures=("milestone_attained", "judgement")),
        file_name=_file_name(view, "open_systems"),
        text=text,
    )


def _name(view: MilestonesView, *, text: Text) -> str:
    return text(f"milestone.name.{view.milestone}")


def _sentence(view: MilestonesView, *, text: Text) -> str:
    """The milestone looked at in one sentence: its date, its share, what kept the date, what is left."""
    if view.chosen is None:
        return ""
    found, systems, bodies = view.chosen.attainment, *open_counts(view)
    on_time = found.on_time_share if view.chosen.months_past >= 0 else None
    return text(
        f"ms.sentence.{'due' if on_time is not None else 'ahead'}",
        milestone=_name(view, text=text),
        due=text.month(f"{view.chosen.due_on:%Y-%m}"),
        share=text.percent(found.attained_share),
        counted=text(f"ms.number.{view.unit}", count=found.counted),
        on_time=text.percent(on_time),
        open=systems,
        bodies=bodies,
    )


def _heatmap_block(view: MilestonesView, *, due_on: date, text: Text) -> None:
    with filter_bar("heatmap"):
        chosen = segmented_filter(
            text,
            name="order",
            options=ORDERS if view.prefectures["on_time_share"].notna().any() else ORDERS[:2],
            label=text("ms.order"),
            words=lambda one: text(f"ms.order.{one}"),
            default="attained",
            known=ORDERS,
        )
    order = next(one for one in ORDERS if one == chosen)
    names = localised(view.prefectures, text=text)
    milestone = _name(view, text=text)

    def make() -> Picture:
        figure = heatmap_figure(
            names,
            view.courses,
            order=order,
            due_on=due_on,
            text=text,
            highlight=view.place.code if view.place else None,
        )
        summary = heatmap_summary(heatmap_rows(names, order=order), milestone=milestone, text=text)
        return Picture(figure, summary=summary, frame=heatmap_table(names, view.courses, order=order))

    nation = place_words(text("filter.nation"), cut=cut_of(view.cut_to), text=text)
    title = text("ms.heatmap_title", place=nation, milestone=milestone, unit=text(f"ms.unit.{view.unit}"))
    chart_block(
        kept_picture((view.key, text.language, "heatmap", order), make=make),
        title=title,
        columns=heatmap_columns(view.courses, unit=view.unit, text=text),
        head=_head(view, title=title, place=nation, text=text),
        file_name=_file_name(view, "heatmap"),
        text=text,
        key="heatmap",
        note=text("ms.heatmap_note"),
    )


def _slippage_block(view: MilestonesView, *, chosen: MilestoneRow, place: str, text: Text) -> None:
    title = text("ms.slippage_title", place=place, milestone=_name(view, text=text))
    if view.is_outside_scope:
        return block_title(title, summary=text("ms.slippage_outside"))
    chart_block(
        kept_picture(
            (view.key, text.language, "slippage"),
            make=lambda: Picture(
                overdue_figure(view.slippage, unit=view.unit, text=text),
                summary=overdue_summary(view.slippage, unit=view.unit, row=chosen, text=text),
                frame=overdue_table(view.slippage, text=text),
            ),
        ),
        title=title,
        columns=overdue_columns(text),
        head=_head(view, title=title, place=place, text=text),
        file_name=_file_name(view, "slippage"),
        text=text,
        key="slippage",
    )


def _bars_block(view: MilestonesView, groups: str, *, place: str, text: Text) -> None:
    frame = localised(getattr(view, groups).assign(kind=getattr(view, groups)["id"]), text=text)
    if groups == "kinds":
        frame = frame.assign(name=frame["kind"])
    title = text(f"ms.{groups}_title", place=place, milestone=_name(view, text=text))
    fewest = load_reference().rules.anonymous_minimum_bodies
    note = text("ms.groups_outside", bodies=fewest) if view.is_outside_scope else ""
    if view.is_outside_scope and frame.empty:
        return block_title(title, summary=note)
    chart_block(
        kept_picture(
            (view.key, text.language, groups),
            make=lambda: _bars(frame, groups, text=text),
        ),
        title=title,
        columns=attainment_bars_columns(heading=text(f"ms.{groups}_heading"), unit=view.unit, text=text),
        head=_head(view, title=title, place=place, text=text),
        file_name=_file_name(view, groups),
        text=text,
        key=groups,
        note=note,
    )


def _bars(frame: pd.DataFrame, groups: str, *, text: Text) -> Picture:
    shares = frame.assign(share=frame["attained_share"], compared=frame["on_time_share"])
    if groups in _CUT and is_alone(frame):
        measure, on_time = (text(f"milestone.column.{one}") for one in ("attained", "on_time"))
        return Picture(None, alone_summary(shares, measure=measure, comparison=on_time, text=text), frame)
    figure = attainment_bars_figure(frame, text=text, width_px=_WIDTHS_PX.get(groups, 540))
    return Picture(figure, summary=ranking_summary(shares, text=text), frame=frame)


def _head(
    view: MilestonesView, *, title: str, place: str, text: Text, measures: tuple[str, ...] = ("milestone_attained",)
) -> TableHead:
    """What a downloaded table of ``view`` says about itself; bodies need their definition too."""
    if view.unit is Unit.BODIES:
        measures = tuple(dict.fromkeys((*measures, "body_attained")))
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, _name(view, text=text), text(f"ms.unit.{view.unit}")),
        definitions=tuple(
            text("table.definition", name=text(f"measure.{one}"), rule=text(f"definitions.{one}.rule"))
            for one in measures
        ),
        sources=file_lines(view, text=text),
        is_synthetic=view.is_synthetic,
    )


def _file_name(view: MilestonesView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo, place = "demo_" if view.is_synthetic else "", view.place.code if view.place else "nation"
    return f"{demo}{what}_{view.milestone}_{view.unit}_{place}{cut_part(view.cut_to)}_{view.as_of.month}"
