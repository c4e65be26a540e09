"""優先フォロー and アドバイザー派遣候補 as lists to tick: a ticked body goes into the new entry below."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from components.body_search import full_name
from components.chart_block import block_title
from components.documents.table_files import TableHead
from components.follow_up_entry import FORM, choose_body, chosen_bodies
from components.follow_up_words import (
    follow_file,
    follow_head,
    priority_columns,
    priority_frame,
    priority_rules,
    reason_sentence,
)
from components.progress_tables import file_lines
from components.tables import download_row, table_twin
from components.text import Text
from data.views.follow_ups import FollowUpDesk, FollowUpKind, FollowUpsView
from data.views.priority import PriorityRow, PriorityView


def priority_block(
    view: PriorityView, *, records: FollowUpsView, desk: FollowUpDesk | None, place: str, text: Text
) -> None:
    """Show the bodies to call first, each with its reasons, and the files of the list."""
    title = text("follow.priority_title", place=place)
    block_title(title, note=text("follow.own"), summary=_summary(view, text=text))
    if not view.is_judged or not view.follow:
        return
    _rows(view.follow, view, name="follow", kind=None, desk=desk, text=text)
    download_row(
        priority_frame(view.follow, view=view, text=text),
        columns=priority_columns(text),
        head=priority_head(view, title=title, records=records, place=place, text=text),
        file_name=follow_file(records, "priority"),
        text=text,
        key="follow_priority",
    )


def dispatch_block(
    view: PriorityView, *, records: FollowUpsView, desk: FollowUpDesk | None, place: str, text: Text
) -> None:
    """Show the first bodies to propose an adviser to, and all of them in a table with its files."""
    title = text("follow.dispatch_title", place=place)
    rules, shown = view.rules, view.dispatch[: view.rules.priority_bodies]
    values = {"systems": rules.dispatch_late_systems, "months": rules.dispatch_still_months}
    counts = {"bodies": len(view.dispatch), "shown": len(shown)}
    unranked = _unranked(view, text=text)
    if unranked:
        summary = unranked
    elif view.problem is not None:
        summary = text("follow.dispatch_unread")
    elif view.dispatch:
        summary = text("follow.dispatch_summary", **values, **counts)
    else:
        summary = text("follow.dispatch_none", **values)
    block_title(title, note=text("follow.own"), summary=summary)
    if not shown:
        return
    _rows(shown, view, name="dispatch", kind=FollowUpKind.DISPATCH.value, desk=desk, text=text)
    table_twin(
        priority_frame(view.dispatch, view=view, text=text),
        columns=priority_columns(text),
        head=priority_head(view, title=title, records=records, place=place, text=text),
        file_name=follow_file(records, "dispatch"),
        text=text,
        key="follow_dispatch",
        label=text("follow.dispatch_all", bodies=len(view.dispatch)),
    )


def _summary(view: PriorityView, *, text: Text) -> str:
    unranked = _unranked(view, text=text)
    if unranked:
        return unranked
    if view.contacted is None:
        unread = text("follow.priority_unread", days=view.rules.contacted_days)
        return unread if view.follow else text("follow.priority_nobody")
    key = "follow.priority_summary" if view.follow else "follow.priority_none"
    return text(key, days=view.rules.contacted_days, contacted=view.contacted)


def _unranked(view: PriorityView, *, text: Text) -> str:
    """Why nobody can be ranked; empty where the ranking stands."""
    if view.is_outside_scope:
        return text("follow.outside_ranking")
    return "" if view.is_judged else text("follow.not_judged")


def _rows(
    rows: tuple[PriorityRow, ...],
    view: PriorityView,
    *,
    name: str,
    kind: str | None,
    desk: FollowUpDesk | None,
    text: Text,
) -> None:
    chosen = chosen_bodies()
    for row in rows:
        called = (
            full_name(row.body, text=text) if view.prefecture is None else text.pick(row.body.name, row.body.english)
        )
        label = text("follow.ranked", rank=row.rank, body=called)
        reasons = "".join(f"<li>{escape(reason_sentence(reason, text=text))}</li>" for reason in row.reasons)
        with st.container(key=f"follow_{name}_{row.body.code}", gap=None):
            if desk is not None and desk.may_write(row.body.code):
                key = f"follow_tick_{name}_{row.body.code}"
                st.session_state[key] = row.body.code in chosen
                st.checkbox(label, key=key, on_change=partial(_tick, row.body.code, kind=kind, text=text))
            else:
                st.html(f'<p class="d-label">{escape(label)}</p>')
            st.html(f'<ul class="d-reasons">{reasons}</ul>')
    if desk is not None and chosen:
        told, way = escape(text("follow.ticked", bodies=len(chosen))), escape(text("follow.to_form"))
        st.html(f'<p class="d-summary" role="status">{told} <a href="#{FORM}" target="_self">{way}</a></p>')


def _tick(code: str, *, kind: str | None, text: Text) -> None:
    """Take the tick over, and say where it went: the form lies below what the reader sees."""
    choose_body(code, kind=kind)
    if code in chosen_bodies():
        st.toast(text("follow.ticked", bodies=len(chosen_bodies())), icon=":material/playlist_add:")


def priority_head(view: PriorityView, *, title: str, records: FollowUpsView, place: str, text: Text) -> TableHead:
    """What the files of a ranking say about themselves; records that cannot be read are no source of theirs."""
    rules = priority_rules(view, text=text)
    register = () if view.problem is not None else (text("follow.source"),)
    sources = (*file_lines(view, text=text), *register)
    return follow_head(records, title=title, place=place, text=text, rules=rules, sources=sources)
