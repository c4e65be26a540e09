"""The address bar as the one place of a view's state.

A widget is seeded from the address on every run and writes back to it when changed. ``bind="query-params"``
of Streamlit is not used: it writes the shown label (which changes with the language) and drops a value
that equals the default, so that a copied link would follow next month's default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

_LONGEST_ECHO = 40
_SHOWN = "address"


@dataclass(frozen=True, slots=True)
class SeededChoice:
    """A widget's key in the session, its value, and what the address asked for in vain (None when it did not)."""

    key: str
    value: str
    refused: str | None


def seed_choice(name: str, *, options: Sequence[str], default: str) -> SeededChoice:
    """Seed the widget of the address parameter ``name``; a value that is no option gives way to ``default``."""
    asked = st.query_params.get(name)
    value = asked if asked is not None and asked in options else default
    key = f"address_{name}"
    st.session_state[key] = value
    if asked is not None:
        _shown()[name] = value
    refused = None if asked is None or asked == value else shortened(asked)
    return SeededChoice(key=key, value=value, refused=refused)


def write_choice(name: str, value: str | None = None) -> None:
    """Write a parameter into the address: ``value``, or what the widget of ``name`` holds. A widget callback.

    None leaves the address as it is; an empty value, which stands for no choice, is taken out of it.
    """
    chosen = st.session_state.get(f"address_{name}") if value is None else value
    if chosen == "":
        drop_choice(name)
    elif chosen is not None:
        st.query_params[name] = chosen


def drop_choice(name: str) -> None:
    """Take a parameter out of the address. A widget callback."""
    st.query_params.pop(name, None)


def read_address() -> None:
    """Take the address as it stands. Once a run, before anything is drawn."""
    st.session_state[_SHOWN] = st.query_params.to_dict()


def shown_address(**values: str) -> dict[str, str]:
    """The address of the view on screen: what it holds, refused values corrected, with ``values`` in their place."""
    return {**_shown(), **values}


def shortened(asked: str) -> str:
    """Cut a value of the address to what a message can repeat.

    >>> shortened("2026-01"), len(shortened("x" * 5000))
    ('2026-01', 41)
    """
    return asked if len(asked) <= _LONGEST_ECHO else asked[:_LONGEST_ECHO] + "…"


def definition_link(term: str | None = None) -> str:
    """Address of the definitions page at ``term``, keeping the state of the view; escaped for an attribute."""
    query = urlencode(shown_address())
    return escape("definitions" + (f"?{query}" if query else "") + (f"#{term}" if term else ""))


def _shown() -> dict[str, str]:
    if _SHOWN not in st.session_state:
        read_address()
    shown: dict[str, str] = st.session_state[_SHOWN]
    return shown
