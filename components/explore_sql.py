"""The SQL console of 探索: one SELECT over the documented views, the dictionary beside it, examples, names to press."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.documents.table_files import TableColumn, TableHead
from components.explore_source import ExploreSource, RunSql
from components.fragments import apart
from components.messages import alert
from components.tables import EVERY_ENDING, data_table, download_row
from components.text import Text
from data.model import BodyKind
from data.views.console import FACT_VIEWS, MOST_ROWS, RefusedError, SqlAnswer

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
        "SELECT prefecture, body_code, body_name, largest_vendor_code, largest_vendor_systems\n"
        "FROM bodies\n"
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
_JOB: Final = "explore_sql_job"
_WAIT_SECONDS: Final = 0.2
_CELL_LETTERS: Final = 200


@dataclass(slots=True)
class _Job:
    """A statement under way or done: what came of it, and the way to stop it."""

    sql: str
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    answer: SqlAnswer | None = None
    refusal: str = ""


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
        st.text_area(text("explore.sql.label"), key=_SQL, height=220)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            run = text("explore.sql.run")
            st.button(run, key="explore_sql_run", type="primary", on_click=_start, args=(source.sql,))
            st.button(text("explore.sql.cancel"), key="explore_sql_cancel", on_click=_cancel)
            st.html(
                f'<span class="d-label">{escape(text("explore.sql.limits", rows=MOST_ROWS))}</span>', width="content"
            )
    with right:
        _dictionary(text=text)
    job: _Job | None = st.session_state.get(_JOB)
    if job is not None:
        _wait(job, text=text)
        _result(job, source=source, text=text)


def _set_sql(sql: str) -> None:
    st.session_state[_SQL] = sql


def _start(run: RunSql) -> None:
    job = _Job(str(st.session_state[_SQL]))

    def work() -> None:
        try:
            job.answer = run(job.sql, job.cancelled)
        except RefusedError as error:
            job.refusal = str(error)

    _cancel()
    job.thread = threading.Thread(target=work, name="explore_sql", daemon=True)
    job.thread.start()
    st.session_state[_JOB] = job


def _cancel() -> None:
    job: _Job | None = st.session_state.get(_JOB)
    if job is not None:
        job.cancelled.set()


def _wait(job: _Job, *, text: Text) -> None:
    """Wait for the statement. What is written meanwhile is where Streamlit can take a press of the stop button."""
    place = st.empty()
    while job.thread is not None and job.thread.is_alive():
        job.thread.join(_WAIT_SECONDS)
        if job.thread.is_alive():
            place.html(f'<p class="d-summary" role="status">{escape(text("explore.sql.running"))}</p>')
    place.empty()


def _result(job: _Job, *, source: ExploreSource, text: Text) -> None:
    if job.answer is None:
        alert([job.refusal or text("explore.sql.failed")], title=text("explore.sql.refused"))
        return
    frame, columns = written(job.answer.frame)
    count = text("explore.sql.count", rows=len(frame), seconds=f"{job.answer.seconds:.2f}")
    if job.answer.is_cut:
        count = text("explore.sql.cut", rows=len(frame))
    st.html(f'<p class="d-summary" role="status">{escape(count)}</p>')
    if frame.empty:
        return
    head = TableHead(
        title=text("explore.sql.result"),
        as_of=text.month(source.as_of.month),
        filters=(text("explore.sql.statement", sql=" ".join(job.sql.split())),),
        sources=source.files,
        is_synthetic=source.is_synthetic,
    )
    demo = "demo_" if source.is_synthetic else ""
    data_table(
        frame,
        columns=columns,
        caption=text("explore.sql.result"),
        text=text,
        key="explore_sql_rows",
        beside=partial(
            download_row,
            lambda: frame,
            columns=columns,
            head=head,
            file_name=f"{demo}explore_sql_{source.as_of.month}",
            text=text,
            key="explore_sql",
            endings=EVERY_ENDING,
        ),
    )


def written(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[TableColumn, ...]]:
    """A statement's answer ready for a table and files: numbers stay numbers, all else becomes text, cut where long.

    Columns of the same name are told apart by their place.
    """
    rows = pd.DataFrame(index=range(len(frame)))
    columns = []
    for place, label in enumerate(frame.columns):
        values = frame.iloc[:, place].reset_index(drop=True)
        name = f"column_{place}"
        if pd.api.types.is_bool_dtype(values.dtype) or not pd.api.types.is_numeric_dtype(values.dtype):
            rows[name] = [None if _is_blank(one) else str(one)[:_CELL_LETTERS] for one in values]
            columns.append(TableColumn(name, str(label)))
        else:
            is_whole = pd.api.types.is_integer_dtype(values.dtype)
            rows[name] = values
            columns.append(TableColumn(name, str(label), kind="count" if is_whole else "number"))
    return rows, tuple(columns)


def _is_blank(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


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
    meanings = {one.name: _meaning(one.meaning, one.english, one.unit, text=text) for one in chosen.columns}
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(words)}</td></tr>' for name, words in meanings.items()
    )
    label = escape(text("explore.sql.dictionary", view=view))
    st.html(
        f'<div class="d-table d-sql-dictionary" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<caption>{label}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _meaning(meaning: str, english: str, unit: str, *, text: Text) -> str:
    words = text.pick(meaning, english)
    return text("explore.sql.unit", meaning=words, unit=unit) if unit else words


def _insert() -> None:
    name = st.session_state["explore_sql_name"]
    if name:
        st.session_state[_SQL] = f"{str(st.session_state[_SQL]).rstrip()} {name}"
        st.session_state["explore_sql_name"] = None
