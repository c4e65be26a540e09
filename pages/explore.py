"""探索: any question about the systems, asked by choosing, answered as a table, a picture or a map."""

from __future__ import annotations

from components.explore_layout import explore_layout
from components.explore_source import ExploreSource
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.messages import working
from components.progress_tables import file_lines
from data.access import Reader
from data.views.comparison import compare, peers
from data.views.console import ask_worker
from data.views.exploration import dimension_values, explore, vendor_names
from data.views.explore_behind import rows_behind
from data.views.saved_views import view_desk


def render(reader: Reader) -> None:
    """Answer the question the address asks, or the opening one."""
    text = current_text()
    as_of = page_header(
        text,
        page="explore",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
    )
    if as_of is None:
        return
    reading = reader.at(as_of)
    if not reading.is_reported:
        return empty_state(text, reason="month_not_reported")
    with working(text("explore.working")):
        vendors = vendor_names(reader, as_of=as_of)
    files = file_lines(reading, text=text)
    source = ExploreSource(
        as_of=as_of,
        data_id=reader.history_id(as_of.known_at),
        months=reader.months,
        vendors=vendors,
        answer=lambda question: explore(reader, as_of=as_of, question=question),
        values=lambda dimension: dimension_values(reader, as_of=as_of, dimension=dimension),
        behind=lambda question, group, measure, page: rows_behind(
            reader, as_of=as_of, question=question, group=group, measure=measure, page=page
        ),
        compare=lambda question, other: compare(reader, as_of=as_of, question=question, other=other),
        peers=lambda body: peers(reader, as_of=as_of, body=body),
        sql=lambda sql, cancelled, tell: ask_worker(reader, as_of=as_of, sql=sql, cancelled=cancelled, tell=tell),
        map_url=lambda prefecture, is_by_municipality: reader.map_url(
            prefecture=prefecture, is_by_municipality=is_by_municipality
        ),
        map_credit=reader.map_credit,
        files=files,
        desk=view_desk(reader),
        is_synthetic=reader.is_synthetic,
    )
    explore_layout(source, text=text)
    source_note(text, lines=(*files, text("source.map", credit=reader.map_credit)))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
