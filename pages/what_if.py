"""影響の試算: what if vendors withdraw or slip — who is hit, who finds another vendor when, and the report of it."""

from __future__ import annotations

from functools import partial

from components.cut_filter import chosen_cut
from components.cuts import cut_businesses, place_words
from components.filters import chosen_prefecture, prefecture_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.place_bar import place_bar
from components.progress_tables import file_lines
from components.what_if_filters import shock_filters
from components.what_if_layout import what_if_layout
from data.access import Reader
from data.reference import load_reference
from data.views.what_if import vendor_names, what_if_view


def render(reader: Reader) -> None:
    """Show what the shock the address names does, seen from the place and the businesses it names."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="what_if",
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
    reading = reader.at(as_of)
    if not reading.is_reported:
        return empty_state(text, reason="month_not_reported")
    if not reading.has_steps:
        return empty_state(text, reason="no_vendor_report")
    shock = shock_filters(text, vendors=vendor_names(reader, as_of=as_of), as_of=as_of.month)
    if shock is None:
        return empty_state(text, reason="no_vendor_chosen")
    view = what_if_view(reader, as_of=as_of, shock=shock, prefecture=prefecture, businesses=cut_businesses(cut))
    place = place_words(names[prefecture] if prefecture else text("filter.nation"), cut=cut, text=text)
    files = file_lines(view, text=text)
    what_if_layout(view, place=place, sources=files, prefecture_names=names, text=text)
    source_note(text, lines=(*files, text("source.map", credit=view.map.credit)))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
