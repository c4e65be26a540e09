"""フォローアップ: whom to call next and why, what was agreed with whom, and what is overdue."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.filters import chosen_prefecture, prefecture_filter
from components.follow_up_layout import follow_up_layout
from components.frame import current_text, open_router, page_header, source_note
from components.navigation import breadcrumb
from components.progress_tables import file_lines
from data.access import Reader
from data.reference import load_reference
from data.views.follow_ups import follow_up_desk, follow_ups_view
from data.views.priority import priority_view


def render(reader: Reader) -> None:
    """Show the follow-ups of the prefecture the address names, or of the nation, and whom to call there."""
    text, reference = current_text(), load_reference()
    names = {item.code: text.pick(item.name, item.english) for item in reference.prefectures}
    as_of = page_header(
        text,
        page="follow_up",
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
    view = follow_ups_view(reader, as_of=as_of, place=prefecture or "")
    priority = priority_view(reader, as_of=as_of, records=view, prefecture=prefecture)
    follow_up_layout(
        view,
        priority,
        desk=follow_up_desk(reader, as_of=as_of),
        place=names[prefecture] if prefecture else text("filter.nation"),
        bodies=[body.code for body in reference.bodies if body.code.startswith(prefecture or "")],
        asked=st.query_params.get("body"),
        text=text,
    )
    register = () if view.problem is not None else (text("follow.source"),)
    source_note(text, lines=(*file_lines(priority, text=text), *register))


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
