"""The form of follow-ups: what is typed, what was opened, and what saving came to.

As with annotations, typed text lives in the session under keys that change only after a successful save, and the
version that was opened is kept beside it, so that a change by somebody else is noticed when saving. A new entry may
name several bodies: one meeting is written once, and kept for each of them or for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final, Literal

import streamlit as st

from components.chart_block import block_title
from components.follow_up_entry import FORM, KEY, EntryMessage, EntryState, entry_state
from components.follow_up_history import current_entry, history_table
from components.follow_up_words import body_name, kind_word
from components.form_words import limit_help, outcome_toast, refusal_words
from components.messages import alert
from components.text import Text
from data.views.follow_ups import (
    ConflictError,
    FollowUp,
    FollowUpDesk,
    FollowUpDraft,
    FollowUpKind,
    FollowUpState,
    FollowUpsView,
    RecordsError,
    RefusedRecordError,
)

CONTENT_LIMIT: Final = 400
PERSON_LIMIT: Final = 60
AUTHOR_LIMIT: Final = 40
_TEXTS: Final = ("person", "content", "action")
Action = Literal["add", "edit", "withdraw"]
_ACTIONS: Final[tuple[Action, ...]] = ("add", "edit", "withdraw")


def follow_up_form(view: FollowUpsView, *, desk: FollowUpDesk, bodies: Sequence[str], text: Text) -> None:
    """Draw the form for a new follow-up of some of ``bodies``, or for an entry of ``view`` that may be changed here."""
    state = entry_state()
    writable = [code for code in bodies if desk.may_write(code)]
    entries = {entry.id: entry for entry in view.entries if desk.may_write(entry.body_code)}
    if state.opened is not None:
        entries[state.opened.id] = state.opened
    actions = [action for action in _ACTIONS if (writable if action == "add" else entries)]
    if not actions:
        return
    st.html(f'<span id="{FORM}"></span>')
    block_title(text("follow.form_title"), note=text("follow.form_note"))
    action = _action(actions, text=text)
    if action == "add":
        state.opened = None
    else:
        chosen = _target(entries, text=text)
        if state.opened is None or state.opened.id != chosen:
            state.opened = entries[chosen]
    with st.form(state.name(f"form_{action}"), enter_to_submit=False):
        if action == "add":
            _bodies(state, writable, text=text)
        if action != "withdraw":
            _fields(state, view=view, text=text)
        st.session_state.setdefault(f"{KEY}_author", "")
        st.text_input(text("follow.column.author"), key=f"{KEY}_author", help=limit_help(AUTHOR_LIMIT, text=text))
        submit = partial(_submit, state.round, action=action, desk=desk, text=text)
        press, told = st.columns([1, 5])
        with press:
            st.form_submit_button(text(f"follow.submit.{action}"), on_click=submit)
        with told:
            _tell(state, view=view, text=text)
    if state.opened is not None:
        _history(state.opened, view=view, desk=desk, text=text)


def _history(entry: FollowUp, *, view: FollowUpsView, desk: FollowUpDesk, text: Text) -> None:
    try:
        history_table(desk.history(entry.id), view=view, text=text)
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
    entry_state().message = None


def _target(entries: dict[int, FollowUp], *, text: Text) -> int:
    def words(number: int) -> str:
        entry = entries[number]
        kind = kind_word(entry.kind.value, text=text)
        return f"{number} {text.date(entry.happened_on)} {body_name(entry.body_code, text=text)} {kind}"

    if st.session_state.get(f"{KEY}_target") not in entries:
        st.session_state.pop(f"{KEY}_target", None)
    label = text("follow.target")
    return int(st.selectbox(label, list(entries), key=f"{KEY}_target", format_func=words, on_change=_forget_message))


def _bodies(state: EntryState, writable: list[str], *, text: Text) -> None:
    key = state.name("bodies")
    wanted = [code for code in st.session_state.get(key, state.bodies) if code in writable]
    if key not in st.session_state or wanted != st.session_state[key]:
        st.session_state[key] = wanted
    state.bodies = wanted
    words = partial(body_name, text=text)
    st.multiselect(text("follow.bodies"), writable, key=key, format_func=words, placeholder=text("follow.choose"))


def _fields(state: EntryState, *, view: FollowUpsView, text: Text) -> None:
    entry = state.opened
    day, kind, person = st.columns(3)
    with day:
        key = _seed(state, "day", entry.happened_on if entry else view.today)
        st.date_input(text("follow.field.day"), key=key, format="YYYY-MM-DD")
    with kind:
        key = _seed(state, "kind", entry.kind.value if entry else FollowUpKind.PHONE.value)
        kinds = [each.value for each in FollowUpKind]
        st.selectbox(text("follow.column.kind"), kinds, key=key, format_func=partial(kind_word, text=text))
    with person:
        key = _seed(state, "person", entry.person if entry else "")
        st.text_input(text("follow.column.person"), key=key, help=limit_help(PERSON_LIMIT, text=text))
    key = _seed(state, "content", entry.content if entry else "")
    st.text_area(text("follow.column.content"), key=key, help=limit_help(CONTENT_LIMIT, text=text))
    key = _seed(state, "action", entry.next_action if entry else "")
    st.text_area(text("follow.column.action"), key=key, help=limit_help(CONTENT_LIMIT, text=text))
    due, standing = st.columns(2)
    with due:
        key = _seed(state, "due", entry.due_on if entry else None)
        st.date_input(text("follow.column.due"), None, key=key, format="YYYY-MM-DD")
    with standing:
        key = _seed(state, "state", entry.state.value if entry else FollowUpState.OPEN.value)
        states = [each.value for each in FollowUpState]
        st.selectbox(text("follow.column.state"), states, key=key, format_func=lambda one: text(f"follow.state.{one}"))


def _seed(state: EntryState, what: str, value: str | date | None) -> str:
    """Give a widget its first value; what was typed since stays."""
    st.session_state.setdefault(state.name(what), value)
    return state.name(what)


def _submit(round_: int, *, action: Action, desk: FollowUpDesk, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    state = entry_state()
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
                say=lambda reason, count: text(f"follow.refused.{reason}", count=count),
            )
            state.message = EntryMessage(words, "warning")
        except ConflictError as error:
            _note_conflict(error, state=state, text=text)
        except RecordsError as error:
            state.message = EntryMessage((str(error), text("follow.kept")), "fault")
        if state.message is not None:
            outcome_toast(state.message.sentences[0] if state.message.is_done else "", text=text)


def _save(state: EntryState, *, action: Action, desk: FollowUpDesk, author: str, text: Text) -> None:
    entry = state.opened
    if action == "withdraw" and entry is not None:
        desk.withdraw(entry.id, version=entry.version, author=author)
    elif entry is not None:
        desk.edit(entry.id, _draft(state, entry.body_code), version=entry.version, author=author)
    else:
        state.bodies = [str(code) for code in st.session_state[state.name("bodies")]]
        if state.proposed not in state.bodies:
            state.proposed = None
        if not state.bodies:
            if state.message and state.message.is_done and not st.session_state[state.name("content")]:
                return  # A second click right after a save meets the next form, still untouched.
            state.message = EntryMessage((text("follow.refused.bodies_missing"),), "warning")
            return
        desk.add([_draft(state, code) for code in state.bodies], author=author)
    done = text("follow.done.add_for", bodies=len(state.bodies)) if entry is None else text(f"follow.done.{action}")
    state.round, state.opened, state.bodies, state.proposed = state.round + 1, None, [], None
    state.message = EntryMessage((done,), "note", is_done=True)
    st.session_state[f"{KEY}_action"] = "add"


def _draft(state: EntryState, code: str) -> FollowUpDraft:
    typed = {what: str(st.session_state[state.name(what)]) for what in (*_TEXTS, "kind", "state")}
    return FollowUpDraft(
        body_code=code,
        happened_on=st.session_state[state.name("day")],
        kind=FollowUpKind(typed["kind"]),
        person=typed["person"],
        content=typed["content"],
        next_action=typed["action"],
        due_on=st.session_state[state.name("due")],
        state=FollowUpState(typed["state"]),
    )


def _note_conflict(error: ConflictError, *, state: EntryState, text: Text) -> None:
    """Show what stands now beside what was typed; saving again then replaces what was shown."""
    current = error.current
    if not isinstance(current, FollowUp):
        raise error
    outcome = "withdrawn" if current.is_withdrawn else "changed"
    sentence = text(f"follow.conflict_{outcome}", author=current.edited_by, moment=text.moment(current.edited_at))
    state.message = EntryMessage((sentence, text("follow.kept")), "warning", current=current)
    state.opened = current


def _tell(state: EntryState, *, view: FollowUpsView, text: Text) -> None:
    message = state.message
    if message is None:
        return
    alert(message.sentences, kind=message.kind)
    if message.current is not None:
        alert(current_entry(message.current, view=view, text=text), kind="note", title=text("follow.current"))
