"""Which ways of showing suit a question, and the picture of an answer in one of them."""

from __future__ import annotations

import plotly.graph_objects as go

from components.charts.explore_bars import MOST_BARS, bars_figure, bars_left_out, is_stacked
from components.charts.explore_heatmap import heatmap_figure, heatmap_left_out
from components.charts.explore_lines import lines_figure, lines_left_out
from components.charts.explore_shown import Shown
from components.charts.explore_spread import distribution_figure, scatter_figure, spread_left_out
from components.explore_address import KINDS
from components.text import Text
from data.views.exploration import Answer, Question

PLACES = ("prefecture", "body")
DRAWN_ELSEWHERE = ("table", "map", "columns")
"""Kinds that Plotly does not draw."""

_MOST_GROUPS = 10_000


def fitting_kinds(question: Question, *, rows: int) -> tuple[str, ...]:
    """The ways of showing that suit ``question`` with so many groups, in the order of the choice."""
    by = question.by
    if not by or rows > _MOST_GROUPS:
        return ("table",)
    fits = {
        "table": True,
        "bar": "month" not in by or len(by) == 2,
        "line": "month" in by,
        "heatmap": len(by) == 2,
        "scatter": len(question.measures) >= 2,
        "distribution": True,
        "map": len(by) == 1 and by[0] in PLACES,
        "columns": len(by) == 1 and by[0] in PLACES,
    }
    return tuple(kind for kind in KINDS if fits[kind])


def best_kind(answer: Answer, shown: Shown) -> str:
    """The way of showing that suits an answer best."""
    by = answer.question.by
    fitting = fitting_kinds(answer.question, rows=answer.rows)
    if fitting == ("table",):
        return "table"
    if "line" in fitting:
        return "line"
    if len(by) == 2:
        return "bar" if is_stacked(shown) and shown.rows["key0"].nunique() <= MOST_BARS else "heatmap"
    if answer.rows <= MOST_BARS:
        return "bar"
    return "map" if "map" in fitting else "distribution"


def can_split(shown: Shown, *, kind: str) -> bool:
    """Whether the second dimension can make small pictures side by side."""
    if len(shown.dimensions) != 2:
        return False
    return kind == "line" or (kind == "bar" and is_stacked(shown))


def as_drawn(shown: Shown, *, kind: str) -> Shown:
    """``shown`` with its dimensions in the order the kind needs: a line runs over its first, which is the month."""
    is_month_second = len(shown.dimensions) == 2 and shown.dimensions[1].id == "month"
    return shown.turned() if kind == "line" and is_month_second else shown


def plotly_figure(shown: Shown, *, kind: str, is_split: bool, text: Text) -> go.Figure:
    """Draw ``shown`` (see ``as_drawn``) as one of the kinds that Plotly draws."""
    if kind == "bar":
        return bars_figure(shown, text=text, is_split=is_split)
    if kind == "line":
        return lines_figure(shown, text=text, is_split=is_split)
    if kind == "heatmap":
        return heatmap_figure(shown, text=text)
    return scatter_figure(shown, text=text) if kind == "scatter" else distribution_figure(shown, text=text)


def measures_drawn(shown: Shown, *, kind: str) -> int:
    """How many of the measures a picture of a kind shows, the first ones."""
    if kind == "table" or not shown.dimensions:
        return len(shown.measures)
    if kind == "scatter":
        return 2
    is_by_measure = kind in ("bar", "line") and len(shown.dimensions) == 1
    return len(shown.measures) if is_by_measure else 1


def left_out(shown: Shown, *, kind: str, is_split: bool) -> int:
    """How many groups the picture of a kind has no room for; the table has them all."""
    if kind == "bar":
        return bars_left_out(shown, is_split=is_split)
    if kind == "line":
        return lines_left_out(shown, is_split=is_split)
    if kind == "heatmap":
        return heatmap_left_out(shown)
    return spread_left_out(shown, is_scatter=kind == "scatter") if kind in ("scatter", "distribution") else 0
