"""Sentences that interrupt: warnings, empty and error states, the mark of invented data.

Written as HTML with everything escaped. Streamlit's own alerts read Markdown, so that a value echoed from
the address could show a link or fetch a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from typing import Literal

import streamlit as st

from components.text import Text


def alert(sentences: Sequence[str], *, kind: Literal["note", "warning", "fault"] = "warning", title: str = "") -> None:
    """Show finished sentences in a box that a screen reader announces."""
    head = f"<strong>{escape(title)}</strong>" if title else ""
    body = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    role = "status" if kind == "note" else "alert"
    st.html(f'<div class="d-alert d-alert-{kind}" role="{role}">{head}{body}</div>')


def working(words: str) -> AbstractContextManager[None]:
    """Say that something is under way which may take more than a second, for as long as it does."""
    return st.spinner(words)


def empty_state(text: Text, *, reason: str) -> None:
    """Say what is missing, why, and what to do next.

    ``reason`` names the messages ``frame.empty.<reason>.title``, ``.why`` and ``.action``.
    """
    _state(text, f"frame.empty.{reason}", kind="empty")


def error_state(text: Text) -> None:
    """Say that a page failed, that nothing was changed, and what to do next."""
    _state(text, "frame.error", kind="fault")


def demo_mark(text: Text) -> str:
    """HTML of the mark that every page of invented data carries."""
    return (
        f'<span class="d-demo">{escape(text("frame.demo"))}</span>'
        f'<span class="d-demo-note">{escape(text("frame.demo_note"))}</span>'
    )


def _state(text: Text, key: str, *, kind: str) -> None:
    title, why, action = (escape(text(f"{key}.{part}")) for part in ("title", "why", "action"))
    st.html(f'<section class="d-message d-{kind}" role="status"><h2>{title}</h2><p>{why}</p><p>{action}</p></section>')
