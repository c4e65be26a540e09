"""How フォローアップ lies: where things stand, what is overdue, whom to call, the form, the register, the contacts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from components.chart_block import block_title, screen_only
from components.follow_up_block import register_table
from components.follow_up_entry import take_arrival
from components.follow_up_form import follow_up_form
from components.follow_up_lists import dispatch_block, priority_block
from components.follow_up_words import (
    contact_columns,
    contact_frame,
    entry_columns,
    entry_frame,
    follow_file,
    follow_head,
    overview_sentence,
)
from components.messages import alert
from components.summary_block import summary_block
from components.tables import data_table, download_row
from components.text import Text
from data.views.follow_ups import FollowUpDesk, FollowUpsView
from data.views.priority import PriorityView


def follow_up_layout(
    view: FollowUpsView,
    priority: PriorityView,
    *,
    desk: FollowUpDesk | None,
    place: str,
    bodies: Sequence[str],
    asked: str | None,
    text: Text,
) -> None:
    """Lay out the follow-ups of ``place``; new entries are for ``bodies``, first of all the one ``asked``."""
    if view.problem is not None:
        alert([view.problem], kind="fault", title=text("follow.problem"))
    else:
        summary_block(_sentences(view, place=place, text=text), text=text, key="follow_summary")
    is_shown = view.problem is None and not view.is_outside_scope
    if is_shown:
        _overdue_block(view, place=place, text=text)
    # Without records nobody knows who was contacted: the ranking still stands, nothing can be ticked.
    desk = None if view.problem is not None else desk
    if desk is not None:
        take_arrival(asked, desk=desk, bodies=bodies)
    left, right = st.columns(2, gap="medium")
    with left:
        priority_block(priority, records=view, desk=desk, place=place, text=text)
    with right:
        dispatch_block(priority, records=view, desk=desk, place=place, text=text)
    if desk is not None:
        with screen_only("follow_up_form"):
            follow_up_form(view, desk=desk, bodies=bodies, text=text)
    elif view.as_of.known_at is not None:
        st.html(f'<p class="d-summary">{escape(text("follow.past"))}</p>')
    if is_shown:
        _register_block(view, place=place, text=text)
        _contact_block(view, place=place, text=text)


def _sentences(view: FollowUpsView, *, place: str, text: Text) -> tuple[str, ...]:
    cut = (text("follow.cut_to_scope"),) if view.is_cut_to_scope else ()
    demo = (text("follow.demo_records"),) if view.is_synthetic else ()
    return (overview_sentence(view, place=place, text=text), *cut, *demo)


def _overdue_block(view: FollowUpsView, *, place: str, text: Text) -> None:
    title = text("follow.overdue_title", place=place)
    block_title(title)
    if not view.overdue:
        st.html(f'<p class="d-summary">{escape(text("follow.overdue_none"))}</p>')
        return
    frame, columns = entry_frame(view.overdue, view=view, text=text), entry_columns(text)
    with st.container(key="follow_texts_overdue"):
        data_table(
            frame,
            columns=columns,
            caption=title,
            text=text,
            key="follow_overdue",
            page_rows=10,
            beside=lambda: download_row(
                frame,
                columns=columns,
                head=follow_head(view, title=title, place=place, text=text),
                file_name=follow_file(view, "overdue"),
                text=text,
                key="follow_overdue",
            ),
        )


def _register_block(view: FollowUpsView, *, place: str, text: Text) -> None:
    title = text("follow.register_title", place=place)
    block_title(title, note=text("follow.note"))
    if not view.entries:
        st.html(f'<p class="d-summary">{escape(text("follow.none"))}</p>')
        return
    register_table(view, title=title, place=place, text=text, page_rows=20)


def _contact_block(view: FollowUpsView, *, place: str, text: Text) -> None:
    title = text("follow.contacts_title", place=place)
    block_title(title, note=text("follow.contacts_note"))
    if not view.contacts:
        none = text("follow.contacts_not_here", place=place) if view.has_contacts else text("follow.contacts_none")
        st.html(f'<p class="d-summary">{escape(none)}</p>')
        return
    frame, columns = contact_frame(view, text=text), contact_columns(text)
    data_table(
        frame,
        columns=columns,
        caption=title,
        text=text,
        key="follow_contacts",
        page_rows=20,
        beside=lambda: download_row(
            frame,
            columns=columns,
            head=follow_head(view, title=title, place=place, text=text, sources=(text("follow.contacts_source"),)),
            file_name=follow_file(view, "contacts"),
            text=text,
            key="follow_contacts",
        ),
    )
