"""Colours of the map's lines and controls; the fills belong to the classes."""

from __future__ import annotations

from dataclasses import dataclass

from components import theme


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Any CSS colours. Each field reaches the style sheet as the custom property ``--jm-<field>``.

    ``region`` lines separate regions, ``border`` lines prefectures, ``pattern`` draws hatches and dots.
    """

    background: str
    control: str
    control_border: str
    text: str
    muted: str
    accent: str
    region: str
    border: str
    outline: str
    selected: str
    focus: str
    pattern: str
    error: str


def house_style() -> MapStyle:
    """Take the colours of the dashboard's theme."""
    return MapStyle(
        background=theme.WHITE,
        control=theme.WHITE,
        control_border=theme.GREY[536],
        text=theme.TEXT,
        muted=theme.TEXT_MUTED,
        accent=theme.KEY,
        region=theme.MAP_BORDER,
        border=theme.MAP_BORDER_STRONG,
        outline=theme.DESIGNATED,
        # Dark, not orange: in this dashboard orange says late.
        selected=theme.TEXT,
        focus=theme.KEY,
        pattern=theme.UNREPORTED_MARK,
        error=theme.BAD_TEXT,
    )
