"""The chrome around every page: language, top bar, reported month, warnings, sources, empty states.

The address holds the whole state, so that a copied link reopens the same view on a cold server; the
top bar carries that state from page to page.
"""

from __future__ import annotations

import logging
import runpy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as NavigationPage

from components.address import (
    definition_link,
    drop_choice,
    read_address,
    seed_choice,
    shortened,
    shown_address,
    write_choice,
)
from components.after_map import begin_page, release_in_time
from components.browser_assets import served_assets
from components.document import describe_document, set_document_address
from components.messages import alert, demo_mark, error_state
from components.messages import empty_state as empty_state
from components.navigation import register_pages
from components.text import Text, language_or_default
from components.theme import css_variables
from data.model import AsOf, parse_instant

_APP = Path(__file__).parent.parent / "app.py"
_STYLE_SHEETS = Path(__file__).parent / "style_sheets"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its name in the address (and in ``frame.page.<name>``), and what draws it.

    One that is not ``is_listed`` is reached from other pages, not from the navigation.
    """

    name: str
    render: Callable[[], None]
    is_listed: bool = True


def current_text() -> Text:
    """The words of the language the address asks for (``?lang=en``); Japanese by default."""
    return Text(language_or_default(st.query_params.get("lang")))


def run_app(entries: Sequence[PageEntry]) -> None:
    """Draw the top bar and the page the address names; the first entry is the start page.

    An error of a page is logged and told in a plain sentence, never shown as a traceback.
    """
    text = current_text()
    read_address()
    pages = [
        st.Page(entry.render, title=text(f"frame.page.{entry.name}"), url_path=entry.name) for entry in entries[1:]
    ]
    # Streamlit serves its default page at the root only; the same page by its own name is sent there.
    first = st.Page(
        entries[0].render,
        title=text(f"frame.page.{entries[0].name}"),
        url_path=f"{entries[0].name}-start",
        default=True,
    )
    by_name = st.Page(partial(_go_to, first), title=first.title, url_path=entries[0].name, visibility="hidden")
    page = st.navigation([first, *pages, by_name], position="hidden")
    register_pages({entry.name: page for entry, page in zip(entries, [first, *pages], strict=True)})
    st.set_page_config(page_title=f"{page.title} | {text('frame.product')}", layout="wide")
    app_style()
    listed = [page for entry, page in zip(entries, [first, *pages], strict=True) if entry.is_listed]
    _top_bar(text, pages=listed, current=page)
    describe_document(language=text.language, page=page.title)
    begin_page(page.url_path)
    try:
        page.run()
        release_in_time()
    except Exception:
        _log.exception("page %s failed", page.url_path)
        error_state(text)


def open_router() -> None:
    """Run app.py in place of the page module Streamlit ran by itself.

    On a cold server whose first visit is a deep link, Streamlit's own discovery of a ``pages`` folder wins
    over ``st.navigation`` and runs the page's file without its frame. Each page calls this under its
    ``__main__`` guard.
    """
    runpy.run_path(str(_APP), run_name="__main__")


def page_header(
    text: Text,
    *,
    page: str,
    months: Sequence[str],
    received_at: Callable[[AsOf], datetime | None],
    is_synthetic: bool,
    warnings: Sequence[str] = (),
    needs_month: bool = True,
    opening_month: str | None = None,
    beside: Callable[[], object] | None = None,
) -> AsOf | None:
    """Draw the page's title with the reported month and when it was received; return the chosen point in time.

    ``months`` are YYYY-MM in ascending order, the default is ``opening_month`` or else the last one; ``received_at``
    tells when the chosen one arrived; ``warnings`` are finished sentences of the store (a damaged snapshot). Without
    any month the result is None, and an empty state is already on screen when the page ``needs_month``. ``beside``
    draws one more choice of the whole page into the same row.
    """
    problems: list[str] = []
    with st.container(key="page_header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<h1 class="d-title">{escape(text(f"frame.page.{page}"))}</h1>{demo_mark(text) if is_synthetic else ""}'
        )
        if beside is not None and months:
            with st.container(key="page_choice", width=280):
                beside()
        known_at = _known_at(text, problems)
        opening = opening_month or (months[-1] if months else "")
        as_of = _as_of_choice(text, months, opening, known_at, received_at, problems) if months else None
    set_document_address(shown_address(month=as_of.month) if as_of else shown_address())
    if problems:
        alert(problems)
    if warnings:
        alert(warnings, kind="fault", title=text("frame.store_warning"))
    if known_at is not None:
        with st.container(key="known_at", horizontal=True, vertical_alignment="center"):
            alert([text("frame.known_at", moment=text.moment(known_at))], kind="note")
            st.button(text("frame.known_at_clear"), on_click=drop_choice, args=("known_at",))
    if as_of is None and needs_month:
        empty_state(text, reason="no_data")
    return as_of


def source_note(text: Text, *, lines: Sequence[str]) -> None:
    """Close a page with its sources: one finished line each (source, publisher, date), then where terms are defined."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    link = f'<a href="{definition_link()}">{escape(text("frame.definitions_link"))}</a>'
    title = escape(text("frame.sources"))
    st.html(f'<footer class="d-sources" aria-label="{title}"><h2>{title}</h2><ul>{items}</ul><p>{link}</p></footer>')


def _go_to(page: NavigationPage) -> None:
    st.switch_page(page, query_params=shown_address())


def app_style() -> None:
    """Have the browser fetch the style sheets, and hand it the theme's colours and fonts."""
    address = served_assets("style_sheets", assets=_STYLE_SHEETS)
    sheets = "".join(f'@import url("{address}/{path.name}");' for path in sorted(_STYLE_SHEETS.iterdir()))
    st.html(f"<style>{sheets}{css_variables()}</style>")


def _top_bar(text: Text, *, pages: Sequence[NavigationPage], current: NavigationPage) -> None:
    other = "en" if text.language == "ja" else "ja"
    with st.container(key="top_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="d-product">{escape(text("frame.product"))}</div>', width="content")
        with st.container(key="navigation", horizontal=True, vertical_alignment="center", gap=None):
            for page in pages:
                st.page_link(page, label=page.title, query_params=shown_address(), width="content")
        with st.container(key="language", width="content"):
            st.page_link(
                current, label=text("frame.other_language"), query_params=shown_address(lang=other), width="content"
            )


def _as_of_choice(
    text: Text,
    months: Sequence[str],
    opening_month: str,
    known_at: datetime | None,
    received_at: Callable[[AsOf], datetime | None],
    problems: list[str],
) -> AsOf:
    choice = seed_choice("month", options=months, default=opening_month)
    place = months.index(choice.value)
    if choice.refused is not None:
        problems.append(
            text("frame.invalid_choice", name=text("frame.month"), value=choice.refused, used=text.month(choice.value))
        )
    as_of = AsOf(month=choice.value, known_at=known_at)
    with st.container(key="month_choice", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.html(f'<span class="d-label">{escape(text("frame.month"))}</span>', width="content")
        _step(text("frame.previous_month"), to=months[place - 1] if place else None, icon="chevron_left")
        st.selectbox(
            text("frame.month"),
            list(reversed(months)),
            key=choice.key,
            format_func=text.month,
            on_change=write_choice,
            args=("month",),
            label_visibility="collapsed",
            width=150,
        )
        _step(text("frame.next_month"), to=months[place + 1] if place + 1 < len(months) else None, icon="chevron_right")
        received = text("frame.received", date=text.date(received_at(as_of)))
        st.html(f'<span class="d-label">{escape(received)}</span>', width="content")
    return as_of


def _step(label: str, *, to: str | None, icon: str) -> None:
    st.button(
        label,
        key=f"month_{icon}",
        icon=f":material/{icon}:",
        on_click=write_choice,
        args=("month", to),
        disabled=to is None,
        width="content",
    )


def _known_at(text: Text, problems: list[str]) -> datetime | None:
    asked = st.query_params.get("known_at")
    if asked is None:
        return None
    try:
        return parse_instant(asked)
    except (ValueError, OverflowError):
        problems.append(text("frame.invalid_known_at", value=shortened(asked)))
        return None
