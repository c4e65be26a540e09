"""Blocks of the page of one vendor: its businesses, its customers, its events, and its course."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title, chart_block
from components.charts.go_live_calendar import pace_columns, pace_figure, pace_summary
from components.charts.kept import Picture, kept_picture
from components.charts.track_record import record_columns, record_figure, record_table
from components.documents.table_files import TableColumn
from components.filters import filter_bar, prefecture_filter
from components.flag_run_table import run_columns, run_rows, run_sentence
from components.fragments import apart
from components.progress_tables import localised
from components.tables import data_table, download_row, table_html
from components.text import Text
from components.vendor_detail_words import detail_file, detail_head, months_words
from data.reference import load_reference
from data.views.vendor import VendorView

_PAGE_ROWS: Final = 20


def business_block(view: VendorView, *, text: Text) -> None:
    """List the businesses of the vendor's systems: how many, whether its product conforms, who else offers one."""
    title = text("vendor.businesses.title")
    note = text("vendor.businesses.no_list") if not view.has_products else ""
    block_title(title, note=note, summary=text("vendor.businesses.how"))
    columns = (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("bodies", text("vendor.column.bodies"), kind="count"),
        TableColumn("systems", text("vendor.column.systems"), kind="count"),
        TableColumn("open_systems", text("vendor.column.open"), kind="count"),
        TableColumn("late_systems", text("vendor.column.late"), kind="count"),
        TableColumn("share", text("vendor.column.share"), kind="share"),
        TableColumn("product", text("vendor.column.product")),
        TableColumn("alternatives", text("vendor.column.alternatives"), kind="count"),
    )
    rows = localised(view.businesses, text=text)
    rows = rows.assign(product=[_product(row, text=text) for row in view.businesses.to_dict("records")])
    with st.container(key="vendor_businesses_block"):
        _listed(view, rows, columns=columns, title=title, what="businesses", text=text)


def customer_block(view: VendorView, *, text: Text) -> None:
    """List the bodies of the vendor or of one prefecture's, those with most systems not live first. A fragment."""
    apart(_customers)(view, text=text)


def _customers(view: VendorView, *, text: Text) -> None:
    names = {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
    with filter_bar("vendor_customers"):
        prefecture = prefecture_filter(text, names=names)
    title = text("vendor.customers.title", place=names[prefecture] if prefecture else text("filter.nation"))
    customers = view.customers
    if prefecture:
        customers = customers[customers["body_code"].str.startswith(prefecture)].reset_index(drop=True)
    if customers.empty:
        return block_title(title, summary=text("vendor.customers.none"))
    block_title(title, summary=text("vendor.customers.how"))
    columns = (
        TableColumn("body_code", text("column.code")),
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("systems", text("vendor.column.systems"), kind="count"),
        TableColumn("open_systems", text("vendor.column.open"), kind="count"),
        TableColumn("late_systems", text("vendor.column.late"), kind="count"),
        TableColumn("overdue_systems", text("vendor.column.overdue"), kind="count"),
        TableColumn("next", text("vendor.column.next")),
    )
    rows = localised(customers, text=text)
    rows = rows.assign(next=[_day(value, text=text) for value in customers["next_planned"]])
    what = f"customers_{prefecture}" if prefecture else "customers"
    _listed(view, rows, columns=columns, title=title, what=what, text=text)
    return None


def event_block(view: VendorView, *, text: Text) -> None:
    """List what was reported of the vendor, the latest first, as the list says it."""
    title = text("vendor.events.title")
    if view.events.empty:
        return block_title(title, summary=text("vendor.events.none"))
    block_title(title)
    reference = load_reference()
    rows = pd.DataFrame(
        [
            {
                "day": _day(row["happened_on"], text=text),
                "event": text(f"vendor.event.{row['kind']}"),
                "business": _business(row["business"], text=text),
                "body": ""
                if (body := reference.body(str(row["body_code"]))) is None
                else text.pick(body.name, body.english),
                "content": row["content"],
                "source": row["source"],
            }
            for row in view.events.to_dict("records")
        ]
    )
    columns = tuple(
        TableColumn(name, text(f"vendor.events.{name}"), is_heading=name == "day")
        for name in ("day", "event", "business", "body", "content", "source")
    )
    with st.container(key="vendor_events_block"):
        st.html(table_html(rows, columns=columns, caption=title, text=text))
    download_row(
        rows,
        columns=columns,
        head=detail_head(view, title=title, text=text),
        file_name=detail_file(view, "events"),
        text=text,
        key="vendor_events",
    )
    return None


def run_block(view: VendorView, *, text: Text) -> None:
    """List when each of the vendor's flags was raised and cleared, the latest first."""
    title = text("flag_runs.title", place=view.name)
    if view.runs is None:
        return block_title(title, summary=text("vendors.since_later"))
    block_title(title, note=text("flag_runs.note"), summary=run_sentence(view.runs, text=text))
    if not view.runs.empty:
        columns = tuple(column for column in run_columns(text) if column.name not in ("vendor_code", "vendor"))
        rows = run_rows(view.runs, name=lambda code: view.name, text=text)
        _listed(view, rows, columns=columns, written=run_columns(text), title=title, what="flag_runs", text=text)
    return None


def pipeline_block(view: VendorView, *, text: Text) -> None:
    """Draw the go-lives done and planned month by month against what the vendor did in a month so far."""
    title = text("vendor.pipeline.title")
    is_past = view.calendar["month"] <= view.as_of.month
    pace = pd.DataFrame(
        {
            "month": view.calendar["month"],
            "live": view.calendar["went_live"].where(is_past).fillna(0).astype("int64"),
            "planned": view.calendar["planned"].where(~is_past).fillna(0).astype("int64"),
        }
    )
    if pace[["live", "planned"]].to_numpy().sum() == 0:
        return block_title(title, summary=text("vendor.pipeline.none"))
    told = view.calendar["capacity"].iloc[0]
    capacity = None if pd.isna(told) else float(told)

    def make() -> Picture:
        figure = pace_figure(pace, capacity=capacity, as_of=view.as_of.month, text=text)
        summary = pace_summary(pace, vendor=view.name, capacity=capacity, text=text)
        frame = pace.assign(month_words=[text.month(str(month)) for month in pace["month"]])
        return Picture(figure, summary=summary, frame=frame)

    chart_block(
        kept_picture((view.key, text.language, "vendor_pipeline"), make=make),
        title=title,
        columns=pace_columns(text),
        head=detail_head(view, title=title, text=text),
        file_name=detail_file(view, "pipeline"),
        text=text,
        key="vendor_pipeline",
        note=text("vendors.vendors_note"),
    )
    return None


def record_block(view: VendorView, *, text: Text) -> None:
    """Draw how late the vendor's go-lives came against the plan first reported."""
    title = text("vendor.record.title")
    if not view.record.months:
        return block_title(title, summary=text("vendor.card.no_record"))

    def make() -> Picture:
        table = record_table(view.record.months, text=text)
        summary = text(
            "vendor.record.summary",
            systems=len(view.record.months),
            share=text.percent(view.record.on_time_share),
            months=months_words(view.record.median or 0),
            unplanned=view.record.unplanned,
        )
        return Picture(record_figure(table, text=text), summary=summary, frame=table)

    chart_block(
        kept_picture((view.key, text.language, "vendor_record"), make=make),
        title=title,
        columns=record_columns(text),
        head=detail_head(view, title=title, text=text),
        file_name=detail_file(view, "record"),
        text=text,
        key="vendor_record",
    )
    return None


def _listed(
    view: VendorView,
    rows: pd.DataFrame,
    *,
    columns: tuple[TableColumn, ...],
    title: str,
    what: str,
    text: Text,
    written: tuple[TableColumn, ...] = (),
) -> None:
    def files() -> None:
        download_row(
            rows,
            columns=written or columns,
            head=detail_head(view, title=title, text=text),
            file_name=detail_file(view, what),
            text=text,
            key=f"vendor_{what}",
        )

    apart(data_table)(
        rows, columns=columns, caption=title, text=text, key=f"vendor_{what}", page_rows=_PAGE_ROWS, beside=files
    )


def _product(row: dict[Any, Any], *, text: Text) -> str:
    if pd.isna(row["is_conforming"]):
        return text("unknown")
    if not row["is_conforming"]:
        return text("vendor.product.none")
    return text("vendor.product.since", day=_day(row["conforms_from"], text=text))


def _business(business: object, *, text: Text) -> str:
    found = load_reference().business(str(business))
    return text("flag.all_businesses") if found is None else text.pick(found.name, found.english)


def _day(day: object, *, text: Text) -> str:
    return text.date(date.fromisoformat(day)) if isinstance(day, str) else text("unknown")
