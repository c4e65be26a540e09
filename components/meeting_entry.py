"""What the form of meetings remembers between runs of a session, and what a planned meeting puts into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from components.record_form import FormState
from data.views.meetings import Meeting

KEY: Final = "meeting"


@dataclass(slots=True)
class MeetingEntry(FormState[Meeting]):
    """What the form remembers between runs of one session.

    ``place`` is the prefecture of the page ("" = the nation), whose new records are of that prefecture alone.
    """

    key: str = KEY
    place: str = ""

    @property
    def of_prefecture(self) -> str:
        """Key of the choice of a new meeting's prefecture: another one on each prefecture's page."""
        return self.name(f"prefecture{self.place}")


def propose(*, prefecture: str | None, next_on: date | None, agenda: str) -> None:
    """Put a planned meeting into the form of a new record. A widget callback."""
    state = meeting_entry()
    state.opened, state.message = None, None
    st.session_state[f"{KEY}_action"] = "add"
    st.session_state[state.name("next")] = next_on
    st.session_state[state.name("agenda")] = agenda
    if prefecture is not None and state.place in ("", prefecture):
        st.session_state[state.of_prefecture] = prefecture


def meeting_entry() -> MeetingEntry:
    """What the form of this session remembers."""
    state: MeetingEntry = st.session_state.setdefault(f"{KEY}_state", MeetingEntry())
    return state
