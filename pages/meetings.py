"""連絡会議: the hand-out and the announcement of the next meeting, the records of those held, and who meets."""

from __future__ import annotations

from functools import partial

from components.filters import chosen_prefecture, prefecture_filter
from components.frame import current_text, open_router, page_header, source_note
from components.hand_out_form import HandOutChoice
from components.meetings_layout import meetings_layout
from components.navigation import breadcrumb
from components.progress_tables import file_lines
from data.access import Reader
from data.model import AsOf
from data.reference import load_reference
from data.views.meeting_pack import meeting_pack
from data.views.meetings import meeting_desk, meetings_view
from data.views.pack import PackView


def render(reader: Reader) -> None:
    """Show the meetings of the prefecture the address names, or of the nation."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="meetings",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
        beside=partial(prefecture_filter, text, names=names),
    )
    if as_of is None:
        return
    prefecture = chosen_prefecture(names)
    breadcrumb(text, prefecture=prefecture)
    view = meetings_view(reader, as_of=as_of, prefecture=prefecture)
    meetings_layout(
        view,
        make=partial(_pack, reader, as_of),
        desk=meeting_desk(reader, as_of=as_of),
        place=names[prefecture] if prefecture else text("filter.nation"),
        names=names,
        text=text,
    )
    source_note(text, lines=(*file_lines(view, text=text), text("meeting.source")))


def _pack(reader: Reader, as_of: AsOf, prefecture: str | None, choice: HandOutChoice) -> PackView:
    return meeting_pack(reader, as_of=as_of, prefecture=prefecture, meeting=choice.meeting, sections=choice.sections)


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
