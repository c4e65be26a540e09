"""A little app around the frame, whose page only keeps what the header returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from components.frame import PageEntry, current_text, page_header, run_app, source_note
from data.model import AsOf

MONTHS = ("2025-11", "2025-12", "2026-01")


def draw(
    *,
    months: Sequence[str] = MONTHS,
    is_synthetic: bool = False,
    warnings: Sequence[str] = (),
    needs_month: bool = True,
    is_broken: bool = False,
) -> None:
    def received_at(as_of: AsOf) -> datetime | None:
        return datetime(2026, 2, 9, 16, 0, tzinfo=UTC) if as_of.month == "2026-01" else None

    def render() -> None:
        if is_broken:
            raise RuntimeError("/secret/path")
        st.session_state["as_of"] = page_header(
            current_text(),
            page="overview",
            months=months,
            received_at=received_at,
            is_synthetic=is_synthetic,
            warnings=warnings,
            needs_month=needs_month,
        )
        source_note(current_text(), lines=["<総務省>"])

    run_app([PageEntry("overview", render), PageEntry("definitions", render)])
