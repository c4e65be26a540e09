"""The map of a shock: each municipality by what becomes of its worst system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from components.after_map import await_map, is_map_awaited, release_figures
from components.chart_block import block_title
from components.japan_map import MapClass, MapNumbers, japan_map
from components.map_block import map_words
from components.text import Text
from components.theme import BAD_TEXT, BLUE, LATE, OVERDUE_FILLS, UNREPORTED_FILL, WHITE
from data.views.what_if import WhatIfView
from data.views.what_if_counts import OUT_OF_SCOPE, SLIP_STATES, STATES, UNKNOWN_STATES

HEIGHT_PX: Final = 400

_LOOKS: Final[dict[str, tuple[str, str, Literal["none", "hatch", "dots"]]]] = {
    "": ("", WHITE, "none"),
    "placed_in_time": ("○", BLUE[200], "none"),
    "placed_late": ("△", OVERDUE_FILLS[1], "none"),
    "full": ("▲", LATE, "none"),
    "unmeasured": ("？", UNREPORTED_FILL, "hatch"),
    "unlisted": ("？", UNREPORTED_FILL, "hatch"),
    "no_alternative": ("✕", BAD_TEXT, "none"),
    "slip_in_time": ("○", BLUE[200], "none"),
    "slip_unknown": ("？", UNREPORTED_FILL, "hatch"),
    "slip_late": ("▲", LATE, "none"),
    OUT_OF_SCOPE: ("", UNREPORTED_FILL, "dots"),
}
"""Mark, fill and pattern of each state, of no system hit and of bodies the reader may not see one by one."""


def what_if_map(
    view: WhatIfView, *, title: str, prefecture_names: Mapping[str, str], on_pick: Callable[[str], object], text: Text
) -> None:
    """Draw the map under its title; ``on_pick`` is told the code of a picked municipality."""
    states = map_states(view)
    labels = map_classes(view, text=text)
    block_title(title, note=text("what_if.map_note"))
    await_map()
    event = japan_map(
        view.map.geometry_url,
        codes=view.map.codes,
        classes=[states.index(state) for state in view.map.states],
        values=MapNumbers(values=view.map.systems, decimals=0, unit=text("what_if.unit.systems")),
        palette=labels,
        measure=text("what_if.card.systems"),
        title=title,
        summary=map_summary(view, text=text),
        credit=view.map.credit,
        language=text.language,
        words=map_words(text),
        key="what_if_map",
        height=HEIGHT_PX,
        prefecture_names=prefecture_names if text.language != "ja" else None,
        on_drawn=release_figures if is_map_awaited() else None,
    )
    if event.code is not None:
        on_pick(event.code)


def map_states(view: WhatIfView) -> tuple[str, ...]:
    """The states the map of ``view`` can show, in the order of its legend; those that need a reason only with one."""
    usual = STATES if view.shock.is_withdrawal else SLIP_STATES
    rare = (*UNKNOWN_STATES, OUT_OF_SCOPE)
    return tuple(one for one in ("", *usual, OUT_OF_SCOPE) if one not in rare or one in view.map.states)


def map_classes(view: WhatIfView, *, text: Text) -> tuple[MapClass, ...]:
    """The legend of ``map_states``."""
    return tuple(_class(state, text=text) for state in map_states(view))


def map_summary(view: WhatIfView, *, text: Text) -> str:
    """Say how many municipalities are in each class; what is hit of the prefectures' own is not on the map."""
    parts = [
        text("map.summary_part", label=entry.label, count=view.map.states.count(state))
        for state, entry in zip(map_states(view), map_classes(view, text=text), strict=True)
    ]
    return text("what_if.map_summary", parts=text("map.summary_joint").join(parts))


def _class(state: str, *, text: Text) -> MapClass:
    mark, fill, pattern = _LOOKS[state]
    return MapClass(label=text(f"what_if.state.{state or 'none'}"), fill=fill, mark=mark, pattern=pattern)
