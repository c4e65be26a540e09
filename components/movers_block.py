"""Which prefectures are furthest behind and which have improved most, by a measure that is named.

A prefecture with few bodies moves further by chance, so each row shows how many bodies are behind it.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.address import shown_address
from components.text import Text

ROWS: Final = 3


def movers_block(frame: pd.DataFrame, *, measure: str, text: Text, rows: int = ROWS) -> None:
    """Show the two lists beside each other (see ``movers_html``); each name opens its prefecture in the same view."""
    st.html(movers_html(frame, measure=measure, text=text, rows=rows))


def behind(frame: pd.DataFrame, *, rows: int = ROWS) -> pd.DataFrame:
    """The ``rows`` prefectures with the lowest known value, lowest first, equals by code.

    >>> frame = pd.DataFrame({"code": ["03", "02", "01"], "value": [None, 0.5, 0.5], "change": [1, 1, 1]})
    >>> behind(frame)["code"].tolist()
    ['01', '02']
    """
    known = frame[frame["value"].notna()]
    return known.sort_values(["value", "code"]).head(rows)


def improved(frame: pd.DataFrame, *, rows: int = ROWS) -> pd.DataFrame:
    """The ``rows`` prefectures that rose most since the month before, equals by code; none that did not rise.

    >>> frame = pd.DataFrame({"code": ["01", "02", "03"], "value": [0.9] * 3, "change": [0.0, 0.2, None]})
    >>> improved(frame)["code"].tolist()
    ['02']
    """
    risen = frame[frame["change"].fillna(0) > 0]
    return risen.sort_values(["change", "code"], ascending=[False, True]).head(rows)


def movers_html(frame: pd.DataFrame, *, measure: str, text: Text, rows: int = ROWS) -> str:
    """Write the two lists and the caveat about size.

    ``frame``: code (two digits), name (in the reader's language), value, change (shares 0 to 1 and their difference to
    the month before; blank = unknown), bodies, bodies_reported, is_reference_only (参考: too few reported), is_small.
    ``measure`` is the id of a message ``measure.<id>``.
    """
    word = text(f"measure.{measure}")
    why_none = text("movers.none_improved" if frame["change"].notna().any() else "movers.no_previous")
    low, risen = behind(frame, rows=rows), improved(frame, rows=rows)
    lists = (
        _list(low, title=text("movers.behind", measure=word), empty=text("chart.ranking_unknown"), text=text),
        _list(risen, title=text("movers.improved", measure=word), empty=why_none, text=text),
    )
    has_small = bool(low["is_small"].any() or risen["is_small"].any())
    caveat = f'<p class="d-notes">{escape(text("movers.caveat"))}</p>' if has_small else ""
    return f'<div class="d-movers">{"".join(lists)}</div>{caveat}'


def _list(rows: pd.DataFrame, *, title: str, empty: str, text: Text) -> str:
    heading = f'<h3 class="d-movers-title">{escape(title)}</h3>'
    if rows.empty:
        return f"<div>{heading}<p>{escape(empty)}</p></div>"
    items = "".join(_item(record, text=text) for record in rows.to_dict("records"))
    return f"<div>{heading}<ol>{items}</ol></div>"


def _item(record: dict[Any, Any], *, text: Text) -> str:
    address = escape("?" + urlencode(shown_address(prefecture=str(record["code"]))))
    name = escape(str(record["name"]))
    label = escape(text("movers.open", name=record["name"]))
    bodies = text("movers.bodies", reported=int(record["bodies_reported"]), bodies=int(record["bodies"]))
    small = ""
    if record["is_small"]:
        mark, words = escape(text("movers.small_mark")), escape(text("movers.small"))
        small = f'<span aria-hidden="true">{mark}</span><span class="d-unseen">{words}</span>'
    reference = ""
    if record["is_reference_only"]:
        reference = f' <span class="d-reference">{escape(text("movers.reference_only"))}</span>'
    return (
        f'<li><a href="{address}" target="_self" aria-label="{label}">{name}</a>'
        f"<b>{text.percent(float(record['value']))}</b>{_change(record['change'], text=text)}"
        f'<span class="d-movers-n">{escape(bodies)}{small}{reference}</span></li>'
    )


def _change(change: Any, *, text: Text) -> str:
    if pd.isna(change):
        return f"<span>{escape(text('unknown'))}</span>"
    direction = "good" if change > 0 else "bad" if change < 0 else "same"
    arrow = {"good": "↗", "bad": "↘", "same": "→"}[direction]
    word = escape(text(f"cards.direction.{direction}"))
    points = escape(text.points(float(change)))
    return (
        f'<span class="d-{direction}">{points} <span aria-hidden="true">{arrow}</span>'
        f'<span class="d-unseen">{word}</span></span>'
    )
