"""ベンダリスク: who depends on which vendor, which flags are up and why, and what may go wrong when."""

from __future__ import annotations

from functools import partial

from components.cut_filter import chosen_cut
from components.cuts import cut_businesses, place_words
from components.filters import chosen_prefecture, prefecture_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.messages import working
from components.place_bar import place_bar
from components.progress_tables import file_lines
from components.vendors_layout import VendorSource, vendors_layout
from data.access import Reader
from data.reference import load_reference
from data.views.vendor_counts import is_history_known
from data.views.vendor_flags import flag_runs, vendor_flags
from data.views.vendor_months import flag_months
from data.views.vendor_regions import region_risk
from data.views.vendor_risk import vendor_risk_view


def render(reader: Reader) -> None:
    """Show the place and month the address names."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="vendors",
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
    with working(text("vendors.working")):
        view = vendor_risk_view(reader, as_of=as_of, prefecture=prefecture)
    if view.empty_reason is not None:
        return empty_state(text, reason=view.empty_reason)
    place = place_words(names[prefecture] if prefecture else text("filter.nation"), cut=cut, text=text)
    source = VendorSource(
        regions=lambda level, flag: region_risk(reader, view=view, level=level, flag=flag),
        months=partial(flag_months, reader, as_of=as_of, prefecture=prefecture),
        runs=partial(flag_runs, reader, as_of=as_of, prefecture=prefecture),
        flags=partial(vendor_flags, reader, as_of=as_of, prefecture=prefecture),
        is_history_known=is_history_known(reader, as_of=as_of),
    )
    vendors_layout(view, source=source, place=place, prefecture_names=names, text=text)
    credit = text("source.map", credit=reader.map_credit)
    source_note(text, lines=(*file_lines(view, text=text), credit))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
