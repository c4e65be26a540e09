"""The overview's blocks that need steps and dates: burn-up, milestones, 判定, input, prefectures that stand out."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from components.chart_block import block_title, chart_block
from components.charts.burnup import burnup_figure
from components.charts.burnup_numbers import burnup_columns, burnup_summary, burnup_table
from components.charts.flow_numbers import UNKNOWN
from components.charts.input import input_columns, input_figure, input_summary, input_table
from components.charts.judgement import judgement_columns, judgement_figure, judgement_summary, judgement_table
from components.charts.kept import Picture, kept_picture
from components.charts.timeline_notes import TimelineNote
from components.confused_measures import MeasureShare, confused_measures
from components.milestone_table import milestone_file, milestone_file_columns, milestone_table
from components.movers_block import movers_block
from components.progress_tables import file_name, localised, table_head, unweighted_note
from components.tables import table_twin
from components.text import Text
from data.model import Judgement
from data.views.overview import OverviewView


def burnup_block(view: OverviewView, *, place: str, notes: tuple[TimelineNote, ...], text: Text) -> None:
    """Draw how each milestone was attained month by month, against its date."""
    due = {row.id: row.due_on for row in view.milestones}
    left = {row.id: row.attainment.open for row in view.milestones}
    month = view.as_of.month
    title = text("overview.burnup_title", place=place)
    chart_block(
        kept_picture(
            (view.key, text.language, "burnup", notes),
            make=lambda: Picture(
                burnup_figure(
                    view.burn_up, due=due, as_of=month, text=text, annotations=notes, compared=view.burn_up_compared
                ),
                summary=burnup_summary(
                    view.burn_up, due=due, open=left, as_of=month, text=text, compared=view.burn_up_compared
                ),
                frame=burnup_table(view.burn_up, as_of=month, text=text),
            ),
        ),
        title=title,
        columns=burnup_columns(text),
        head=table_head(view, title=title, place=place, measures=("milestone_attained",), text=text),
        file_name=file_name(view, "burnup"),
        text=text,
        key="burnup",
        note=text("burnup.note"),
    )


def milestone_block(view: OverviewView, *, place: str, text: Text) -> None:
    """List the milestones with their dates, what was attained and what is left."""
    title = text("overview.milestone_title", place=place)
    frame = milestone_frame(view)
    block_title(title)
    milestone_table(frame, caption=title, text=text)
    if view.milestones:
        table_twin(
            partial(milestone_file, frame, text=text),
            columns=milestone_file_columns(text),
            head=table_head(view, title=title, place=place, measures=("milestone_attained",), text=text),
            file_name=file_name(view, "milestones"),
            text=text,
            key="milestones",
        )


def milestone_frame(view: OverviewView) -> pd.DataFrame:
    """The milestones as ``milestone_table`` takes them."""
    counts = ("counted", "attained", "attained_on_time", "on_time_counted", "open", "unrecorded", "latest_bound")
    split = ("open_undesignated", "open_designated_ahead", "open_designated_past", "open_designated_unknown")
    columns = ["milestone", "phase_name", "step_label", "work", "due_on", *counts, *split, "months_past"]
    rows = [
        {
            "milestone": row.id,
            "phase_name": row.phase_name,
            "step_label": row.step_label,
            "work": row.work,
            "due_on": row.due_on,
            **{name: getattr(row.attainment, name) for name in (*counts, *split)},
            "months_past": row.months_past,
        }
        for row in view.milestones
    ]
    return pd.DataFrame(rows, columns=columns)


def judgement_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Count the systems by 判定, 特定移行 apart: this dashboard's own judgement, and it says so."""
    counts, designated = view.summary.judgement_counts or {}, view.summary.judgement_counts_designated or {}
    frame = pd.DataFrame(
        {
            "judgement": list(counts),
            "undesignated": [counts[word] - designated[word] for word in counts],
            "designated": [designated[word] for word in counts],
        }
    )
    title = text("overview.judgement_title", place=place)
    chart_block(
        kept_picture(
            (view.key, text.language, "judgement"),
            make=lambda: Picture(
                judgement_figure(frame, text=text),
                summary=judgement_summary(frame, text=text, carried=_carried(view)),
                frame=judgement_table(frame, text=text),
            ),
        ),
        title=title,
        columns=judgement_columns(text),
        head=table_head(view, title=title, place=place, measures=("judgement",), text=text),
        file_name=file_name(view, "judgement"),
        text=text,
        key="judgement",
        note=text("overview.own_judgement"),
    )


def _carried(view: OverviewView) -> int:
    """Systems without a report this month whose go-live is known from before: 完了, though no phase is told of them."""
    phases, judged = view.summary.phase_counts, view.summary.judgement_counts
    return 0 if phases is None or judged is None else phases[UNKNOWN] - judged[Judgement.UNREPORTED]


def input_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Count the bodies by how much of the month they reported."""
    title = text("overview.input_title", place=place)
    chart_block(
        kept_picture(
            (view.key, text.language, "input"),
            make=lambda: Picture(
                input_figure(view.input_states, text=text),
                summary=input_summary(view.input_states, text=text),
                frame=input_table(view.input_states, text=text),
            ),
        ),
        title=title,
        columns=input_columns(text),
        head=table_head(view, title=title, place=place, measures=("reported",), text=text),
        file_name=file_name(view, "input"),
        text=text,
        key="input",
    )


def movers(view: OverviewView, *, text: Text) -> None:
    """Name the prefectures furthest behind and those that moved most since the month before."""
    block_title(text("overview.movers_title"))
    frame = localised(view.prefectures, text=text).rename(columns={"step_completion_mic": "value"})
    movers_block(frame, measure=view.rate.measure, text=text)


def confused_block(view: OverviewView, *, text: Text) -> None:
    """Set the three measures people confuse beside each other."""
    summary = view.summary
    block_title(text("overview.confused_title"), note=unweighted_note(view, text=text))
    applicable, migrated = summary.applicable_systems, summary.migrated_systems
    complete = None if summary.bodies_complete is None else summary.bodies_complete / summary.reported
    confused_measures(
        [
            MeasureShare("migrated_share", summary.migrated_share, applicable, migrated),
            MeasureShare("step_completion_mic", summary.step_completion_mic.mean, summary.reported),
            MeasureShare("bodies_complete_share", complete, summary.reported, summary.bodies_complete),
        ],
        text=text,
    )
    if view.published_systems is not None:
        published = int(view.published_systems.value)
        denominators = text(
            "overview.denominators",
            ours=applicable,
            published=published,
            month=text.month(view.published_systems.as_of),
            confidence=text(f"confidence.{view.published_systems.confidence}"),
            gap=text.change(applicable - published),
        )
        st.html(f'<p class="d-summary">{escape(denominators)}</p>')
    if summary.all_migrated_bodies is None:
        return
    sentence = text("overview.all_migrated", bodies=summary.all_migrated_bodies, total=summary.municipalities)
    st.html(f'<p class="d-summary">{escape(sentence)}</p>')
