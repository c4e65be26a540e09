"""マイルストン: who kept each of the six dates, where and when, how far the rest is over, and what is still open."""

from __future__ import annotations

from functools import partial

from components.cut_filter import chosen_cut
from components.cuts import cut_businesses, place_words
from components.filters import chosen_prefecture, prefecture_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.milestones_layout import milestone_filters, milestones_layout
from components.place_bar import place_bar
from components.progress_tables import file_lines
from data.access import Reader
from data.reference import load_reference
from data.views.attainment_groups import Unit
from data.views.milestone_page import milestones_view


def render(reader: Reader) -> None:
    """Show the milestone, unit, place and month the address names."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="milestones",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
        beside=partial(prefecture_filter, text, names=names),
    )
    if as_of is None:
        return
    prefecture, cut = chosen_prefecture(names), chosen_cut()
    place_bar(text, prefecture=prefecture)
    reader = reader.narrowed(cut_businesses(cut))
    milestone, unit = milestone_filters(text, has_steps=reader.at(as_of).has_steps)
    view = milestones_view(reader, as_of=as_of, milestone=milestone, unit=Unit(unit), prefecture=prefecture)
    if view.empty_reason is not None:
        return empty_state(text, reason=view.empty_reason)
    place = place_words(names[prefecture] if prefecture else text("filter.nation"), cut=cut, text=text)
    milestones_layout(view, place=place, text=text)
    source_note(text, lines=file_lines(view, text=text))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
