"""The two columns every page of a place opens with: its map at the left, how it is judged at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from components.charts.timeline_notes import TimelineNote
from components.map_section import MapSource, map_section
from components.map_table import MapFile
from components.overview_blocks import business_block, distribution_block
from components.progress_tables import file_name, table_head
from components.standing_blocks import burnup_block, input_block, judgement_block, milestone_block
from components.text import Text
from data.views.annotations import AnnotationsView
from data.views.overview import OverviewView


def place_columns(
    view: OverviewView,
    *,
    place: str,
    source: MapSource,
    notes: AnnotationsView,
    prefecture_names: Mapping[str, str],
    on_pick: Callable[[str], object],
    under_map: Callable[[], object] | None = None,
    text: Text,
) -> None:
    """Draw the map of ``place`` with ``under_map`` and the input below it, and beside it what the place is judged by.

    ``on_pick`` is told the code of a picked region. A month of rates only has fewer blocks.
    """
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
            on_pick=on_pick,
            text=text,
        )
        if under_map is not None:
            under_map()
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
