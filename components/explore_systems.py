"""A list of systems of 探索 in the reader's words: as a table whose bodies lead to their page, and for files."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.explore_words import VendorNames, value_words
from components.navigation import page_anchor
from components.text import Text
from components.theme import JUDGEMENT

_DATES: Final = ("planned_live_on", "live_on")


def system_rows(rows: pd.DataFrame, *, vendors: VendorNames, text: Text) -> pd.DataFrame:
    """Systems (see ``rows_behind``) in words: code, prefecture, name, business, vendor, phase, judgement, dates, …"""

    def written(dimension: str, column: str) -> pd.Series:
        keys = rows[column].astype(object).where(rows[column].notna(), "").map(_key)
        words = {key: value_words(dimension, key, vendors=vendors, text=text) for key in keys.unique()}
        return keys.map(words)

    marks = {str(one): look.mark for one, look in JUDGEMENT.items()}
    judged = rows["judgement"].astype(object).map(marks).fillna("")
    # A system that does not apply has no phase and no 判定: that is known, and no gap.
    is_apart = ~rows["is_applicable"].astype("bool")
    apart_words = text("explore.value.input_state.not_applicable")
    return pd.DataFrame(
        {
            "month": rows["month"],
            "body_code": rows["body_code"],
            "body": written("body", "body_code"),
            "business_id": rows["business"],
            "business": written("business", "business"),
            "vendor": written("vendor", "vendor_code"),
            "phase": written("phase", "phase").mask(is_apart, apart_words),
            "judgement": (judged + " " + written("judgement", "judgement")).str.strip().mask(is_apart, apart_words),
            "designated": [text("explore.value.designated.true") if one is True else "" for one in _flags(rows)],
            **{name: rows[name].map(_day, na_action=None).map(lambda day: text.date(day)) for name in _DATES},
            "overdue_months": pd.to_numeric(rows["overdue_months"]).astype("Float64"),
            "replan_count": pd.to_numeric(rows["replan_count"]).astype("Float64"),
            "step_completion_mic": pd.to_numeric(rows["step_completion_mic"]).astype("Float64"),
        }
    )


def system_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``system_rows`` as a file."""
    return (
        TableColumn("month", text("explore.dimension.month")),
        TableColumn("body_code", text("column.code")),
        TableColumn("body", text("explore.dimension.body"), is_heading=True),
        TableColumn("business", text("explore.dimension.business")),
        TableColumn("vendor", text("explore.dimension.vendor")),
        TableColumn("phase", text("explore.dimension.phase")),
        TableColumn("judgement", text("explore.dimension.judgement")),
        TableColumn("designated", text("explore.dimension.designated")),
        TableColumn("planned_live_on", text("explore.column.planned_live_on")),
        TableColumn("live_on", text("explore.column.live_on")),
        TableColumn("overdue_months", text("explore.column.overdue_months"), kind="count"),
        TableColumn("replan_count", text("explore.measure.replans"), kind="count"),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
    )


def systems_html(rows: pd.DataFrame, *, caption: str, text: Text) -> str:
    """Write ``system_rows`` as a table whose bodies link to their page, at the system."""
    columns = [one for one in system_columns(text) if one.name != "body_code"]
    heads = "".join(f'<th scope="col" class="d-{one.kind}">{escape(one.label)}</th>' for one in columns)
    body = []
    for row in rows.to_dict("records"):
        code = str(row["body_code"])
        address = page_anchor("municipality", prefecture=code[:2], body=code, system=str(row["business_id"]))
        cells = []
        for column in columns:
            words = escape(_cell(row[column.name], column, text))
            if column.name == "body":
                cells.append(f'<th scope="row"><a class="d-link" href="{address}" target="_self">{words}</a></th>')
            else:
                cells.append(f'<td class="d-{column.kind}">{words}</td>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(caption)
    return (
        f'<div class="d-table" role="region" aria-label="{label}" tabindex="0"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(value: object, column: TableColumn, text: Text) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return text("unknown")
    if column.kind == "share":
        return text.percent(float(str(value)))
    return text.count(int(float(str(value)))) if column.kind == "count" else str(value)


def _key(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _day(value: object) -> date | None:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return date.fromisoformat(str(value)[:10])


def _flags(rows: pd.DataFrame) -> list[object]:
    return [None if pd.isna(one) else bool(one) for one in rows["is_designated"]]
