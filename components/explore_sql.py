"""The SQL console of 探索: one SELECT over the documented views, the dictionary beside it, examples, names to press."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st

from components.explore_source import ExploreSource
from components.explore_sql_job import AskedOf, SqlJob, start_job
from components.explore_sql_names import offer_names
from components.explore_sql_result import meaning, sql_result
from components.fragments import apart
from components.text import Text
from data.model import BodyKind
from data.views.console import FACT_VIEWS, MOST_COLUMNS, MOST_ROWS

SWITCH: Final = "DASHBOARD_SQL"
"""Setting: ``0`` closes the console."""

EXAMPLES: Final[Mapping[str, str]] = {
    "replans": (
        "SELECT vendor_code, vendor_name, count(*) AS systems, count(DISTINCT body_code) AS bodies\n"
        "FROM systems\n"
        "WHERE month = '{month}' AND replan_count >= 2 AND NOT is_live\n"
        "GROUP BY ALL\n"
        "ORDER BY systems DESC, vendor_code"
    ),
    "silent": (
        "SELECT DISTINCT prefecture, body_code, body_name, largest_vendor_code, largest_vendor_systems\n"
        "FROM systems\n"
        "WHERE month = '{month}' AND body_kind IN ('{town}', '{village}')\n"
        "  AND largest_vendor_systems >= 15 AND unreported_months_of_3 >= 2\n"
        "ORDER BY body_code"
    ),
    "course": (
        "SELECT month, count(*) AS systems, count_if(is_live) AS migrated\nFROM systems\nGROUP BY month\nORDER BY month"
    ),
}
"""Statements to begin with, of the as-of month."""

_SQL: Final = "explore_sql_text"
_VIEW: Final = "explore_sql_view"
_RUN: Final = "explore_sql_run"
_JOB: Final = "explore_sql_job"
_STAGES: Final[Mapping[str, str]] = {
    "waiting": "explore.sql.waiting",
    "loading": "explore.sql.loading",
    "checking": "explore.sql.loading",
    "working": "explore.sql.running",
}
_WAIT_SECONDS: Final = 0.6
"""An answer that comes this soon is shown without a word that it is awaited."""
_LOOK_SECONDS: Final = 0.4


def is_console_open() -> bool:
    """Whether the console is offered at all."""
    return os.environ.get(SWITCH) != "0"


def sql_block(source: ExploreSource, *, sql: str, text: Text) -> None:
    """Draw the console, closed at first; ``sql`` asks what is on screen. Runs as a fragment."""
    with st.expander(text("explore.sql.title"), key="explore_sql_block"):
        apart(_console)(source, asked=sql, text=text)


def _console(source: ExploreSource, *, asked: str, text: Text) -> None:
    kinds = {"town": BodyKind.TOWN.value, "village": BodyKind.VILLAGE.value}
    examples = {name: one.format(month=source.as_of.month, **kinds) for name, one in EXAMPLES.items()}
    st.session_state.setdefault(_SQL, examples["replans"])
    left, right = st.columns([13, 9], gap="medium")
    with left:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(f'<span class="d-label">{escape(text("explore.sql.examples"))}</span>', width="content")
            for name, sql in {"asked": asked, **examples}.items():
                st.button(
                    text(f"explore.sql.example_{name}"),
                    key=f"explore_sql_example_{name}",
                    type="tertiary",
                    on_click=_set_sql,
                    args=(sql,),
                )
        st.text_area(text("explore.sql.label"), key=_SQL, height=220, help=text("explore.sql.keys"))
        offer_names(area=_SQL, run=_RUN, text=text)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            run = text("explore.sql.run")
            st.button(run, key=_RUN, type="primary", on_click=_start, args=(source,))
            st.button(text("explore.sql.cancel"), key="explore_sql_cancel", on_click=_cancel)
            limits = escape(text("explore.sql.limits", rows=MOST_ROWS, columns=MOST_COLUMNS))
            st.html(f'<span class="d-label">{limits}</span>', width="content")
        job: SqlJob | None = st.session_state.get(_JOB)
        if job is not None:
            job.wait(_WAIT_SECONDS)
            if job.is_under_way:
                apart(_watch, every_seconds=_LOOK_SECONDS)(job, text=text)
    with right:
        _dictionary(text=text)
    if job is not None and not job.is_under_way:
        sql_result(job, now=AskedOf.of(source), text=text)


def _set_sql(sql: str) -> None:
    st.session_state[_SQL] = sql


def _start(source: ExploreSource) -> None:
    _cancel()
    st.session_state[_JOB] = start_job(source, sql=str(st.session_state[_SQL]))


def _cancel() -> None:
    job: SqlJob | None = st.session_state.get(_JOB)
    if job is not None:
        job.cancelled.set()


def _watch(job: SqlJob, *, text: Text) -> None:
    """Say how far the statement is. Runs by itself and waits for nothing: a press of the stop button is taken at once.

    Streamlit takes no press inside a fragment while the fragment runs.
    """
    if not job.is_under_way:
        st.rerun()
    st.html(f'<p class="d-summary" role="status">{escape(text(_STAGES[job.stage]))}</p>')


def _dictionary(*, text: Text) -> None:
    """What each view and column means; a name that is pressed is put at the end of the statement."""
    view = st.selectbox(
        text("explore.sql.views"),
        list(FACT_VIEWS),
        key=_VIEW,
        format_func=lambda one: text(
            "explore.sql.view", name=one, meaning=text.pick(FACT_VIEWS[one].meaning, FACT_VIEWS[one].english)
        ),
    )
    chosen = FACT_VIEWS[view]
    st.pills(
        text("explore.sql.names"),
        [view, *chosen.names],
        key="explore_sql_name",
        on_change=_insert,
    )
    heads = "".join(f'<th scope="col">{escape(text(f"explore.sql.column_{one}"))}</th>' for one in ("name", "meaning"))
    meanings = {one.name: meaning(one, text=text) for one in chosen.columns}
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(words)}</td></tr>' for name, words in meanings.items()
    )
    label = escape(text("explore.sql.dictionary", view=view))
    st.html(
        f'<div class="d-table d-sql-dictionary" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<caption>{label}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _insert() -> None:
    name = st.session_state["explore_sql_name"]
    if name:
        st.session_state[_SQL] = f"{str(st.session_state[_SQL]).rstrip()} {name}"
        st.session_state["explore_sql_name"] = None
