"""Who depends on whom: vendors by business, in each cell the bodies that rely on that vendor there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final, Literal

import pandas as pd
import plotly.graph_objects as go

from components.charts.number_matrix import COUNT_GROUNDS, add_class_legend, head_px, matrix_figure
from components.charts.overlay import Overlay
from components.charts.value_columns import add_value_columns
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import SEVERITY, TEXT, TEXT_MUTED, WHITE

Counted = Literal["bodies", "open_bodies"]
COUNTED: Final[tuple[Counted, ...]] = ("bodies", "open_bodies")
"""What a cell counts: every body, or those whose system is not live yet."""
Order = Literal["breadth", "open"]
ORDERS: Final[tuple[Order, ...]] = ("breadth", "open")

ROW_PX: Final = 25
_EDGES: Final = (10, 50, 200, 500)
_PLOT_SHARE: Final = 0.84
_BOTTOM_PX: Final = 64
_EDGE: Final = {3: WHITE, 2: SEVERITY[2].text}
"""Edges of the marks of a flag: seen on the palest and on the darkest cell."""


def dependency_rows(vendors: pd.DataFrame, links: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """``vendors`` (vendor_code, open_systems, …) in the order of the rows; ベンダ不明 (null code) is last.

    ``breadth``: those with most businesses first; equals stand where their main business does, so that specialists run
    along a diagonal. ``open``: most systems not live first. ``links``: vendor_code, business_place, systems.

    >>> vendors = pd.DataFrame({"vendor_code": ["A", "B", "C"], "open_systems": [1, 9, 5]})
    >>> links = pd.DataFrame({"vendor_code": ["A", "A", "B", "C"], "business_place": [0, 1, 1, 0], "systems": 1})
    >>> dependency_rows(vendors, links, order="breadth")["vendor_code"].tolist()
    ['A', 'C', 'B']
    """
    is_unknown = vendors["vendor_code"].isna()
    if order == "open":
        rank = vendors.assign(is_unknown=is_unknown)
        keys, ascending = ["is_unknown", "open_systems", "vendor_code"], [True, False, True]
    else:
        breadth = links.groupby("vendor_code")["business_place"].nunique()
        main = links.sort_values(["systems", "business_place"], ascending=[False, True]).drop_duplicates("vendor_code")
        place = main.set_index("vendor_code")["business_place"]
        codes = vendors["vendor_code"]
        rank = vendors.assign(is_unknown=is_unknown, breadth=codes.map(breadth), place=codes.map(place))
        keys, ascending = ["is_unknown", "breadth", "place", "vendor_code"], [True, False, True, True]
    return rank.sort_values(keys, ascending=ascending, ignore_index=True)[list(vendors.columns)]


def dependency_figure(
    vendors: pd.DataFrame, links: pd.DataFrame, *, businesses: Sequence[str], counted: Counted, text: Text
) -> go.Figure:
    """Draw ``links`` as a matrix with the rows of ``vendors`` (see ``dependency_rows``) and the ``businesses`` named.

    ``vendors``: vendor_code, name, bodies, open_systems. ``links``: vendor_code, business_place, bodies, open_bodies,
    level (the worst severity 1 to 3 of a flag V1-V3 there, 0 = none).
    """
    names = [str(name) for name in vendors["name"]]
    row_of = {_key(code): row for row, code in enumerate(vendors["vendor_code"])}
    size = (len(names), len(businesses))
    classes: list[list[int | None]] = [[None] * size[1] for _ in range(size[0])]
    words, hover = ([[""] * size[1] for _ in range(size[0])] for _ in range(2))
    corners: dict[int, list[tuple[float, float]]] = {3: [], 2: []}
    for link in links.to_dict("records"):
        row, column, count = row_of[_key(link["vendor_code"])], int(link["business_place"]), int(link[counted])
        if not count:
            continue
        classes[row][column] = bisect_right(_EDGES, count)
        words[row][column] = text.count(count)
        hover[row][column] = text(
            "vendors.dependency_hover",
            vendor=names[row],
            business=businesses[column],
            bodies=int(link["bodies"]),
            open=int(link["open_bodies"]),
        )
        if (level := int(link["level"])) in corners:
            corners[level].append((column + 0.4, row - 0.34))
    held = links[links[counted] > 0].groupby("business_place")["vendor_code"].nunique()
    heads = list(businesses)
    figure = matrix_figure(
        classes, words=words, hover=hover, grounds=COUNT_GROUNDS, rows=names, columns=heads, row_px=ROW_PX,
        top_px=head_px(heads, text=text) + 24, bottom_px=_BOTTOM_PX, text=text,
    )  # fmt: skip
    for level, places in corners.items():
        if not places:
            continue
        look = SEVERITY[level]
        figure.add_scatter(
            x=[x for x, _ in places],
            y=[y for _, y in places],
            mode="markers",
            marker={"symbol": "square", "size": 9, "color": look.fill, "line": {"width": 1.5, "color": _EDGE[level]}},
            hoverinfo="skip",
            name=text(f"vendors.dependency_flag_{level}"),
        )
    overlay = Overlay()
    above: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": head_px(heads, text=text)}
    overlay.write(text("vendors.column.vendors"), x=-0.5, y=1, colour=TEXT_MUTED, xanchor="right", **above)
    for column in range(size[1]):
        overlay.write(
            text("vendors.number_of_vendors", vendors=int(held.get(column, 0))),
            x=column,
            y=1,
            colour=TEXT,
            **above,
        )
    totals = [
        (text("vendors.column.bodies"), [text.count(int(count)) for count in vendors["bodies"]]),
        (text("vendors.column.open_systems"), [text.count(int(count)) for count in vendors["open_systems"]]),
    ]
    add_value_columns(figure, overlay, totals, rows=list(range(size[0])), plot_share=_PLOT_SHARE)
    overlay.put(figure)
    add_class_legend(figure, list(zip(_legend(text), COUNT_GROUNDS, strict=True)))
    return figure


def dependency_table(vendors: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The cells as rows, vendor by vendor in the order of ``vendors``: its columns name and those of ``links``."""
    place = {_key(code): row for row, code in enumerate(vendors["vendor_code"])}
    names = [str(name) for name in vendors["name"]]
    rows = links.assign(row=[place[_key(code)] for code in links["vendor_code"]])
    rows = rows.assign(name=[names[row] for row in rows["row"]])
    return rows.sort_values(["row", "business_place"], ignore_index=True)


def dependency_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``dependency_table``."""
    return (
        TableColumn("name", text("vendors.column.vendor"), is_heading=True),
        TableColumn("business_name", text("column.business")),
        TableColumn("bodies", text("vendors.column.bodies"), kind="count"),
        TableColumn("open_bodies", text("vendors.column.open_bodies"), kind="count"),
        TableColumn("flags", text("vendors.column.flags")),
    )


def dependency_summary(vendors: pd.DataFrame, links: pd.DataFrame, *, text: Text) -> str:
    """Say in one sentence who serves most bodies, who the most businesses, and how many vendors serve just one."""
    known = vendors[vendors["vendor_code"].notna()]
    if known.empty:
        return text("vendors.dependency_none")
    first = known.sort_values(["bodies", "vendor_code"], ascending=[False, True]).iloc[0]
    breadth = links[links["vendor_code"].notna()].groupby("vendor_code")["business_place"].nunique()
    return text(
        "vendors.dependency_summary",
        vendors=len(known),
        first=first["name"],
        bodies=int(first["bodies"]),
        businesses=int(breadth.get(first["vendor_code"], 0)),
        single=int((breadth == 1).sum()),
    )


def _legend(text: Text) -> list[str]:
    lows, highs = (1, *_EDGES), (*(edge - 1 for edge in _EDGES), None)
    return [
        text("vendors.class_from", low=low) if high is None else text("vendors.class", low=low, high=high)
        for low, high in zip(lows, highs, strict=True)
    ]


def _key(code: Any) -> str:
    return "" if pd.isna(code) else str(code)
