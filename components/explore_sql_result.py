"""The result of a statement of one's own: a table, and files that say what was asked, of which data, and what it means.

On screen long texts are cut; files have all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components.documents.table_files import ColumnKind, TableColumn, TableHead
from components.explore_sql_job import AskedOf, SqlJob
from components.messages import alert
from components.tables import EVERY_ENDING, data_table, download_row
from components.text import Text
from data.model import AsOf
from data.views.console import FACT_VIEWS, FactColumn, SqlAnswer

CELL_LETTERS: Final = 200
"""Letters of a text on screen."""
_LARGEST_EXACT: Final = 10**15 - 1
"""A spreadsheet keeps 15 digits of a number; larger ones, such as hashes, are written as text."""


def sql_result(job: SqlJob, *, now: AskedOf, text: Text) -> None:
    """Show what came of a statement, under the as-of it was run for, and say so where the page has moved on."""
    if job.answer is None:
        alert([job.refusal or text("explore.sql.failed")], title=text("explore.sql.refused"))
        return
    if not job.asked_of.is_same(now):
        alert([text("explore.sql.earlier", as_of=as_of_words(job.asked_of.as_of, text=text))], kind="warning")
    frame, columns = written(job.answer.frame)
    count = text("explore.sql.count", rows=len(frame), seconds=f"{job.answer.seconds:.2f}")
    if job.answer.is_cut:
        count = text("explore.sql.cut", rows=len(frame))
    st.html(f'<p class="d-summary" role="status">{escape(count)}</p>')
    if is_of_all_months(job.sql):
        alert([_all_months(job.asked_of, text=text)], kind="note")
    if frame.empty:
        return
    demo = "demo_" if job.asked_of.is_synthetic else ""
    data_table(
        on_screen(frame, columns=columns),
        columns=columns,
        caption=f"{text('explore.sql.result')} {as_of_words(job.asked_of.as_of, text=text)}",
        text=text,
        key="explore_sql_rows",
        beside=partial(
            download_row,
            lambda: frame,
            columns=columns,
            head=result_head(job.answer, sql=job.sql, asked_of=job.asked_of, text=text),
            file_name=f"{demo}explore_sql_to_{job.asked_of.as_of.month}",
            text=text,
            key="explore_sql",
            endings=EVERY_ENDING,
        ),
    )


def result_head(answer: SqlAnswer, *, sql: str, asked_of: AskedOf, text: Text) -> TableHead:
    """What stands above the rows of a file: the statement as written, whether rows are missing, what columns mean."""
    cut = (text("explore.sql.cut_file", rows=len(answer.frame)),) if answer.is_cut else ()
    mixed = (_all_months(asked_of, text=text),) if is_of_all_months(sql) else ()
    described = zip(answer.frame.columns, answer.meanings, strict=False)
    lines = [
        text("explore.sql.column", name=name, meaning=meaning(column, text=text))
        for name, columns in described
        for column in columns
    ]
    return TableHead(
        title=text("explore.sql.result"),
        as_of=as_of_words(asked_of.as_of, text=text),
        filters=(text("explore.sql.statement", sql=sql.strip()), *mixed, *cut),
        definitions=tuple(dict.fromkeys(lines)),
        sources=asked_of.files,
        is_synthetic=asked_of.is_synthetic,
    )


def is_of_all_months(sql: str) -> bool:
    """Whether a statement reads a view of many months and says nothing of them: its rows are of all months together."""
    named = set(re.findall(r"\w+", sql.lower()))
    monthly = {view.name for view in FACT_VIEWS.values() if "month" in view.names}
    return bool(named & monthly) and "month" not in named


def _all_months(asked_of: AskedOf, *, text: Text) -> str:
    return text("explore.sql.all_months", month=text.month(asked_of.as_of.month))


def as_of_words(as_of: AsOf, *, text: Text) -> str:
    """The month, and up to when what arrived was looked at."""
    month = text("explore.sql.up_to", month=text.month(as_of.month))
    if as_of.known_at is None:
        return month
    return text("explore.sql.known_at", month=month, moment=text.moment(as_of.known_at))


def meaning(column: FactColumn, *, text: Text) -> str:
    """What a documented column means, with its unit."""
    words = text.pick(column.meaning, column.english)
    return text("explore.sql.unit", meaning=words, unit=column.unit) if column.unit else words


def written(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[TableColumn, ...]]:
    """A statement's answer ready for files: finite numbers stay numbers, others are unknown, all else becomes text.

    Columns of the same name are told apart by their place.
    """
    rows: dict[str, pd.Series] = {}
    columns = []
    for place, label in enumerate(frame.columns):
        values = frame.iloc[:, place].reset_index(drop=True)
        name = f"column_{place}"
        kind = _kind(values)
        columns.append(TableColumn(name, str(label), kind=kind))
        if kind == "text":
            rows[name] = pd.Series([None if _is_blank(one) else str(one) for one in values], dtype="object")
        elif kind == "count":
            rows[name] = values
        else:
            plain = values.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
            rows[name] = pd.Series(np.where(np.isfinite(plain), plain, np.nan))
    return pd.DataFrame(rows, index=range(len(frame))), tuple(columns)


def on_screen(rows: pd.DataFrame, *, columns: Sequence[TableColumn]) -> pd.DataFrame:
    """The rows with long texts cut, which say so by an ellipsis."""
    return rows.assign(**{one.name: rows[one.name].map(_short) for one in columns if one.kind == "text"})


def _kind(values: pd.Series) -> ColumnKind:
    if pd.api.types.is_bool_dtype(values.dtype) or not pd.api.types.is_numeric_dtype(values.dtype):
        return "text"
    if not pd.api.types.is_integer_dtype(values.dtype):
        return "number"
    known = values.dropna()
    is_exact = known.empty or max(int(known.max()), -int(known.min())) <= _LARGEST_EXACT
    return "count" if is_exact else "text"


def _short(value: object) -> object:
    return f"{value[:CELL_LETTERS]}…" if isinstance(value, str) and len(value) > CELL_LETTERS else value


def _is_blank(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)
