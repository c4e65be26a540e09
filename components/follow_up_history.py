"""What a follow-up said before, and what it says now when somebody else was faster."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from components.follow_up_words import entry_columns, entry_frame
from components.tables import table_html
from components.text import Text
from data.views.follow_ups import FollowUp, FollowUpChange, FollowUpsView

_OF_THE_FIRST_STATE: Final = ("body", "author")


def history_table(changes: tuple[FollowUpChange, ...], *, view: FollowUpsView, text: Text) -> None:
    """List every kept state of one follow-up, oldest first, with who replaced it and when."""
    if not changes:
        st.html(f'<p class="d-summary">{escape(text("follow.history_none"))}</p>')
        return
    replaced = [
        text("follow.edited_by", author=change.replaced_by, moment=text.moment(change.replaced_at))
        for change in changes
    ]
    frame = entry_frame((change.before for change in changes), view=view, text=text).assign(edited=replaced)
    columns = tuple(column for column in entry_columns(text) if column.name not in _OF_THE_FIRST_STATE)
    with st.container(key="follow_texts_history"):
        st.html(table_html(frame, columns=columns, caption=text("follow.history"), text=text))


def current_entry(entry: FollowUp, *, view: FollowUpsView, text: Text) -> tuple[str, ...]:
    """An entry as finished lines: its heading, what was said, what was agreed until when."""
    row = entry_frame([entry], view=view, text=text).iloc[0]
    agreed = " ".join(part for part in (row["action"], row["due"], row["state"]) if part)
    heading = " ".join(part for part in (row["body"], row["day"], row["kind"], row["person"]) if part)
    return (heading, *entry.content.splitlines(), agreed)
