"""The map as a page sees it: series in, the reader's pick out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.runtime import Runtime

from components.after_map import map_mark
from components.browser_assets import served_component
from components.japan_map.model import MapClass, MapEvent, MapPlayback, MapValues, MapWords
from components.japan_map.payload import check_classes, codes_checksum, encode_payload
from components.japan_map.style import MapStyle, house_style

NAME: Final = "japan_map"
ASSETS: Final = Path(__file__).resolve().parent / "assets"
PICKED: Final = "picked"
PLAYBACK: Final = "playback"


def japan_map(
    geometry_url: str,
    *,
    codes: Sequence[str],
    classes: Sequence[int],
    values: MapValues,
    palette: Sequence[MapClass],
    measure: str,
    title: str,
    summary: str,
    credit: str,
    language: str,
    words: MapWords,
    key: str,
    outlined: Sequence[bool] | None = None,
    selected: str | None = None,
    leading: Sequence[Sequence[str]] = (),
    height: int = 420,
    prefecture_names: Mapping[str, str] | None = None,
    playback: MapPlayback | None = None,
    style: MapStyle | None = None,
    on_drawn: Callable[[], None] | None = None,
) -> MapEvent:
    """Draw regions in their class colours and tell which one the reader picked in this rerun.

    ``geometry_url``: static file of boundaries, relative to the app (``app/static/map/nation-….json``).
    ``codes``: one per region, ascending, exactly those of the file; the browser refuses another set.
    ``classes``: index into ``palette``. ``values``: shown with ``measure`` in tooltips. ``outlined``: 特定移行.
    ``selected``: code drawn with the thick outline; one that is not on this map is ignored.
    ``leading``: codes whose names are written first where not all find room, the weightiest group first.
    ``prefecture_names``: "01".."47" → name, where the file's own (Japanese) ones don't fit ``language``.
    ``height``: pixels of the drawing, at least those where it shows one prefecture; the rest is below or beside it.
    ``key``: identity of the map; zoom and position are kept under it until the geometry changes.

    Raises ValueError when series differ in length or a class is not in the palette.
    """
    check_classes(classes, palette)
    if len(codes) != len(classes):
        raise ValueError(f"{len(classes)} classes for {len(codes)} codes")
    if not Runtime.exists():
        return MapEvent()
    frames = playback.frames() if playback is not None and _requested(key) == playback.series_id else None
    for frame in frames or ():
        check_classes(frame.classes, palette)
    head: dict[str, Any] = {
        "key": key,
        "geometry": geometry_url,
        "checksum": codes_checksum(tuple(codes)),
        "language": language,
        "title": title,
        "summary": summary,
        "credit": credit,
        "measure": measure,
        "height": height,
        "palette": [asdict(entry) for entry in palette],
        "selected": selected,
        "leading": [list(group) for group in leading],
        "words": asdict(words),
        "style": asdict(style or house_style()),
        "prefectures": dict(prefecture_names or {}),
        "tells_drawn": map_mark() if on_drawn is not None else "",
        "series": playback.series_id if playback is not None else None,
    }
    data = encode_payload(head, classes=classes, values=values, outlined=outlined, frames=frames)
    result = served_component(NAME, assets=ASSETS, js="map.js", css="map.css")(
        key=key,
        data=data,
        on_picked_change=_nothing,
        on_playback_change=_nothing,
        on_drawn_change=on_drawn or _nothing,
    )
    picked = result.get(PICKED)
    return MapEvent(code=picked if picked in codes else None, wants_playback=frames is not None)


def _requested(key: str) -> object:
    """The series id asked for in this rerun. It is known before the map is mounted, so one rerun is enough."""
    state = st.session_state.get(key)
    return state.get(PLAYBACK) if isinstance(state, Mapping) else None


def _nothing() -> None:
    """Only a declared callback makes Streamlit return an event's value; the rerun itself is all we need."""
