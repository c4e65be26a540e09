"""How the sheet of one body lies on the page: who it is, its steps, systems and dates, and what to compare."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.body_blocks import body_milestone_block, input_block, peer_blocks, system_block, vendor_block
from components.body_search import full_name
from components.flag_block import flag_block
from components.identity_block import identity_block, identity_card_row
from components.municipality_blocks import history_block, matrix_block, no_steps, timeline_block
from components.municipality_tables import sheet_file, sheet_head, sheet_place
from components.navigation import breadcrumb
from components.system_list import system_rows
from components.system_panel import system_choice, system_panel
from components.text import Text
from data.views.municipality import MunicipalityView


def municipality_layout(view: MunicipalityView, *, text: Text) -> None:
    """Lay out ``view``. A month of rates only has fewer blocks, and says so once."""
    crumbs = identity_block(view, text=text)
    if view.is_outside_scope:
        st.html(f'<p class="d-notes">{escape(text("karte.outside_scope"))}</p>')
    _input_note(view, text=text)
    identity_card_row(view, text=text)
    if view.systems.empty:
        with crumbs:
            breadcrumb(text, prefecture=view.prefecture.code, body=view.body.code)
        st.html(f'<p class="d-notes">{escape(text("karte.systems.none"))}</p>')
        return
    selected = system_choice(view, text=text)
    with crumbs:
        breadcrumb(text, prefecture=view.prefecture.code, body=view.body.code, system=selected)
    rows = system_rows(view.systems, judged=view.judged, text=text)
    system_panel(view, next((row for row in rows if row.business == selected), None), text=text)
    if view.has_steps:
        matrix_block(view, selected=selected, text=text)
    elif not view.is_outside_scope:
        no_steps(text)
    system_block(view, rows, selected=selected, text=text)
    timeline_block(view, selected=selected, text=text)
    if view.has_steps and not view.is_outside_scope:
        place = sheet_place(view, text=text)
        flag_block(
            view.flags,
            place=place,
            head=sheet_head(view, title=text("place_flags.title", place=place), text=text),
            file_name=sheet_file(view, "vendor_flags"),
            kind="body",
            text=text,
        )
    with st.container(key="karte_rest"):
        left, right = st.columns([9, 11], gap="medium")
    with left:
        history_block(view, text=text)
        input_block(view, text=text)
    with right:
        body_milestone_block(view, text=text)
        vendor_block(view, text=text)
        peer_blocks(view, text=text)


def _input_note(view: MunicipalityView, *, text: Text) -> None:
    """Say when the body is missing from the month, or reported only some of its systems."""
    applicable = view.systems[view.systems["is_applicable"]]
    missing = int((~applicable["is_reported"].astype(bool)).sum())
    if not missing:
        return
    key = "karte.none_reported" if missing == len(applicable) else "karte.some_reported"
    words = text(
        key,
        body=full_name(view.body, text=text),
        month=text.month(view.as_of.month),
        missing=missing,
        systems=len(applicable),
    )
    st.html(f'<div class="d-nothing" role="note"><p>{escape(words)}</p></div>')
