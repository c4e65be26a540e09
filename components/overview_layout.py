"""How the overview lies on the page: the answer first, then the map beside the judgement, then the lists."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from components.cards import kpi_row
from components.charts.timeline_notes import TimelineNote
from components.filters import filter_bar, weight_filter
from components.headline_cards import headline_cards
from components.map_section import MapSource, map_section
from components.map_table import MapFile
from components.overview_blocks import business_block, distribution_block, region_block
from components.overview_sentences import overview_sentences
from components.progress_tables import file_name, table_head, weight_note
from components.standing_blocks import (
    burnup_block,
    confused_block,
    input_block,
    judgement_block,
    milestone_block,
    movers,
)
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
    copied = text("overview.copied_source", place=place, month=text.month(view.as_of.month))
    if view.is_synthetic:
        copied = f"{text('frame.demo')} {copied}"
    subject = place if view.place else text("sentence.nation")
    summary_block(overview_sentences(view, place=subject, text=text), text=text, source=copied)
    kpi_row(headline_cards(view.headlines, text=text), text=text)
    left, right = st.columns([9, 11], gap="medium")
    with left:
        file = MapFile(
            name=file_name(view, "map"),
            head=lambda title, measures: table_head(view, title=title, place=place, measures=measures, text=text),
        )
        map_section(
            source,
            place=place,
            is_nation=view.place is None,
            prefecture_names=prefecture_names,
            file=file,
            text=text,
        )
        if view.place is None:
            movers(view, text=text)
        input_block(view, place=place, text=text)
    with right:
        if view.has_steps:
            marks = tuple(TimelineNote(note.month, note.title) for note in notes.notes)
            burnup_block(view, place=place, notes=marks, text=text)
            milestone_block(view, place=place, text=text)
            judgement_block(view, place=place, text=text)
        distribution_block(view, place=place, text=text)
        if not view.has_steps:
            business_block(view, place=place, text=text)
            milestone_block(view, place=place, text=text)
    with filter_bar("weight"):
        weight_filter(text, weights=view.weightings)
        if note := weight_note(view, text=text):
            st.html(f'<p class="d-notes">{escape(note)}</p>')
    confused_block(view, text=text)
    if view.has_steps:
        business_block(view, place=place, text=text)
    region_block(view, place=place, text=text)
