"""Tables a screen reader can walk, and the files of the same rows.

Streamlit's own grid is a canvas without accessible cells; these are HTML tables with a caption and header
cells, drawn a page at a time, so that 1,741 rows cost nothing until someone asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from components.after_map import FILES, offer_files
from components.charts.explore_shown import one_digit
from components.documents.table_files import TableColumn, TableHead, table_csv, table_parquet, table_xlsx
from components.fragments import apart
from components.text import Text

PAGE_ROWS: Final = 50
Ending = Literal["csv", "xlsx", "parquet"]
SPREADSHEETS: Final[tuple[Ending, ...]] = ("csv", "xlsx")
EVERY_ENDING: Final[tuple[Ending, ...]] = ("csv", "xlsx", "parquet")
_FILES: Final[dict[Ending, tuple[str, Callable[..., bytes]]]] = {
    "csv": ("text/csv", table_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", table_xlsx),
    "parquet": ("application/vnd.apache.parquet", table_parquet),
}


def data_table(
    frame: pd.DataFrame,
    *,
    columns: tuple[TableColumn, ...],
    caption: str,
    text: Text,
    key: str,
    page_rows: int = PAGE_ROWS,
    beside: Callable[[], None] | None = None,
) -> None:
    """Show ``frame`` in its own order, ``page_rows`` at a time with a page choice when there are more.

    ``beside`` draws what stands in the row of the page choice, such as the download buttons.
    """
    pages = max(1, -(-len(frame) // page_rows))
    page = 1
    with st.container(key=f"{key}_table_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if pages > 1:
            page = int(
                st.selectbox(
                    text("table.page"),
                    range(1, pages + 1),
                    key=f"{key}_page",
                    format_func=partial(_page_label, text=text, rows=len(frame), page_rows=page_rows),
                    on_change=_rerun,
                    width=340,
                )
            )
        if beside is not None:
            beside()
    shown = frame.iloc[(page - 1) * page_rows : page * page_rows]
    st.html(table_html(shown, columns=columns, caption=caption, text=text))


def table_html(frame: pd.DataFrame, *, columns: tuple[TableColumn, ...], caption: str, text: Text) -> str:
    """Write all rows of ``frame`` as a table with a caption; unknown values as the unknown mark."""
    heads = "".join(f'<th scope="col" class="d-{column.kind}">{escape(column.label)}</th>' for column in columns)
    rows = "".join(
        "<tr>" + "".join(_cell(value, column, text) for value, column in zip(record, columns, strict=True)) + "</tr>"
        for record in frame[[column.name for column in columns]].itertuples(index=False, name=None)
    )
    label = escape(caption)
    return (
        f'<div class="d-table" role="region" aria-label="{label}" tabindex="0"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def paper_note(text: Text) -> None:
    """Say on paper alone that a grid shows the rows that were in sight, and where all of them are."""
    st.html(f'<p class="d-notes d-paper-only">{escape(text("table.on_paper"))}</p>')


def table_twin(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    columns: tuple[TableColumn, ...],
    head: TableHead,
    file_name: str,
    text: Text,
    key: str,
    label: str = "",
) -> None:
    """Put the rows behind a picture into an expander: the table, drawn only when opened, and its files.

    ``label`` names the expander where it stands alone; a frame that has yet to be made is made when it is opened. Runs
    as a fragment: opening it redraws nothing else.
    """
    apart(_twin)(frame, columns=columns, head=head, file_name=file_name, text=text, key=key, label=label)


def download_row(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    columns: tuple[TableColumn, ...],
    head: TableHead,
    file_name: str,
    text: Text,
    key: str,
    endings: tuple[Ending, ...] = SPREADSHEETS,
) -> None:
    """Offer ``frame`` as CSV and XLSX, or ``endings``; the bytes, and a frame yet to be made, are made when asked for.

    ``file_name`` has no ending; ``head`` says what the reader filtered, so that a file stands alone.
    """
    with st.container(key=f"{key}_files", horizontal=True, gap="small", width="content"):
        draw = apart(_files, key=FILES)
        draw(frame, columns=columns, head=head, file_name=file_name, text=text, key=key, endings=endings)


def _files(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    columns: tuple[TableColumn, ...],
    head: TableHead,
    file_name: str,
    text: Text,
    key: str,
    endings: tuple[Ending, ...],
) -> None:
    offer_files()
    # A fragment's own container puts one below the other.
    with st.container(horizontal=True, gap="small", width="content"):
        for ending in endings:
            mime, write = _FILES[ending]
            st.download_button(
                text(f"table.download_{ending}"),
                partial(_file, write, frame, columns=columns, head=head, text=text),
                file_name=f"{file_name}.{ending}",
                mime=mime,
                key=f"{key}_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _twin(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    columns: tuple[TableColumn, ...],
    head: TableHead,
    file_name: str,
    text: Text,
    key: str,
    label: str,
) -> None:
    expander = st.expander(label or text("table.show"), key=f"{key}_twin", on_change=_rerun)
    if expander.open:
        with expander:
            files = partial(download_row, frame, columns=columns, head=head, file_name=file_name, text=text, key=key)
            caption = f"{head.title} {head.as_of}"
            rows = frame() if callable(frame) else frame
            data_table(rows, columns=columns, caption=caption, text=text, key=key, beside=files)


def _file(write: Callable[..., bytes], frame: pd.DataFrame | Callable[[], pd.DataFrame], **options: Any) -> bytes:
    return write(frame() if callable(frame) else frame, **options)


def _rerun() -> None:
    """Do nothing: only beside a callback does Streamlit rerun the whole when the map tells at once that it is drawn."""


def _page_label(page: int, *, text: Text, rows: int, page_rows: int) -> str:
    return text("table.page_rows", first=(page - 1) * page_rows + 1, last=min(page * page_rows, rows), rows=rows)


def _cell(value: Any, column: TableColumn, text: Text) -> str:
    shown = escape(_written(value, column, text))
    if column.is_heading:
        return f'<th scope="row" class="d-{column.kind}">{shown}</th>'
    return f'<td class="d-{column.kind}">{shown}</td>'


def _written(value: Any, column: TableColumn, text: Text) -> str:
    if pd.isna(value):
        return text("unknown")
    if column.kind == "share":
        return text.percent(float(value))
    if column.kind == "points":
        return text.points(float(value))
    if column.kind == "number":
        return f"{float(value):,.6g}"
    if column.kind == "months":
        return text("explore.months", months=one_digit(float(value)))
    return text.count(int(value)) if column.kind == "count" else str(value)
