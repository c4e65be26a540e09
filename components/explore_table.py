"""The answer of 探索 as a table with totals: one row a group, or crossed where there are two dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd

from components.charts.explore_shown import Shown, ShownMeasure, measure_words
from components.documents.table_files import TableColumn
from components.text import Text

MOST_CROSSED: Final = 24
"""Most values of the second dimension as columns; more make a long list."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Values of one measure over each group of one dimension alone: what stands at the edges of a crossed table."""

    rows: dict[str, float | None]
    columns: dict[str, float | None]


def is_crossed(shown: Shown) -> bool:
    """Whether the answer is shown crossed: two dimensions, one measure, the second of few values."""
    is_small = len(shown.dimensions) == 2 and shown.rows["key1"].nunique() <= MOST_CROSSED
    return is_small and len(shown.measures) == 1


def listed_html(shown: Shown, *, first: int, count: int, caption: str, text: Text) -> str:
    """Write ``count`` rows from ``first`` (0 = the first) as a list, with the totals over everything in the foot."""
    heads = "".join(f'<th scope="col">{escape(one.label)}</th>' for one in shown.dimensions)
    heads += "".join(f'<th scope="col" class="d-count">{escape(one.label)}</th>' for one in shown.measures)
    body = []
    for row in shown.rows.iloc[first : first + count].itertuples(index=False):
        names = "".join(
            f'<th scope="row">{escape(getattr(row, f"name{place}"))}</th>' for place in range(len(shown.dimensions))
        )
        cells = "".join(_cell(getattr(row, one.id), one, text) for one in shown.measures)
        body.append(f"<tr>{names}{cells}</tr>")
    totals = "".join(_cell(shown.totals.get(one.id), one, text) for one in shown.measures)
    foot = _foot(shown, totals=totals, span=len(shown.dimensions), text=text)
    return _table(heads, "".join(body), foot, caption=caption)


def crossed_html(shown: Shown, margins: Margins, *, first: int, count: int, caption: str, text: Text) -> str:
    """Write rows ``first`` to ``first + count`` of the first dimension against the second, with totals at the edges."""
    measure = shown.measures[0]
    rows, columns = shown.values(0), shown.values(1)
    cells = {
        (key0, key1): value
        for key0, key1, value in shown.rows[["key0", "key1", measure.id]].itertuples(index=False, name=None)
    }
    heads = f'<th scope="col">{escape(shown.dimensions[0].label)}</th>'
    heads += "".join(f'<th scope="col" class="d-count">{escape(name)}</th>' for _, name in columns)
    heads += f'<th scope="col" class="d-count d-total">{escape(text("explore.total"))}</th>'
    body = []
    for key, name in rows[first : first + count]:
        own = "".join(_cell(cells.get((key, column)), measure, text, is_there=(key, column) in cells)
                      for column, _ in columns)  # fmt: skip
        edge = _cell(margins.rows.get(key), measure, text, name="d-total")
        body.append(f'<tr><th scope="row">{escape(name)}</th>{own}{edge}</tr>')
    edges = "".join(_cell(margins.columns.get(column), measure, text) for column, _ in columns)
    edges += _cell(shown.totals.get(measure.id), measure, text, name="d-total")
    return _table(heads, "".join(body), _foot(shown, totals=edges, span=1, text=text), caption=caption)


def table_columns(shown: Shown, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of the file of an answer: code and name of each dimension, then the measures."""
    names: list[TableColumn] = []
    for place, dimension in enumerate(shown.dimensions):
        if (shown.rows[f"key{place}"] != shown.rows[f"name{place}"]).any():
            names.append(TableColumn(f"key{place}", text("explore.code_of", name=dimension.label)))
        names.append(TableColumn(f"name{place}", dimension.label, is_heading=True))
    return (*names, *(TableColumn(one.id, one.label, kind=one.unit) for one in shown.measures))


def margins_of(shown: Shown, *, rows: pd.DataFrame, columns: pd.DataFrame) -> Margins:
    """Take the edges of a crossed table from two answers, each by one of the dimensions (its id, and the measure)."""
    measure = shown.measures[0].id
    edges: list[dict[str, float | None]] = []
    for dimension, frame in zip(shown.dimensions, (rows, columns), strict=True):
        keys = frame[dimension.id].astype(object).where(frame[dimension.id].notna(), "").astype(str)
        values = pd.to_numeric(frame[measure]).astype("Float64")
        known = values.astype(object).where(values.notna(), None)
        edges.append(dict(zip(keys, known, strict=True)))
    return Margins(rows=edges[0], columns=edges[1])


def _cell(value: float | None, measure: ShownMeasure, text: Text, *, name: str = "", is_there: bool = True) -> str:
    """A number; of a pair without any row a blank, which is neither zero nor unknown."""
    words = measure_words(value, measure.unit, text=text) if is_there else ""
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
