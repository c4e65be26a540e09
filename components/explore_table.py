"""The answer of 探索 as a table with totals: one row a group, or crossed where there are two dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd

from components.charts.explore_shown import Shown, ShownMeasure, is_reference, measure_words, report_words, value_of
from components.documents.table_files import TableColumn
from components.text import Text

MOST_CROSSED: Final = 24
"""Most values of the second dimension as columns; more make a long list."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Values of one measure over each group of one dimension alone: what stands at the edges of a crossed table."""

    rows: dict[str, float | None]
    columns: dict[str, float | None]
    row_references: frozenset[str] = frozenset()
    column_references: frozenset[str] = frozenset()
    """Keys whose rate rests on too few reports."""


def is_crossed(shown: Shown) -> bool:
    """Whether the answer is shown crossed: two dimensions, one measure, the second of few values."""
    is_small = len(shown.dimensions) == 2 and shown.rows["key1"].nunique() <= MOST_CROSSED
    return is_small and len(shown.measures) == 1


def listed_html(shown: Shown, *, first: int, count: int, caption: str, text: Text) -> str:
    """Write ``count`` rows from ``first`` (0 = the first) as a list, with the totals over everything in the foot."""
    heads = "".join(f'<th scope="col">{escape(one.label)}</th>' for one in shown.dimensions)
    heads += "".join(f'<th scope="col" class="d-count">{escape(one.label)}</th>' for one in shown.measures)
    heads += "".join(f'<th scope="col" class="d-count">{escape(text("explore.report"))}</th>' for _ in shown.bases)
    body = []
    for row in shown.rows.iloc[first : first + count].to_dict("records"):
        names = "".join(f'<th scope="row">{escape(row[f"name{place}"])}</th>' for place in range(len(shown.dimensions)))
        body.append(f"<tr>{names}{_cells(row, shown, text=text)}</tr>")
    totals = _cells(shown.totals, shown, text=text)
    foot = _foot(shown, totals=totals, span=len(shown.dimensions), text=text)
    return _table(heads, "".join(body), foot, caption=caption)


def crossed_html(shown: Shown, margins: Margins, *, first: int, count: int, caption: str, text: Text) -> str:
    """Write rows ``first`` to ``first + count`` of the first dimension against the second, with totals at the edges."""
    measure = shown.measures[0]
    rows, columns = shown.values(0), shown.values(1)
    drawn = rows[first : first + count]
    own_rows = shown.rows[shown.rows["key0"].isin([key for key, _ in drawn])]
    cells = {(row["key0"], row["key1"]): value_of(row, measure, text=text) for row in own_rows.to_dict("records")}
    heads = f'<th scope="col">{escape(shown.dimensions[0].label)}</th>'
    heads += "".join(f'<th scope="col" class="d-count">{escape(name)}</th>' for _, name in columns)
    heads += f'<th scope="col" class="d-count d-total">{escape(text("explore.total"))}</th>'
    body = []
    for key, name in drawn:
        # Of a pair without any row a blank, which is neither zero nor unknown.
        own = "".join(_cell(cells.get((key, column), "")) for column, _ in columns)
        edge = _cell(_edge(margins.rows, key, margins.row_references, measure, text=text), name="d-total")
        body.append(f'<tr><th scope="row">{escape(name)}</th>{own}{edge}</tr>')
    references = margins.column_references
    edges = "".join(_cell(_edge(margins.columns, column, references, measure, text=text)) for column, _ in columns)
    edges += _cell(value_of(shown.totals, measure, text=text), name="d-total")
    return _table(heads, "".join(body), _foot(shown, totals=edges, span=1, text=text), caption=caption)


def table_columns(shown: Shown, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of the file of an answer: code and name of each dimension, then the measures."""
    names: list[TableColumn] = []
    for place, dimension in enumerate(shown.dimensions):
        if (shown.rows[f"key{place}"] != shown.rows[f"name{place}"]).any():
            names.append(TableColumn(f"key{place}", text("explore.code_of", name=dimension.label)))
        names.append(TableColumn(f"name{place}", dimension.label, is_heading=True))
    for one in shown.measures:
        names.append(TableColumn(one.id, one.label, kind=one.unit))
        if one.basis:
            names.append(TableColumn(f"{one.id}_reference", text("explore.reference_of", name=one.label)))
    for basis in shown.bases:
        for part in ("reported", "asked"):
            names.append(TableColumn(f"{part}_{basis}", text(f"explore.{part}_{basis}"), kind="count"))
    return tuple(names)


def file_rows(shown: Shown, *, text: Text) -> pd.DataFrame:
    """The rows of ``table_columns``: those of the answer, and which rates are 参考."""
    rows = shown.rows
    records = rows.to_dict("records") if shown.bases else []
    marks = {
        f"{one.id}_reference": [text("movers.reference_only") if is_reference(row, one) else "" for row in records]
        for one in shown.measures
        if one.basis
    }
    return rows.assign(**marks)


def margins_of(shown: Shown, *, rows: pd.DataFrame, columns: pd.DataFrame) -> Margins:
    """Take the edges of a crossed table from two answers, each by one of the dimensions (its id, and the measure)."""
    measure = shown.measures[0].id
    edges: list[dict[str, float | None]] = []
    references: list[frozenset[str]] = []
    for dimension, frame in zip(shown.dimensions, (rows, columns), strict=True):
        keys = frame[dimension.id].astype(object).where(frame[dimension.id].notna(), "").astype(str)
        values = pd.to_numeric(frame[measure]).astype("Float64")
        known = values.astype(object).where(values.notna(), None)
        edges.append(dict(zip(keys, known, strict=True)))
        records = zip(keys, frame.to_dict("records"), strict=True)
        references.append(frozenset(key for key, row in records if is_reference(row, shown.measures[0])))
    return Margins(edges[0], edges[1], row_references=references[0], column_references=references[1])


def _cells(values: Mapping[Any, Any], shown: Shown, *, text: Text) -> str:
    words = [value_of(values, one, text=text) for one in shown.measures]
    return "".join(map(_cell, [*words, *(report_words(values, one, text=text) for one in shown.bases)]))


def _edge(
    values: Mapping[str, float | None], key: str, references: frozenset[str], measure: ShownMeasure, *, text: Text
) -> str:
    words = measure_words(values.get(key), measure.unit, text=text)
    return text("cards.reference_only", words=words) if key in references else words


def _cell(words: str, *, name: str = "") -> str:
    return f'<td class="d-count {name}">{escape(words)}</td>'


def _foot(shown: Shown, *, totals: str, span: int, text: Text) -> str:
    label = text("explore.total_all")
    return f'<tr><th scope="row" colspan="{max(span, 1)}">{escape(label)}</th>{totals}</tr>' if shown.dimensions else ""


def _table(heads: str, body: str, foot: str, *, caption: str) -> str:
    label = escape(caption)
    return (
        f'<div class="d-table d-explore-table" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<caption>{label}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )
