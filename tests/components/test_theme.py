from __future__ import annotations

import math
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from components import theme
from data.model import MILESTONE_IDS, Judgement

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def wcag_contrast(one: str, other: str) -> float:
    """WCAG 2 contrast, written out again from the recommendation so that the theme's own is not judge of itself."""

    def luminance(colour: str) -> float:
        weights = {1: 0.2126, 3: 0.7152, 5: 0.0722}
        total = 0.0
        for start, weight in weights.items():
            value = int(colour[start : start + 2], 16) / 255
            total += weight * (value / 12.92 if value <= 0.03928 else math.pow((value + 0.055) / 1.055, 2.4))
        return total

    bright, dark = max(luminance(one), luminance(other)), min(luminance(one), luminance(other))
    return (bright + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """CIE L* from the contrast with black, whose luminance is zero."""
    luminance = wcag_contrast(colour, "#000000") * 0.05 - 0.05
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize(("text", "ground"), theme.TEXT_PAIRS)
def test_text_reads_on_its_ground(text: str, ground: str) -> None:
    assert wcag_contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("one", "other", "known"), [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, known: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(known, abs=0.005)


@pytest.mark.parametrize("classes", range(3, 9))
def test_a_scale_darkens_by_steps_an_eye_can_tell(classes: int) -> None:
    scale = theme.sequential(classes)
    assert len(set(scale)) == classes
    steps = [lightness(pale) - lightness(dark) for pale, dark in pairwise(scale)]
    assert min(steps) >= 8


@pytest.mark.parametrize("classes", [0, 2, 9])
def test_a_scale_of_too_few_or_many_classes_is_refused(classes: int) -> None:
    with pytest.raises(ValueError, match="3 to 8"):
        theme.sequential(classes)


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        (theme.MARK, theme.WHITE),
        (theme.MARK_QUIET, theme.WHITE),
        (theme.DESIGNATED, theme.WHITE),
        (theme.UNREPORTED_MARK, theme.UNREPORTED_FILL),
        (theme.MAP_BORDER, theme.WHITE),
        (theme.MAP_BORDER, theme.BLUE[50]),
        (theme.MAP_BORDER, theme.BLUE[1200]),
    ],
)
def test_marks_stand_out_from_their_ground(mark: str, ground: str) -> None:
    assert wcag_contrast(mark, ground) >= 3


def test_unreported_and_designated_are_no_shade_of_the_scale() -> None:
    assert not {theme.UNREPORTED_FILL, theme.UNREPORTED_MARK, theme.DESIGNATED} & set(theme.BLUE.values())


def test_streamlit_is_configured_with_the_theme() -> None:
    chosen = CONFIG["theme"]
    assert chosen["primaryColor"] == chosen["linkColor"] == theme.KEY
    assert chosen["backgroundColor"] == theme.WHITE
    assert chosen["secondaryBackgroundColor"] == theme.SURFACE
    assert chosen["textColor"] == theme.TEXT
    assert chosen["borderColor"] == chosen["dataframeBorderColor"] == theme.BORDER
    assert chosen["font"] == theme.FONT_FAMILY
    assert chosen["baseFontSize"] == theme.BASE_FONT_PX


def test_streamlit_is_configured_for_a_closed_network() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["browser"]["serverAddress"] == CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["headless"] is True
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert "http" not in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_the_style_sheet_knows_every_variable_it_uses_and_no_small_text() -> None:
    sheets = (ROOT / "components" / "style_sheets").glob("*.css")
    css = "\n".join([theme.css_variables(), *(sheet.read_text(encoding="utf-8") for sheet in sheets)])
    used = {part.split(")")[0] for part in css.split("var(--d-")[1:]}
    declared = {part.split(":")[0] for part in css.split("--d-")[1:] if ":" in part.split(")")[0]}
    assert used <= declared
    # A size that grows with the screen is told by its smallest: clamp(18px, 1.3vw, 27px).
    sizes = [int(part.removeprefix("clamp(").split("px")[0]) for part in css.split("font-size: ")[1:]]
    assert sizes
    assert min(sizes) >= theme.MIN_FONT_PX


def test_judgements_stand_out_in_colour_and_in_print() -> None:
    looks = list(theme.JUDGEMENT.values())
    assert set(theme.JUDGEMENT) == set(Judgement)
    assert len({look.mark for look in looks}) == len(looks)
    for look in looks:
        assert wcag_contrast(look.outline, theme.WHITE) >= 3
        assert wcag_contrast(look.ink, look.fill) >= 4.5
    assert [look.is_hatched for look in looks] == [False] * 4 + [True]
    for left, right in pairwise(looks):
        assert abs(lightness(left.fill) - lightness(right.fill)) >= 15


def test_milestone_lines_are_told_apart_without_colour() -> None:
    lines = theme.MILESTONE_LINES
    assert tuple(lines) == MILESTONE_IDS
    assert len({dash for _, dash, _ in lines.values()}) == len(lines)
    assert all(wcag_contrast(colour, theme.WHITE) >= 3 for colour, _, _ in lines.values())
    assert max(lines, key=lambda one: lines[one][2]) == "live"
