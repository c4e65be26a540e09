"""都道府県: one prefecture on its map, against its dates and beside the others, and its municipalities ranked."""

from __future__ import annotations

from functools import partial

from components.annotation_block import annotation_block
from components.cut_filter import chosen_cut
from components.cuts import cut_businesses, place_words
from components.filters import chosen_prefecture, chosen_weight
from components.follow_up_block import follow_up_block
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.map_section import MapSource
from components.place_bar import place_bar
from components.prefecture_choice import prefecture_choice, prefecture_ways
from components.prefecture_layout import prefecture_layout
from components.progress_tables import source_lines
from components.projection_layout import projected
from data.access import Reader
from data.model import AsOf
from data.reference import load_reference
from data.views.annotations import annotation_desk, annotations_view
from data.views.follow_ups import follow_ups_view
from data.views.maps import map_layer, map_measures, playback_series
from data.views.municipality import municipality_view
from data.views.places import place_table
from data.views.prefecture import prefecture_view
from data.views.weighting import Weighting, offered_weightings


def render(reader: Reader) -> None:
    """Show the prefecture and month the address names, or the ways to one."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="prefecture",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
        beside=partial(prefecture_choice, text, names=names),
    )
    if as_of is None:
        return
    prefecture, cut = chosen_prefecture(names), chosen_cut()
    place_bar(text, prefecture=prefecture)
    reader = reader.narrowed(cut_businesses(cut))
    if not reader.at(as_of).is_reported:
        return empty_state(text, reason="month_not_reported")
    weighting = Weighting(chosen_weight(offered_weightings(reader.at(as_of))))
    source = _map_source(reader, as_of, prefecture, weighting)
    if prefecture is None:
        places = place_table(reader, as_of=as_of, weighting=weighting)
        synthetic = reader.at(as_of).is_synthetic
        prefecture_ways(places, source=source, as_of=as_of, cut=cut, is_synthetic=synthetic, names=names, text=text)
        return source_note(text, lines=())
    view = prefecture_view(reader, as_of=as_of, prefecture=prefecture, weighting=weighting)
    place = place_words(names[prefecture], cut=cut, text=text)
    if projected(view, place=place, source=source, sheet=partial(municipality_view, reader, as_of=as_of), text=text):
        return
    notes = annotations_view(reader, as_of=as_of, prefecture=prefecture)
    prefecture_layout(view, place=place, source=source, notes=notes, prefecture_names=names, text=text)
    follow_up_block(follow_ups_view(reader, as_of=as_of, place=prefecture), place=names[prefecture], text=text)
    annotation_block(notes, desk=annotation_desk(reader, as_of=as_of), text=text)
    source_note(text, lines=source_lines(view.overview, text=text))


def _map_source(reader: Reader, as_of: AsOf, prefecture: str | None, weighting: Weighting) -> MapSource:
    months = partial(playback_series, reader, as_of=as_of, prefecture=prefecture, weighting=weighting)
    return MapSource(
        measures=lambda level: map_measures(reader.at(as_of), level=level),
        layer=partial(map_layer, reader, as_of=as_of, prefecture=prefecture, weighting=weighting),
        months=months if reader.months[0] < as_of.month else None,
    )


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
