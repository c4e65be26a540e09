"""Figures wait for the map: before a browser has drawn a page of them it has no time for what stands beside them.

The library behind them takes it most of a second at the first look, and half of one on every other page: so the first
map of each page is waited for, and the reader who goes down from map to map sees the next one first.
"""

from __future__ import annotations

import secrets
from functools import partial
from typing import Final

import streamlit as st

from components.document import call_when_waiting

FIGURES: Final = "figures"
"""Key of the fragments that wait."""

FILES: Final = "files"
"""Key of the fragments that offer files. The map's word ends the run in which Streamlit took them down as the page's:
unless they are offered anew beside the figures, it forgets them and a download never comes."""

_PAGE: Final = "map_page"
_MARK: Final = "map_mark"
_DRAWN: Final = "map_drawn"
_AWAITED: Final = "map_awaited"
_HELD: Final = "figures_held"
_OFFERED: Final = "files_offered"


def begin_page(page: str) -> None:
    """Say that no map is on ``page`` yet. Comes before the page."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state.pop(_MARK, None)
        st.session_state[_DRAWN] = False
    st.session_state[_AWAITED] = False
    st.session_state[_HELD] = False
    st.session_state[_OFFERED] = False


def await_map() -> None:
    """Say that a map comes first on this page. Once drawn it is not waited for again while the reader stays."""
    st.session_state[_AWAITED] = not st.session_state.get(_DRAWN, False)


def release_in_time() -> None:
    """Let the figures come although the map never tells that it is there: its scripts may not reach this browser."""
    if is_map_awaited():
        mark = map_mark()
        call_when_waiting(partial(_release_of, mark), mark=mark)


def map_mark() -> str:
    """A few letters of no other session or page: a message like the last would not reach the browser's code."""
    return str(st.session_state.setdefault(_MARK, secrets.token_hex(4)))


def _release_of(mark: str) -> None:
    """Let the figures come unless the reader has gone to another page meanwhile."""
    if mark == map_mark():
        release_figures()


def is_map_awaited() -> bool:
    """Whether figures should hold their place and wait."""
    return bool(st.session_state.get(_AWAITED, False))


def hold_figure() -> None:
    """Say that a figure waits: there is something to release."""
    st.session_state[_HELD] = True


def offer_files() -> None:
    """Say that a fragment of ``FILES`` is on the page."""
    st.session_state[_OFFERED] = True


def release_figures() -> None:
    """Let the figures come, now that the map is on screen. A callback of the map's."""
    st.session_state[_DRAWN] = True
    st.session_state[_AWAITED] = False
    if st.session_state.get(_HELD, False):
        st.session_state[_HELD] = False
        st.rerun([FIGURES, FILES] if st.session_state.get(_OFFERED, False) else FIGURES)
