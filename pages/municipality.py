"""市区町村: the sheet of one body: who it is, its systems and steps, its dates, and the bodies to compare with."""

from __future__ import annotations

from components.body_search import full_name
from components.cut_filter import chosen_cut
from components.cuts import cut_businesses
from components.follow_up_block import follow_up_block
from components.frame import current_text, empty_state, open_router, page_header, source_note
from components.municipality_choice import asked_body, municipality_choice
from components.municipality_layout import municipality_layout
from components.progress_tables import file_lines
from data.access import Reader
from data.reference import load_reference
from data.views.follow_ups import follow_ups_view
from data.views.municipality import municipality_view


def render(reader: Reader) -> None:
    """Show the sheet of the body and month the address names, or the ways to one."""
    text = current_text()
    as_of = page_header(
        text,
        page="municipality",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
    )
    if as_of is None:
        return
    asked = asked_body()
    if asked is None or load_reference().body(asked) is None:
        municipality_choice(text, unknown=asked)
        return source_note(text, lines=())
    reader = reader.narrowed(cut_businesses(chosen_cut()))
    view = municipality_view(reader, as_of=as_of, body=asked)
    if view.empty_reason is not None:
        return empty_state(text, reason=view.empty_reason)
    municipality_layout(view, text=text)
    follow_up_block(follow_ups_view(reader, as_of=as_of, place=asked), place=full_name(view.body, text=text), text=text)
    source_note(text, lines=file_lines(view, text=text))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
