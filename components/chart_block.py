"""A chart as a reader meets it: title, one sentence, picture, and the table and files of the same numbers."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.after_map import FIGURES, hold_figure, is_map_awaited
from components.charts.kept import Picture, WrittenFigure
from components.charts.template import CONFIG
from components.documents.table_files import TableColumn, TableHead
from components.fragments import apart
from components.tables import table_twin
from components.text import Text


def block_title(title: str, *, note: str = "", summary: str = "") -> None:
    """Head a block: what it shows, beside it of which kind (monthly, cumulative), below it one sentence."""
    quiet = f'<span class="d-block-note">{escape(note)}</span>' if note else ""
    sentence = f'<p class="d-summary">{escape(summary)}</p>' if summary else ""
    head = f'<div class="d-block"><h2 class="d-block-title">{escape(title)}</h2>{quiet}</div>'
    st.html(f'<div class="d-block-head">{head}{sentence}</div>')


def chart_block(
    picture: Picture,
    *,
    title: str,
    columns: tuple[TableColumn, ...],
    head: TableHead,
    file_name: str,
    text: Text,
    key: str,
    note: str = "",
) -> None:
    """Show a figure, if there is one, with its title, its summary (also its accessible name) and its table twin.

    ``columns`` are those of the picture's rows, ``head`` what a downloaded file says about them.
    """
    block_title(title, note=note, summary=picture.summary)
    if picture.figure is not None:
        apart(_figure, key=FIGURES)(picture.figure, summary=picture.summary, key=key)
    table_twin(picture.frame, columns=columns, head=head, file_name=file_name, text=text, key=key)


def _figure(figure: WrittenFigure, *, summary: str, key: str) -> None:
    if is_map_awaited():
        hold_figure()
        st.skeleton(height=figure.height_px)
    else:
        st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=summary)
