"""The ways to a prefecture where none is chosen: the map of the nation and the list of the 47."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.cuts import cut_businesses, cut_part, place_words
from components.documents.table_files import TableHead
from components.filters import list_filter
from components.map_section import MapSource, map_section
from components.map_table import MapFile
from components.navigation import open_place, page_anchor
from components.progress_tables import localised
from components.text import Text
from data.model import AsOf


def prefecture_choice(text: Text, *, names: Mapping[str, str]) -> None:
    """Draw the drop-down list of the prefectures (two-digit code to name)."""
    words = {"": text("prefecture.choose"), **names}
    list_filter(text, name="prefecture", label=text("filter.prefecture"), words=words, width_px=260)


def prefecture_ways(
    places: pd.DataFrame,
    *,
    source: MapSource,
    as_of: AsOf,
    cut: str,
    is_synthetic: bool,
    names: Mapping[str, str],
    text: Text,
) -> None:
    """Show the nation's map and every prefecture of ``places`` (``data.views.places.place_table``) to choose from.

    ``cut`` is that of the figures.
    """
    nation = place_words(text("filter.nation"), cut=cut, text=text)

    def head(title: str, measures: tuple[str, ...]) -> TableHead:
        definitions = tuple(
            text("table.definition", name=text(f"measure.{one}"), rule=text(f"definitions.{one}.rule"))
            for one in measures
        )
        return TableHead(title, text.month(as_of.month), (nation,), definitions, is_synthetic=is_synthetic)

    left, right = st.columns([9, 11], gap="medium")
    with left:
        map_section(
            source,
            place=nation,
            is_nation=True,
            prefecture_names=names,
            file=MapFile(
                name=f"{'demo_' if is_synthetic else ''}map_nation{cut_part(cut_businesses(cut))}_{as_of.month}",
                head=head,
            ),
            on_pick=open_place,
            text=text,
        )
    with right:
        block_title(text("prefecture.list_title"), summary=text("prefecture.list_how"))
        st.html(prefecture_list_html(places, text=text))


def prefecture_list_html(places: pd.DataFrame, *, text: Text) -> str:
    """Write the 47 as links with their mean ステップ完了率 and number of municipalities, in code order."""
    items = "".join(_item(record, text=text) for record in localised(places, text=text).to_dict("records"))
    return f'<ul class="d-places">{items}</ul>'


def _item(record: dict[Any, Any], *, text: Text) -> str:
    href = page_anchor("prefecture", prefecture=str(record["code"]), body="", system="")
    rate = record["step_completion_mic"]
    share = text("unreported") if pd.isna(rate) else text.percent(float(rate))
    bodies = text("prefecture.list_bodies", bodies=int(record["bodies"]))
    name = escape(str(record["name"]))
    return f'<li><a href="{href}" target="_self">{name}</a><b>{escape(share)}</b><span>{escape(bodies)}</span></li>'
