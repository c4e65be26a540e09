"""How the overview lies on the page: the answer first, then the map beside the judgement, then the lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st

from components.cards import kpi_row
from components.filters import filter_bar, weight_filter
from components.headline_cards import headline_cards
from components.map_section import MapSource
from components.navigation import open_place
from components.overview_blocks import business_block, region_block
from components.overview_sentences import overview_sentences
from components.pack_link import pack_link
from components.place_columns import place_columns
from components.progress_tables import weight_note
from components.standing_blocks import confused_block, movers
from components.summary_block import summary_block
from components.text import Text
from data.views.annotations import AnnotationsView
from data.views.overview import OverviewView


def overview_layout(
    view: OverviewView,
    *,
    source: MapSource,
    notes: AnnotationsView,
    prefecture_names: Mapping[str, str],
    text: Text,
) -> None:
    """Lay out ``view`` with its map; ``notes`` are marked on the timeline. A month of rates only has fewer blocks."""
    place = text.pick(view.place.name, view.place.english) if view.place else text("filter.nation")
    subject = place if view.place else text("sentence.nation")
    sentences = overview_sentences(view, place=subject, text=text)
    summary_block(sentences, text=text, source=copied_source(view, place=place, text=text))
    if view.place is None:
        pack_link(text)
    kpi_row(headline_cards(view.headlines, text=text), text=text)
    place_columns(
        view,
        place=place,
        source=source,
        notes=notes,
        prefecture_names=prefecture_names,
        on_pick=open_place,
        under_map=partial(movers, view, text=text) if view.place is None else None,
        text=text,
    )
    weight_bar(view, text=text)
    confused_block(view, text=text)
    if view.has_steps:
        business_block(view, place=place, text=text)
    region_block(view, place=place, text=text)


def copied_source(view: OverviewView, *, place: str, text: Text) -> str:
    """The last line of a copied summary: whose figures of which month; invented data says so."""
    copied = text("overview.copied_source", place=place, month=text.month(view.as_of.month))
    return f"{text('frame.demo')} {copied}" if view.is_synthetic else copied


def weight_bar(view: OverviewView, *, text: Text) -> None:
    """Draw the choice of the weighting of every mean, and what is said of the one in force."""
    with filter_bar("weight"):
        weight_filter(text, weights=view.weightings)
        if note := weight_note(view, text=text):
            st.html(f'<p class="d-notes">{escape(note)}</p>')
