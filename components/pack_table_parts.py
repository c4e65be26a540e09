"""What every table of a hand-out is made of: cells as numbers and words, units in headings, marks of 判定."""

from __future__ import annotations

import pandas as pd

from components.charts.judgement import judgement_word
from components.documents.pack import Cell, PackTable, Tone
from components.documents.table_files import TableColumn
from components.text import Text
from data.model import Judgement


def pack_table(
    table_id: str,
    title: str,
    note: str,
    rows: pd.DataFrame,
    columns: tuple[TableColumn, ...],
    *,
    shown: tuple[str, ...] = (),
    tones: tuple[tuple[str, Tone], ...] = (),
) -> PackTable:
    """Make a table of a page's rows and columns; ``shown`` names those of page and slide, empty = all."""
    names = [column.name for column in columns]
    records = rows[names].itertuples(index=False, name=None)
    return PackTable(
        id=table_id,
        title=title,
        note=note,
        columns=columns,
        rows=tuple(
            tuple(_cell(value, column) for value, column in zip(record, columns, strict=True)) for record in records
        ),
        shown=shown or tuple(names),
        tones=tones,
    )


def _cell(value: object, column: TableColumn) -> Cell:
    if value is None or pd.isna(value):  # type: ignore[call-overload]  # a cell is a scalar, which the frame can't say
        return None
    if column.kind == "text":
        return str(value)
    return int(str(value)) if column.kind == "count" else float(str(value))


def signed(columns: tuple[TableColumn, ...], *, text: Text) -> tuple[TableColumn, ...]:
    """The columns with the unit of differences in their heading, because the cells hold the number alone."""
    return tuple(
        TableColumn(one.name, text("pack.points", label=one.label), kind=one.kind) if one.kind == "points" else one
        for one in columns
    )


def judgement_tones(text: Text) -> tuple[tuple[str, Tone], ...]:
    """How the words of 判定 are marked."""
    looks: tuple[tuple[Judgement, Tone], ...] = (
        (Judgement.LATE, "late"), (Judgement.CAUTION, "caution"), (Judgement.DONE, "good"),
        (Judgement.UNREPORTED, "quiet"),
    )  # fmt: skip
    return tuple((judgement_word(one, text=text), tone) for one, tone in looks)
