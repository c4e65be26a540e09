"""ベンダ: one vendor: its customers and businesses, what is planned and done, its events and its flags."""

from __future__ import annotations

import streamlit as st

from components.cut_filter import chosen_cut, cut_filter
from components.cuts import cut_businesses
from components.filters import list_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.messages import working
from components.navigation import link
from components.progress_tables import file_lines
from components.vendor_detail_layout import vendor_detail_layout
from data.access import Reader
from data.views.vendor import vendor_codes, vendor_view


def render(reader: Reader) -> None:
    """Show the vendor and month the address names, or the list to choose one from."""
    text = current_text()
    as_of = page_header(
        text,
        page="vendor",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
    )
    if as_of is None:
        return
    reading = reader.at(as_of)
    if not reading.has_steps:
        reason = "no_vendor_report" if reading.is_reported else "month_not_reported"
        return empty_state(text, reason=reason)
    with st.container(key="filters_vendor_bar", horizontal=True, vertical_alignment="center", gap="medium"):
        link("vendors", text("vendor.back"), vendor="")
        words = {"": text("vendor.choose"), **vendor_codes(reader, as_of=as_of)}
        code = list_filter(text, name="vendor", label=text("vendor.label"), words=words, width_px=320)
        cut_filter(text)
    if not code:
        return empty_state(text, reason="vendor_not_chosen")
    with working(text("vendors.working")):
        view = vendor_view(reader.narrowed(cut_businesses(chosen_cut())), as_of=as_of, vendor=code)
    vendor_detail_layout(view, text=text)
    source_note(text, lines=file_lines(view, text=text))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
