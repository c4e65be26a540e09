"""How a prefecture lies on its page: in the places the overview taught the eye, then its municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from components.body_list import body_list
from components.cards import kpi_row
from components.flag_block import flag_block
from components.flow_block import flow_block
from components.headline_cards import headline_cards
from components.map_section import MapSource
from components.messages import alert
from components.navigation import open_place
from components.overview_blocks import business_block
from components.overview_layout import copied_source, weight_bar
from components.overview_sentences import overview_sentences
from components.own_systems import own_systems
from components.place_columns import place_columns
from components.place_comparison import place_comparison, positions_sentence
from components.progress_tables import file_name, table_head
from components.summary_block import summary_block
from components.text import Text
from data.views.annotations import AnnotationsView
from data.views.prefecture import PrefectureView


def prefecture_layout(
    view: PrefectureView,
    *,
    place: str,
    source: MapSource,
    notes: AnnotationsView,
    prefecture_names: Mapping[str, str],
    text: Text,
) -> None:
    """Lay out ``view``; ``place`` is what is shown in the reader's words. A month of rates only has fewer blocks."""
    overview = view.overview
    if not overview.has_steps:
        alert([text("prefecture.rates_only_why")], kind="note", title=text("prefecture.rates_only"))
    sentences = prefecture_sentences(view, place=place, text=text)
    summary_block(sentences, text=text, source=copied_source(overview, place=place, text=text))
    kpi_row(headline_cards(overview.headlines, text=text), text=text)
    place_columns(
        overview,
        place=place,
        source=source,
        notes=notes,
        prefecture_names=prefecture_names,
        on_pick=open_place,
        under_map=partial(own_systems, view, place=place, text=text),
        text=text,
    )
    weight_bar(overview, text=text)
    if overview.has_steps:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            flow_block(view, place=place, text=text)
        with right:
            place_comparison(view, place=place, text=text)
    else:
        place_comparison(view, place=place, text=text)
    body_list(view, place=place, text=text)
    if overview.has_steps:
        title = text("place_flags.title", place=place)
        flag_block(
            view.flags,
            place=place,
            head=table_head(overview, title=title, place=place, measures=(), text=text),
            file_name=file_name(overview, "vendor_flags"),
            kind="prefecture",
            text=text,
        )
        business_block(overview, place=place, text=text)


def prefecture_sentences(view: PrefectureView, *, place: str, text: Text) -> tuple[str, ...]:
    """The overview's sentences of the prefecture and its place among the 47; that the data is invented comes last."""
    said = overview_sentences(view.overview, place=place, text=text)
    placed = tuple(one for one in (positions_sentence(view, text=text),) if one)
    if view.overview.is_synthetic:
        return (*said[:-1], *placed, *said[-1:])
    return (*said, *placed)
