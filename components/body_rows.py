"""The rows of the ranked list of municipalities, in words and numbers, on the grid and in its files."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.charts.judgement import judgement_word
from components.documents.table_files import TableColumn
from components.progress_tables import localised
from components.text import Text
from data.model import Judgement
from data.views.input_state import InputState

VENDORS_SHOWN: Final = 1
"""Vendors named in a cell of the grid, those with most systems; the table and the files name all."""


def body_rows(frame: pd.DataFrame, *, vendors: pd.DataFrame, text: Text) -> pd.DataFrame:
    """The rows of ``frame`` (``PrefectureView.municipalities``) with ``vendors`` in the reader's words.

    Adds judgement_word (mark and word), input_word, carried_systems (those whose dates, designation and vendor are
    前月値) and vendors (all, with their systems).
    """
    states = {str(state): text(f"bodies.input.{state}") for state in InputState}
    judgements = {str(one): judgement_word(one, text=text) for one in Judgement}
    is_apart = frame["input_state"] == InputState.NOT_APPLICABLE
    return localised(frame, text=text).assign(
        judgement_word=frame["judgement"].map(judgements).mask(is_apart, text("not_applicable")),
        input_word=frame["input_state"].map(states),
        carried_systems=frame["systems_known"] - frame["systems_reported"],
        vendors=frame["body_code"].map(_vendor_words(vendors, text=text)),
    )


def body_columns(text: Text, *, has_steps: bool) -> tuple[TableColumn, ...]:
    """Columns of ``body_rows``; a month with rates only has no 判定, phase, 超過, go-live, 順序矛盾 and vendors."""
    late = (TableColumn("judgement_late_designated", text("bodies.designated_late"), kind="count"),)
    flags = (TableColumn("order_conflicts", text("bodies.order_conflicts"), kind="count"),)
    standing = (
        TableColumn("judgement_word", text("measure.judgement")),
        TableColumn("phase", text("measure.phase"), kind="count"),
    )
    courses = (
        TableColumn("overdue_months", text("bodies.overdue"), kind="count"),
        TableColumn("systems_migrated", text("bodies.migrated"), kind="count"),
    )
    carried = (
        TableColumn("carried_systems", text("bodies.carried_systems"), kind="count"),
        TableColumn("vendors", text("bodies.vendors")),
    )
    return (
        TableColumn("place", text("bodies.place"), kind="count"),
        TableColumn("body_code", text("column.code")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("kind", text("column.kind")),
        *(standing if has_steps else ()),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("change", text("column.change"), kind="points"),
        *(courses if has_steps else ()),
        TableColumn("systems_applicable", text("column.systems_applicable"), kind="count"),
        TableColumn("designated_systems", text("bodies.designated"), kind="count"),
        *((*late, *flags) if has_steps else ()),
        TableColumn("input_word", text("bodies.input_state")),
        *(carried if has_steps else ()),
    )


def shown_rows(rows: pd.DataFrame, *, columns: tuple[TableColumn, ...], text: Text) -> pd.DataFrame:
    """``rows`` as the grid takes them: shares in percent as the house rounds them, and few vendors a cell."""
    shown = rows[[column.name for column in columns]].copy()
    for column in columns:
        if column.kind == "share":
            shown[column.name] = [_percent(value, text) for value in shown[column.name]]
        elif column.kind == "points":
            shown[column.name] = (shown[column.name] * 100).round(1)
        elif column.name == "overdue_months":
            # Months before the date are no 目安超過: the grid leaves them blank, the files hold the number.
            shown[column.name] = shown[column.name].where(shown[column.name] > 0)
    if "vendors" in shown:
        shown["vendors"] = [_shortened(words, text) for words in shown["vendors"]]
    return shown


def _percent(share: float | None, text: Text) -> float | None:
    """In percent to the digit the page shows, so that a share short of all never reads 100."""
    return None if share is None or pd.isna(share) else float(text.percent_number(share))


def _vendor_words(vendors: pd.DataFrame, *, text: Text) -> dict[str, str]:
    unknown = text("bodies.vendor_unknown")
    words: dict[str, list[str]] = {}
    told: dict[tuple[str, int], str] = {}  # few vendors have many bodies
    names = vendors["vendor_name"].where(vendors["vendor_name"].notna(), vendors["vendor_code"]).fillna(unknown)
    for body, *one in zip(vendors["body_code"].tolist(), names.tolist(), vendors["systems"].tolist(), strict=True):
        vendor, systems = str(one[0]), int(one[1])
        if (vendor, systems) not in told:
            told[vendor, systems] = text("bodies.vendor", vendor=vendor, systems=systems)
        words.setdefault(str(body), []).append(told[vendor, systems])
    return {body: text("bodies.joint").join(found) for body, found in words.items()}


def _shortened(words: object, text: Text) -> str | None:
    if not isinstance(words, str):
        return None
    parts = words.split(text("bodies.joint"))
    shown = text("bodies.joint").join(parts[:VENDORS_SHOWN])
    more = len(parts) - VENDORS_SHOWN
    return text("bodies.vendors_more", vendors=shown, more=more) if more > 0 else shown
