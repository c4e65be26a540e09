"""全国概況: where the nation (or one prefecture) stands, on the map, by body and by business."""

from __future__ import annotations

import streamlit as st

from components.cards import kpi_row
from components.filters import filter_bar, level_filter, measure_filter, prefecture_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.headline_cards import headline_cards
from components.map_block import map_block
from components.overview_blocks import business_block, distribution_block, place_name, region_block, show_place
from components.progress_tables import source_lines
from data.access import Reader
from data.reference import load_reference
from data.views.layers import Level, MapMeasure
from data.views.overview import overview_view


def render(reader: Reader) -> None:
    """Show the page for the month, place, level and measure the address names."""
    text = current_text()
    as_of = page_header(
        text,
        page="overview",
        months=reader.months,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
    )
    if as_of is None:
        return
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    with filter_bar():
        prefecture = prefecture_filter(text, names=names)
        level = level_filter(text, levels=tuple(Level)) if prefecture is None else Level.MUNICIPALITY
        measure = measure_filter(text, measures=tuple(MapMeasure))
    view = overview_view(reader, as_of=as_of, prefecture=prefecture, level=Level(level), measure=MapMeasure(measure))
    if view.empty_reason is not None:
        return empty_state(text, reason=view.empty_reason)
    place = place_name(view, text=text)
    kpi_row(headline_cards(view.headlines, text=text), text=text)
    left, right = st.columns([9, 11], gap="medium")
    with left:
        title = text("overview.map_title", place=place, measure=text(f"measure.{measure}"))
        picked = map_block(view.map_layer, title=title, text=text, key="overview_map", prefecture_names=names)
    with right:
        distribution_block(view, place=place, text=text)
        business_block(view, place=place, text=text)
    if picked is not None:
        show_place(picked)
    region_block(view, place=place, text=text)
    source_note(text, lines=source_lines(view, text=text))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
