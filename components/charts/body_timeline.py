"""A body's systems in time: what was attained when, where go-live was planned and re-planned to, and the dates to keep.

Every mark is a sign of its own, so that a black-and-white print reads the same. The upper half of a row tells what was
attained and the own deadline of 特定移行, the lower half what was planned and came. Signs that would lie on each other
are written side by side in the order of their months, and their hover tells each month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.body_timeline_words import meaning, with_plans_told
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks, months_between
from components.text import Text
from components.theme import BLUE, DESIGNATED, GREY, KEY, REFERENCE_LINE, TEXT, TEXT_MUTED, WHITE

ROW_PX: Final = 30
_TOP_PX: Final = 46
_BOTTOM_PX: Final = 114
_LEGEND_PX: Final = 46
_NARROWEST_PLOT_PX: Final = 1000
_SIGN_PX: Final = 17
_UPPER: Final = -0.14
_LOWER: Final = 0.32
_HALO: Final = ",".join(f"{x}px {y}px 1px {WHITE}" for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y)
ATTAINED_SIGNS: Final = {
    "phase0": "\N{CIRCLED DIGIT ZERO}",
    "step_3_2": "\N{CIRCLED DIGIT THREE}",
    "step_8_2": "\N{CIRCLED DIGIT EIGHT}",
    "step_10_2": "\N{CIRCLED NUMBER TEN}",
    "step_13_1": "\N{CIRCLED NUMBER THIRTEEN}",
}
"""Sign of each attained milestone, in the notice's order; ``LATEST_BOUND`` stands before it for 遅くとも."""
LATEST_BOUND: Final = "\N{LESS-THAN OR EQUAL TO}"
PLAN_SIGNS: Final = {
    "plan": "\N{WHITE RIGHT-POINTING TRIANGLE}",
    "given_up": "\N{MULTIPLICATION SIGN}",
    "live": "\N{BLACK SQUARE}",
    "own_deadline": "\N{WHITE DIAMOND}",
}
"""Sign of the planned go-live in force, of one given up, of go-live, and of the own deadline of 特定移行."""
_UPPER_KINDS: Final = ("attained", "latest_bound", "own_deadline")
_COLOURS: Final = {"plan": BLUE[800], "given_up": TEXT_MUTED, "live": KEY, "own_deadline": DESIGNATED}


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign on a row: where, what it is, in which colour, and the words of its hover."""

    place: int
    sign: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs side by side, in the order of their months, around the ``middle`` of them."""

    signs: tuple[_Sign, ...]
    middle: float
    width: float

    @property
    def written(self) -> str:
        """The signs; in colours of their own where those differ."""
        if len({one.colour for one in self.signs}) == 1:
            return "".join(one.sign for one in self.signs)
        return "".join(f'<span style="color:{one.colour}">{one.sign}</span>' for one in self.signs)


def body_timeline_figure(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    due: Mapping[str, date],
    as_of: str,
    text: Text,
    selected: str | None = None,
    not_applicable: Sequence[str] = (),
) -> go.Figure:
    """Draw ``frame`` with a row for each of ``names`` (business id to shown name), from above in their order.

    ``frame``: business, kind (attained, latest_bound, planned, replanned, withdrawn, live, own_deadline), milestone (id
    or blank), month (YYYY-MM), seen_month (when a plan was first reported; the last plan of a system is the one in
    force, unless it was withdrawn: then none is, and those before it are all given up).
    ``due``: the milestones' dates.
    ``selected``: the business whose row is set off; the rows of ``not_applicable`` say 対象外.
    """
    rows = list(names)
    figure = new_figure(height_px=_TOP_PX + _BOTTOM_PX + ROW_PX * len(rows))
    overlay = Overlay()
    frame = with_plans_told(frame[frame["business"].isin(rows)])
    months = _span(frame, due=due, as_of=as_of)
    month_per_px = len(months) / _NARROWEST_PLOT_PX
    if selected is not None and selected in names:
        _band(overlay, rows.index(selected), months=months)
    _dates(overlay, due=due, as_of=as_of, months=months, month_per_px=month_per_px, text=text)
    gap = _SIGN_PX * month_per_px
    span = (month_place(months[0]) - 1, month_place(months[-1]) + 1)
    signs: list[tuple[float, _Signs]] = []
    by_business: dict[str, list[dict[Any, Any]]] = {business: [] for business in rows}
    for record in frame.to_dict("records"):
        by_business[record["business"]].append(record)
    for row, (business, mine) in enumerate(by_business.items()):
        signs += _row(overlay, mine, row=row, name=names[business], gap=gap, span=span, text=text)
    for business in (one for one in not_applicable if one in names):
        place = {"xref": "paper", "xanchor": "left", "yanchor": "middle"}
        words = text("karte.state.not_applicable")
        overlay.write(words, x=0.01, y=rows.index(business), colour=TEXT_MUTED, **place)
    if signs:
        _draw(figure, signs)
    _legend(overlay, text=text)
    overlay.put(figure)
    places, labels = month_ticks(months, text=text, most=14)
    figure.update_xaxes(
        tickvals=places, ticktext=labels, tickangle=0, showgrid=False,
        range=list(span),
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[f"<b>{names[one]}</b>" if one == selected else names[one] for one in rows],
        tickfont={"color": TEXT},
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
    )
    figure.update_layout(margin={"t": _TOP_PX, "b": _BOTTOM_PX, "l": 8, "r": 8})
    return figure


def _span(frame: pd.DataFrame, *, due: Mapping[str, date], as_of: str) -> list[str]:
    months = [as_of, *(f"{day:%Y-%m}" for day in due.values()), *(str(month) for month in frame["month"])]
    return months_between(min(months), max(months))


def _band(overlay: Overlay, row: int, *, months: Sequence[str]) -> None:
    look = {"color": BLUE[50], "width": ROW_PX}
    span = (month_place(months[0]) - 1, month_place(months[-1]) + 1)
    overlay.line(start=(span[0], row), end=(span[1], row), look=look, layer="below")


def _dates(
    overlay: Overlay,
    *,
    due: Mapping[str, date],
    as_of: str,
    months: Sequence[str],
    month_per_px: float,
    text: Text,
) -> None:
    """A dashed line per milestone's date with its name above, and the full line of the reported month."""
    for one, day in due.items():
        place = month_place(f"{day:%Y-%m}")
        overlay.line(
            start=(place, 0), end=(place, 1), yref="paper", layer="below",
            look={"color": GREY[536], "width": 2 if one == "live" else 1, "dash": "dash"},
        )  # fmt: skip
        overlay.write(_short(one, text), x=place, y=1, yref="paper", yanchor="bottom", colour=TEXT_MUTED)
    place = month_place(as_of)
    look = {"color": REFERENCE_LINE, "width": 1.5}
    overlay.line(start=(place, 0), end=(place, 1), look=look, yref="paper", layer="below")
    is_at_end = month_place(months[-1]) - place < 70 * month_per_px
    words = text("karte.timeline.as_of", month=text.month(as_of))
    anchor = "right" if is_at_end else "center"
    overlay.write(f"<b>{words}</b>", x=place, y=1, yref="paper", yanchor="bottom", xanchor=anchor, yshift=19)


def _legend(overlay: Overlay, *, text: Text) -> None:
    """Three lines below the axis: two of what was attained; what was planned, done and due."""
    joint = text("karte.timeline.legend_joint")
    told = [f"<b>{sign}</b> {_stage(one, text)}" for one, sign in ATTAINED_SIGNS.items()]
    planned = joint.join(f"<b>{sign}</b> {text(f'karte.timeline.{kind}')}" for kind, sign in PLAN_SIGNS.items())
    bound = f"<b>{LATEST_BOUND}</b> {text('karte.timeline.latest_bound')}"
    first = text("karte.timeline.legend_attained", signs=joint.join(told[:3]))
    lines = (first, joint.join((*told[3:], bound)), planned)
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "align": "left"}
    overlay.write("<br>".join(lines), x=0, y=0, yshift=-_LEGEND_PX, **place)


def _row(
    overlay: Overlay,
    mine: Sequence[dict[Any, Any]],
    *,
    row: int,
    name: str,
    gap: float,
    span: tuple[float, float],
    text: Text,
) -> list[tuple[float, _Signs]]:
    """Draw the lines of one system; answers its signs with the height each stands at."""
    overlay.line(
        start=(0, row + 0.5), end=(1, row + 0.5), xref="paper", layer="below", look={"color": GREY[200], "width": 1}
    )
    places = [month_place(str(one["month"])) for one in mine if one["kind"] in ("plan", "given_up")]
    if len(places) > 1:
        look = {"color": BLUE[800], "width": 1.5}
        # From side to side of the outer signs, not through them.
        first, last = min(places) + gap / 2, max(places) - gap / 2
        if first < last:
            overlay.line(start=(first, row + _LOWER), end=(last, row + _LOWER), look=look, layer="below")
    placed = []
    ranked = [(record, _sign(record, name=name, text=text)) for record in _in_order(mine)]
    for height, is_upper in ((_UPPER, True), (_LOWER, False)):
        half = [sign for record, sign in ranked if (record["kind"] in _UPPER_KINDS) is is_upper]
        placed += [(row + height, signs) for signs in _side_by_side(half, gap=gap, span=span)]
    return placed


def _draw(figure: go.Figure, signs: Sequence[tuple[float, _Signs]]) -> None:
    """All signs as one trace: each further one costs the server more than all the signs in it."""
    figure.add_scatter(
        x=[round(found.middle, 2) for _, found in signs],
        y=[height for height, _ in signs],
        mode="text",
        text=[found.written for _, found in signs],
        textfont={"size": 16, "color": [found.signs[-1].colour for _, found in signs], "shadow": _HALO},
        hovertext=["<br>".join(one.words for one in found.signs) for _, found in signs],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _in_order(records: Sequence[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """By month; in a month by stage: milestones in their order, a plan given up before the one in force and go-live."""
    weight = {one: place for place, one in enumerate((*ATTAINED_SIGNS, "given_up", "plan", "own_deadline", "live"))}
    ranked = [
        (weight.get(record["milestone"] if record["kind"] in ("attained", "latest_bound") else record["kind"]), record)
        for record in records
    ]
    known = [(place, record) for place, record in ranked if place is not None]
    return [record for _, record in sorted(known, key=lambda one: (str(one[1]["month"]), one[0]))]


def _sign(record: Mapping[Any, Any], *, name: str, text: Text) -> _Sign:
    kind, milestone, month = str(record["kind"]), str(record["milestone"] or ""), str(record["month"])
    seen = record["seen_month"]
    words = text("karte.timeline.hover", name=name, mark=meaning(kind, milestone, text=text), month=text.month(month))
    if isinstance(seen, str) and seen:
        words = text("karte.timeline.hover_seen", words=words, seen=text.month(seen))
    sign = ATTAINED_SIGNS.get(milestone, "") if kind in ("attained", "latest_bound") else PLAN_SIGNS[kind]
    sign = LATEST_BOUND + sign if kind == "latest_bound" else sign
    return _Sign(month_place(month), sign, _COLOURS.get(kind, TEXT), words)


def _side_by_side(signs: Sequence[_Sign], *, gap: float, span: tuple[float, float]) -> list[_Signs]:
    """``signs`` (by month) so that none lies on another: those too close are joined, each ``gap`` months wide."""
    shown: list[_Signs] = []
    for sign in signs:
        shown.append(_joined((sign,), gap=gap, span=span))
        while len(shown) > 1 and shown[-1].middle - shown[-2].middle < (shown[-1].width + shown[-2].width) / 2:
            later, earlier = shown.pop(), shown.pop()
            shown.append(_joined((*earlier.signs, *later.signs), gap=gap, span=span))
    return shown


def _joined(signs: tuple[_Sign, ...], *, gap: float, span: tuple[float, float]) -> _Signs:
    """``signs`` around the middle of their months, within the plot."""
    width = gap * sum(len(one.sign) for one in signs)
    middle = (signs[0].place + signs[-1].place) / 2
    low, high = span[0] + width / 2, span[1] - width / 2
    return _Signs(signs, middle if width == gap else min(max(middle, low), high), width)


def _stage(milestone: str, text: Text) -> str:
    """Its name and, where that is but a number, what is done in it."""
    name = text(f"milestone.name.{milestone}")
    return name if milestone == "phase0" else f"{name} {text(f'milestone.work.{milestone}')}"


def _short(milestone: str, text: Text) -> str:
    return text(f"milestone.short.{milestone}")
