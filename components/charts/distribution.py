"""How the bodies are spread over a share: a mean alone hides the ones far behind."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import new_figure
from components.text import Text
from components.theme import BLUE, KEY, MARK, MIN_FONT_PX, REFERENCE_LINE, TEXT, UNREPORTED_FILL, UNREPORTED_MARK

BIN_WIDTH_POINTS: Final = 5
_BINS: Final = 100 // BIN_WIDTH_POINTS
_PLACES: Final = (*range(_BINS), _BINS + 1, _BINS + 3)
"""Where the bars stand: exactly all and 未報告 are set apart, being no part of the scale."""


def distribution_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Count bodies by 5-point bins of ``share``, those at exactly all, and the unreported.

    ``frame``: share (0 to 1, null = unreported), is_complete (every step counted; decides the last class, not a
    share that rounds to 1). Returns 22 rows in reading order: lower, upper (percent; null for 未報告), bodies. The
    counts add up to the rows of ``frame``.

    >>> rows = pd.DataFrame({"share": [0.0, 0.049, 0.05, 0.999, 1.0, None], "is_complete": [False] * 4 + [True, False]})
    >>> counts = distribution_counts(rows)
    >>> counts["bodies"].tolist() == [2, 1] + [0] * 17 + [1, 1, 1]
    True
    """
    share = pd.to_numeric(frame["share"]).astype("Float64")
    is_known = share.notna()
    is_complete = frame["is_complete"].fillna(False).astype(bool) & is_known
    # A share is a sum of fortieths: the small step keeps 0.15 * 100 = 15.000000000000002 and its like in their bin.
    place = (
        (share[is_known & ~is_complete].astype(float) * 100 / BIN_WIDTH_POINTS + 1e-9).astype(int).clip(0, _BINS - 1)
    )
    counts = place.value_counts()
    lower = [BIN_WIDTH_POINTS * bin_ for bin_ in range(_BINS)]
    return pd.DataFrame(
        {
            "lower": pd.array([*lower, 100, None], dtype="Int64"),
            "upper": pd.array([*(low + BIN_WIDTH_POINTS for low in lower), 100, None], dtype="Int64"),
            "bodies": [
                *(int(counts.get(bin_, 0)) for bin_ in range(_BINS)),
                int(is_complete.sum()),
                int((~is_known).sum()),
            ],
        }
    )


def bin_labels(counts: pd.DataFrame, *, text: Text) -> list[str]:
    """Name the rows of ``distribution_counts``."""
    return [
        text("unreported")
        if pd.isna(lower)
        else text("chart.bin_complete")
        if lower == upper
        else text("chart.bin", lower=int(lower), upper=int(upper))
        for lower, upper in zip(counts["lower"], counts["upper"], strict=True)
    ]


def distribution_figure(frame: pd.DataFrame, *, text: Text, height_px: int = 230) -> go.Figure:
    """Draw ``frame`` (see ``distribution_counts``) as bars of bodies, with mean and median as labelled lines."""
    counts = distribution_counts(frame)
    labels = bin_labels(counts, text=text)
    bars = zip(labels, counts["bodies"], strict=True)
    figure = new_figure(height_px=height_px)
    figure.add_bar(
        x=list(_PLACES),
        y=counts["bodies"].tolist(),
        marker={
            "color": [*[MARK] * _BINS, KEY, UNREPORTED_FILL],
            # Where each bar has its own colour only an overlay is drawn on it: else the pattern takes that colour.
            "pattern": {"shape": [*[""] * _BINS, "", "/"], "fillmode": "overlay", "size": 6},
            "line": {"color": [*[BLUE[800]] * _BINS, KEY, UNREPORTED_MARK], "width": 1},
        },
        text=[*[""] * _BINS, *(text.count(int(bodies)) for bodies in counts["bodies"].iloc[_BINS:])],
        textposition="outside",
        textfont={"size": MIN_FONT_PX},
        cliponaxis=False,
        customdata=[text("chart.bin_hover", bin=label, bodies=int(bodies)) for label, bodies in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    ticks = range(0, _BINS, 4)
    figure.update_xaxes(
        tickvals=[*(tick - 0.5 for tick in ticks), *_PLACES[_BINS:]],
        ticktext=[
            *(f"{BIN_WIDTH_POINTS * tick}%" for tick in ticks),
            *(label.replace(" ", "<br>") for label in labels[_BINS:]),
        ],
        tickangle=0,
        range=[-0.8, _PLACES[-1] + 1.2],
        showgrid=False,
    )
    figure.update_yaxes(title_text=text("chart.bodies_axis"), rangemode="tozero", tickformat=",d", nticks=5)
    figure.update_layout(bargap=0.06, margin={"t": 28})
    share = pd.to_numeric(frame["share"]).dropna().astype(float)
    if len(share):
        mean, median = float(share.mean()), float(share.median())
        mean_word = text("chart.mean", value=text.percent(mean))
        median_word = text("chart.median", value=text.percent(median))
        _line(figure, mean, label=mean_word, dash="dash", is_left=mean < median)
        _line(figure, median, label=median_word, dash="dot", is_left=mean >= median)
    return figure


def distribution_summary(frame: pd.DataFrame, *, text: Text) -> str:
    """Say the distribution in one sentence: bodies, mean, median, below half, complete, unreported."""
    share = pd.to_numeric(frame["share"])
    known = share.dropna().astype(float)
    return text(
        "chart.distribution_summary_all" if len(known) == len(frame) else "chart.distribution_summary",
        reported=len(known),
        total=len(frame),
        mean=text.percent(float(known.mean()) if len(known) else None),
        median=text.percent(float(known.median()) if len(known) else None),
        low=int((known < 0.5).sum()),
        complete=int((frame["is_complete"].fillna(False).astype(bool) & share.notna()).sum()),
    )


def _line(figure: go.Figure, share: float, *, label: str, dash: str, is_left: bool) -> None:
    """A vertical line, its label on the side away from the other line's."""
    place = share * _BINS - 0.5
    line = {"color": REFERENCE_LINE, "width": 2, "dash": dash}
    figure.add_shape(type="line", x0=place, x1=place, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=place,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right" if is_left else "left",
        text=label,
        showarrow=False,
        font={"color": TEXT, "size": MIN_FONT_PX},
    )
