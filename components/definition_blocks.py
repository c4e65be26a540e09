"""The blocks of the definitions page. Each measure has an anchor that cards and tables link to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from html import escape

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn
from components.tables import table_html
from components.text import Text
from components.theme import JUDGEMENT
from data.views.definitions import DefinitionsView


def measure_list(view: DefinitionsView, *, text: Text) -> None:
    """Every measure with its rule and the document the rule is from; each row is an anchor."""
    rows = [
        (
            measure,
            text(f"measure.{measure}"),
            text(f"definitions.{measure}.rule"),
            text(f"definitions.{measure}.basis"),
        )
        for measure in view.measures
    ]
    block_title(text("definitions.measures_title"))
    _worded_table(rows, heads=("measure", "rule", "basis"), title="definitions.measures_title", text=text)


def judgement_table(view: DefinitionsView, *, text: Text) -> None:
    """The lines of the rule of 判定 in the order they are tried, with the date and thresholds in force."""
    live_due = next(item.due_on for item in view.milestones if item.id == "live")
    rows = [
        {
            "order": place,
            "judgement": f"{JUDGEMENT[judgement].mark} {text(f'judgement.{judgement.name.lower()}')}",
            "rule": text(f"rule.{line}", live_due=text.date(live_due), **asdict(view.rules)),
        }
        for place, (line, judgement) in enumerate(view.judgement_rules, start=1)
    ]
    columns = (
        TableColumn("order", text("definitions.order"), kind="count"),
        TableColumn("judgement", text("measure.judgement"), is_heading=True),
        TableColumn("rule", text("definitions.rule")),
    )
    _table(
        pd.DataFrame(rows), columns, title="definitions.judgement_title", note="definitions.judgement_note", text=text
    )


def flag_table(view: DefinitionsView, *, text: Text) -> None:
    """The rules of the vendor flags with the thresholds in force."""
    risk = view.rules.vendor_risk
    values = asdict(risk) | {
        "crowded_above": f"{risk.crowded_above:g}",
        "very_crowded_above": f"{risk.very_crowded_above:g}",
        "capacity_quantile": f"P{risk.capacity_quantile * 100:g}",
        "capacity_minimum": f"{risk.capacity_minimum:g}",
        "delay_confidence": text.percent(risk.delay_confidence, digits=0),
        "dependence_share": text.percent(risk.dependence_share, digits=0),
    }
    rows = [
        (
            flag,
            text("flag.named", flag=flag, name=text(f"flag.name.{flag.lower()}")),
            text(f"definitions.flag_severity.{flag.lower()}"),
            text(f"definitions.flag_rule.{flag.lower()}", **values),
            text(f"definitions.flag_since.{flag.lower()}"),
        )
        for flag in view.flags
    ]
    block_title(text("definitions.flags_title"))
    st.html(f'<p class="d-summary">{escape(text("definitions.flags_note"))}</p>')
    heads = ("flag", "flag_severity", "rule", "flag_since")
    _worded_table(rows, heads=heads, title="definitions.flags_title", text=text)


def threshold_table(view: DefinitionsView, *, text: Text) -> None:
    """The thresholds in force: this dashboard's own, replaceable."""
    rows = [
        {"name": text(f"rules.{name}"), "value": " / ".join(f"{number:g}" for number in numbers)}
        for name, numbers in view.rules.numbers().items()
    ]
    columns = (
        TableColumn("name", text("definitions.item"), is_heading=True),
        TableColumn("value", text("definitions.value")),
    )
    _table(pd.DataFrame(rows), columns, title="definitions.rules_title", note="definitions.rules_note", text=text)


def milestone_table(view: DefinitionsView, *, text: Text) -> None:
    """The notice's six milestones with their due dates."""
    rows = [
        {
            "phase": text(
                "definitions.phase",
                number=str(item.phase),
                name=text.pick(item.phase_name, text(f"milestone.phase.{item.id}")),
            ),
            "step": text.pick(item.step_label, text(f"milestone.name.{item.id}")) if item.step_label else None,
            "work": text.pick(item.work, text(f"milestone.work.{item.id}")),
            "due": text.date(item.due_on),
        }
        for item in view.milestones
    ]
    columns = (
        TableColumn("phase", text("definitions.phase_column"), is_heading=True),
        TableColumn("step", text("definitions.step")),
        TableColumn("work", text("definitions.work")),
        TableColumn("due", text("definitions.due")),
    )
    _table(
        pd.DataFrame(rows), columns, title="definitions.milestones_title", note="definitions.milestones_note", text=text
    )


def step_table(view: DefinitionsView, *, text: Text) -> None:
    """The 40 steps: names that a public source confirms, numbers for the rest, 要確認 where the place is not."""
    provisional = {step.ordinal for step in view.provisional_steps}
    rows = [
        {
            "ordinal": step.ordinal,
            "label": step.label or text("unknown"),
            "name": step.name or text("definitions.step_unnamed", number=step.ordinal, total=len(view.steps)),
            "state": text("definitions.to_confirm") if step.ordinal in provisional else "",
        }
        for step in view.steps
    ]
    columns = (
        TableColumn("ordinal", text("definitions.ordinal"), kind="count", is_heading=True),
        TableColumn("label", text("definitions.step")),
        TableColumn("name", text("definitions.step_name")),
        TableColumn("state", text("definitions.state")),
    )
    with st.expander(text("definitions.steps_title")):
        _table(pd.DataFrame(rows), columns, title="definitions.steps_title", note="definitions.steps_note", text=text)


def business_table(view: DefinitionsView, *, text: Text) -> None:
    """The 20 businesses and 共通機能 with their ministries and other spellings."""
    rows = [
        {
            "name": text.pick(item.name, item.english),
            "ministry": text.pick(item.ministry, item.ministry_english) or text("unknown"),
            "aliases": text("map.summary_joint").join(item.aliases),
        }
        for item in view.businesses
    ]
    columns = (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("ministry", text("column.ministry")),
        TableColumn("aliases", text("definitions.aliases")),
    )
    with st.expander(text("definitions.businesses_title")):
        _table(
            pd.DataFrame(rows),
            columns,
            title="definitions.businesses_title",
            note="definitions.businesses_note",
            text=text,
        )


def published_table(view: DefinitionsView, *, text: Text) -> None:
    """Figures that others published, each with date, source and how sure we are of it."""
    rows = [
        asdict(item)
        | {
            "as_of": text.month(item.as_of),
            "measure": text.pick(item.measure, item.measure_english),
            "scope": text.pick(item.scope, item.scope_english),
            "value": text.percent(item.value) if item.is_share else text.count(int(item.value)),
            "confidence": text(f"confidence.{item.confidence}"),
        }
        for item in view.published
    ]
    names = ("as_of", "measure", "value", "scope", "confidence", "source", "note")
    columns = tuple(TableColumn(name, text(f"published.{name}"), is_heading=name == "measure") for name in names)
    _table(
        pd.DataFrame(rows), columns, title="definitions.published_title", note="definitions.published_note", text=text
    )


def source_table(view: DefinitionsView, *, text: Text) -> None:
    """The files behind the month on screen, with their hashes."""
    rows = [
        {
            "kind": text(f"source.kind.{source.kind.value}"),
            "month": text.month(source.month),
            "name": source.name,
            "rows": source.rows,
            "received": text.date(source.received_at),
            "sha256": source.sha256[:16],
        }
        for source in view.sources
    ]
    names = ("kind", "month", "name", "rows", "received", "sha256")
    columns = tuple(
        TableColumn(name, text(f"source.{name}"), kind="count" if name == "rows" else "text", is_heading=name == "kind")
        for name in names
    )
    _table(
        pd.DataFrame(rows, columns=names),
        columns,
        title="definitions.sources_title",
        note="definitions.sources_note",
        text=text,
    )


def credit_block(view: DefinitionsView, *, text: Text) -> None:
    """Whose boundaries the map is drawn from."""
    block_title(text("definitions.credit_title"))
    st.html(f'<p class="d-summary">{escape(view.map_credit)}</p>')


def _worded_table(rows: Sequence[Sequence[str]], *, heads: Sequence[str], title: str, text: Text) -> None:
    """A table of sentences, which break into lines. A row is its anchor, its heading and the other cells."""
    top = "".join(f'<th scope="col">{escape(text(f"definitions.{name}"))}</th>' for name in heads)
    body = "".join(
        f'<tr id="{escape(anchor)}"><th scope="row">{escape(heading)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for anchor, heading, *cells in rows
    )
    st.html(
        f'<div class="d-table d-definitions"><table><caption>{escape(text(title))}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _table(frame: pd.DataFrame, columns: tuple[TableColumn, ...], *, title: str, note: str, text: Text) -> None:
    block_title(text(title))
    st.html(f'<p class="d-summary">{escape(text(note))}</p>')
    st.html(table_html(frame, columns=columns, caption=text(title), text=text))
