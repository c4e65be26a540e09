"""How 連絡会議 lies: where things stand, the papers of the next meeting, who meets, the records and their form."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from components.chart_block import block_title, screen_only
from components.hand_out_block import MakePack, hand_out_block
from components.meeting_form import meeting_form
from components.meeting_strip import legend, meeting_strip
from components.meeting_words import (
    entry_columns,
    entry_frame,
    meeting_file,
    meeting_head,
    overview_sentences,
    row_columns,
    row_frame,
    state_rules,
)
from components.messages import alert
from components.navigation import link
from components.summary_block import summary_block
from components.tables import data_table, download_row, table_twin
from components.text import Text
from data.views.meetings import MeetingDesk, MeetingsView


def meetings_layout(
    view: MeetingsView,
    *,
    make: MakePack,
    desk: MeetingDesk | None,
    place: str,
    names: Mapping[str, str],
    text: Text,
) -> None:
    """Lay out the meetings of ``place``; ``make`` builds a hand-out, ``names`` are the prefectures (code to name)."""
    if view.problem is not None:
        alert([view.problem], kind="fault", title=text("meeting.problem"))
        desk = None
    else:
        demo = (text("follow.demo_records"),) if view.is_synthetic else ()
        summary_block((*overview_sentences(view, place=place, text=text), *demo), text=text, key="meeting_summary")
    offered = {row.prefecture.code: names[row.prefecture.code] for row in view.rows}
    if view.prefecture is None:
        _states_block(view, text=text)
    hand_out_block(view, make=make, desk=desk, names=offered, text=text)
    if desk is not None:
        with screen_only("meeting_form"):
            meeting_form(view, desk=desk, prefectures=tuple(offered), text=text)
    elif view.as_of.known_at is not None:
        st.html(f'<p class="d-summary">{escape(text("follow.past"))}</p>')
    if view.problem is None:
        _register_block(view, place=place, text=text)
    if view.prefecture is not None:
        _states_block(view, text=text)
        link("follow_up", text("follow.open_register"), prefecture=view.prefecture.code)


def _states_block(view: MeetingsView, *, text: Text) -> None:
    if view.problem is not None:
        return
    title = text("meeting.states_title")
    block_title(title, note=text("meeting.own"), summary=legend(text))
    st.html(meeting_strip(view, caption=title, text=text))
    table_twin(
        row_frame(view, text=text),
        columns=row_columns(view, text=text),
        head=meeting_head(
            view, title=title, place=text("filter.nation"), text=text, rules=state_rules(view, text=text)
        ),
        file_name=meeting_file(view, "states"),
        text=text,
        key="meeting_states",
        label=text("meeting.states_table"),
    )


def _register_block(view: MeetingsView, *, place: str, text: Text) -> None:
    title = text("meeting.register_title", place=place)
    block_title(title, note=text("meeting.note"))
    if not view.entries:
        st.html(f'<p class="d-summary">{escape(text("meeting.none"))}</p>')
        return
    frame, columns = entry_frame(view.entries, text=text), entry_columns(text)
    with st.container(key="follow_texts_meetings"):
        data_table(
            frame,
            columns=columns,
            caption=title,
            text=text,
            key="meeting_register",
            page_rows=20,
            beside=lambda: download_row(
                frame,
                columns=columns,
                head=meeting_head(view, title=title, place=place, text=text),
                file_name=meeting_file(view, "register"),
                text=text,
                key="meeting_register",
            ),
        )
