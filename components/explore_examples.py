"""Questions to begin with: one click answers, and shows how the next one is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components.explore_address import Asked
from components.explore_state import MUNICIPALITIES, OPENING, ask
from components.text import Text
from data.model import BodyKind, Judgement
from data.views.exploration import Question


def _municipal(*measures: str, by: tuple[str, ...], order: str = "") -> Question:
    return Question(measures=measures, by=by, filters=MUNICIPALITIES, order=order)


EXAMPLES: Final[Mapping[str, Asked]] = {
    "judgement": OPENING,
    "course": Asked(_municipal("migrated_share", by=("month", "body_kind")), span="last12", kind="line"),
    "heatmap": Asked(_municipal("migrated_share", by=("prefecture", "business")), kind="heatmap"),
    "overdue": Asked(_municipal("overdue_mean", by=("prefecture",), order="-overdue_mean"), kind="map"),
    "vendors": Asked(_municipal("late_systems", "bodies", by=("vendor",), order="-late_systems"), kind="bar"),
    "unreported": Asked(
        Question(
            measures=("unreported_systems",),
            by=("body",),
            filters={
                "body_kind": (BodyKind.TOWN.value, BodyKind.VILLAGE.value),
                "judgement": (Judgement.UNREPORTED.value,),
            },
            order="-unreported_systems",
        ),
        kind="table",
    ),
}  # fmt: skip
"""Name of the example to what it asks; the words are ``explore.example.<name>``."""


def example_row(text: Text) -> None:
    """Draw a button an example."""
    st.html(f'<span class="d-label">{text("explore.examples")}</span>', width="content")
    for name, asked in EXAMPLES.items():
        st.button(
            text(f"explore.example.{name}"),
            key=f"explore_example_{name}",
            on_click=ask,
            args=(asked,),
            width="content",
        )
