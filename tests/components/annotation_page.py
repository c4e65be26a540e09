"""A page of nothing but annotations, driven through AppTest, and the hands that fill its form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from data.records.annotation import EVERYWHERE
from data.records.annotations import list_annotations
from data.records.database import Database


def page() -> None:
    from pathlib import Path

    import streamlit as st

    from components.annotation_block import annotation_block
    from components.text import Text
    from data.access import Home, Scope
    from data.model import AsOf, parse_instant
    from data.views.annotations import annotation_desk, annotations_view

    asked = st.query_params
    if "away" in asked:
        return
    scope = Scope(frozenset({asked["scope"]})) if "scope" in asked else Scope()
    reader = Home(Path(asked["home"])).reader(scope=scope)
    known_at = parse_instant(asked["known_at"]) if "known_at" in asked else None
    as_of = AsOf(asked.get("month", "2026-01"), known_at)
    view = annotations_view(reader, as_of=as_of, prefecture=asked.get("prefecture"))
    annotation_block(view, desk=annotation_desk(reader, as_of=as_of), text=Text(asked.get("lang", "ja")))


def opened(home: Path, *, is_open: bool = True, **query: str) -> AppTest:
    at = AppTest.from_function(page, default_timeout=30)
    at.query_params["home"] = str(home)
    at.session_state["annotations_expander"] = is_open
    for name, value in query.items():
        at.query_params[name] = value
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def field(at: AppTest, label: str) -> Any:
    found = [*at.text_input, *at.text_area, *at.selectbox]
    return next(widget for widget in found if widget.label == label)


def choose(at: AppTest, action: str) -> AppTest:
    at.segmented_control[0].set_value(action)
    return run(at)


def submit(at: AppTest) -> AppTest:
    at.button[0].click()
    return run(at)


def written(records: Database) -> list[str]:
    return [note.title for note in list_annotations(records, prefecture=EVERYWHERE)]
