"""The open systems of a milestone as a list to work through: narrow it, open a municipality, take it as a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn, TableHead
from components.filters import filter_bar
from components.fragments import apart
from components.navigation import page_anchor
from components.progress_tables import localised
from components.tables import download_row
from components.text import Text
from components.theme import JUDGEMENT
from data.model import Judgement

PAGE_ROWS: Final = 20
_ALL: Final = ""


def open_list(
    frame: pd.DataFrame, *, title: str, note: str, is_by_prefecture: bool, head: TableHead, file_name: str, text: Text
) -> None:
    """List ``frame`` (see ``data.views.open_systems``) a page at a time, each row linked to its municipality.

    ``is_by_prefecture`` offers a choice of prefecture. Runs as a fragment: narrowing it redraws nothing else.
    """
    apart(_list)(
        frame, title=title, note=note, is_by_prefecture=is_by_prefecture, head=head, file_name=file_name, text=text
    )


def open_rows(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """Rows as the list and its files show them: every column of ``open_columns``, in the reader's words."""
    words = localised(frame, text=text)
    names = "business_name" if text.language == "ja" else "business_english"
    return pd.DataFrame(
        {
            "body_code": frame["body_code"],
            "prefecture": words["prefecture"],
            "name": words["name"],
            "business": frame[names],
            "state": _states(frame, text=text),
            "months_past": frame["months_past"],
            "planned": _marked(
                _days(frame["planned_live_on"], text=text), frame, frame["planned_live_on"].notna(), text
            ),
            "designated": _marked(_designated(frame, text=text), frame, frame["is_designated"], text),
            "judgement": _judgements(frame["judgement"], text=text),
        }
    )


def open_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``open_rows``; the months as a number are for the files."""
    return (
        TableColumn("body_code", text("column.code")),
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("name", text("ms.column.municipality"), is_heading=True),
        TableColumn("business", text("column.business")),
        TableColumn("state", text("milestone.column.state")),
        TableColumn("months_past", text("ms.column.months_past"), kind="count"),
        TableColumn("planned", text("ms.column.planned")),
        TableColumn("designated", text("ms.column.designated")),
        TableColumn("judgement", text("measure.judgement")),
    )


def open_table_html(frame: pd.DataFrame, *, caption: str, text: Text) -> str:
    """Write the rows of ``frame`` as a table; the municipality's name leads to its page, at that system."""
    columns = [column for column in open_columns(text) if column.name != "months_past"]
    heads = "".join(f'<th scope="col" class="d-{column.kind}">{escape(column.label)}</th>' for column in columns)
    rows = open_rows(frame, text=text)
    lines = []
    for business, record in zip(frame["business"], rows.to_dict("records"), strict=True):
        code = str(record["body_code"])
        address = page_anchor("municipality", prefecture=code[:2], body=code, system=str(business))
        cells = []
        for column in columns:
            words = escape(str(record[column.name]))
            if column.is_heading:
                cells.append(f'<th scope="row"><a href="{address}" target="_self">{words}</a></th>')
            else:
                tone = ' class="d-late"' if column.name == "state" and words.startswith(_LATE) else ""
                cells.append(f"<td{tone}>{words}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(caption)
    return (
        f'<div class="d-table d-open" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def narrowed(frame: pd.DataFrame, *, prefecture: str = _ALL, business: str = _ALL) -> pd.DataFrame:
    """Rows of ``frame`` (prefecture_code, business) of one prefecture and one business; an empty choice takes all.

    >>> frame = pd.DataFrame({"prefecture_code": ["20", "20", "15"], "business": ["a", "b", "a"]})
    >>> narrowed(frame, prefecture="20", business="a").index.tolist()
    [0]
    """
    found = frame[frame["prefecture_code"] == prefecture] if prefecture else frame
    return found[found["business"] == business] if business else found


_LATE: Final = "▲"


def _list(
    frame: pd.DataFrame, *, title: str, note: str, is_by_prefecture: bool, head: TableHead, file_name: str, text: Text
) -> None:
    block_title(title, note=note)
    if frame.empty:
        st.html(f'<p class="d-summary">{escape(text("ms.open_none"))}</p>')
        return
    with filter_bar("open"):
        prefecture = _ALL
        if is_by_prefecture:
            prefecture = _choice(
                frame, "prefecture_code", names="prefecture", label=text("filter.prefecture"), text=text
            )
        business = _choice(frame, "business", names="business_name", label=text("column.business"), text=text)
        found = narrowed(frame, prefecture=prefecture, business=business)
        pages = max(1, -(-len(found) // PAGE_ROWS))
        page = st.number_input(text("ms.page", pages=pages), 1, pages, key="open_page", width=240)
        rows, columns = partial(open_rows, found, text=text), open_columns(text)
        download_row(rows, columns=columns, head=head, file_name=file_name, text=text, key="open")
    first = (int(page) - 1) * PAGE_ROWS
    shown = found.iloc[first : first + PAGE_ROWS]
    counted = text("ms.open_count", first=first + 1, last=first + len(shown), rows=len(found), total=len(frame))
    st.html(f'<p class="d-summary">{escape(counted)}</p>{open_table_html(shown, caption=title, text=text)}')


def _choice(frame: pd.DataFrame, column: str, *, names: str, label: str, text: Text) -> str:
    """Choose one of the values of ``column`` there are, each with its number of systems; "" = all."""
    english = {"prefecture": "prefecture_english", "business_name": "business_english"}
    shown = names if text.language == "ja" else english[names]
    options = frame.groupby([column, shown], observed=True).size().reset_index(name="systems")
    words = {
        str(row[column]): text("ms.option", name=row[shown], systems=int(row["systems"]))
        for row in options.to_dict("records")
    }
    return str(
        st.selectbox(
            label,
            [_ALL, *words],
            format_func=lambda one: words.get(one, text("ms.all")),
            key=f"open_{column}",
            width=300,
        )
    )


def _states(frame: pd.DataFrame, *, text: Text) -> pd.Series:
    """In words how far each is past its date or ahead of it; only what is judged by the date is 目安超過."""
    return pd.Series(
        [
            _state(None if pd.isna(months) else int(months), is_overdue=is_overdue, is_own=is_own, text=text)
            for months, is_overdue, is_own in zip(
                frame["months_past"], frame["is_overdue"], frame["is_designated"], strict=True
            )
        ],
        index=frame.index,
        dtype="str",
    )


def _state(months: int | None, *, is_overdue: bool, is_own: bool, text: Text) -> str:
    if months is None:
        return text("ms.state.no_deadline")
    if is_overdue:
        return f"{_LATE} {text('ms.state.own_overdue' if is_own else 'milestone.state.overdue', months=months)}"
    if months > 0:
        return text("ms.state.not_judged", months=months)
    return text("milestone.state.due_now") if months == 0 else text("milestone.state.ahead", months=-months)


def _marked(words: pd.Series, frame: pd.DataFrame, is_told: pd.Series, text: Text) -> pd.Series:
    """``words`` with the mark of 前月値 where they are told of a system the month's report does not have."""
    is_carried = (frame["judgement"] == str(Judgement.UNREPORTED)) & is_told
    return words.mask(is_carried.astype("bool"), words + text("karte.systems.carried"))


def _days(days: pd.Series, *, text: Text) -> pd.Series:
    words = {day: text.date(date.fromisoformat(day)) for day in days.dropna().unique()}
    unknown = text("unknown")
    return pd.Series([words.get(day, unknown) for day in days.astype(object)], index=days.index, dtype="str")


def _designated(frame: pd.DataFrame, *, text: Text) -> pd.Series:
    due = _days(frame["designated_due_on"], text=text)
    said = pd.Series([text("ms.designated_until", date=day) for day in due], index=frame.index, dtype="str")
    no_date = text("ms.designated_unknown")
    return said.where(frame["designated_due_on"].notna(), no_date).where(frame["is_designated"], "")


def _judgements(judgements: pd.Series, *, text: Text) -> pd.Series:
    words = {str(one): f"{JUDGEMENT[one].mark} {text(f'judgement.{one.name.lower()}')}" for one in Judgement}
    unknown = text("unknown")
    return pd.Series(
        [words.get(one, unknown) for one in judgements.astype(object)], index=judgements.index, dtype="str"
    )
