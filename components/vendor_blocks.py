"""The market in pictures: who depends on whom, how few vendors a business hangs on, and who else could take over."""

from __future__ import annotations

from typing import Final, cast

import pandas as pd

from components.chart_block import chart_block
from components.charts.kept import Picture, kept_picture
from components.charts.vendor_alternatives import alternatives_columns, alternatives_figure, alternatives_summary
from components.charts.vendor_concentration import (
    MEASURES,
    Measure,
    concentration_columns,
    concentration_figure,
    concentration_summary,
)
from components.charts.vendor_dependency import (
    COUNTED,
    ORDERS,
    Counted,
    Order,
    dependency_columns,
    dependency_figure,
    dependency_rows,
    dependency_summary,
    dependency_table,
)
from components.filters import filter_bar, segmented_filter
from components.flag_words import flag_words
from components.fragments import apart
from components.text import Text
from components.vendor_files import named, vendor_file, vendor_head
from data.reference import load_reference
from data.views.vendor_risk import VendorRiskView

_WHOLE_NAMED: Final = "01"
"""北海道, whose name has no ending to leave out."""


def dependency_block(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Draw vendors by business with the bodies that rely on them. Runs as a fragment."""
    apart(_dependency)(view, place=place, text=text)


def concentration_block(view: VendorRiskView, *, text: Text) -> None:
    """Draw how few vendors each business hangs on, prefecture by prefecture. Runs as a fragment."""
    apart(_concentration)(view, text=text)


def alternatives_block(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Draw, per business, the vendors a body could turn to."""
    title = text("vendors.alternatives_title")
    few = load_reference().rules.vendor_risk.few_alternatives
    rule = text("vendors.alternatives_rule", few=few)

    def make() -> Picture:
        frame = named(view.alternatives, text=text)
        figure = alternatives_figure(frame, few=few, text=text)
        return Picture(figure, summary=alternatives_summary(frame, few=few, text=text), frame=frame)

    chart_block(
        kept_picture((view.key, text.language, "vendor_alternatives"), make=make),
        title=title,
        columns=alternatives_columns(text),
        head=vendor_head(view, title=title, place=place, text=text, rules=(rule,)),
        file_name=vendor_file(view, "alternatives"),
        text=text,
        key="vendor_alternatives",
        note=text("vendors.nation_note"),
    )


def _dependency(view: VendorRiskView, *, place: str, text: Text) -> None:
    with filter_bar("vendor_dependency"):
        counted = cast(
            "Counted",
            segmented_filter(
                text,
                name="vendor_counted",
                options=COUNTED,
                default="bodies",
                label=text("vendors.counted"),
                words=lambda one: text(f"vendors.counted_{one}"),
            ),
        )
        order = cast(
            "Order",
            segmented_filter(
                text,
                name="vendor_order",
                options=ORDERS,
                default="breadth",
                label=text("vendors.order"),
                words=lambda one: text(f"vendors.order_{one}"),
            ),
        )
    title = text("vendors.dependency_title", place=place)

    def make() -> Picture:
        vendors = named(dependency_rows(view.vendors, view.links, order=order), text=text)
        links, businesses = _placed(view.links)
        figure = dependency_figure(
            vendors, links, businesses=[text.pick(*pair) for pair in businesses], counted=counted, text=text
        )
        table = dependency_table(vendors, links)
        words = [
            text("flag.joint").join(flag_words(one, text=text) for one in flags.split()) for flags in table["flags"]
        ]
        names = {item.id: text.pick(item.name, item.english) for item in load_reference().businesses}
        table = table.assign(flags=words, business_name=table["business"].map(names))
        return Picture(figure, summary=dependency_summary(view.vendors, links, text=text), frame=table)

    chart_block(
        kept_picture((view.key, text.language, "vendor_dependency", counted, order), make=make),
        title=title,
        columns=dependency_columns(text),
        head=vendor_head(view, title=title, place=place, text=text),
        file_name=vendor_file(view, "dependency"),
        text=text,
        key="vendor_dependency",
        note=text("vendors.dependency_note"),
    )


def _concentration(view: VendorRiskView, *, text: Text) -> None:
    with filter_bar("vendor_concentration"):
        measure = cast(
            "Measure",
            segmented_filter(
                text,
                name="vendor_share",
                options=MEASURES,
                default="effective",
                label=text("vendors.measure"),
                words=lambda one: text(f"vendors.measure_{one}"),
            ),
        )
    title = text(f"vendors.concentration_title_{measure}")

    def make() -> Picture:
        shares, businesses = _placed(view.shares)
        prefectures = load_reference().prefectures
        # 47 columns need not repeat 都, 府 or 県.
        short = [item.name if item.code == _WHOLE_NAMED else item.name[:-1] for item in prefectures]
        names = [text.pick(name, item.english) for name, item in zip(short, prefectures, strict=True)]
        places = {item.code: at for at, item in enumerate(prefectures)}
        shares = shares.assign(prefecture_place=shares["prefecture_code"].map(places))
        words = [text.pick(*pair) for pair in businesses]
        totals = shares.groupby("prefecture_place")[["unknown", "systems"]].sum().reset_index()
        unknown = totals.assign(share=totals["unknown"] / totals["systems"])
        figure = concentration_figure(
            shares,
            unknown,
            prefectures=names,
            businesses=words,
            measure=measure,
            text=text,
            highlight=places[view.place.code] if view.place else None,
        )
        effective = [text("unknown") if pd.isna(value) else f"{float(value):.2f}" for value in shares["effective"]]
        frame = named(shares, text=text).assign(effective_words=effective)
        return Picture(figure, summary=concentration_summary(shares, businesses=words, text=text), frame=frame)

    chart_block(
        kept_picture((view.key, text.language, "vendor_concentration", measure), make=make),
        title=title,
        columns=concentration_columns(text),
        head=vendor_head(
            view, title=title, place=text("filter.nation"), text=text, rules=(text("vendors.concentration_rule"),)
        ),
        file_name=vendor_file(view, "concentration"),
        text=text,
        key="vendor_concentration",
        note=text("vendors.concentration_note"),
    )


def _placed(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """``frame`` (business_place) with its businesses moved up to 0, 1, …, and their names in both languages."""
    businesses = load_reference().businesses
    found = sorted(int(place) for place in frame["business_place"].unique())
    moved = {place: at for at, place in enumerate(found)}
    names = [(businesses[place].name, businesses[place].english) for place in found]
    return frame.assign(business_place=frame["business_place"].map(moved)), names
