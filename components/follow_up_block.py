"""Follow-ups on the pages of places: the latest, what is overdue, whom to turn to, and the way to the register."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from components.chart_block import block_title
from components.follow_up_words import (
    entry_columns,
    entry_frame,
    follow_file,
    follow_head,
    overview_sentence,
)
from components.messages import alert
from components.navigation import link
from components.tables import data_table, download_row
from components.text import Text
from data.views.follow_ups import FollowUpsView

PAGE_ROWS: Final = 5


def follow_up_block(view: FollowUpsView, *, place: str, text: Text) -> None:
    """Show the follow-ups of ``view``, the latest first, with their files and a link to where new ones are written.

    ``place`` is what is shown, in the reader's words; of a single body its contacts stand above the list.
    """
    title = text("follow.block_title", place=place)
    with st.container(key="follow_up_block"):
        if view.problem is not None:
            block_title(title)
            alert([view.problem], kind="fault", title=text("follow.problem"))
            return
        block_title(title, note=text("follow.note"), summary=overview_sentence(view, place=place, text=text))
        if view.is_outside_scope:
            return
        if len(view.place) > 2:
            _contacts(view, text=text)
        if view.entries:
            register_table(view, title=title, place=place, text=text, page_rows=PAGE_ROWS)
        body = view.place if len(view.place) > 2 else ""
        link("follow_up", text("follow.open_register"), prefecture=view.place[:2], body=body, system="")
        if not body:
            link("meetings", text("meeting.open_page"), prefecture=view.place, body="", system="")


def register_table(view: FollowUpsView, *, title: str, place: str, text: Text, page_rows: int) -> None:
    """Draw every follow-up of ``view`` as a table with its files."""
    frame, columns = entry_frame(view.entries, view=view, text=text), entry_columns(text)
    with st.container(key="follow_texts_register"):
        data_table(
            frame,
            columns=columns,
            caption=title,
            text=text,
            key="follow_register",
            page_rows=page_rows,
            beside=lambda: download_row(
                frame,
                columns=columns,
                head=follow_head(view, title=title, place=place, text=text),
                file_name=follow_file(view, "register"),
                text=text,
                key="follow_register",
            ),
        )


def _contacts(view: FollowUpsView, *, text: Text) -> None:
    for row in view.contacts:
        mic, liaison = (one or text("unknown") for one in (row.mic_contact, row.liaison))
        st.html(f'<p class="d-summary">{escape(text("follow.contacts_of", mic=mic, liaison=liaison))}</p>')
