"""All flags one by one: narrow them, read why each is up, open its vendor, take them as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn
from components.filters import filter_bar
from components.flag_words import LEVELS, business_words, evidence_words, flag_words, severity_words, since_words
from components.fragments import apart
from components.navigation import page_anchor
from components.tables import download_row
from components.text import Text
from components.vendor_files import vendor_file, vendor_head
from data.reference import load_reference
from data.views.vendor_flags import FLAGS, VendorFlag
from data.views.vendor_risk import VendorRiskView

PAGE_ROWS: Final = 20
_ALL: Final = ""


def flag_list(
    view: VendorRiskView, *, flags: Callable[[], Sequence[VendorFlag]] | None, place: str, text: Text
) -> None:
    """List the flags of ``view`` a page at a time. Runs as a fragment.

    ``flags`` are the same with the month since which V4 to V7 are up; None while the past is not judged.
    """
    apart(_list)(view, flags=flags, place=place, text=text)


def flag_rows(flags: Sequence[VendorFlag], *, view: VendorRiskView, text: Text) -> pd.DataFrame:
    """The flags in the reader's words: every column of ``flag_columns``."""
    return pd.DataFrame(
        [
            {
                "flag": flag_words(one.flag, text=text),
                "severity": severity_words(one.severity.level, text=text),
                "vendor_code": one.vendor,
                "vendor": view.name(one.vendor),
                "business": business_words(one, text=text),
                "evidence": evidence_words(one, text=text),
                "since": since_words(one, text=text),
                "bodies": len(one.bodies),
                "systems": len(one.systems),
                "source": one.source,
            }
            for one in flags
        ],
        columns=[column.name for column in flag_columns(text)],
    )


def flag_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``flag_rows``; the vendor's code is for the files."""
    return (
        TableColumn("flag", text("vendors.column.flag"), is_heading=True),
        TableColumn("severity", text("vendors.column.severity")),
        TableColumn("vendor_code", text("vendors.column.code")),
        TableColumn("vendor", text("vendors.column.vendor")),
        TableColumn("business", text("column.business")),
        TableColumn("evidence", text("vendors.column.evidence")),
        TableColumn("since", text("vendors.column.since")),
        TableColumn("bodies", text("vendors.column.bodies_short"), kind="count"),
        TableColumn("systems", text("vendors.column.systems_short"), kind="count"),
        TableColumn("source", text("vendors.column.source")),
    )


def narrowed_flags(
    flags: Sequence[VendorFlag],
    *,
    flag: str = _ALL,
    level: int = 0,
    vendor: str = _ALL,
    prefecture: str = _ALL,
) -> tuple[VendorFlag, ...]:
    """Flags of one kind, severity (1 to 3), vendor, and with a system in one prefecture; an empty choice takes all."""
    return tuple(
        one
        for one in flags
        if flag in (_ALL, one.flag)
        and level in (0, one.severity.level)
        and vendor in (_ALL, one.vendor)
        and (prefecture == _ALL or any(body.startswith(prefecture) for body, _ in one.systems))
    )


def flag_table_html(flags: Sequence[VendorFlag], *, view: VendorRiskView, caption: str, text: Text) -> str:
    """Write ``flags`` as a table; the vendor's name leads to its page."""
    columns = [column for column in flag_columns(text) if column.name != "vendor_code"]
    heads = "".join(f'<th scope="col" class="d-{column.kind}">{escape(column.label)}</th>' for column in columns)
    rows = flag_rows(flags, view=view, text=text).to_dict("records")
    lines = []
    for one, record in zip(flags, rows, strict=True):
        cells = []
        for column in columns:
            words = escape(text.count(record[column.name]) if column.kind == "count" else str(record[column.name]))
            if column.is_heading:
                cells.append(f'<th scope="row">{words}</th>')
            elif column.name == "vendor":
                address = page_anchor("vendor", vendor=one.vendor)
                cells.append(f'<td><a href="{address}" target="_self">{words}</a></td>')
            elif column.name == "severity":
                cells.append(f'<td class="d-severity-{one.severity.level}">{words}</td>')
            else:
                cells.append(f'<td class="d-{column.kind} d-flag-{column.name}">{words}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(caption)
    return (
        f'<div class="d-table d-flag-list" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _list(view: VendorRiskView, *, flags: Callable[[], Sequence[VendorFlag]] | None, place: str, text: Text) -> None:
    title = text("vendors.flags_title", place=place)
    block_title(title, note=text("place_flags.own_nationwide"))
    if not view.flags:
        st.html(f'<p class="d-summary">{escape(text("vendors.flags_none"))}</p>')
        return
    known = flags() if flags else view.flags
    with filter_bar("vendor_flags"):
        found = narrowed_flags(
            known,
            flag=_choice("flag", {one: flag_words(one, text=text) for one in FLAGS}, text=text),
            level=int(
                _choice("severity", {str(one): severity_words(one, text=text) for one in LEVELS}, text=text) or 0
            ),
            vendor=_choice("vendor", _vendors(view), text=text),
            prefecture=_ALL if view.place else _choice("prefecture", _prefectures(text), text=text),
        )
        pages = max(1, -(-len(found) // PAGE_ROWS))
        page = int(st.number_input(text("ms.page", pages=pages), 1, pages, key="vendor_flags_page", width=220))
        download_row(
            partial(flag_rows, found, view=view, text=text),
            columns=flag_columns(text),
            head=vendor_head(view, title=title, place=place, text=text),
            file_name=vendor_file(view, "flags"),
            text=text,
            key="vendor_flags",
        )
    first = (page - 1) * PAGE_ROWS
    shown = found[first : first + PAGE_ROWS]
    counted = text(
        "vendors.flags_count", first=first + 1 if shown else 0, last=first + len(shown), rows=len(found),
        total=len(known),
    )  # fmt: skip
    table = flag_table_html(shown, view=view, caption=title, text=text)
    st.html(f'<p class="d-summary">{escape(counted)}</p>{table}')


def _choice(name: str, words: dict[str, str], *, text: Text) -> str:
    return str(
        st.selectbox(
            text(f"vendors.column.{name}"),
            [_ALL, *words],
            format_func=lambda one: words.get(one, text("ms.all")),
            key=f"vendor_flags_{name}",
            width=280,
        )
    )


def _vendors(view: VendorRiskView) -> dict[str, str]:
    return {code: str(view.name(code)) for code in sorted({one.vendor for one in view.flags})}


def _prefectures(text: Text) -> dict[str, str]:
    return {item.code: text.pick(item.name, item.english) for item in load_reference().prefectures}
