"""The ways to a municipality's sheet when the address names none, or one that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from components.address import shortened
from components.body_search import body_search
from components.chart_block import block_title
from components.filters import prefecture_filter
from components.messages import alert
from components.navigation import page_anchor
from components.text import Text
from data.reference import load_reference


def asked_body() -> str | None:
    """The code the address asks for, whether or not there is such a body; a sixth digit, the check digit, is left out.

    An address without one is None.
    """
    asked = st.query_params.get("body")
    if asked and len(asked) == 6 and (body := load_reference().body(asked[:5])) and body.code6 == asked:
        return body.code
    return asked or None


def municipality_choice(text: Text, *, unknown: str | None) -> None:
    """Offer every municipality of a prefecture to choose from; ``unknown`` is a code that names nothing."""
    if unknown is not None:
        alert([text("karte.unknown_body", code=shortened(unknown))])
    block_title(text("karte.choose.title"), summary=text("karte.choose.how"))
    reference = load_reference()
    body_search(text)
    names: Mapping[str, str] = {one.code: text.pick(one.name, one.english) for one in reference.prefectures}
    chosen = prefecture_filter(text, names=names)
    if chosen is None:
        return
    items = "".join(
        f'<li><a href="{page_anchor("municipality", body=body.code, prefecture=chosen)}">'
        f"{escape(text.pick(body.name, body.english))}</a> "
        f"<small>{escape(text(f'kind.{body.kind.name.lower()}'))}</small></li>"
        for body in reference.municipalities_of(chosen)
    )
    label = escape(text("karte.choose.list", prefecture=names[chosen]))
    st.html(f'<nav aria-label="{label}"><h3 class="d-choose-title">{label}</h3><ul class="d-choose">{items}</ul></nav>')
