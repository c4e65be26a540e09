"""A body's course: its step rate above, its phase below, month by month, with a sign where nothing was reported."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, GREY, KEY, TEXT_MUTED

HEIGHT_PX: Final = 300
UNREPORTED: Final = "\N{FULLWIDTH QUESTION MARK}"
_RATE: Final = (0.53, 1.0)
_PHASE: Final = (0.0, 0.36)
_WHOLE: Final = (0.0, 1.0)
_PHASES: Final = range(5)


def body_history_figure(frame: pd.DataFrame, *, as_of: str, text: Text, height_px: int = HEIGHT_PX) -> go.Figure:
    """Draw ``frame`` up to ``as_of``: month (YYYY-MM), step_completion_mic (share 0-1), phase (0-4); blank = 未報告.

    Where no month has a phase (rates only), its half is left out. Lines break at a month without a report.
    """
    rows = frame[frame["month"] <= as_of]
    figure = new_figure(height_px=height_px)
    places = [month_place(str(month)) for month in rows["month"]]
    overlay = Overlay()
    rates = rows["step_completion_mic"].to_numpy(dtype="float64", na_value=np.nan)
    phases = rows["phase"].to_numpy(dtype="float64", na_value=np.nan)
    months = [text.month(str(month)) for month in rows["month"]]
    _line(
        figure, places, rates, axis="y", colour=KEY, name=text("measure.step_completion_mic"),
        hover=[f"{month} {text.percent(rate)}" for month, rate in zip(months, rates, strict=True)],
    )  # fmt: skip
    has_phases = bool(np.isfinite(phases).any())
    if has_phases:
        _line(
            figure, places, phases, axis="y2", colour=BLUE[1000], name=text("measure.phase"), is_stepped=True,
            hover=[
                f"{month} {text('karte.phase', phase=int(phase)) if np.isfinite(phase) else ''}"
                for month, phase in zip(months, phases, strict=True)
            ],
        )  # fmt: skip
    _gaps(figure, places, rates, months=months, text=text)
    rate_domain = _RATE if has_phases else _WHOLE
    titles = ((rate_domain, "karte.history.rate"), (_PHASE, "karte.history.phase"))
    for domain, label in titles if has_phases else titles[:1]:
        overlay.write(
            text(label), x=0, y=domain[1], xref="paper", yref="paper", xanchor="left", yanchor="bottom",
            yshift=4, colour=TEXT_MUTED,
        )  # fmt: skip
    overlay.put(figure)
    ticks, labels = month_ticks([str(month) for month in rows["month"]], text=text, most=7)
    ends = [places[0] - 0.7, places[-1] + 0.7] if places else [0, 1]
    figure.update_xaxes(
        tickvals=ticks, ticktext=labels, tickangle=0, range=ends, showgrid=False, anchor="y2" if has_phases else "y"
    )
    figure.update_layout(
        yaxis={"domain": rate_domain, "range": [0, 1.02], "tickvals": [0, 0.5, 1], "tickformat": ".0%"},
        yaxis2={
            "domain": _PHASE, "range": [-0.3, 4.3], "tickvals": list(_PHASES), "gridcolor": GREY[100],
            "tickfont": {"color": TEXT_MUTED},
        },
        margin={"t": 26, "b": 40, "l": 8, "r": 8},
    )  # fmt: skip
    return figure


def body_history_summary(frame: pd.DataFrame, *, as_of: str, text: Text) -> str:
    """Say where the rate and the phase began and stand, and how many months are without a report."""
    rows = frame[frame["month"] <= as_of]
    known = rows[rows["step_completion_mic"].notna()]
    missing = len(rows) - len(known)
    if known.empty:
        return text("karte.history.nothing")
    first, last = known.iloc[0], known.iloc[-1]
    key = "karte.history.summary_one" if len(known) == 1 else "karte.history.summary"
    told = text(
        key,
        first=text.month(first["month"]),
        first_rate=text.percent(float(first["step_completion_mic"])),
        last=text.month(last["month"]),
        last_rate=text.percent(float(last["step_completion_mic"])),
    )
    parts = [told]
    if pd.notna(last["phase"]):
        parts.append(text("karte.history.summary_phase", phase=int(last["phase"])))
    if missing:
        parts.append(text("karte.history.summary_missing", mark=UNREPORTED, months=missing))
    return text.pick("", " ").join(parts)


def body_history_table(frame: pd.DataFrame, *, as_of: str, text: Text) -> pd.DataFrame:
    """The months, latest first: month (written), the shares, phase, judgement and counts of systems as given."""
    rows = frame[frame["month"] <= as_of].iloc[::-1]
    return rows.assign(month=[text.month(str(month)) for month in rows["month"]]).reset_index(drop=True)


def body_history_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``body_history_table``."""
    return (
        TableColumn("month", text("karte.column.month"), is_heading=True),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("step_completion_effective", text("karte.column.effective"), kind="share"),
        TableColumn("phase", text("measure.phase"), kind="count"),
        TableColumn("judgement", text("measure.judgement")),
        TableColumn("systems_migrated", text("karte.column.migrated"), kind="count"),
        TableColumn("systems_reported", text("column.systems_reported"), kind="count"),
        TableColumn("systems_applicable", text("column.systems_applicable"), kind="count"),
    )


def _line(
    figure: go.Figure,
    places: list[int],
    values: np.ndarray,
    *,
    axis: str,
    colour: str,
    name: str,
    hover: list[str],
    is_stepped: bool = False,
) -> None:
    figure.add_scatter(
        x=places,
        y=values.astype("float32"),
        yaxis=axis,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "shape": "hv" if is_stepped else "linear"},
        marker={"size": 5, "color": colour, "symbol": "square" if is_stepped else "circle"},
        connectgaps=False,
        cliponaxis=False,
        name=name,
        hovertext=hover,
        hovertemplate=f"{name}<br>%{{hovertext}}<extra></extra>",
    )


def _gaps(figure: go.Figure, places: list[int], rates: np.ndarray, *, months: list[str], text: Text) -> None:
    """A question mark at the foot of each month without a report."""
    missing = [n for n, rate in enumerate(rates) if np.isnan(rate)]
    if missing:
        figure.add_scatter(
            x=[places[n] for n in missing],
            y=[0.08] * len(missing),
            mode="text",
            text=[UNREPORTED] * len(missing),
            textfont={"color": TEXT_MUTED},
            hovertext=[f"{months[n]} {text('unreported')}" for n in missing],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
            name="unreported",
        )
