"""The way from page to page: the nation, a prefecture, a municipality, one system, and back.

A link inside the app keeps the session and takes the state of the view along: month, measure, language and place
survive the way. A component shown outside the app's frame gets plain links instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final, NoReturn
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page as NavigationPage

from components.address import shortened, shown_address
from components.messages import alert
from components.text import Text
from data.reference import load_reference

START: Final = "overview"
"""The page the app opens with, served at its root."""

_PAGES: Final = "navigation_pages"


def register_pages(pages: Mapping[str, NavigationPage]) -> None:
    """Make the pages of this run known by their names. Once a run, before anything links to them."""
    st.session_state[_PAGES] = dict(pages)


def open_page(name: str, **address: str) -> NoReturn:
    """Go to a page with the address of the view on screen, ``address`` put into it; an empty value takes one out."""
    st.switch_page(_pages()[name], query_params=_joined(address))


def open_place(code: str) -> NoReturn:
    """Go to the page of a prefecture (two digits) or of a municipality (five): what a picked region of a map means."""
    if len(code) == len("20"):
        open_page("prefecture", prefecture=code, body="", system="")
    open_page("municipality", prefecture=code[:2], body=code, system="")


def link(name: str, label: str, **address: str) -> None:
    """Draw a link to a page, see :func:`open_page`."""
    page = _pages().get(name)
    if page is None:
        st.html(f'<a class="d-link" href="{page_anchor(name, **address)}" target="_self">{escape(label)}</a>')
    else:
        st.page_link(page, label=label, query_params=_joined(address), width="content")


def page_anchor(name: str, **address: str) -> str:
    """Address of a page for a plain link, which opens it anew, escaped for an attribute; see :func:`open_page`."""
    query = urlencode(_joined(address))
    return escape(("./" if name == START else name) + (f"?{query}" if query else ""))


def prefecture_jump(text: Text, *, names: Mapping[str, str]) -> None:
    """Draw the list of prefectures (two-digit code to name) that opens the page of the one chosen."""
    chosen = st.selectbox(
        text("filter.prefecture"),
        list(names),
        index=None,
        key="prefecture_jump",
        format_func=names.__getitem__,
        placeholder=text("filter.open_prefecture"),
        width=260,
    )
    asked = st.query_params.get("prefecture")
    if asked and asked not in names:
        words = {"name": text("filter.prefecture"), "value": shortened(asked), "used": text("filter.nation")}
        alert([text("frame.invalid_choice", **words)])
    if chosen is not None:
        open_place(chosen)


def breadcrumb(text: Text, *, prefecture: str | None, body: str | None = None, system: str | None = None) -> None:
    """Draw the way down to the place on screen; every step but the last is a link.

    ``prefecture`` has two digits, ``body`` five, ``system`` is a business id; each must exist.
    """
    reference = load_reference()
    steps: list[tuple[str, str, dict[str, str]]] = [(text("filter.nation"), START, {})]
    if prefecture is not None and (place := reference.prefecture(prefecture)) is not None:
        steps.append((text.pick(place.name, place.english), "prefecture", {"prefecture": prefecture}))
    if body is not None and (municipality := reference.body(body)) is not None:
        is_own = municipality.is_prefecture
        label = text("own.crumb") if is_own else text.pick(municipality.name, municipality.english)
        steps.append((label, "municipality", {"body": body, "system": ""}))
    if system is not None and (business := reference.business(system)) is not None:
        steps.append((text.pick(business.name, business.english), "municipality", {"system": system}))
    with st.container(key="breadcrumb", horizontal=True, vertical_alignment="center", gap="xsmall"):
        for place_in_line, (label, name, address) in enumerate(steps):
            if place_in_line:
                st.html('<span class="d-crumb-joint" aria-hidden="true">›</span>', width="content")
            if place_in_line == len(steps) - 1:
                st.html(f'<span class="d-crumb" aria-current="location">{escape(label)}</span>', width="content")
            else:
                link(name, label, **address)


def _pages() -> Mapping[str, NavigationPage]:
    pages: Mapping[str, NavigationPage] = st.session_state.get(_PAGES, {})
    return pages


def _joined(address: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in shown_address(**address).items() if value}
