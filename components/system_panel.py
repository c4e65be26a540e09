"""One system of a body: its judgement in words, its dates, its milestones and every step by its state."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.runtime import Runtime

from components.address import seed_choice, write_choice
from components.body_search import full_name
from components.charts.matrix import MARKS, matrix_rows, state_words, step_words
from components.document import reveal
from components.filters import filter_bar
from components.messages import alert
from components.municipality_tables import business_names, written_day
from components.system_list import SystemRow
from components.text import Text
from data.model import MILESTONE_IDS, parse_instant
from data.reference import load_reference
from data.views.municipality import MunicipalityView

PANEL: Final = "karte-panel"
"""Id of the panel in the document."""
_NONE: Final = ""


def system_choice(view: MunicipalityView, *, text: Text) -> str | None:
    """Choose one of the body's systems or none; bound to the address parameter ``system``."""
    words = {_NONE: text("karte.panel.none"), **business_names(view, text=text)}
    choice = seed_choice("system", options=list(words), default=_NONE)
    with filter_bar("system"):
        st.selectbox(
            text("karte.panel.choose"),
            list(words),
            key=choice.key,
            format_func=words.__getitem__,
            on_change=write_choice,
            args=("system",),
            width=420,
        )
    # A system the cut leaves out is no mistake of the reader, who chose the cut while it was open.
    if choice.refused is not None and load_reference().business(choice.refused) is None:
        name, used = text("karte.panel.choose"), words[choice.value]
        alert([text("frame.invalid_choice", name=name, value=choice.refused, used=used)])
    return choice.value or None


def system_panel(view: MunicipalityView, row: SystemRow | None, *, text: Text) -> None:
    """Show everything known of the system of ``row``, and bring it into sight; None shows nothing."""
    with st.container(key="karte_panel"):
        if row is not None:
            st.html(system_panel_html(view, row, text=text))
    if Runtime.exists():
        reveal(PANEL, choice=_choice(view, row) if row is not None else "")


def _choice(view: MunicipalityView, row: SystemRow) -> str:
    return f"{view.body.code} {row.business}"


def system_panel_html(view: MunicipalityView, row: SystemRow, *, text: Text) -> str:
    """Write the panel of ``row``, one of the view's systems."""
    record = view.systems[view.systems["business"] == row.business].to_dict("records")[0]
    cell = {str(name): None if pd.isna(value) else value for name, value in record.items()}
    facts = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value in _facts(cell, row, text=text)
        if value
    )
    title = text("karte.panel.title", body=full_name(view.body, text=text), name=row.name)
    tables = _milestones(view, cell, text=text) + _steps(view, row, text=text)
    tone = f" class=d-{row.tone}" if row.tone else ""
    return (
        f'<section class="d-panel" id="{PANEL}" data-choice="{_choice(view, row)}" aria-label="{escape(title)}">'
        f"<h3>{escape(title)}</h3><p><b{tone}>{escape(row.judgement)}</b> {escape(row.reason)}</p><dl>{facts}</dl>"
        f'<div class="d-panel-tables">{tables}</div></section>'
    )


def _facts(cell: dict[str, Any], row: SystemRow, *, text: Text) -> Iterator[tuple[str, str]]:
    yield text("column.ministry"), row.ministry
    yield text("karte.systems.self"), row.own_assessment
    yield text("measure.phase"), row.phase
    yield text("measure.step_completion_mic"), row.rate
    effective = cell["step_completion_effective"]
    yield text("karte.column.effective"), text.percent(None if effective is None else float(effective))
    yield text("karte.systems.planned"), " ".join(part for part in (row.planned, row.planned_past) if part)
    if cell["replan_count"]:
        first = written_day(cell["first_planned_live_on"], text=text)
        yield (
            text("karte.panel.first_planned"),
            text("karte.panel.replanned", first=first, count=int(cell["replan_count"])),
        )
    yield text("karte.systems.live"), row.live
    yield text("measure.overdue_months"), row.overdue
    if cell["is_designated"]:
        reason = cell["designated_reason"]
        told = text("karte.panel.reason", number=int(reason)) if reason is not None else ""
        yield text("judgement.row.designated"), " ".join(part for part in (row.designated, told) if part)
    yield text("karte.systems.vendor"), " ".join(part for part in (row.vendor, row.product) if part)
    if cell["has_order_conflict"]:
        yield text("karte.panel.conflict"), text("karte.panel.conflict_words")
    if cell["entered_at"]:
        yield text("karte.column.entered"), text.moment(parse_instant(str(cell["entered_at"])))
    if not cell["is_reported"] and cell["last_report_month"]:
        yield text("karte.panel.last_report"), text.month(str(cell["last_report_month"]))


def _milestones(view: MunicipalityView, cell: dict[str, Any], *, text: Text) -> str:
    if not view.milestones:
        return ""
    due = {row.id: text.month(f"{row.due_on:%Y-%m}") for row in view.milestones}
    if cell["is_designated"]:
        own = cell["designated_due_on"]
        due["live"] = text("karte.deadline.own", date=written_day(own, text=text))
    rows = "".join(
        f'<tr><th scope="row">{escape(text(f"milestone.name.{one}"))}</th><td>{escape(due[one])}</td>'
        f"<td>{escape(_attained(cell, one, text=text))}</td></tr>"
        for one in MILESTONE_IDS
    )
    heads = (text("milestone.column.milestone"), text("milestone.column.due"), text("karte.panel.state"))
    return _table(text("karte.panel.milestones"), heads, rows)


def _attained(cell: dict[str, Any], milestone: str, *, text: Text) -> str:
    state = cell[f"{milestone}_state"]
    if state is None:
        return text("unknown")
    month = text.month(cell[f"{milestone}_attained"]) if cell[f"{milestone}_attained"] else text("unknown")
    key = "bound" if state == "attained" and cell[f"{milestone}_is_latest_bound"] else state
    return text(f"karte.panel.milestone.{key}", month=month)


def _steps(view: MunicipalityView, row: SystemRow, *, text: Text) -> str:
    if view.matrix.empty:
        return ""
    states = matrix_rows(view.matrix, businesses=(row.business,))[row.business]
    rows = ""
    for state, mark in MARKS.items():
        places = [place for place, one in enumerate(states, start=1) if one == state]
        if places:
            named = [step_words(view.steps[place - 1], text=text) for place in places if view.steps[place - 1].label]
            listed = text("karte.panel.ranges", ranges=ranges(places), count=len(places))
            quiet = f"<small>{escape(text('map.summary_joint').join(named))}</small>" if named else ""
            name = escape(f"{mark} {state_words(state, text=text)}")
            rows += f'<tr><th scope="row">{name}</th><td>{escape(listed)}{quiet}</td></tr>'
    return _table(text("karte.panel.steps"), (text("karte.panel.state"), text("karte.panel.which")), rows)


def ranges(places: list[int]) -> str:
    """Write ascending numbers with runs joined.

    >>> ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9–10'
    """
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\N{EN DASH}{run[-1]}" for run in runs)


def _table(caption: str, heads: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    label = escape(caption)
    return (
        f'<div class="d-table" role="region" aria-label="{label}" tabindex="0"><table><caption>{label}</caption>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
