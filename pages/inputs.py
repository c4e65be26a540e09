"""入力状況: who entered the month in time, who is missing now and again, and the words to ask them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from components.filters import chosen_prefecture, filter_bar, prefecture_filter
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.inputs_layout import cities_filter, inputs_layout
from components.messages import working
from components.navigation import breadcrumb
from components.progress_tables import file_lines
from components.text import Text
from data.access import Reader
from data.model import AsOf
from data.reference import load_reference
from data.views.reporting import reporting_view


def render(reader: Reader) -> None:
    """Show the input of the nation or the prefecture the address names."""
    text = current_text()
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    as_of = page_header(
        text,
        page="inputs",
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
    with filter_bar("inputs"):
        breadcrumb(text, prefecture=prefecture)
        includes_cities = cities_filter(text)
    if not reader.at(as_of).is_reported:
        return empty_state(text, reason="month_not_reported")
    _show(reader, as_of, prefecture=prefecture, includes_cities=includes_cities, names=names, text=text)


def _show(
    reader: Reader,
    as_of: AsOf,
    *,
    prefecture: str | None,
    includes_cities: bool,
    names: dict[str, str],
    text: Text,
) -> None:
    with working(text("inputs.working")):
        view = reporting_view(reader, as_of=as_of, prefecture=prefecture, includes_cities=includes_cities)
    place = names[prefecture] if prefecture else text("filter.nation")
    files, now = file_lines(view, text=text), as_of.known_at or datetime.now(UTC)
    inputs_layout(view, place=place, sources=files, now=now, prefecture_names=names, text=text)
    source_note(text, lines=files)


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
