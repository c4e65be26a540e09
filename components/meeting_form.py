"""The form of meetings: what is typed, what was opened, and what saving came to.

As with follow-ups, typed text lives in the session under keys that change only after a successful save, and the
version that was opened is kept beside it, so that a change by somebody else is noticed when saving.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Final, Literal

import streamlit as st

from components.chart_block import block_title
from components.form_words import limit_help, outcome_toast, refusal_words
from components.meeting_entry import KEY, MeetingEntry, MeetingMessage, meeting_entry
from components.meeting_words import entry_columns, entry_frame, prefecture_name
from components.messages import alert
from components.tables import table_html
from components.text import Text
from data.views.meetings import (
    Attendance,
    ConflictError,
    Meeting,
    MeetingChange,
    MeetingDesk,
    MeetingDraft,
    MeetingsView,
    RecordsError,
    RefusedRecordError,
)

TEXT_LIMIT: Final = 400
AUTHOR_LIMIT: Final = 40
Action = Literal["add", "edit", "withdraw"]
_TEXTS: Final = ("agenda", "notes")
_ACTIONS: Final[tuple[Action, ...]] = ("add", "edit", "withdraw")
_OF_THE_FIRST_STATE: Final = ("prefecture", "author")


def meeting_form(view: MeetingsView, *, desk: MeetingDesk, prefectures: Sequence[str], text: Text) -> None:
    """Draw the form for a new meeting of one of ``prefectures``, or for one of ``view`` that may be changed here."""
    state = meeting_entry()
    state.place = view.prefecture.code if view.prefecture else ""
    writable = [code for code in prefectures if code.startswith(state.place) and desk.may_write(code)]
    entries = {entry.id: entry for entry in view.entries if desk.may_write(entry.prefecture_code)}
    if state.opened is not None:
        entries[state.opened.id] = state.opened
    actions = [action for action in _ACTIONS if (writable if action == "add" else entries)]
    if not actions:
        return
    block_title(text("meeting.form_title"), note=text("follow.form_note"))
    action = _action(actions, text=text)
    if action == "add":
        state.opened = None
    else:
        chosen = _target(entries, text=text)
        if state.opened is None or state.opened.id != chosen:
            state.opened = entries[chosen]
    with st.form(state.name(f"form_{action}"), enter_to_submit=False):
        if action == "add":
            _prefecture(state, writable, text=text)
        if action != "withdraw":
            _fields(state, text=text)
        st.session_state.setdefault(f"{KEY}_author", "")
        st.text_input(text("follow.column.author"), key=f"{KEY}_author", help=limit_help(AUTHOR_LIMIT, text=text))
        submit = partial(_submit, state.round, action=action, desk=desk, text=text)
        press, told = st.columns([1, 5])
        with press:
            st.form_submit_button(text(f"meeting.submit.{action}"), on_click=submit)
        with told:
            _tell(state, text=text)
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


def _action(actions: list[Action], *, text: Text) -> Action:
    if st.session_state.get(f"{KEY}_action") not in actions:
        st.session_state[f"{KEY}_action"] = actions[0]
    chosen = st.segmented_control(
        text("follow.action"),
        actions,
        required=True,
        key=f"{KEY}_action",
        format_func=lambda action: text(f"follow.action_{action}"),
        on_change=_forget_message,
    )
    return chosen or actions[0]


def _forget_message() -> None:
    meeting_entry().message = None


def _target(entries: dict[int, Meeting], *, text: Text) -> int:
    def words(number: int) -> str:
        entry = entries[number]
        place = prefecture_name(entry.prefecture_code, text=text)
        return text(
            "meeting.target_words" if entry.held_on else "meeting.target_planned",
            number=number,
            place=place,
            day=text.date(entry.day),
        )

    if st.session_state.get(f"{KEY}_target") not in entries:
        st.session_state.pop(f"{KEY}_target", None)
    label = text("meeting.target")
    return int(st.selectbox(label, list(entries), key=f"{KEY}_target", format_func=words, on_change=_forget_message))


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
        key = _seed(state, "held", entry.held_on if entry else None)
        st.date_input(text("meeting.field.held"), None, key=key, format="YYYY-MM-DD")
    for column, who, known in ((mic, "mic", entry and entry.mic), (agency, "agency", entry and entry.agency)):
        with column:
            key = _seed(state, who, (known or Attendance.UNKNOWN).value)
            options = [each.value for each in Attendance]
            st.selectbox(
                text(f"meeting.field.{who}"),
                options,
                key=key,
                format_func=lambda one: text(f"meeting.attendance.{one}"),
            )
    with ahead:
        key = _seed(state, "next", entry.next_on if entry else None)
        st.date_input(text("meeting.field.next"), None, key=key, format="YYYY-MM-DD")
    for what, words in (("agenda", entry.agenda if entry else ""), ("notes", entry.notes if entry else "")):
        key = _seed(state, what, words)
        st.text_area(text(f"meeting.field.{what}"), key=key, help=limit_help(TEXT_LIMIT, text=text))


def _seed(state: MeetingEntry, what: str, value: str | date | None) -> str:
    """Give a widget its first value; what was typed since stays."""
    st.session_state.setdefault(state.name(what), value)
    return state.name(what)


def _submit(round_: int, *, action: Action, desk: MeetingDesk, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    state = meeting_entry()
    author = str(st.session_state[f"{KEY}_author"])
    with state.lock:
        if round_ != state.round:
            return
        try:
            _save(state, action=action, desk=desk, author=author, text=text)
        except RefusedRecordError as error:
            typed = {what: str(st.session_state.get(state.name(what), "")) for what in _TEXTS} | {"author": author}
            words = refusal_words(
                error.reasons,
                typed=typed,
                say=lambda reason, count: text(f"meeting.refused.{reason}", count=count),
            )
            state.message = MeetingMessage(words, "warning")
        except ConflictError as error:
            _note_conflict(error, state=state, text=text)
        except RecordsError as error:
            state.message = MeetingMessage((str(error), text("follow.kept")), "fault")
        if state.message is not None:
            outcome_toast(state.message.sentences[0] if state.message.is_done else "", text=text)


def _save(state: MeetingEntry, *, action: Action, desk: MeetingDesk, author: str, text: Text) -> None:
    entry = state.opened
    if action == "withdraw" and entry is not None:
        desk.withdraw(entry.id, version=entry.version, author=author)
    elif entry is not None:
        desk.edit(entry.id, _draft(state, entry.prefecture_code), version=entry.version, author=author)
    else:
        draft = _draft(state, st.session_state[state.of_prefecture] or "")
        if state.message and state.message.is_done and draft == MeetingDraft(draft.prefecture_code, None):
            return  # A second click right after a save meets the next form, still untouched.
        desk.add(draft, author=author)
    state.round, state.opened = state.round + 1, None
    done = text(f"meeting.done.{action}")
    state.message = MeetingMessage((done,), "note", is_done=True)
    st.session_state[f"{KEY}_action"] = "add"


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


def _note_conflict(error: ConflictError, *, state: MeetingEntry, text: Text) -> None:
    """Show what stands now beside what was typed; saving again then replaces what was shown."""
    current = error.current
    if not isinstance(current, Meeting):
        raise error
    outcome = "withdrawn" if current.is_withdrawn else "changed"
    sentence = text(f"follow.conflict_{outcome}", author=current.edited_by, moment=text.moment(current.edited_at))
    state.message = MeetingMessage((sentence, text("follow.kept")), "warning", current=current)
    state.opened = current


def _tell(state: MeetingEntry, *, text: Text) -> None:
    message = state.message
    if message is None:
        return
    alert(message.sentences, kind=message.kind)
    if message.current is not None:
        row = entry_frame([message.current], text=text).iloc[0]
        lines = [
            text("meeting.current_line", label=column.label, words=str(row[column.name]))
            for column in entry_columns(text)
            if row[column.name]
        ]
        alert(lines, kind="note", title=text("follow.current"))
