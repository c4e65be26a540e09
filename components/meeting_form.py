"""The form of meetings: what is typed, what was opened, and what saving came to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from components.chart_block import block_title
from components.form_words import limit_help
from components.meeting_entry import MeetingEntry, meeting_entry
from components.meeting_words import entry_columns, entry_frame, prefecture_name
from components.messages import alert
from components.record_form import Action, author_and_button, choose_record, save_once
from components.tables import table_html
from components.text import Text
from data.views.meetings import (
    Attendance,
    Meeting,
    MeetingChange,
    MeetingDesk,
    MeetingDraft,
    MeetingsView,
    RecordsError,
)

TEXT_LIMIT: Final = 400
_TEXTS: Final = ("agenda", "notes")
_OF_THE_FIRST_STATE: Final = ("prefecture", "author")


def meeting_form(view: MeetingsView, *, desk: MeetingDesk, prefectures: Sequence[str], text: Text) -> None:
    """Draw the form for a new meeting of one of ``prefectures``, or for one of ``view`` that may be changed here."""
    state = meeting_entry()
    state.place = view.prefecture.code if view.prefecture else ""
    writable = [code for code in prefectures if code.startswith(state.place) and desk.may_write(code)]
    entries = {entry.id: entry for entry in view.entries if desk.may_write(entry.prefecture_code)}
    if not (writable or entries or state.opened):
        return
    block_title(text("meeting.form_title"), note=text("follow.form_note"))
    words, label = partial(_target_words, text=text), text("meeting.target")
    action = choose_record(state, entries, may_add=bool(writable), label=label, words=words, text=text)
    with st.form(state.name(f"form_{action}"), enter_to_submit=False):
        if action == "add":
            _prefecture(state, writable, text=text)
        if action != "withdraw":
            _fields(state, text=text)
        author_and_button(
            state,
            label=text(f"meeting.submit.{action}"),
            on_click=partial(_submit, state.round, action=action, desk=desk, text=text),
            lines=partial(_current_lines, text=text),
            text=text,
        )
    if state.opened is not None:
        _history(state.opened, desk=desk, text=text)


def history_table(changes: tuple[MeetingChange, ...], *, text: Text) -> None:
    """List every kept state of one meeting, oldest first, with who replaced it and when."""
    if not changes:
        st.html(f'<p class="d-summary">{escape(text("follow.history_none"))}</p>')
        return
    replaced = [
        text("follow.edited_by", author=change.replaced_by, moment=text.moment(change.replaced_at))
        for change in changes
    ]
    frame = entry_frame((change.before for change in changes), text=text).assign(edited=replaced)
    columns = tuple(column for column in entry_columns(text) if column.name not in _OF_THE_FIRST_STATE)
    with st.container(key="follow_texts_meeting_history"):
        st.html(table_html(frame, columns=columns, caption=text("follow.history"), text=text))


def _history(entry: Meeting, *, desk: MeetingDesk, text: Text) -> None:
    try:
        history_table(desk.history(entry.id), text=text)
    except RecordsError as error:
        alert([str(error)], kind="fault")


def _target_words(entry: Meeting, *, text: Text) -> str:
    return text(
        "meeting.target_words" if entry.held_on else "meeting.target_planned",
        number=entry.id,
        place=prefecture_name(entry.prefecture_code, text=text),
        day=text.date(entry.day),
    )


def _prefecture(state: MeetingEntry, writable: list[str], *, text: Text) -> None:
    """The prefecture of a new record; none is proposed for the nation, where the first would be a slip."""
    st.selectbox(
        text("meeting.column.prefecture"),
        writable,
        index=0 if state.place else None,
        key=state.of_prefecture,
        format_func=partial(prefecture_name, text=text),
        placeholder=text("hand_out.choose"),
    )


def _fields(state: MeetingEntry, *, text: Text) -> None:
    entry = state.opened
    held, mic, agency, ahead = st.columns(4)
    with held:
        key = state.seed("held", entry.held_on if entry else None)
        st.date_input(text("meeting.field.held"), None, key=key, format="YYYY-MM-DD")
    for column, who, known in ((mic, "mic", entry and entry.mic), (agency, "agency", entry and entry.agency)):
        with column:
            key = state.seed(who, (known or Attendance.UNKNOWN).value)
            options = [each.value for each in Attendance]
            st.selectbox(
                text(f"meeting.field.{who}"),
                options,
                key=key,
                format_func=lambda one: text(f"meeting.attendance.{one}"),
            )
    with ahead:
        key = state.seed("next", entry.next_on if entry else None)
        st.date_input(text("meeting.field.next"), None, key=key, format="YYYY-MM-DD")
    for what, words in (("agenda", entry.agenda if entry else ""), ("notes", entry.notes if entry else "")):
        key = state.seed(what, words)
        st.text_area(text(f"meeting.field.{what}"), key=key, help=limit_help(TEXT_LIMIT, text=text))


def _submit(round_: int, *, action: Action, desk: MeetingDesk, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    state = meeting_entry()
    save_once(
        state,
        round_,
        save=lambda author: _save(state, action=action, desk=desk, author=author, text=text),
        record=Meeting,
        texts=_TEXTS,
        say=lambda reason, count: text(f"meeting.refused.{reason}", count=count),
        text=text,
    )


def _save(state: MeetingEntry, *, action: Action, desk: MeetingDesk, author: str, text: Text) -> None:
    entry = state.opened
    if action == "withdraw" and entry is not None:
        desk.withdraw(entry.id, version=entry.version, author=author)
    elif entry is not None:
        desk.edit(entry.id, _draft(state, entry.prefecture_code), version=entry.version, author=author)
    else:
        draft = _draft(state, st.session_state[state.of_prefecture] or "")
        if state.is_after_save() and draft == MeetingDraft(draft.prefecture_code, None):
            return  # A second click right after a save meets the next form, still untouched.
        desk.add(draft, author=author)
    state.start_anew(text(f"meeting.done.{action}"))


def _draft(state: MeetingEntry, prefecture: str) -> MeetingDraft:
    typed = {what: st.session_state[state.name(what)] for what in ("held", "next", "mic", "agency", "agenda", "notes")}
    return MeetingDraft(
        prefecture_code=prefecture,
        held_on=typed["held"],
        next_on=typed["next"],
        agenda=str(typed["agenda"]),
        mic=Attendance(typed["mic"]),
        agency=Attendance(typed["agency"]),
        notes=str(typed["notes"]),
    )


def _current_lines(current: Meeting, *, text: Text) -> list[str]:
    row = entry_frame([current], text=text).iloc[0]
    return [
        text("meeting.current_line", label=column.label, words=str(row[column.name]))
        for column in entry_columns(text)
        if row[column.name]
    ]
