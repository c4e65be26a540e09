"""全国概況: where the nation stands: on the map, against the milestones, by business and body."""

from __future__ import annotations

from functools import partial

from components.annotation_block import annotation_block
from components.filters import chosen_weight
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.map_section import MapSource
from components.navigation import prefecture_jump
from components.overview_layout import overview_layout
from components.pack_block import pack_block
from components.progress_tables import source_lines
from data.access import Reader
from data.reference import load_reference
from data.views.annotations import annotation_desk, annotations_view
from data.views.maps import map_layer, map_measures, playback_series
from data.views.overview import overview_view
from data.views.pack import pack_view
from data.views.weighting import Weighting, offered_weightings


def render(reader: Reader) -> None:
    """Show the page for the month the address names; a prefecture in it waits for its own page."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="overview",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
        beside=partial(prefecture_jump, text, names=names),
    )
    if as_of is None:
        return
    weighting = Weighting(chosen_weight(offered_weightings(reader.at(as_of))))
    view = overview_view(reader, as_of=as_of, weighting=weighting)
    if view.empty_reason is not None:
        return empty_state(text, reason=view.empty_reason)
    months = partial(playback_series, reader, as_of=as_of, prefecture=None, weighting=weighting)
    source = MapSource(
        measures=lambda level: map_measures(reader.at(as_of), level=level),
        layer=partial(map_layer, reader, as_of=as_of, prefecture=None, weighting=weighting),
        months=months if reader.months[0] < as_of.month else None,
    )
    notes = annotations_view(reader, as_of=as_of, prefecture=None)
    overview_layout(view, source=source, notes=notes, prefecture_names=names, text=text)
    annotation_block(notes, desk=annotation_desk(reader, as_of=as_of), text=text)
    pack_block(partial(pack_view, reader, as_of=as_of, prefecture=None), of=as_of, text=text)
    source_note(text, lines=source_lines(view, text=text))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
