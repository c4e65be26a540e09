"""判定 crossed with 特定移行: two bars of systems, so that designated-and-healthy and designated-and-late both show.

Lengths are systems on one scale. Each segment carries its mark, its count and its share of the row; 未報告 is hatched.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.label_places import spread_labels
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import JUDGEMENT, MIN_FONT_PX, TEXT_MUTED, UNREPORTED_MARK
from data.model import Judgement

ROWS: Final = ("undesignated", "designated")
HEIGHT_PX: Final = 194
_LEGEND_PX: Final = 30
_BAR_PX: Final = 28
_ROW_PX: Final = 80
_LEADER_PX: Final = 6
_LABEL_PX: Final = 72
_PLOT_PX: Final = 520
"""Labels are kept apart for this width; on a wider screen they have more room."""
_SMALLEST_MARKED_PX: Final = 20


def judgement_counts_by_row(frame: pd.DataFrame) -> dict[str, dict[Judgement, int]]:
    """Counts of systems per row of ``ROWS`` and 判定, in the order of the bars; a 判定 that is not in ``frame`` is 0.

    ``frame``: judgement (the word, as in ``Judgement``), undesignated, designated (systems). Raises ValueError for a
    word that is no 判定.

    >>> frame = pd.DataFrame({"judgement": ["遅延", "完了"], "undesignated": [3, 5], "designated": [1, 0]})
    >>> counts = judgement_counts_by_row(frame)
    >>> [(row, counts[row][Judgement.DONE], counts[row][Judgement.LATE]) for row in ROWS]
    [('undesignated', 5, 3), ('designated', 0, 1)]
    """
    words = [Judgement(word) for word in frame["judgement"].tolist()]
    found = {row: dict(zip(words, frame[row].tolist(), strict=True)) for row in ROWS}
    return {row: {one: int(found[row].get(one, 0)) for one in JUDGEMENT} for row in ROWS}


def judgement_figure(frame: pd.DataFrame, *, text: Text, height_px: int = HEIGHT_PX) -> go.Figure:
    """Draw ``frame`` (see ``judgement_counts_by_row``) as two stacked bars: other systems, and 特定移行."""
    counts = judgement_counts_by_row(frame)
    totals = {row: sum(counts[row].values()) for row in ROWS}
    longest = max(totals.values())
    figure = new_figure(height_px=height_px)
    if not longest:
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
        figure.add_annotation(
            text=text("judgement.none"), showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper",
            font={"size": MIN_FONT_PX, "color": TEXT_MUTED},
        )  # fmt: skip
        return figure
    centres = [place * _ROW_PX + _BAR_PX / 2 for place in range(len(ROWS))]
    for judgement, look in JUDGEMENT.items():
        values = [counts[row][judgement] for row in ROWS]
        figure.add_bar(
            orientation="h",
            x=values,
            y=centres,
            width=_BAR_PX,
            marker={
                "color": look.fill,
                "line": {"color": look.outline, "width": 1.5},
                "pattern": {"shape": "/" if look.is_hatched else "", "fgcolor": UNREPORTED_MARK, "size": 6},
            },
            name=judgement_word(judgement, text=text),
            text=[look.mark if value / longest * _PLOT_PX >= _SMALLEST_MARKED_PX else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": look.ink, "size": MIN_FONT_PX},
            customdata=[_hover(row, judgement, counts=counts, totals=totals, text=text) for row in ROWS],
            hovertemplate="%{customdata}<extra></extra>",
        )
    overlay = Overlay()
    for row, centre in zip(ROWS, centres, strict=True):
        _row_labels(overlay, counts[row], total=totals[row], longest=longest, top=centre + _BAR_PX / 2, text=text)
    overlay.put(figure)
    plot_px = height_px - _LEGEND_PX
    figure.update_yaxes(
        tickvals=centres,
        ticktext=[f"{text(f'judgement.row.{row}')}<br>{_row_total(totals[row], text)}" for row in ROWS],
        range=[max(plot_px, len(ROWS) * _ROW_PX), -2],
        showgrid=False,
        ticks="",
        ticklabelstandoff=6,
    )
    figure.update_xaxes(range=[0, longest * 1.04], visible=False)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False, "traceorder": "normal"},
        margin={"t": _LEGEND_PX, "b": 0},
    )
    return figure


def judgement_word(judgement: Judgement, *, text: Text) -> str:
    """Name a 判定 by its mark and word."""
    return f"{JUDGEMENT[judgement].mark} {text(f'judgement.{judgement.name.lower()}')}"


def judgement_table(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The numbers of the bars: judgement (mark and word), systems of each row and in all, each with its share."""
    counts = judgement_counts_by_row(frame)
    table = pd.DataFrame({"judgement": [judgement_word(one, text=text) for one in JUDGEMENT]})
    for row in ROWS:
        table[row] = list(counts[row].values())
    table["systems"] = table["undesignated"] + table["designated"]
    for column in (*ROWS, "systems"):
        total = int(table[column].sum())
        table[f"{column}_share"] = (table[column] / total if total else pd.Series(pd.NA, index=table.index)).astype(
            "Float64"
        )
    return table


def judgement_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``judgement_table``."""
    return (
        TableColumn("judgement", text("judgement.column.judgement"), is_heading=True),
        TableColumn("undesignated", text("judgement.row.undesignated"), kind="count"),
        TableColumn("undesignated_share", text("judgement.column.undesignated_share"), kind="share"),
        TableColumn("designated", text("judgement.row.designated"), kind="count"),
        TableColumn("designated_share", text("judgement.column.designated_share"), kind="share"),
        TableColumn("systems", text("judgement.column.total"), kind="count"),
        TableColumn("systems_share", text("judgement.column.total_share"), kind="share"),
    )


def judgement_summary(frame: pd.DataFrame, *, text: Text, carried: int = 0) -> str:
    """Say the 判定: done, late and unreported of all, and late of the designated.

    ``carried``: systems without a report this month that are done by the go-live reported before (前月値).
    """
    counts = judgement_counts_by_row(frame)
    both = {one: counts["undesignated"][one] + counts["designated"][one] for one in JUDGEMENT}
    total, designated = sum(both.values()), sum(counts["designated"].values())
    if not total:
        return text("judgement.none")
    said = text(
        "judgement.summary",
        total=total,
        done=both[Judgement.DONE],
        done_share=text.percent(both[Judgement.DONE] / total),
        late=both[Judgement.LATE],
        late_share=text.percent(both[Judgement.LATE] / total),
        unreported=both[Judgement.UNREPORTED],
        unreported_share=text.percent(both[Judgement.UNREPORTED] / total),
    )
    if carried:
        said += text.pick("", " ") + text("judgement.summary_carried", carried=carried)
    if not designated:
        return said
    late = counts["designated"][Judgement.LATE]
    of_designated = text(
        "judgement.summary_designated", designated=designated, late=late, late_share=text.percent(late / designated)
    )
    return said + text.pick("", " ") + of_designated


def _row_labels(
    overlay: Overlay, counts: dict[Judgement, int], *, total: int, longest: int, top: float, text: Text
) -> None:
    """Under each segment its mark, count and share, moved apart where segments are narrow."""
    shown = [(one, count) for one, count in counts.items() if count]
    centres, passed = [], 0
    for _, count in shown:
        centres.append(passed + count / 2)
        passed += count
    px = longest / _PLOT_PX
    edge = _LABEL_PX / 2 * px
    places = spread_labels(centres, gap=_LABEL_PX * px, low=edge * 0.8, high=longest * 1.04 - edge * 0.8)
    for (one, count), centre, place in zip(shown, centres, places, strict=True):
        look = JUDGEMENT[one]
        bottom = top + _LEADER_PX
        overlay.line(start=(centre, top), end=(place, bottom), look={"color": look.outline, "width": 1})
        words = f"{look.mark} <b>{text.count(count)}</b><br>{text.percent(count / total)}"
        overlay.write(words, x=place, y=bottom - 2, yanchor="top", colour=look.text)


def _row_total(total: int, text: Text) -> str:
    return text("judgement.row_total", systems=total)


def _hover(
    row: str, judgement: Judgement, *, counts: dict[str, dict[Judgement, int]], totals: dict[str, int], text: Text
) -> str:
    count = counts[row][judgement]
    return text(
        "judgement.hover",
        row=text(f"judgement.row.{row}"),
        judgement=judgement_word(judgement, text=text),
        systems=count,
        share=text.percent(count / totals[row] if totals[row] else None),
    )
