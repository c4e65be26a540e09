"""The blocks of a body's sheet that are tables: systems, milestones, vendors, input, and bodies to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from components.body_search import full_name
from components.chart_block import block_title
from components.documents.table_files import TableColumn
from components.milestone_table import milestone_table
from components.municipality_tables import judgement_words, sheet_file, sheet_head
from components.navigation import page_anchor
from components.system_list import (
    SystemRow,
    system_file,
    system_file_columns,
    system_list_html,
)
from components.tables import data_table, download_row, table_html
from components.text import Text
from data.model import parse_instant
from data.views.input_state import InputState
from data.views.municipality import MunicipalityView
from data.views.neighbours import Peer

_INPUT_MONTHS = 12
_MORE_THAN_VENDORS = 8
"""Months listed beyond the number of vendors: the two tables stand in columns side by side, which then end together."""


def system_block(view: MunicipalityView, rows: Sequence[SystemRow], *, selected: str | None, text: Text) -> None:
    """List the systems; each name opens its panel."""
    title = text("karte.systems.title")
    late = sum(row.is_past_own_deadline for row in rows)
    summary = text("karte.systems.designated_late_summary", systems=late) if late else ""
    block_title(title, note=text("judgement.own_rule") if view.has_steps else "", summary=summary)
    st.html(
        system_list_html(
            rows,
            selected=selected,
            has_steps=view.has_steps,
            address=lambda business: page_anchor("municipality", body=view.body.code, system=business),
            caption=title,
            text=text,
        )
    )
    download_row(
        system_file(rows, systems=view.systems),
        columns=system_file_columns(text),
        head=sheet_head(view, title=title, text=text, measures=("step_completion_mic", "judgement")),
        file_name=sheet_file(view, "systems"),
        text=text,
        key="karte_systems",
    )


def body_milestone_block(view: MunicipalityView, *, text: Text) -> None:
    """List the six milestones over the body's systems."""
    if not view.milestones:
        return
    title = text("karte.milestones.title")
    block_title(title)
    rows = [
        {
            "milestone": row.id,
            "phase_name": row.phase_name,
            "step_label": row.step_label,
            "work": row.work,
            "due_on": row.due_on,
            "months_past": row.months_past,
            **{
                name: getattr(row.attainment, name)
                for name in row.attainment.__dataclass_fields__
                if name != "milestone"
            },
        }
        for row in view.milestones
    ]
    milestone_table(pd.DataFrame(rows), caption=title, text=text)


def vendor_block(view: MunicipalityView, *, text: Text) -> None:
    """List the vendors with their systems; an unknown vendor is a row of its own."""
    title = text("karte.vendors.title")
    block_title(title)
    if view.vendors.empty:
        st.html(f'<p class="d-notes">{escape(text("karte.vendors.nothing"))}</p>')
        return
    names = view.vendors["vendor_name"].where(view.vendors["vendor_name"].notna(), view.vendors["vendor_code"])
    rows = view.vendors.assign(name=names.fillna(text("karte.vendor_unknown")))
    columns = (
        TableColumn("name", text("karte.systems.vendor"), is_heading=True),
        TableColumn("systems", text("karte.vendors.systems"), kind="count"),
        TableColumn("migrated", text("karte.column.migrated"), kind="count"),
    )
    st.html(table_html(rows, columns=columns, caption=title, text=text))


def input_block(view: MunicipalityView, *, text: Text) -> None:
    """List the months with what the body entered, latest first."""
    title = text("karte.input.title")
    table, summary = input_months_table(view, text=text)
    block_title(title, summary=summary)
    columns = (
        TableColumn("month", text("karte.column.month"), is_heading=True),
        TableColumn("state", text("karte.input.state")),
        TableColumn("reported", text("column.systems_reported")),
        TableColumn("entered", text("karte.column.entered")),
    )
    months = max(_INPUT_MONTHS, len(view.vendors) + _MORE_THAN_VENDORS)
    data_table(table, columns=columns, caption=title, text=text, key="karte_input", page_rows=months)


def input_months_table(view: MunicipalityView, *, text: Text) -> tuple[pd.DataFrame, str]:
    """The months up to the view's, latest first, in words (month, state, reported, entered), and a summary of them."""
    rows = view.entries[view.entries["month"] <= view.as_of.month].iloc[::-1]
    counts = list(zip(rows["systems_applicable"], rows["systems_reported"], strict=True))
    missing = int((rows["state"] == InputState.MISSING).sum())
    table = pd.DataFrame(
        {
            "month": [text.month(month) for month in rows["month"]],
            "state": [text(f"karte.input.{state}") for state in rows["state"]],
            "reported": [
                None
                if pd.isna(reported) or not applicable
                else text("karte.input.count", reported=int(reported), systems=int(applicable))
                for applicable, reported in counts
            ],
            "entered": [
                None if pd.isna(moment) else text.moment(parse_instant(str(moment))) for moment in rows["entered_at"]
            ],
        }
    )
    return table, text("karte.input.summary", months=len(rows), missing=missing)


def peer_blocks(view: MunicipalityView, *, text: Text) -> None:
    """Set the nearest bodies and those of the same kind beside the body; each name opens its sheet."""
    kind = text(f"kind.{view.body.kind.name.lower()}")
    peers = (
        (text("karte.peers.near"), view.neighbours),
        (text("karte.peers.kind", kind=kind, measure=text(f"karte.peers.by_{view.same_kind_by}")), view.same_kind),
    )
    for title, bodies in peers:
        block_title(title)
        if bodies:
            st.html(peers_html(bodies, caption=title, text=text))
        else:
            st.html(f'<p class="d-notes">{escape(text("karte.peers.nothing"))}</p>')


def peers_html(peers: Sequence[Peer], *, caption: str, text: Text) -> str:
    """Write bodies as a table: name with prefecture, distance, rate, phase, 判定."""
    names = ("body", "distance", "rate", "phase", "judgement")
    heads = "".join(f'<th scope="col">{escape(text(f"karte.peers.{name}"))}</th>' for name in names)
    rows = "".join(_peer(peer, text=text) for peer in peers)
    label = escape(caption)
    return (
        f'<div class="d-table d-peers" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _peer(peer: Peer, *, text: Text) -> str:
    far = text("unknown") if peer.distance_km is None else text("karte.peers.km", km=f"{peer.distance_km:.1f}")
    phase = text("unknown") if peer.phase is None else text("karte.phase", phase=peer.phase)
    rate = text.percent(peer.step_completion_mic, unknown="unreported")
    cells = (far, rate, phase, judgement_words(peer.judgement, text=text))
    address = page_anchor("municipality", body=peer.body.code, prefecture=peer.body.prefecture_code, system="")
    link = f'<a href="{address}">{escape(full_name(peer.body, text=text))}</a>'
    return f'<tr><th scope="row">{link}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
