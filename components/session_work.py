"""Work that a session has under way beside its pages: whichever page the reader is on, it is told that one is there."""

from __future__ import annotations

from typing import Final, Protocol

import streamlit as st

from components.fragments import apart

SESSION_WORK: Final = "hand_out_job"
"""Where a session keeps it."""
EVERY_SECONDS: Final = 30.0


class Work(Protocol):
    """Work that ends by itself when its reader has gone."""

    def is_still_wanted(self) -> bool:
        """Say that the reader is there; whether there is anything left to do."""


def keep_session_work() -> None:
    """Keep the work of this session going while any page is open, also one that nobody touches."""
    work: Work | None = st.session_state.get(SESSION_WORK)
    if work is not None and work.is_still_wanted():
        apart(_keep, every_seconds=EVERY_SECONDS)(work)


def _keep(work: Work) -> None:
    work.is_still_wanted()
