"""How few vendors a business hangs on in each prefecture: 実効ベンダ数, or the share of the largest vendor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd
import plotly.graph_objects as go

from components.charts.number_matrix import COUNT_GROUNDS, add_class_legend, head_px, matrix_figure
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import GREY, UNREPORTED_FILL

Measure = Literal["effective", "largest"]
MEASURES: Final[tuple[Measure, ...]] = ("effective", "largest")

ROW_PX: Final = 26
_BOTTOM_PX: Final = 64
_EFFECTIVE: Final = (1.25, 2.0, 3.0, 5.0)
_LARGEST: Final = (0.35, 0.5, 0.7, 0.9)
_GROUNDS: Final = COUNT_GROUNDS
"""From many vendors to one: the darker, the more hangs on one."""


def concentration_class(value: float, *, measure: Measure) -> int:
    """The place of a value among the classes, 0 = spread over many vendors, 4 = all but one vendor.

    >>> concentration_class(1.0, measure="effective"), concentration_class(6.2, measure="effective")
    (4, 0)
    >>> concentration_class(0.9, measure="largest"), concentration_class(0.2, measure="largest")
    (4, 0)
    """
    if measure == "largest":
        return bisect_right(_LARGEST, value)
    return len(_EFFECTIVE) - bisect_right(_EFFECTIVE, value)


def concentration_figure(
    shares: pd.DataFrame,
    unknown: pd.DataFrame,
    *,
    prefectures: Sequence[str],
    businesses: Sequence[str],
    measure: Measure,
    text: Text,
    highlight: int | None = None,
) -> go.Figure:
    """Draw ``shares`` with businesses down and prefectures across, and below them the share of unknown vendors.

    ``shares``: business_place, prefecture_place, hhi, effective, largest_share, largest_name, vendors; null where no
    vendor is known. ``unknown``: prefecture_place, share (0 to 1). ``highlight`` is the place of one prefecture.
    """
    rows = [*businesses, text("vendors.unknown_vendor")]
    classes: list[list[int | None]] = [[None] * len(prefectures) for _ in rows]
    words, hover = ([[""] * len(prefectures) for _ in rows] for _ in range(2))
    column_of = "effective" if measure == "effective" else "largest_share"
    for cell in shares.dropna(subset=[column_of]).to_dict("records"):
        row, column = int(cell["business_place"]), int(cell["prefecture_place"])
        value = float(cell[column_of])
        classes[row][column] = concentration_class(value, measure=measure)
        words[row][column] = f"{value:.1f}" if measure == "effective" else str(round(value * 100))
        hover[row][column] = text(
            "vendors.concentration_hover",
            prefecture=prefectures[column],
            business=businesses[row],
            effective=f"{float(cell['effective']):.1f}",
            vendors=int(cell["vendors"]),
            hhi=round(float(cell["hhi"])),
            largest=cell["largest_name"],
            share=text.percent(float(cell["largest_share"])),
        )
    last = len(businesses)
    for cell in unknown.to_dict("records"):
        column, share = int(cell["prefecture_place"]), float(cell["share"])
        classes[last][column] = len(_GROUNDS) + (share > 0)
        words[last][column] = "" if share == 0 else "<1" if share < 0.01 else str(round(share * 100))
        hover[last][column] = text("vendors.unknown_hover", prefecture=prefectures[column], share=text.percent(share))
    names = [f"<b>{name}</b>" if place == highlight else name for place, name in enumerate(prefectures)]
    plain = [*prefectures]
    figure = matrix_figure(
        classes, words=words, hover=hover, grounds=(*_GROUNDS, UNREPORTED_FILL, GREY[200]), rows=rows,
        columns=plain, row_px=ROW_PX, top_px=head_px(plain, text=text) + (18 if highlight is not None else 0),
        bottom_px=_BOTTOM_PX, text=text,
    )  # fmt: skip
    if highlight is not None:
        ticks = list(figure.layout.xaxis.ticktext)
        ticks[highlight] = f"▼<br><b>{ticks[highlight]}</b>" if text.language == "ja" else names[highlight]
        figure.update_xaxes(ticktext=ticks)
    figure.add_shape(
        type="line", x0=-0.5, x1=len(prefectures) - 0.5, y0=last - 0.5, y1=last - 0.5,
        line={"color": GREY[700], "width": 1.5},
    )  # fmt: skip
    add_class_legend(figure, [*zip(_legend(measure, text=text), _GROUNDS, strict=True)][::-1])
    return figure


def concentration_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows behind the picture, one a business and prefecture."""
    return (
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("business_name", text("column.business"), is_heading=True),
        TableColumn("effective_words", text("vendors.column.effective")),
        TableColumn("hhi", text("vendors.column.hhi"), kind="count"),
        TableColumn("vendors", text("vendors.column.vendors"), kind="count"),
        TableColumn("largest_name", text("vendors.column.largest")),
        TableColumn("largest_share", text("vendors.column.largest_share"), kind="share"),
        TableColumn("systems", text("vendors.column.systems"), kind="count"),
        TableColumn("unknown", text("vendors.column.unknown_systems"), kind="count"),
    )


def concentration_summary(shares: pd.DataFrame, *, businesses: Sequence[str], text: Text) -> str:
    """Say in one sentence how many cells hang on one vendor and which business is the most concentrated."""
    known = shares.dropna(subset=["effective"])
    if known.empty:
        return text("vendors.concentration_none")
    alone = known[known["effective"] < _EFFECTIVE[0]]
    middle = known.groupby("business_place")["effective"].median().sort_values()
    return text(
        "vendors.concentration_summary",
        cells=len(known),
        alone=len(alone),
        business=businesses[int(middle.index[0])],
        effective=f"{float(middle.iloc[0]):.1f}",
    )


def _legend(measure: Measure, *, text: Text) -> list[str]:
    return [text(f"vendors.{measure}_class_{place}") for place in range(len(_GROUNDS))]
