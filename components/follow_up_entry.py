"""What the form of follow-ups remembers between runs of a session, and which bodies a new entry is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from components.record_form import FormState
from data.views.follow_ups import FollowUp, FollowUpDesk

KEY: Final = "follow_up"
FORM: Final = "follow-up-form"
"""Where on the page the form begins, for links to it."""


@dataclass(slots=True)
class EntryState(FormState[FollowUp]):
    """What the form remembers between runs of one session.

    ``bodies`` are those a new entry is for; ``arrived`` the body the address named last, ``proposed`` the one of
    ``bodies`` it brought.
    """

    key: str = KEY
    bodies: list[str] = field(default_factory=list)
    arrived: str | None = None
    proposed: str | None = None


def entry_state() -> EntryState:
    """What the form of this session remembers."""
    state: EntryState = st.session_state.setdefault(f"{KEY}_state", EntryState())
    return state


def chosen_bodies() -> tuple[str, ...]:
    """Codes of the bodies a new entry is for."""
    return tuple(entry_state().bodies)


def choose_body(code: str, *, kind: str | None = None) -> None:
    """Put a body into the new entry, or take it out again; ``kind`` is proposed with it. A widget callback."""
    state = entry_state()
    if code == state.proposed:
        state.proposed = None
    if code in state.bodies:
        state.bodies.remove(code)
    else:
        state.bodies.append(code)
        state.opened, state.message = None, None
        st.session_state[f"{KEY}_action"] = "add"
        if kind is not None:
            st.session_state[state.name("kind")] = kind
    st.session_state[f"{KEY}_bodies_0_{state.round}"] = list(state.bodies)


def take_arrival(asked: str | None, *, desk: FollowUpDesk, bodies: Sequence[str]) -> None:
    """Begin the new entry with the body the address names, if it is one of ``bodies``; before anything shows it.

    The body an earlier address brought goes, so that nobody writes about one he has left; what the reader chose stays.
    """
    state = entry_state()
    # Streamlit forgets the fields of a page that was left: without them the reader has just come.
    if asked == state.arrived and f"{KEY}_author" in st.session_state:
        return
    if state.proposed in state.bodies:
        state.bodies.remove(state.proposed)
    state.arrived, state.proposed = asked, None
    if asked is not None and asked in bodies and desk.may_write(asked) and asked not in state.bodies:
        state.bodies.append(asked)
        state.proposed = asked
    st.session_state[f"{KEY}_bodies_0_{state.round}"] = list(state.bodies)
