"""How many bodies have entered the month, entered it late or in part, or not at all."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import new_figure
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import (
    BLUE,
    MARK,
    MIN_FONT_PX,
    NOT_APPLICABLE_FILL,
    NOT_APPLICABLE_MARK,
    TEXT_MUTED,
    UNREPORTED_FILL,
    UNREPORTED_MARK,
    WARNING,
    WARNING_TEXT,
    WHITE,
)

ROW_PX: Final = 28
_VALUE_PX: Final = 144
_MARKS: Final = {
    "reported": "○",
    "on_time": "○",
    "late": "▲",
    "partial": "△",
    "pending": "…",
    "missing": "？",
    "not_applicable": NOT_APPLICABLE_MARK,
}
_FILLS: Final = {
    "reported": (MARK, BLUE[800], ""),
    "on_time": (MARK, BLUE[800], ""),
    "late": (WARNING, WARNING_TEXT, ""),
    "partial": (BLUE[200], BLUE[800], ""),
    "pending": (WHITE, UNREPORTED_MARK, ""),
    "missing": (UNREPORTED_FILL, UNREPORTED_MARK, "/"),
    "not_applicable": (NOT_APPLICABLE_FILL, UNREPORTED_MARK, "."),
}
"""Fill, outline and pattern of each state."""

STATES: Final = tuple(_MARKS)
"""States of a body's input, in reading order: ``reported`` where entry times are not known, else ``on_time`` and
``late``; ``partial`` = some systems missing; ``pending`` = before the deadline; ``missing`` = nothing entered;
``not_applicable`` = entered, but all of it 対象外."""


def input_states(frame: pd.DataFrame) -> pd.DataFrame:
    """Put ``frame`` (state, bodies) in reading order with each state's share of all bodies (NA where there are none).

    Raises ValueError for a state that is not in ``STATES``.

    >>> input_states(pd.DataFrame({"state": ["missing", "reported"], "bodies": [1, 3]})).to_numpy().tolist()
    [['reported', 3, 0.75], ['missing', 1, 0.25]]
    """
    unknown = sorted(set(frame["state"]) - set(STATES))
    if unknown:
        raise ValueError(f"no states of input: {unknown}")
    rows = frame[["state", "bodies"]].sort_values("state", key=lambda states: states.map(STATES.index))
    total = int(rows["bodies"].sum())
    share = rows["bodies"] / total if total else pd.Series(pd.NA, index=rows.index)
    return rows.assign(share=share.astype("Float64")).reset_index(drop=True)


def input_figure(frame: pd.DataFrame, *, text: Text, row_px: int = ROW_PX) -> go.Figure:
    """Draw ``frame`` (state, bodies) as one bar from zero per state, with its count and share written beside it."""
    rows = input_states(frame)
    figure = new_figure(height_px=row_px * max(len(rows), 2) + 12)
    figure.update_xaxes(visible=False)
    if not rows["bodies"].sum():
        figure.update_yaxes(visible=False)
        figure.add_annotation(
            text=text("input.none"), showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper",
            font={"size": MIN_FONT_PX, "color": TEXT_MUTED},
        )  # fmt: skip
        return figure
    looks = [_FILLS[state] for state in rows["state"].tolist()]
    figure.add_bar(
        orientation="h",
        x=rows["bodies"].tolist(),
        y=[state_word(state, text=text) for state in rows["state"].tolist()],
        marker={
            "color": [fill for fill, _, _ in looks],
            "line": {"color": [outline for _, outline, _ in looks], "width": 1.5},
            # Where each bar has its own colour only an overlay is drawn on it: else the pattern takes that colour.
            "pattern": {
                "shape": [shape for _, _, shape in looks],
                "fillmode": "overlay",
                "size": 6,
                "solidity": 0.15,
            },
        },
        text=_written(rows, "input.bar", text=text),
        textposition="outside",
        textfont={"size": MIN_FONT_PX},
        cliponaxis=False,
        customdata=_written(rows, "input.hover", text=text),
        hovertemplate="%{customdata}<extra></extra>",
    )
    # The words stand in the margin, so that the longest bar takes all the width there is.
    figure.update_xaxes(range=[0, int(rows["bodies"].max())])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", ticklabelstandoff=6)
    figure.update_layout(bargap=0.3, margin={"t": 6, "b": 6, "r": _VALUE_PX})
    return figure


def state_mark(state: str) -> str:
    """The mark alone, where its word is told elsewhere.

    >>> state_mark("late")
    '▲'
    """
    return _MARKS[state]


def state_word(state: str, *, text: Text) -> str:
    """Name a state of input by its mark and word."""
    return f"{_MARKS[state]} {text(f'input.state.{state}')}"


def input_table(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The numbers of the bars: state (mark and word), bodies, share."""
    rows = input_states(frame)
    return rows.assign(state=[state_word(state, text=text) for state in rows["state"].tolist()])


def input_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``input_table``."""
    return (
        TableColumn("state", text("input.column.state"), is_heading=True),
        TableColumn("bodies", text("column.bodies"), kind="count"),
        TableColumn("share", text("input.column.share"), kind="share"),
    )


def input_summary(frame: pd.DataFrame, *, text: Text) -> str:
    """Say the input in one sentence: all bodies, then each state."""
    rows = input_states(frame)
    if not rows["bodies"].sum():
        return text("input.none")
    parts = text("map.summary_joint").join(_written(rows, "input.summary_part", text=text))
    return text("input.summary", total=int(rows["bodies"].sum()), parts=parts)


def _written(rows: pd.DataFrame, key: str, *, text: Text) -> list[str]:
    return [
        text(key, state=text(f"input.state.{state}"), bodies=int(bodies), share=text.percent(float(share)))
        for state, bodies, share in zip(
            *(rows[column].tolist() for column in ("state", "bodies", "share")), strict=True
        )
    ]
