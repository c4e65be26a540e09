"""The table of 20 systems by 40 steps in the browser: one stop of the Tab key, arrow keys inside, Enter chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component

NAME: Final = "step_matrix"
ASSETS: Final = Path(__file__).resolve().parent / "assets"
CHOSEN: Final = "chosen"


def step_matrix(payload: bytes, *, key: str, on_chosen: Callable[[str], None]) -> None:
    """Draw ``payload`` (see ``components.charts.matrix.matrix_payload``); ``on_chosen`` gets the business picked.

    It is called before the rerun, as a widget's callback.
    """
    if not Runtime.exists():
        return

    def chosen() -> None:
        state = st.session_state.get(key)
        business = state.get(CHOSEN) if state is not None else None
        if isinstance(business, str) and business:
            on_chosen(business)

    served_component(NAME, assets=ASSETS, js="matrix.js", css="matrix.css")(
        key=key, data=payload, on_chosen_change=chosen
    )
