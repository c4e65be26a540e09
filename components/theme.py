"""The look, once: colours, marks, fonts and sizes. The only module with a hex colour.

Colours are the Digital Agency's design tokens. ``.streamlit/config.toml`` repeats some of them because
Streamlit reads it before any Python runs; a test holds the two equal, and every text pair to WCAG AA.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from data.model import Judgement

BLUE: Final = {
    50: "#e8f1fe",
    100: "#d9e6ff",
    200: "#c5d7fb",
    300: "#9db7f9",
    400: "#7096f8",
    500: "#4979f5",
    600: "#3460fb",
    700: "#264af4",
    800: "#0031d8",
    900: "#0017c1",
    1000: "#00118f",
    1100: "#000071",
    1200: "#000060",
}
GREY: Final = {
    50: "#f2f2f2",
    100: "#e6e6e6",
    200: "#cccccc",
    420: "#949494",
    536: "#767676",
    700: "#4d4d4d",
    800: "#333333",
    900: "#1a1a1a",
}

WHITE: Final = "#ffffff"
SURFACE: Final = "#f8f8fb"
"""Ground of bands and notes, a step off the white page."""

KEY: Final = BLUE[900]
TEXT: Final = GREY[900]
TEXT_MUTED: Final = GREY[700]
BORDER: Final = GREY[200]
MARK: Final = BLUE[500]
"""Bars and lines that carry the subject of a chart."""
MARK_QUIET: Final = GREY[420]
"""Bars beside the highlighted one."""
REFERENCE_LINE: Final = GREY[800]

GOOD: Final = "#259d63"
GOOD_TEXT: Final = "#197a4b"
BAD: Final = "#ec0000"
BAD_TEXT: Final = "#ce0000"
WARNING: Final = "#b78f00"
WARNING_TEXT: Final = "#927200"
LATE: Final = "#fb5b01"
LATE_TEXT: Final = "#c74700"
WARNING_GROUND: Final = "#fff9e6"
BAD_GROUND: Final = "#fdeeee"

UNREPORTED_FILL: Final = GREY[50]
UNREPORTED_MARK: Final = GREY[536]
"""Lines of the hatch that means 未報告: never a shade of the scale, so that it can't be read as a low rate."""
NOT_APPLICABLE_FILL: Final = WHITE
"""対象外: nothing to be done, so no shade of the scale either; dots tell it from the hatch of 未報告."""
NOT_APPLICABLE_MARK: Final = "\N{FULLWIDTH SOLIDUS}"
DESIGNATED: Final = "#6f5a8a"
"""特定移行: its own category, neither progress (blue) nor lateness (red)."""


@dataclass(frozen=True, slots=True)
class JudgementLook:
    """How a 判定 looks: its mark, its fill with an outline, and what is written on the fill or on the white page."""

    mark: str
    fill: str
    outline: str
    ink: str
    text: str
    is_hatched: bool = False


JUDGEMENT: Final = {
    Judgement.DONE: JudgementLook("✓", fill=BLUE[800], outline=BLUE[800], ink=WHITE, text=BLUE[900]),
    Judgement.ON_TRACK: JudgementLook("○", fill=BLUE[200], outline=BLUE[800], ink=TEXT, text=BLUE[900]),
    Judgement.CAUTION: JudgementLook("△", fill=WARNING, outline=WARNING_TEXT, ink=TEXT, text=WARNING_TEXT),
    Judgement.LATE: JudgementLook("▲", fill=BAD_TEXT, outline=BAD_TEXT, ink=WHITE, text=BAD_TEXT),
    Judgement.UNREPORTED: JudgementLook(
        "？", fill=UNREPORTED_FILL, outline=UNREPORTED_MARK, ink=TEXT, text=TEXT_MUTED, is_hatched=True
    ),
}
"""判定 from best to worst, 未報告 last. Neighbours differ in lightness too: a black-and-white print shows them."""


@dataclass(frozen=True, slots=True)
class SeverityLook:
    """How the severity of a vendor flag looks: its mark, its fill, what is written on the fill or on the white page."""

    mark: str
    fill: str
    ink: str
    text: str


SEVERITY: Final = {
    3: SeverityLook("■", fill=BAD_TEXT, ink=WHITE, text=BAD_TEXT),
    2: SeverityLook("▣", fill="#ffc8a3", ink=TEXT, text=LATE_TEXT),
    1: SeverityLook("□", fill=GREY[100], ink=TEXT, text=TEXT_MUTED),
}
"""Severity of a vendor flag (3 = 高, 2 = 中, 1 = 低): squares, so that none is taken for a 判定."""

OVERDUE_FILLS: Final = (BLUE[100], "#ffdfca", "#ffa66d", LATE, "#8b3200")
"""超過 on a map: in time, then ever further over a date, from pale to dark orange."""

MILESTONE_LINES: Final = {
    "phase0": (GREY[536], "dot", 2.0),
    "step_3_2": (BLUE[500], "dash", 2.0),
    "step_8_2": (GREY[700], "dashdot", 2.0),
    "step_10_2": (BLUE[800], "longdash", 2.5),
    "step_13_1": (BLUE[1000], "longdashdot", 2.5),
    "live": (KEY, "solid", 4.0),
}
"""Colour, dash and width in px of each milestone's line: no two share a dash, go-live is the heaviest."""

MAP_BORDER: Final = GREY[536]
"""Outline of a region: visible against the page, the palest and the darkest class alike."""
MAP_BORDER_STRONG: Final = GREY[900]
SELECTED: Final = LATE

FONT_FAMILY: Final = (
    "'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, sans-serif"
)
"""Installed fonts only: a closed network serves no web font."""
MIN_FONT_PX: Final = 14
BASE_FONT_PX: Final = 16

_SCALE_STEPS: Final = {
    3: (200, 500, 1000),
    4: (100, 400, 700, 1200),
    5: (100, 300, 500, 800, 1200),
    6: (100, 300, 400, 600, 900, 1200),
    7: (100, 300, 400, 500, 700, 900, 1200),
    8: (50, 200, 300, 400, 500, 700, 900, 1200),
}

TEXT_PAIRS: Final = (
    (TEXT, WHITE),
    (TEXT, SURFACE),
    (TEXT, BLUE[50]),
    (TEXT, WARNING_GROUND),
    (TEXT, BAD_GROUND),
    (TEXT, GREY[50]),
    (TEXT_MUTED, WHITE),
    (TEXT_MUTED, SURFACE),
    (KEY, WHITE),
    (KEY, SURFACE),
    (KEY, BLUE[50]),
    (WHITE, KEY),
    (WHITE, BLUE[1000]),
    (GOOD_TEXT, WHITE),
    (BAD_TEXT, WHITE),
    (BAD_TEXT, BAD_GROUND),
    (WARNING_TEXT, WHITE),
    (LATE_TEXT, WHITE),
    (DESIGNATED, WHITE),
    (WHITE, REFERENCE_LINE),
    *((look.ink, look.fill) for look in JUDGEMENT.values()),
    *((look.text, WHITE) for look in JUDGEMENT.values()),
    *((look.ink, look.fill) for look in SEVERITY.values()),
    *((look.text, WHITE) for look in SEVERITY.values()),
)
"""Every (text, ground) pair in use; a test holds each to 4.5:1."""


def sequential(classes: int) -> tuple[str, ...]:
    """Colours of a progress scale from low (pale) to high (dark). Raises ValueError outside 3 to 8 classes.

    >>> sequential(3)
    ('#c5d7fb', '#4979f5', '#00118f')
    """
    if classes not in _SCALE_STEPS:
        raise ValueError(f"a progress scale has 3 to 8 classes, not {classes}")
    return tuple(BLUE[step] for step in _SCALE_STEPS[classes])


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, by WCAG 2.

    >>> contrast(WHITE, "#000000")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return round((high + 0.05) / (low + 0.05), 4)


def plotly_layout() -> dict[str, Any]:
    """Layout of the chart template: fonts, grounds, grid and axes. Charts make it a ``plotly`` template."""
    axis = {
        "gridcolor": GREY[100],
        "linecolor": GREY[420],
        "zerolinecolor": GREY[420],
        "tickfont": {"size": MIN_FONT_PX, "color": TEXT_MUTED},
        "title": {"font": {"size": MIN_FONT_PX, "color": TEXT_MUTED}},
        "automargin": True,
    }
    return {
        "font": {"family": FONT_FAMILY, "size": MIN_FONT_PX, "color": TEXT},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "colorway": [MARK, DESIGNATED, GREY[536], GOOD, LATE],
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": GREY[420], "font": {"color": TEXT}},
        "annotationdefaults": {"showarrow": False},
        "xaxis": axis,
        "yaxis": axis,
        "legend": {"font": {"size": MIN_FONT_PX}, "orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0.0},
        "dragmode": False,
    }


@cache
def css_variables() -> str:
    """The tokens as CSS variables; the style sheets name no colour themselves."""
    variables = {
        "key": KEY,
        "key-dark": BLUE[1000],
        "key-ground": BLUE[50],
        "mark": MARK,
        "text": TEXT,
        "muted": TEXT_MUTED,
        "border": BORDER,
        "border-strong": GREY[536],
        "surface": SURFACE,
        "white": WHITE,
        "good": GOOD_TEXT,
        "bad": BAD_TEXT,
        "bad-ground": BAD_GROUND,
        "warning": WARNING,
        "warning-text": WARNING_TEXT,
        "warning-ground": WARNING_GROUND,
        "late": BAD_TEXT,
        "severity-middle": SEVERITY[2].text,
        "bar": BLUE[300],
        "bar-line": BLUE[800],
        "designated": DESIGNATED,
        "font": FONT_FAMILY,
    }
    root = ";".join(f"--d-{name}:{value}" for name, value in variables.items())
    return f":root{{{root}}}"


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
