"""How the vendor page lies: the answer, the vendors, which flags where, and one part of the rest at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from components.cards import kpi_row
from components.filters import filter_bar, segmented_filter
from components.fragments import apart
from components.messages import alert
from components.summary_block import summary_block
from components.text import Text
from components.vendor_blocks import alternatives_block, concentration_block, dependency_block
from components.vendor_cards import vendor_cards
from components.vendor_files import vendor_file, vendor_head
from components.vendor_flag_board import flag_board
from components.vendor_flag_list import flag_list
from components.vendor_list import vendor_list
from components.vendor_load_blocks import calendar_block, delay_block, history_block, pace_block
from components.vendor_map import vendor_map
from components.vendor_sentences import vendor_sentences
from data.views.layers import Level
from data.views.vendor_flags import VendorFlag
from data.views.vendor_regions import RegionRisk
from data.views.vendor_risk import VendorRiskView

PARTS: Final = ("flags", "dependency", "market", "calendar", "delay", "history")
"""What the reader can look at below the map; the first one is there unless another is asked for."""


@dataclass(frozen=True, slots=True)
class VendorSource:
    """What the page asks for only when it shows it: regions of the map, flags month by month, their runs, their since.

    ``regions`` take a level and a kind of flag (empty = V1 to V5). ``is_history_known``: the last three take no time;
    else they take many seconds.
    """

    regions: Callable[[Level, str], RegionRisk]
    months: Callable[[], pd.DataFrame]
    runs: Callable[[], pd.DataFrame]
    flags: Callable[[], Sequence[VendorFlag]]
    is_history_known: bool


def vendors_layout(
    view: VendorRiskView, *, source: VendorSource, place: str, prefecture_names: Mapping[str, str], text: Text
) -> None:
    """Lay out ``view``; ``place`` is what is shown in the reader's words."""
    if not view.has_lists:
        alert([text("vendors.no_lists_why")], kind="note", title=text("vendors.no_lists"))
    sentences = vendor_sentences(view, place=place, text=text)
    copied = text("vendors.copied_source", place=place, month=text.month(view.as_of.month))
    demo = f"{text('frame.demo')} " if view.is_synthetic else ""
    summary_block(sentences, text=text, source=f"{demo}{copied}")
    kpi_row(vendor_cards(view, text=text), text=text)
    vendor_list(view, place=place, text=text)
    left, right = st.columns([9, 11], gap="medium")
    with left:
        vendor_map(
            source.regions,
            title=text("vendors.map_title", place=place),
            is_nation=view.place is None,
            head=lambda title: vendor_head(view, title=title, place=place, text=text),
            file_name=vendor_file(view, "map"),
            prefecture_names=prefecture_names,
            text=text,
        )
    with right:
        flag_board(view, place=place, text=text)
    # Flags of the past are over all businesses, whatever the page is cut to.
    whole = prefecture_names[view.place.code] if view.place else text("filter.nation")
    apart(_parts)(view, source=source, place=place, whole=whole, text=text)


def _parts(view: VendorRiskView, *, source: VendorSource, place: str, whole: str, text: Text) -> None:
    """One part of the rest at a time, the flags first: all of them below each other are ten screens."""
    with filter_bar("vendor_parts"):
        part = segmented_filter(
            text,
            name="part",
            options=PARTS,
            label=text("vendors.part"),
            words=lambda one: text(f"vendors.part_{one}"),
        )
    if part == "flags":
        flag_list(view, flags=source.flags if source.is_history_known else None, place=place, text=text)
    elif part == "dependency":
        dependency_block(view, place=place, text=text)
    elif part == "market":
        concentration_block(view, text=text)
        alternatives_block(view, place=place, text=text)
    elif part == "calendar":
        calendar_block(view, place=place, text=text)
        pace_block(view, place=place, text=text)
    elif part == "delay":
        delay_block(view, place=place, text=text)
    else:
        history_block(
            view,
            months=source.months,
            runs=source.runs,
            is_known=source.is_history_known,
            place=whole,
            text=text,
        )
    if view.is_synthetic and part in ("calendar", "delay"):
        alert([text("vendors.synthetic_why")], kind="note", title=text("vendors.synthetic"))
