"""Who stands where: bars from zero, sorted, each with its value and what it is read against."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import new_figure
from components.text import Text
from components.theme import MARK, MARK_QUIET, MIN_FONT_PX, REFERENCE_LINE

ROW_PX: Final = 22
_FRAME_PX: Final = 64
_VALUES_AT: Final = 1.02


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort ``frame`` (columns name, share, …) from high to low share; equals by name, unknown last.

    >>> ranked(pd.DataFrame({"name": ["b", "c", "a"], "share": [0.5, None, 0.5]}))["name"].tolist()
    ['a', 'b', 'c']
    """
    return frame.sort_values(["share", "name"], ascending=[False, True], na_position="last").reset_index(drop=True)


def ranking_figure(
    frame: pd.DataFrame,
    *,
    measure: str,
    text: Text,
    comparison: str = "",
    highlight: str | None = None,
    row_px: int = ROW_PX,
) -> go.Figure:
    """Draw ``frame`` as horizontal bars from zero with written values.

    ``frame``: name, share (0 to 1, null = unreported), compared (share, null = none). ``measure`` names the bars,
    ``comparison`` what ``compared`` is (the nation, the month before); ``highlight`` is a name.
    """
    rows = ranked(frame)
    share = pd.to_numeric(rows["share"]).astype("Float64")
    figure = new_figure(height_px=row_px * len(rows) + _FRAME_PX)
    is_plain = highlight is None
    words = [text.percent(value, unknown="unreported") for value in share.astype(object).where(share.notna(), None)]
    names = rows["name"].tolist()
    figure.add_bar(
        orientation="h",
        y=names,
        x=share.fillna(0.0).astype(float).tolist(),
        marker={"color": [MARK if is_plain or name == highlight else MARK_QUIET for name in names]},
        customdata=words,
        hovertemplate="%{y} %{customdata}<extra></extra>",
        name=measure,
    )
    # The values stand in a column of their own: beside its bar a value would meet the mark it is compared with.
    figure.add_scatter(
        x=[_VALUES_AT] * len(rows),
        y=names,
        mode="text",
        text=words,
        textposition="middle right",
        textfont={"size": MIN_FONT_PX},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    compared = pd.to_numeric(rows.get("compared", pd.Series(pd.NA, index=rows.index))).astype("Float64")
    is_compared = compared.notna()
    if comparison and is_compared.any():
        figure.add_scatter(
            x=compared[is_compared].astype(float).tolist(),
            y=rows.loc[is_compared, "name"].tolist(),
            mode="markers",
            marker={"symbol": "line-ns", "size": 7, "line": {"width": 3, "color": REFERENCE_LINE}},
            name=comparison,
            customdata=[text.percent(float(value)) for value in compared[is_compared]],
            hovertemplate=f"{comparison} %{{customdata}}<extra></extra>",
        )
        figure.update_layout(showlegend=True)
    figure.update_xaxes(tickangle=0, range=[0, 1.16], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", side="bottom")
    figure.update_yaxes(range=[len(rows) - 0.4, -0.6], showgrid=False, ticks="")
    figure.update_layout(bargap=0.28)
    return figure


def is_alone(frame: pd.DataFrame) -> bool:
    """Whether there is only one to show: nothing to rank, and a chart of one bar says less than a sentence."""
    return len(frame) == 1


def alone_summary(frame: pd.DataFrame, *, measure: str, text: Text, comparison: str = "") -> str:
    """Say the one row of ``frame`` (name, share, compared) by ``measure``, and by ``comparison`` where known."""
    (row,) = frame.to_dict("records")
    share, compared = (None if pd.isna(row.get(name)) else float(row[name]) for name in ("share", "compared"))
    words = {"name": row["name"], "measure": measure, "share": text.percent(share, unknown="unreported")}
    if not comparison or compared is None:
        return text("chart.alone", **words)
    return text("chart.alone_compared", **words, comparison=comparison, compared=text.percent(compared))


def ranking_summary(frame: pd.DataFrame, *, text: Text) -> str:
    """Say the ranking in one sentence: the highest, the lowest and how far they lie apart."""
    rows = ranked(frame)
    known = rows[rows["share"].notna()]
    if known.empty:
        return text("chart.ranking_unknown")
    first, last = known.iloc[0], known.iloc[-1]
    return text(
        "chart.ranking_summary",
        first=first["name"],
        first_share=text.percent(float(first["share"])),
        last=last["name"],
        last_share=text.percent(float(last["share"])),
        gap=text.points(float(first["share"]) - float(last["share"])).lstrip("+"),
    )
