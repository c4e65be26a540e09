"""The charts of a hand-out: the numbers of the pages' charts, as stacked bars that every file can draw natively."""

from __future__ import annotations

from typing import Final

from components.charts.flow_numbers import UNKNOWN, band_word, flow_counts, flow_summary
from components.charts.judgement import ROWS, judgement_counts_by_row, judgement_summary, judgement_word
from components.charts.time_axis import month_label
from components.documents.pack import PackChart, PackSeries
from components.standing_blocks import carried_systems, judgement_frame
from components.text import Text
from components.theme import JUDGEMENT, UNREPORTED_FILL, sequential
from data.views.flow import FLOW_BANDS
from data.views.pack import PackView

_PHASE_FILLS: Final = dict(zip(reversed(FLOW_BANDS[:-1]), sequential(len(FLOW_BANDS) - 1), strict=True))


def pack_charts(view: PackView, *, place: str, text: Text) -> tuple[PackChart, ...]:
    """判定 crossed with 特定移行, and the phases month by month; none in a month with rates only or not wanted."""
    if not view.overview.has_steps:
        return ()
    found = (_judgement(view, place=place, text=text), _flow(view, place=place, text=text))
    return tuple(chart for chart in found if chart.id in view.sections)


def _judgement(view: PackView, *, place: str, text: Text) -> PackChart:
    frame = judgement_frame(view.overview)
    counts = judgement_counts_by_row(frame)
    return PackChart(
        id="judgement",
        title=text("pack.judgement", place=place),
        summary=judgement_summary(frame, text=text, carried=carried_systems(view.overview)),
        categories=tuple(text(f"judgement.row.{row}") for row in ROWS),
        series=tuple(
            PackSeries(
                name=judgement_word(one, text=text),
                fill=look.fill,
                values=tuple(counts[row][one] for row in ROWS),
                is_hatched=look.is_hatched,
            )
            for one, look in JUDGEMENT.items()
        ),
        is_horizontal=True,
    )


def _flow(view: PackView, *, place: str, text: Text) -> PackChart:
    counts = flow_counts(view.flow)
    return PackChart(
        id="flow",
        title=text("pack.flow", place=place),
        summary=flow_summary(view.flow, text=text, migrated=view.overview.summary.migrated_systems),
        categories=tuple(month_label(str(month), text=text) for month in counts.index),
        series=tuple(
            PackSeries(
                name=band_word(band, text=text),
                fill=UNREPORTED_FILL if band == UNKNOWN else _PHASE_FILLS[band],
                values=tuple(int(value) for value in counts[band]),
                is_hatched=band == UNKNOWN,
            )
            for band in FLOW_BANDS
        ),
        is_horizontal=False,
    )
