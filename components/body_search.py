"""Find a municipality by name, reading or code; hits are links and always carry their prefecture."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.navigation import link
from components.text import Text
from data.reference import Body, load_reference
from data.reference.search import MOST_FOUND, find_bodies


def body_search(text: Text, *, prefecture: str | None = None) -> None:
    """Draw the field; what was found lies over the page below it, as long as the focus or the pointer is there.

    ``prefecture`` (two digits) puts its own first.
    """
    with st.container(key="body_search", width=420, gap=None):
        words = st.text_input(
            text("search.label"), key="body_search_words", placeholder=text("search.placeholder"), max_chars=60
        )
        if words.strip():
            with st.container(key="body_search_hits", gap=None):
                _hits(words.strip(), prefecture=prefecture, text=text)


def _hits(words: str, *, prefecture: str | None, text: Text) -> None:
    found = find_bodies(words, prefecture=prefecture, most=MOST_FOUND + 1)
    if not found:
        st.html(f'<p class="d-summary" role="status">{escape(text("search.none", words=words))}</p>')
    for body in found[:MOST_FOUND]:
        label = text("search.hit", name=full_name(body, text=text), code=body.code)
        link("municipality", label, body=body.code, prefecture=body.prefecture_code, system="")
    if len(found) > MOST_FOUND:
        st.html(f'<p class="d-summary" role="status">{escape(text("search.more", most=MOST_FOUND))}</p>')


def full_name(body: Body, *, text: Text) -> str:
    """A body's name with its prefecture: 25 names repeat."""
    place = load_reference().prefecture(body.prefecture_code)
    if place is None or body.is_prefecture:
        return text.pick(body.name, body.english)
    return text.pick(f"{place.name} {body.name}", f"{body.english}, {place.english}")
