"""What may go wrong when: go-lives planned against what a vendor can do, who tends to be late, flags month by month."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.chart_block import block_title, chart_block
from components.charts.delay_interval import delay_columns, delay_figure, delay_summary, delay_table
from components.charts.flag_history import flag_history_columns, flag_history_figure, flag_history_summary
from components.charts.go_live_calendar import (
    calendar_columns,
    calendar_figure,
    calendar_summary,
    calendar_table,
    pace_columns,
    pace_figure,
    pace_summary,
    times_words,
)
from components.charts.kept import Picture, kept_picture
from components.filters import filter_bar, list_filter
from components.flag_run_table import run_columns, run_rows, run_sentence
from components.fragments import apart
from components.messages import working
from components.tables import table_twin
from components.text import Text
from components.vendor_files import named, vendor_file, vendor_head
from data.views.vendor_risk import VendorRiskView


def calendar_block(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Draw the go-lives planned for each month ahead by vendor, against its capacity."""
    title = text("vendors.calendar_title")
    load = view.load
    if load.loads.empty:
        return block_title(title, summary=text("vendors.calendar_none"))

    def make() -> Picture:
        loads = named(load.loads, text=text)
        is_part = view.place is not None or view.cut_to is not None
        sentence = calendar_summary(
            load.calendar,
            vendors=loads,
            months=load.months,
            text=text,
            place=place if is_part else "",
            here=sum(one.flag == "V4" for one in view.flags),
        )
        figure = calendar_figure(load.calendar, vendors=loads, months=load.months, text=text)
        table = calendar_table(load.calendar, vendors=loads, months=load.months, text=text)
        return Picture(figure, summary=sentence, frame=table)

    chart_block(
        kept_picture((view.key, text.language, "vendor_calendar"), make=make),
        title=title,
        columns=calendar_columns(load.months, text=text),
        head=vendor_head(view, title=title, place=place, text=text, rules=(text("vendors.capacity_rule"),)),
        file_name=vendor_file(view, "calendar"),
        text=text,
        key="vendor_calendar",
        note=text("vendors.vendors_note"),
    )
    return None


def pace_block(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Draw one vendor's go-lives a month, done and planned, with its capacity line. Runs as a fragment."""
    if not view.load.loads.empty:
        apart(_pace)(view, place=place, text=text)


def delay_block(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Draw each vendor's share of late systems with its interval, against all other vendors."""
    title = text("vendors.delay_title")
    if view.load.delay.empty:
        return block_title(title, summary=text("vendors.delay_none_judged"))

    def make() -> Picture:
        delay = named(view.load.delay, text=text)
        figure = delay_figure(delay, text=text)
        return Picture(figure, summary=delay_summary(delay, text=text), frame=delay_table(delay, text=text))

    chart_block(
        kept_picture((view.key, text.language, "vendor_delay"), make=make),
        title=title,
        columns=delay_columns(text),
        head=vendor_head(view, title=title, place=place, text=text, rules=(text("vendors.delay_rule"),)),
        file_name=vendor_file(view, "delay"),
        text=text,
        key="vendor_delay",
        note=text("vendors.vendors_note"),
    )
    return None


def history_block(
    view: VendorRiskView,
    *,
    months: Callable[[], pd.DataFrame],
    runs: Callable[[], pd.DataFrame],
    is_known: bool,
    place: str,
    text: Text,
) -> None:
    """Draw how many flags stood, were raised and were cleared month by month, and list which (``runs``).

    Both take many seconds unless the past ``is_known``: then they are asked only when the reader says so.
    """
    if is_known:
        _history(view, months=months, place=place, text=text)
        _runs(view, runs=runs, place=place, text=text)
    else:
        apart(_asked_history)(view, months=months, place=place, text=text)


def _asked_history(view: VendorRiskView, *, months: Callable[[], pd.DataFrame], place: str, text: Text) -> None:
    title = text("vendors.history_title", place=place)
    block_title(title, note=text("vendors.history_note"), summary=text("vendors.history_why"))
    if st.button(text("vendors.history_ask"), key="vendor_history_ask"):
        with working(text("vendors.history_working")):
            months()
        # The list of flags knows since when each is up from now on.
        st.rerun()


def _history(view: VendorRiskView, *, months: Callable[[], pd.DataFrame], place: str, text: Text) -> None:
    title = text("vendors.history_title", place=place)
    history = months()

    def make() -> Picture:
        words = [text.month(month) for month in history["month"]]
        figure = flag_history_figure(history, text=text)
        frame = history.assign(month_words=words).iloc[::-1].reset_index(drop=True)
        return Picture(figure, summary=flag_history_summary(history, text=text), frame=frame)

    chart_block(
        kept_picture((view.key, text.language, "vendor_history"), make=make),
        title=title,
        columns=flag_history_columns(text),
        head=vendor_head(view, title=title, place=place, text=text),
        file_name=vendor_file(view, "flag_history"),
        text=text,
        key="vendor_history",
        note=text("vendors.history_note"),
    )


def _runs(view: VendorRiskView, *, runs: Callable[[], pd.DataFrame], place: str, text: Text) -> None:
    title = text("flag_runs.title", place=place)
    block_title(title, note=text("flag_runs.note"), summary=run_sentence(runs(), text=text))
    table_twin(
        lambda: run_rows(runs(), name=lambda code: str(view.name(code)), text=text),
        columns=run_columns(text),
        head=vendor_head(view, title=title, place=place, text=text, rules=(text("flag_runs.note"),)),
        file_name=vendor_file(view, "flag_runs"),
        text=text,
        key="vendor_runs",
        label=text("flag_runs.show"),
    )


def _pace(view: VendorRiskView, *, place: str, text: Text) -> None:
    loads = view.load.loads
    words = {
        str(row["vendor_code"]): text(
            "vendors.pace_option", vendor=row["name"], ratio=times_words(row["worst"], text=text)
        )
        for row in loads.to_dict("records")
    }
    with filter_bar("vendor_pace"):
        vendor = list_filter(text, name="pace", label=text("vendors.pace_vendor"), words=words, width_px=380)
    chosen = loads[loads["vendor_code"] == vendor].iloc[0]
    name, capacity = str(view.name(vendor)), None if pd.isna(chosen["capacity"]) else float(chosen["capacity"])
    title = text("vendors.pace_title", vendor=name)

    def make() -> Picture:
        pace = view.load.pace[view.load.pace["vendor_code"] == vendor].reset_index(drop=True)
        figure = pace_figure(pace, capacity=capacity, as_of=view.as_of.month, text=text)
        frame = pace.assign(month_words=[text.month(month) for month in pace["month"]])
        return Picture(figure, summary=pace_summary(pace, vendor=name, capacity=capacity, text=text), frame=frame)

    chart_block(
        kept_picture((view.key, text.language, "vendor_pace", vendor), make=make),
        title=title,
        columns=pace_columns(text),
        head=vendor_head(view, title=title, place=place, text=text, rules=(text("vendors.capacity_rule"),)),
        file_name=vendor_file(view, f"pace_{vendor}"),
        text=text,
        key="vendor_pace",
        note=text("vendors.pace_note"),
    )
