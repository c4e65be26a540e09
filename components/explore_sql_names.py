"""Names offered while SQL is typed: the documented views and columns, and the functions that may be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.text import Text
from data.views.console import FACT_VIEWS, FUNCTIONS

_ASSETS: Final = Path(__file__).resolve().parent / "sql_names"
_KINDS: Final = ("view", "column", "function")
_MEANING_LETTERS: Final = 40


def offer_names(*, area: str, run: str, text: Text) -> None:
    """Offer names in the text area of the key ``area``; Ctrl+Enter in it presses the button of the key ``run``."""
    if not Runtime.exists():
        return
    data = {
        "area": area,
        "run": run,
        "label": text("explore.sql.offers"),
        "count": text("explore.sql.offers_count", count="#"),
        "kinds": {kind: text(f"explore.sql.kind_{kind}") for kind in _KINDS},
        "names": offered_names(text=text),
    }
    served_component("sql_names", assets=_ASSETS, js="names.js", css="names.css")(
        # As Streamlit writes JSON, each Japanese letter would cost six bytes.
        data=json.dumps(data, ensure_ascii=False).encode(),
        key="explore_sql_names",
    )


def offered_names(*, text: Text) -> list[dict[str, str]]:
    """Every name with its kind and a short meaning: views and their columns in the dictionary's order, functions."""
    views = {view.name: ("view", text.pick(view.meaning, view.english)) for view in FACT_VIEWS.values()}
    columns = {
        column.name: ("column", text.pick(column.meaning, column.english))
        for view in FACT_VIEWS.values()
        for column in view.columns
    }
    functions = {name: ("function", "") for name in sorted(FUNCTIONS) if name.isidentifier() and len(name) > 1}
    named = functions | columns | views
    ordered = (*views, *columns, *functions)
    return [
        {"name": name, "kind": named[name][0], "meaning": _short(named[name][1])} for name in dict.fromkeys(ordered)
    ]


def _short(meaning: str) -> str:
    return meaning if len(meaning) <= _MEANING_LETTERS else f"{meaning[:_MEANING_LETTERS]}…"
