"""The cumulative flow of a prefecture's systems as a block of its page."""

from __future__ import annotations

from components.chart_block import chart_block
from components.charts.flow import flow_figure
from components.charts.flow_numbers import flow_columns, flow_summary, flow_table
from components.charts.kept import Picture, kept_picture
from components.progress_tables import file_name, table_head
from components.text import Text
from data.views.prefecture import PrefectureView


def flow_block(view: PrefectureView, *, place: str, text: Text) -> None:
    """Draw how the systems of the place moved through the phases, month by month."""
    due = {row.id: row.due_on for row in view.overview.milestones}
    title = text("flow.title", place=place)
    chart_block(
        kept_picture(
            (view.key, text.language, "flow"),
            make=lambda: Picture(
                flow_figure(view.flow, due=due, text=text),
                summary=flow_summary(view.flow, text=text, migrated=view.overview.summary.migrated_systems),
                frame=flow_table(view.flow, text=text),
            ),
        ),
        title=title,
        columns=flow_columns(text),
        head=table_head(view.overview, title=title, place=place, measures=("phase",), text=text),
        file_name=file_name(view.overview, "flow"),
        text=text,
        key="flow",
        note=text("flow.monthly"),
    )
