"""The form of follow-ups: what is typed, what was opened, and what saving came to.

A new entry may name several bodies: one meeting is written once, and kept for each of them or for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from components.chart_block import block_title
from components.follow_up_entry import FORM, EntryState, entry_state
from components.follow_up_history import current_entry, history_table
from components.follow_up_words import body_name, kind_word
from components.form_words import limit_help
from components.messages import alert
from components.record_form import Action, FormMessage, author_and_button, choose_record, save_once
from components.text import Text
from data.views.follow_ups import (
    FollowUp,
    FollowUpDesk,
    FollowUpDraft,
    FollowUpKind,
    FollowUpState,
    FollowUpsView,
    RecordsError,
)

CONTENT_LIMIT: Final = 400
PERSON_LIMIT: Final = 60
_TEXTS: Final = ("person", "content", "action")


def follow_up_form(view: FollowUpsView, *, desk: FollowUpDesk, bodies: Sequence[str], text: Text) -> None:
    """Draw the form for a new follow-up of some of ``bodies``, or for an entry of ``view`` that may be changed here."""
    state = entry_state()
    writable = [code for code in bodies if desk.may_write(code)]
    entries = {entry.id: entry for entry in view.entries if desk.may_write(entry.body_code)}
    if not (writable or entries or state.opened):
        return
    st.html(f'<span id="{FORM}"></span>')
    block_title(text("follow.form_title"), note=text("follow.form_note"))
    words, label = partial(_target_words, text=text), text("follow.target")
    action = choose_record(state, entries, may_add=bool(writable), label=label, words=words, text=text)
    with st.form(state.name(f"form_{action}"), enter_to_submit=False):
        if action == "add":
            _bodies(state, writable, text=text)
        if action != "withdraw":
            _fields(state, view=view, text=text)
        author_and_button(
            state,
            label=text(f"follow.submit.{action}"),
            on_click=partial(_submit, state.round, action=action, desk=desk, text=text),
            lines=partial(current_entry, view=view, text=text),
            text=text,
        )
    if state.opened is not None:
        _history(state.opened, view=view, desk=desk, text=text)


def _history(entry: FollowUp, *, view: FollowUpsView, desk: FollowUpDesk, text: Text) -> None:
    try:
        history_table(desk.history(entry.id), view=view, text=text)
    except RecordsError as error:
        alert([str(error)], kind="fault")


def _target_words(entry: FollowUp, *, text: Text) -> str:
    kind = kind_word(entry.kind.value, text=text)
    return f"{entry.id} {text.date(entry.happened_on)} {body_name(entry.body_code, text=text)} {kind}"


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
        key = state.seed("day", entry.happened_on if entry else view.today)
        st.date_input(text("follow.field.day"), key=key, format="YYYY-MM-DD")
    with kind:
        key = state.seed("kind", entry.kind.value if entry else FollowUpKind.PHONE.value)
        kinds = [each.value for each in FollowUpKind]
        st.selectbox(text("follow.column.kind"), kinds, key=key, format_func=partial(kind_word, text=text))
    with person:
        key = state.seed("person", entry.person if entry else "")
        st.text_input(text("follow.column.person"), key=key, help=limit_help(PERSON_LIMIT, text=text))
    key = state.seed("content", entry.content if entry else "")
    st.text_area(text("follow.column.content"), key=key, help=limit_help(CONTENT_LIMIT, text=text))
    key = state.seed("action", entry.next_action if entry else "")
    st.text_area(text("follow.column.action"), key=key, help=limit_help(CONTENT_LIMIT, text=text))
    due, standing = st.columns(2)
    with due:
        key = state.seed("due", entry.due_on if entry else None)
        st.date_input(text("follow.column.due"), None, key=key, format="YYYY-MM-DD")
    with standing:
        key = state.seed("state", entry.state.value if entry else FollowUpState.OPEN.value)
        states = [each.value for each in FollowUpState]
        st.selectbox(text("follow.column.state"), states, key=key, format_func=lambda one: text(f"follow.state.{one}"))


def _submit(round_: int, *, action: Action, desk: FollowUpDesk, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    state = entry_state()
    save_once(
        state,
        round_,
        save=lambda author: _save(state, action=action, desk=desk, author=author, text=text),
        record=FollowUp,
        texts=_TEXTS,
        say=lambda reason, count: text(f"follow.refused.{reason}", count=count),
        text=text,
    )


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
            if state.is_after_save() and not state.typed("content"):
                return  # A second click right after a save meets the next form, still untouched.
            state.message = FormMessage((text("follow.refused.bodies_missing"),), "warning")
            return
        desk.add([_draft(state, code) for code in state.bodies], author=author)
    done = text("follow.done.add_for", bodies=len(state.bodies)) if entry is None else text(f"follow.done.{action}")
    state.bodies, state.proposed = [], None
    state.start_anew(done)


def _draft(state: EntryState, code: str) -> FollowUpDraft:
    typed = {what: state.typed(what) for what in (*_TEXTS, "kind", "state")}
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
