"""Blocks that run anew alone: each in a container of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")


def apart(draw: Callable[P, None], *, key: str | None = None, every_seconds: float | None = None) -> Callable[P, None]:
    """``draw`` as a fragment in a container of its own; ``key`` names it for ``st.rerun``.

    With ``every_seconds`` it runs anew by itself as long as the page draws it so.

    When a fragment runs anew, Streamlit drops what it drew before from the messages not yet sent. Were these a place
    among the page's own, the next message would find a gap, and the browser gives the whole page up (Bad delta path
    index). The container is the page's and stays.
    """

    def placed(*args: P.args, **kwargs: P.kwargs) -> None:
        with st.container():
            st.fragment(draw, key=key, run_every=every_seconds)(*args, **kwargs)

    return placed
