"""How the page of one vendor lies: the answer, its flags, its course, its businesses, its customers."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.cards import kpi_row
from components.flag_block import flag_block
from components.navigation import page_anchor
from components.summary_block import summary_block
from components.text import Text
from components.vendor_detail_blocks import (
    business_block,
    customer_block,
    event_block,
    pipeline_block,
    record_block,
    run_block,
)
from components.vendor_detail_words import detail_cards, detail_file, detail_head, detail_place, detail_sentences
from data.views.place_flags import PlaceFlags
from data.views.vendor import VendorView


def vendor_detail_layout(view: VendorView, *, text: Text) -> None:
    """Lay out ``view``."""
    place = detail_place(view, text=text)
    copied = text("vendors.copied_source", place=place, month=text.month(view.as_of.month))
    demo = f"{text('frame.demo')} " if view.is_synthetic else ""
    summary_block(detail_sentences(view, text=text), text=text, source=f"{demo}{copied}")
    kpi_row(detail_cards(view, text=text), text=text)
    address = page_anchor("what_if", vendor=view.code)
    what_if = escape(text("vendor.what_if", vendor=view.name))
    st.html(f'<p class="d-notes"><a href="{address}" target="_self">{what_if}</a></p>')
    flag_block(
        PlaceFlags(flags=view.flags, names={view.code: view.name}, is_known=True),
        place=place,
        head=detail_head(view, title=text("place_flags.title", place=place), text=text),
        file_name=detail_file(view, "flags"),
        kind="vendor",
        text=text,
    )
    for column, block in zip(st.columns([11, 9], gap="medium"), (pipeline_block, record_block), strict=True):
        with column:
            block(view, text=text)
    event_block(view, text=text)
    business_block(view, text=text)
    customer_block(view, text=text)
    run_block(view, text=text)
