"""The blocks of a body's sheet that are pictures: matrix, timeline, history."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from components.address import write_choice
from components.chart_block import block_title, chart_block
from components.charts.body_history import (
    body_history_columns,
    body_history_figure,
    body_history_summary,
    body_history_table,
)
from components.charts.body_timeline import body_timeline_figure
from components.charts.body_timeline_words import timeline_columns, timeline_summary, timeline_table
from components.charts.kept import Picture, kept_picture
from components.charts.matrix import matrix_columns, matrix_payload, matrix_summary, matrix_table, unconfirmed_steps
from components.municipality_tables import business_names, judgement_words, sheet_file, sheet_head
from components.step_matrix import step_matrix
from components.tables import table_twin
from components.text import Text
from data.views.municipality import MunicipalityView


def matrix_block(view: MunicipalityView, *, selected: str | None, text: Text) -> None:
    """Show every step of every system; choosing a row puts its business into the address."""
    title = text("karte.matrix.title")
    if view.matrix.empty:
        block_title(title)
        no_steps(text)
        return
    names = business_names(view, text=text)
    summary = matrix_summary(view.matrix, businesses=tuple(names), text=text)
    summary = text.pick("", " ").join(part for part in (summary, _apart_words(view, text=text)) if part)
    block_title(title, note=text("karte.monthly"), summary=summary)
    step_matrix(
        matrix_payload(view.matrix, names=names, steps=view.steps, selected=selected, title=title, text=text),
        key="karte_matrix",
        on_chosen=lambda business: write_choice("system", business),
    )
    if note := unconfirmed_steps(view.steps, text=text):
        st.html(f'<p class="d-notes">{escape(note)}</p>')
    table_twin(
        matrix_table(view.matrix, names=names, text=text),
        columns=matrix_columns(view.steps, text=text),
        head=sheet_head(view, title=title, text=text),
        file_name=sheet_file(view, "steps"),
        text=text,
        key="karte_matrix_rows",
    )


def timeline_block(view: MunicipalityView, *, selected: str | None, text: Text) -> None:
    """Draw when each system attained what, and where its go-live was planned."""
    title = text("karte.timeline.title")
    if view.timeline.empty:
        if view.has_steps:
            block_title(title)
            st.html(f'<p class="d-notes">{escape(text("karte.timeline.nothing"))}</p>')
        return
    names = business_names(view, text=text)
    due = {row.id: row.due_on for row in view.milestones}
    month = view.as_of.month

    def make() -> Picture:
        return Picture(
            body_timeline_figure(
                view.timeline,
                names=names,
                due=due,
                as_of=month,
                text=text,
                selected=selected,
                not_applicable=not_applicable(view),
            ),
            summary=timeline_summary(
                view.timeline,
                systems=len(names) - len(not_applicable(view)),
                due=due,
                as_of=month,
                text=text,
            ),
            frame=timeline_table(view.timeline, names=names, text=text),
        )

    picture = kept_picture((view.key, text.language, "timeline", selected), make=make)
    chart_block(
        picture,
        title=title,
        columns=timeline_columns(text),
        head=sheet_head(view, title=title, text=text, measures=("milestone_attained", "latest_bound")),
        file_name=sheet_file(view, "timeline"),
        text=text,
        key="karte_timeline",
        note=text("karte.timeline.note"),
    )


def history_block(view: MunicipalityView, *, text: Text) -> None:
    """Draw the body's rate and phase month by month."""
    month = view.as_of.month

    def make() -> Picture:
        rows = body_history_table(view.history, as_of=month, text=text)
        words = [None if pd.isna(word) else judgement_words(word, text=text) for word in rows["judgement"]]
        judged = pd.Series(words, index=rows.index, dtype="str")
        return Picture(
            body_history_figure(view.history, as_of=month, text=text),
            summary=body_history_summary(view.history, as_of=month, text=text),
            frame=rows.assign(judgement=judged),
        )

    title = text("karte.history.title" if view.history["phase"].notna().any() else "karte.history.title_rates")
    chart_block(
        kept_picture((view.key, text.language, "body_history"), make=make),
        title=title,
        columns=body_history_columns(text),
        head=sheet_head(view, title=title, text=text, measures=("step_completion_mic",)),
        file_name=sheet_file(view, "history"),
        text=text,
        key="karte_history",
        note=text("karte.monthly"),
    )


def not_applicable(view: MunicipalityView) -> tuple[str, ...]:
    """Ids of the businesses of ``view`` whose systems are 対象外."""
    return tuple(view.systems.loc[~view.systems["is_applicable"].astype(bool), "business"])


def _apart_words(view: MunicipalityView, *, text: Text) -> str:
    """Name the systems 対象外, which the matrix shows and no count of systems holds."""
    names, apart = business_names(view, text=text), not_applicable(view)
    if not apart:
        return ""
    listed = text("map.summary_joint").join(names[one] for one in apart)
    return text("karte.matrix.apart", systems=len(apart), names=listed)


def no_steps(text: Text) -> None:
    """Say that the month has no report by step, and what would show it."""
    title, why = escape(text("milestone.no_steps")), escape(text("milestone.no_steps_why"))
    st.html(f'<div class="d-nothing" role="note"><p><strong>{title}</strong></p><p>{why}</p></div>')
