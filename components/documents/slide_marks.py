"""The markup of slides' tables and map shapes, written in one pass.

The library builds each cell and each outline through dozens of look-ups, which takes seconds for a prefecture with a
long coast and many municipalities; what it reads back is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from components.documents.pack import Tone
from components.theme import BAD_GROUND, BAD_TEXT, BLUE, BORDER, GREY, KEY, TEXT, UNREPORTED_MARK, WARNING_GROUND, WHITE

FONT: Final = "Yu Gothic"
"""Named, not embedded: an office computer shows its own where it has not got it."""
TONE_GROUNDS: Final[dict[Tone, str]] = {
    "late": BAD_GROUND,
    "caution": WARNING_GROUND,
    "good": BLUE[50],
    "quiet": GREY[50],
}
_EMU_A_POINT: Final = 12700
_SIDE, _ABOVE = 54_000, 9_000
"""Margins of a cell in EMU, those at its sides doubled for large letters."""
CELL_ABOVE_PT: Final = _ABOVE / _EMU_A_POINT
_LARGE: Final = 12
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PATTERN: Final = "wdUpDiag"

Line = tuple[tuple[int, int], ...]


def words_in_xml(words: str) -> str:
    """Escape words, without the characters that no XML file may hold.

    >>> words_in_xml("a<b\\x07")
    'a&lt;b'
    """
    return escape(_NOT_XML.sub("", words))


def cell_side_pt(size: float) -> float:
    """Margin at each side of a cell with letters of ``size``, in points.

    >>> round(cell_side_pt(9), 2), round(cell_side_pt(14), 2)
    (4.25, 8.5)
    """
    return (_SIDE if size < _LARGE else 2 * _SIDE) / _EMU_A_POINT


def cell_markup(words: str, *, size: float, tone: Tone, is_head: bool, is_number: bool) -> str:
    """Write a cell of a table: its words in the colours of its tone, a line below it."""
    align = "r" if is_number else "l"
    side = round(cell_side_pt(size) * _EMU_A_POINT)
    size = min(size, _LARGE) if is_head else size
    ink = WHITE if is_head else BAD_TEXT if tone == "late" else TEXT
    ground = KEY if is_head else TONE_GROUNDS.get(tone, WHITE)
    bold = ' b="1"' if is_head or tone == "late" else ""
    look = (
        f'{{}} lang="ja-JP" sz="{round(size * 100)}"{bold}>{_solid(ink)}'
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    )
    # An empty line is as high as letters of the default size, unless it is told.
    lines = [f"<a:r><{look.format('a:rPr')}</a:rPr><a:t>{words_in_xml(one)}</a:t></a:r>" for one in words.split("\n")]
    run = "<a:br/>".join(lines) if words else ""
    end = "" if words else f"<{look.format('a:endParaRPr')}</a:endParaRPr>"
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{align}"/>{run}{end}</a:p></a:txBody>'
        f'<a:tcPr marL="{side}" marR="{side}" marT="{_ABOVE}" marB="{_ABOVE}" anchor="ctr">{none}'
        f'<a:lnB w="6350">{_solid(BORDER)}</a:lnB>{_solid(ground)}</a:tcPr></a:tc>'
    )


def table_element(rows: Sequence[Sequence[str]], *, widths: Sequence[int], heights: Sequence[int]) -> Any:
    """Make the element of a table from ``rows`` of ``cell_markup``; widths and heights in EMU."""
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in widths)
    lines = "".join(f'<a:tr h="{height}">{"".join(row)}</a:tr>' for row, height in zip(rows, heights, strict=True))
    return parse_xml(f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl>')


def outline_element(
    lines: Sequence[Line],
    *,
    number: int,
    name: str,
    box: tuple[int, int, int, int],
    fill: str | None,
    is_hatched: bool,
    edge: str,
    edge_pt: float,
) -> Any:
    """Make a shape with the outline of ``lines``; ``fill`` None = lines alone, not closed.

    ``number`` is its number on the slide, ``box`` its left, top, width and height in EMU.
    """
    low_x, low_y = min(x for line in lines for x, _ in line), min(y for line in lines for _, y in line)
    high_x, high_y = max(x for line in lines for x, _ in line), max(y for line in lines for _, y in line)
    end = "" if fill is None else "<a:close/>"
    drawn = "".join(
        "".join(
            f'<a:{step}><a:pt x="{x - low_x}" y="{y - low_y}"/></a:{step}>'
            for step, (x, y) in zip(("moveTo", *("lnTo",) * (len(line) - 1)), line, strict=True)
        )
        + end
        for line in lines
    )
    left, top, width, height = box
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(words_in_xml(name))}/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{high_x - low_x}" h="{high_y - low_y}">{drawn}</a:path></a:pathLst></a:custGeom>'
        f'{_filled(fill, is_hatched=is_hatched)}<a:ln w="{round(edge_pt * _EMU_A_POINT)}">{_solid(edge)}</a:ln>'
        f"</p:spPr></p:sp>"
    )


def _filled(fill: str | None, *, is_hatched: bool) -> str:
    if fill is None:
        return "<a:noFill/>"
    if not is_hatched:
        return _solid(fill)
    front, ground = _colour(UNREPORTED_MARK), _colour(fill)
    return f'<a:pattFill prst="{_PATTERN}"><a:fgClr>{front}</a:fgClr><a:bgClr>{ground}</a:bgClr></a:pattFill>'


def _solid(hex_colour: str) -> str:
    return f"<a:solidFill>{_colour(hex_colour)}</a:solidFill>"


def _colour(hex_colour: str) -> str:
    return f'<a:srgbClr val="{hex_colour.lstrip("#").upper()}"/>'
