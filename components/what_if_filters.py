"""The choices of 影響の試算: which vendors, from which month, leaving or late by how much. All in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components.address import seed_choice, shortened, write_choice
from components.filters import filter_bar, list_filter
from components.messages import alert
from components.text import Text
from data.model import shift_month
from data.views.what_if import Shock

MONTHS_AHEAD: Final = 36
SLIPS: Final = (*range(1, 13), 18, 24)
PREPARATIONS: Final = (0, 3, 6, 12)
_WITHDRAWAL: Final = ""
_VENDORS: Final = "what_if_vendors"


def shock_filters(text: Text, *, vendors: Mapping[str, str], as_of: str) -> Shock | None:
    """Draw the choices and return the shock; None while no vendor is chosen. ``vendors``: code to name."""
    with filter_bar("what_if"):
        chosen = _vendor_filter(text, vendors=vendors)
        months = [shift_month(as_of, ahead) for ahead in range(MONTHS_AHEAD + 1)]
        month = list_filter(
            text,
            name="month_out",
            label=text("what_if.month"),
            words={one: text.month(one) for one in months},
            width_px=285,
        )
        slips = {str(months): text("what_if.slip_months", months=months) for months in SLIPS}
        slip = list_filter(
            text,
            name="slip",
            label=text("what_if.kind"),
            words={_WITHDRAWAL: text("what_if.withdrawal"), **slips},
            width_px=225,
        )
        preparation = "0"
        if not slip:
            preparation = list_filter(
                text,
                name="preparation",
                label=text("what_if.preparation"),
                words={str(months): text("what_if.preparation_months", months=months) for months in PREPARATIONS},
                width_px=225,
            )
    if not chosen:
        return None
    return Shock(
        vendors=frozenset(chosen),
        month=month,
        slip_months=int(slip) if slip else None,
        preparation_months=int(preparation),
    )


def _vendor_filter(text: Text, *, vendors: Mapping[str, str]) -> list[str]:
    """Choose any number of vendors; the address holds their codes, comma separated."""
    asked = [code for code in st.query_params.get("vendor", "").split(",") if code]
    known = [code for code in vendors if code in asked]
    label = text("what_if.vendors")
    # Announces the address parameter, so that links of this page carry it on; the widget holds a list of its own.
    seed_choice("vendor", options=[",".join(asked)], default="")
    st.session_state[_VENDORS] = known
    st.multiselect(
        label,
        list(vendors),
        key=_VENDORS,
        format_func=lambda code: text("what_if.vendor", code=code, name=vendors[code]),
        placeholder=text("what_if.vendors_none"),
        on_change=_write_vendors,
        filter_mode="contains",
        select_all=False,
        width=440,
    )
    if refused := [code for code in asked if code not in vendors]:
        used = text("what_if.joint").join(known) or text("what_if.none")
        alert([text("frame.invalid_choice", name=label, value=shortened(",".join(refused)), used=used)])
    return known


def _write_vendors() -> None:
    write_choice("vendor", ",".join(sorted(st.session_state[_VENDORS])))
