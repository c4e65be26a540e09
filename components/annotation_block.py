"""注記: the events noted on the months of a page, and the form that adds, edits or withdraws one.

A save that was refused keeps what was typed: when a limit was passed, when somebody else changed the same annotation
meanwhile, when the database could not be written. Saving runs before the page does, so that the timelines of the same
run already show the result.
"""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.annotation_form import annotation_form, kind_word, place_word
from components.chart_block import block_title, screen_only
from components.documents.table_files import TableColumn, TableHead
from components.messages import alert
from components.tables import data_table, download_row
from components.text import Text
from data.model import JST
from data.views.annotations import Annotation, AnnotationDesk, AnnotationsView

PAGE_ROWS: Final = 10


def annotation_block(
    view: AnnotationsView, *, desk: AnnotationDesk | None, text: Text, key: str = "annotations"
) -> None:
    """List the annotations of ``view`` with their files, and below them the form where ``desk`` lets one write.

    ``desk`` None means reading only: no form is drawn. While a past state of knowledge is shown, a sentence says why.
    """
    place = place_word(view.place.code if view.place else None, text=text)
    title = text("annotation.title", place=place)
    with st.container(key=f"{key}_block"):
        block_title(title, note=text("annotation.note"))
        if view.problem is not None:
            alert([view.problem], kind="fault", title=text("annotation.problem"))
        elif view.notes:
            _list(view, title=title, place=place, text=text, key=key)
        else:
            st.html(f'<p class="d-summary">{escape(text("annotation.none"))}</p>')
        if desk is not None:
            with screen_only(f"{key}_form"):
                annotation_form(view, desk=desk, text=text, key=key)
        elif view.as_of.known_at is not None:
            st.html(f'<p class="d-summary">{escape(text("annotation.past"))}</p>')


def annotation_frame(notes: tuple[Annotation, ...], *, text: Text) -> pd.DataFrame:
    """One row per annotation, every value a finished text: month, kind, place, title, body, author, written, edited."""
    return pd.DataFrame(
        [
            {
                "month": text.month(note.month),
                "kind": kind_word(note.kind.value, text=text),
                "place": place_word(note.prefecture_code, text=text),
                "title": note.title,
                "body": note.body,
                "author": note.author,
                "written": text.date(note.created_at.astimezone(JST)),
                "edited": text("annotation.edited_by", author=note.edited_by, moment=text.moment(note.edited_at))
                if note.is_edited
                else "",
            }
            for note in notes
        ],
        columns=[column.name for column in annotation_columns(text)],
    )


def annotation_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``annotation_frame``."""
    names = ("month", "kind", "place", "title", "body", "author", "written", "edited")
    return tuple(TableColumn(name, text(f"annotation.column.{name}"), is_heading=name == "title") for name in names)


def _list(view: AnnotationsView, *, title: str, place: str, text: Text, key: str) -> None:
    frame, columns = annotation_frame(view.notes, text=text), annotation_columns(text)
    head = TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place,),
        sources=(text("annotation.source"),),
        is_synthetic=view.is_synthetic,
    )
    demo = "demo_" if view.is_synthetic else ""
    code = view.place.code if view.place else "nation"
    data_table(
        frame,
        columns=columns,
        caption=title,
        text=text,
        key=key,
        page_rows=PAGE_ROWS,
        beside=lambda: download_row(
            frame,
            columns=columns,
            head=head,
            file_name=f"{demo}annotations_{code}_{view.as_of.month}",
            text=text,
            key=key,
        ),
    )
