"""What stands behind a mark of 探索: its systems one by one, with the way to each municipality, and ways to narrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.charts.explore_shown import Shown
from components.document import reveal
from components.documents.table_files import TableColumn, TableHead
from components.explore_address import FILTERS, Asked, mark_of
from components.explore_source import ExploreSource
from components.explore_state import narrow_to_mark, pick_mark, take_mark_back
from components.explore_words import VendorNames, dimension_words, value_words
from components.filters import filter_bar
from components.fragments import apart
from components.navigation import page_anchor
from components.tables import EVERY_ENDING, download_row
from components.text import Text
from components.theme import JUDGEMENT
from data.views.exploration import Question

PAGE_ROWS: Final = 50
"""Systems of a page of the list."""

FILE_ROWS: Final = 1000
"""Systems of a page of the server."""

_ANCHOR: Final = "explore-mark"
_DATES: Final = ("planned_live_on", "live_on")


def mark_words(mark: Mapping[str, str], *, vendors: VendorNames, text: Text) -> str:
    """Name a mark by the values it stands for."""
    words = (value_words(one, value, vendors=vendors, text=text) for one, value in mark.items())
    return text("explore.joint").join(words)


def mark_names(shown: Shown, *, text: Text) -> list[str]:
    """Name every group of an answer."""
    names = [shown.rows[f"name{place}"] for place in range(len(shown.dimensions))]
    return [text("explore.joint").join(one) for one in zip(*names, strict=True)]


def mark_picker(asked: Asked, marks: Mapping[str, str], *, text: Text) -> None:
    """Offer every group of the answer to be looked behind: what a click on its mark does, for those who don't click.

    ``marks``: the address of a group to its words.
    """
    key = "explore_mark"
    chosen = mark_of(asked.mark.items())
    st.session_state[key] = chosen if chosen in marks else None
    st.selectbox(
        text("explore.behind"),
        list(marks),
        index=None,
        key=key,
        format_func=lambda one: marks.get(one, one),
        placeholder=text("explore.behind_none"),
        on_change=_mark_chosen,
        width=520,
    )


def _mark_chosen() -> None:
    chosen = st.session_state["explore_mark"]
    if chosen is None:
        take_mark_back()
    else:
        pick_mark(chosen)


def mark_block(
    asked: Asked, question: Question, *, head: TableHead, file_name: str, source: ExploreSource, text: Text
) -> None:
    """Draw the systems behind the mark of ``asked``; nothing without one."""
    reveal(_ANCHOR, choice=mark_of(asked.mark.items()))
    if not asked.mark:
        return
    words = mark_words(asked.mark, vendors=source.vendors, text=text)
    st.html(f'<div id="{_ANCHOR}" data-choice="{escape(mark_of(asked.mark.items()))}"></div>')
    rows, count = source.behind(question, asked.mark, 1)
    total = int(count)
    title = text("explore.behind_title", mark=words)
    with st.container(key="explore_mark_block", border=True):
        block_title(title, summary=text("explore.behind_count", systems=total))
        with filter_bar("explore_mark"):
            for dimension, value in asked.mark.items():
                if dimension in FILTERS:
                    st.button(
                        text(
                            "explore.narrow",
                            name=dimension_words(dimension, text=text),
                            value=value_words(dimension, value, vendors=source.vendors, text=text),
                        ),
                        key=f"explore_narrow_{dimension}",
                        icon=":material/filter_alt:",
                        on_click=narrow_to_mark,
                        args=((dimension,),),
                        width="content",
                    )
            st.button(
                text("explore.behind_close"), key="explore_behind_close", icon=":material/close:",
                on_click=take_mark_back, width="content",
            )  # fmt: skip
        apart(_list)(
            rows,
            total=total,
            head=replace(head, title=title, filters=(*head.filters, words)),
            file_name=f"{file_name}_systems",
            source=source,
            question=question,
            mark=asked.mark,
            text=text,
        )


def system_rows(rows: pd.DataFrame, *, vendors: VendorNames, text: Text) -> pd.DataFrame:
    """Systems (see ``rows_behind``) in words: code, prefecture, name, business, vendor, phase, judgement, dates, …"""

    def written(dimension: str, column: str) -> pd.Series:
        keys = rows[column].astype(object).where(rows[column].notna(), "").map(_key)
        words = {key: value_words(dimension, key, vendors=vendors, text=text) for key in keys.unique()}
        return keys.map(words)

    marks = {str(one): look.mark for one, look in JUDGEMENT.items()}
    judged = rows["judgement"].astype(object).map(marks).fillna("")
    return pd.DataFrame(
        {
            "month": rows["month"],
            "body_code": rows["body_code"],
            "body": written("body", "body_code"),
            "business_id": rows["business"],
            "business": written("business", "business"),
            "vendor": written("vendor", "vendor_code"),
            "phase": written("phase", "phase"),
            "judgement": (judged + " " + written("judgement", "judgement")).str.strip(),
            "designated": [text("explore.value.designated.true") if one is True else "" for one in _flags(rows)],
            **{name: rows[name].map(_day, na_action=None).map(lambda day: text.date(day)) for name in _DATES},
            "overdue_months": pd.to_numeric(rows["overdue_months"]).astype("Float64"),
            "replan_count": pd.to_numeric(rows["replan_count"]).astype("Float64"),
            "step_completion_mic": pd.to_numeric(rows["step_completion_mic"]).astype("Float64"),
        }
    )


def system_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``system_rows`` as a file."""
    return (
        TableColumn("month", text("explore.dimension.month")),
        TableColumn("body_code", text("column.code")),
        TableColumn("body", text("explore.dimension.body"), is_heading=True),
        TableColumn("business", text("explore.dimension.business")),
        TableColumn("vendor", text("explore.dimension.vendor")),
        TableColumn("phase", text("explore.dimension.phase")),
        TableColumn("judgement", text("explore.dimension.judgement")),
        TableColumn("designated", text("explore.dimension.designated")),
        TableColumn("planned_live_on", text("explore.column.planned_live_on")),
        TableColumn("live_on", text("explore.column.live_on")),
        TableColumn("overdue_months", text("explore.column.overdue_months"), kind="count"),
        TableColumn("replan_count", text("explore.measure.replans"), kind="count"),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
    )


def systems_html(rows: pd.DataFrame, *, caption: str, text: Text) -> str:
    """Write ``system_rows`` as a table whose bodies link to their page, at the system."""
    columns = [one for one in system_columns(text) if one.name != "body_code"]
    heads = "".join(f'<th scope="col" class="d-{one.kind}">{escape(one.label)}</th>' for one in columns)
    body = []
    for row in rows.to_dict("records"):
        code = str(row["body_code"])
        address = page_anchor("municipality", prefecture=code[:2], body=code, system=str(row["business_id"]))
        cells = []
        for column in columns:
            words = escape(_cell(row[column.name], column, text))
            if column.name == "body":
                cells.append(f'<th scope="row"><a class="d-link" href="{address}" target="_self">{words}</a></th>')
            else:
                cells.append(f'<td class="d-{column.kind}">{words}</td>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(caption)
    return (
        f'<div class="d-table" role="region" aria-label="{label}" tabindex="0"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _list(
    rows: pd.DataFrame,
    *,
    total: int,
    head: TableHead,
    file_name: str,
    source: ExploreSource,
    question: Question,
    mark: Mapping[str, str],
    text: Text,
) -> None:
    """Draw a page of the systems with the files of them all; a fragment: turning a page redraws nothing else."""
    pages = max(1, -(-total // PAGE_ROWS))
    page = 1
    with filter_bar("explore_behind_list"):
        if pages > 1:
            # The key names the mark: another mark's list begins at its first page.
            key = f"explore_behind_page_{mark_of(mark.items())}"
            page = int(st.number_input(text("explore.behind_page", pages=pages), 1, pages, key=key, width=300))
        download_row(
            partial(_all_rows, source, question, mark, total, text),
            columns=system_columns(text),
            head=head,
            file_name=file_name,
            text=text,
            key="explore_behind",
            endings=EVERY_ENDING,
        )
    first = (page - 1) * PAGE_ROWS
    if first >= FILE_ROWS:
        rows, _ = source.behind(question, mark, first // FILE_ROWS + 1)
    shown = rows.iloc[first % FILE_ROWS : first % FILE_ROWS + PAGE_ROWS]
    st.html(systems_html(system_rows(shown, vendors=source.vendors, text=text), caption=head.title, text=text))


def _all_rows(
    source: ExploreSource, question: Question, mark: Mapping[str, str], total: int, text: Text
) -> pd.DataFrame:
    pages = range(1, max(1, -(-total // FILE_ROWS)) + 1)
    found = pd.concat([source.behind(question, mark, page)[0] for page in pages], ignore_index=True)
    return system_rows(found, vendors=source.vendors, text=text)


def _cell(value: object, column: TableColumn, text: Text) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return text("unknown")
    if column.kind == "share":
        return text.percent(float(str(value)))
    return text.count(int(float(str(value)))) if column.kind == "count" else str(value)


def _key(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _day(value: object) -> date | None:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return date.fromisoformat(str(value)[:10])


def _flags(rows: pd.DataFrame) -> list[object]:
    return [None if pd.isna(one) else bool(one) for one in rows["is_designated"]]
