"""What the form of meetings remembers between runs of a session, and what a planned meeting puts into it."""

from __future__ import annotations

from _thread import LockType
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final, Literal

import streamlit as st

from data.views.meetings import Meeting

KEY: Final = "meeting"


@dataclass(frozen=True, slots=True)
class MeetingMessage:
    """What became of the last save; ``current`` is what somebody else wrote meanwhile."""

    sentences: tuple[str, ...]
    kind: Literal["note", "warning", "fault"]
    current: Meeting | None = None
    is_done: bool = False


@dataclass(slots=True)
class MeetingEntry:
    """What the form remembers between runs of one session.

    ``round`` counts successful saves; ``place`` is the prefecture of the page ("" = the nation), whose new records are
    of that prefecture alone; ``opened`` is the meeting whose form is open, as it stood then.
    """

    round: int = 0
    place: str = ""
    opened: Meeting | None = None
    message: MeetingMessage | None = None
    # Streamlit answers a second click with a second thread while the first still saves.
    lock: LockType = field(default_factory=Lock)

    def name(self, what: str) -> str:
        """Key of a widget: another one for each meeting and after each save."""
        return f"{KEY}_{what}_{self.opened.id if self.opened else 0}_{self.round}"

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
