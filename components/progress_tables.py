"""Columns of the tables of progress, and what stands above the rows of their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import pandas as pd

from components.cuts import cut_part
from components.documents.table_files import TableColumn, TableHead
from components.text import Text
from data.model import BodyKind
from data.views.overview import OverviewView
from data.views.weighting import Weighting


def localised(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """``frame`` (columns name, english, …) in the reader's words: name, and prefecture, ministry and kind if there."""
    if text.language == "ja":
        return frame
    names = {"name": "english", "prefecture": "prefecture_english", "ministry": "ministry_english"}
    words = {column: frame[english] for column, english in names.items() if english in frame}
    if "kind" in frame:
        kinds = {kind.value: text(f"kind.{kind.name.lower()}") for kind in BodyKind}
        words["kind"] = frame["kind"].map(kinds)
    return frame.assign(**words)


def prefecture_columns(text: Text, *, measure: str) -> tuple[TableColumn, ...]:
    """Columns of a table of prefectures (``OverviewView.prefectures``), whose mean is ``measure``."""
    return (
        TableColumn("code", text("column.code")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("step_completion_mic", text(f"measure.{measure}"), kind="share"),
        TableColumn("change", text("column.change"), kind="points"),
        TableColumn("designated_systems", text("measure.designated_systems"), kind="count"),
        TableColumn("bodies", text("column.bodies"), kind="count"),
        TableColumn("bodies_reported", text("column.bodies_reported"), kind="count"),
    )


def municipality_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of a table of municipalities (``OverviewView.bodies``)."""
    return (
        TableColumn("body_code", text("column.code")),
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("kind", text("column.kind")),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("change", text("column.change"), kind="points"),
        TableColumn("designated_systems", text("measure.designated_systems"), kind="count"),
        TableColumn("systems_reported", text("column.systems_reported"), kind="count"),
        TableColumn("systems_applicable", text("column.systems_applicable"), kind="count"),
    )


def business_columns(text: Text, *, compared: str) -> tuple[TableColumn, ...]:
    """Columns of the table of businesses (``OverviewView.businesses``); ``compared`` heads the comparison."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("ministry", text("column.ministry")),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("compared", compared, kind="share"),
        TableColumn("systems_reported", text("column.systems_reported"), kind="count"),
        TableColumn("systems_applicable", text("column.systems_applicable"), kind="count"),
        TableColumn("designated_bodies", text("column.designated_bodies"), kind="count"),
    )


def table_head(view: OverviewView, *, title: str, place: str, measures: tuple[str, ...], text: Text) -> TableHead:
    """What a downloaded table of ``view`` says about itself; ``measures`` are those whose definitions it needs."""
    note = weight_note(view, text=text) if view.rate.measure in measures else ""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, note) if note else (place,),
        definitions=tuple(
            text("table.definition", name=text(f"measure.{measure}"), rule=text(f"definitions.{measure}.rule"))
            for measure in measures
        ),
        sources=source_lines(view, text=text),
        is_synthetic=view.is_synthetic,
    )


def weight_note(view: OverviewView, *, text: Text) -> str:
    """Of which day the population is that means are weighted by, and how many bodies it leaves out; else nothing."""
    rate = view.rate
    if rate.counted_on is None:
        return ""
    key = "overview.population_note" if rate.left_out else "overview.population_note_all"
    return text(key, date=text.date(date.fromisoformat(rate.counted_on)), bodies=rate.left_out)


def unweighted_note(view: OverviewView, *, text: Text) -> str:
    """What a block says whose means stay unweighted while the page's are not; nothing while they are the same."""
    return "" if view.rate.weighting is Weighting.BODY else text("overview.unweighted_note")


def file_name(view: OverviewView, what: str) -> str:
    """Name of a downloaded file, without its ending: what, where, which businesses and month; invented data says so."""
    demo = "demo_" if view.is_synthetic else ""
    place = view.place.code if view.place else "nation"
    return f"{demo}{what}_{place}{cut_part(view.cut_to)}_{view.as_of.month}"


def source_lines(view: OverviewView, *, text: Text) -> tuple[str, ...]:
    """One line per file behind the figures, then the credit of the map."""
    return (*file_lines(view, text=text), text("source.map", credit=view.map_credit))


class Sourced(Protocol):
    """A view that names the imported files behind it."""

    @property
    def sources(self) -> Sequence[Any]:
        """The files: records of ``data.access.Source``, which components only read."""


def file_lines(view: Sourced, *, text: Text) -> tuple[str, ...]:
    """One line per file behind the figures."""
    return tuple(
        text(
            "source.file",
            kind=text(f"source.kind.{source.kind.value}"),
            month=text.month(source.month),
            name=source.name,
            received=text.date(source.received_at),
        )
        for source in view.sources
    )
