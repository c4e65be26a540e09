"""Vendor flags on the pages of places: for a prefecture vendor by vendor, for a body flag by flag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn, TableHead
from components.flag_words import (
    LEVELS,
    business_words,
    evidence_words,
    flag_words,
    severity_words,
    since_words,
)
from components.navigation import page_anchor
from components.tables import table_twin
from components.text import Text
from data.views.place_flags import PlaceFlags
from data.views.vendor_flags import FLAGS, VendorFlag

Kind = Literal["prefecture", "body", "vendor"]

_MOST_VENDORS: Final = 8
_MOST_OF_A_KIND: Final = 3
"""Flags of one kind listed on a vendor's page: one fact flags each of its businesses."""
_COUNTS: Final = ("bodies", "systems")
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "body": ("flag", "severity", "vendor", "business", "evidence"),
    "vendor": ("flag", "severity", "business", "evidence", "since", "bodies", "systems"),
}


def flag_block(found: PlaceFlags, *, place: str, head: TableHead, file_name: str, kind: Kind, text: Text) -> None:
    """Show the flags of ``place``, a line per vendor of a prefecture, else one per flag; all of them in the files."""
    title = text("place_flags.title", place=place)
    sentence = flag_sentence(found, text=text)
    if kind == "prefecture" and found.flags:
        sentence = text.pick("", " ").join((sentence, text("place_flags.with_own")))
    block_title(title, note=text("place_flags.own_nationwide"), summary=sentence)
    if not found.flags:
        return
    if kind == "prefecture":
        st.html(vendor_flags_html(found, caption=title, text=text))
    else:
        most = _MOST_OF_A_KIND if kind == "vendor" else None
        st.html(flags_html(found, columns=_COLUMNS[kind], caption=title, text=text, most=most))
    st.html(
        f'<p class="d-notes"><a href="{page_anchor("vendors", body="", system="")}" target="_self">'
        f"{escape(text('place_flags.more'))}</a></p>"
    )
    table_twin(
        partial(flag_frame, found, text=text),
        columns=flag_frame_columns(text),
        head=replace(head, definitions=(*head.definitions, text("place_flags.nationwide"))),
        file_name=file_name,
        text=text,
        key="place_flags",
        label=text("place_flags.all", flags=len(found.flags)),
    )


def flag_sentence(found: PlaceFlags, *, text: Text) -> str:
    """How many flags are up by severity and of how many vendors; why there are none where vendors are not known."""
    if not found.is_known:
        return text("place_flags.unknown")
    if not found.flags:
        return text("place_flags.none")
    by_level = {level: sum(one.severity.level == level for one in found.flags) for level in LEVELS}
    counts = text("flag.joint").join(
        text("place_flags.count", severity=severity_words(level, text=text), flags=count)
        for level, count in by_level.items()
        if count
    )
    return text("place_flags.sentence", vendors=len({one.vendor for one in found.flags}), counts=counts)


def vendor_flags_html(found: PlaceFlags, *, caption: str, text: Text) -> str:
    """The vendors with a flag, the most severe first: their flags, and the systems of the place concerned."""
    vendors = dict.fromkeys(one.vendor for one in found.flags)
    lines = [_vendor_line(vendor, found=found, text=text) for vendor in list(vendors)[:_MOST_VENDORS]]
    if len(vendors) > _MOST_VENDORS:
        more = escape(text("place_flags.more_vendors", vendors=len(vendors) - _MOST_VENDORS))
        lines.append(f'<tr><td colspan="5" class="d-quiet">{more}</td></tr>')
    return _table(("vendor", "severity", "flags", "bodies", "systems"), lines, caption=caption, text=text)


def flags_html(found: PlaceFlags, *, columns: Sequence[str], caption: str, text: Text, most: int | None = None) -> str:
    """The flags one by one, the most severe first, at ``most`` so many of a kind and the rest as a number.

    ``columns``: some of ``flag_frame_columns``.
    """
    ordered = sorted(found.flags, key=lambda one: -one.severity.level)
    kept = {id(one) for kind in FLAGS for one in [flag for flag in ordered if flag.flag == kind][:most]}
    shown = [one for one in ordered if id(one) in kept]
    lines = [
        "<tr>" + "".join(_cell(name, one, row, found=found, text=text) for name in columns) + "</tr>"
        for one, row in zip(
            shown, flag_frame(replace(found, flags=tuple(shown)), text=text).to_dict("records"), strict=True
        )
    ]
    if len(found.flags) > len(shown):
        more = escape(text("place_flags.more_flags", flags=len(found.flags) - len(shown)))
        lines.append(f'<tr><td colspan="{len(columns)}" class="d-quiet">{more}</td></tr>')
    return _table(columns, lines, caption=caption, text=text, look="d-flag-rows")


def flag_frame(found: PlaceFlags, *, text: Text) -> pd.DataFrame:
    """All flags of the place in the reader's words: the columns of ``flag_frame_columns``."""
    rows = [
        {
            "flag": flag_words(one.flag, text=text),
            "severity": severity_words(one.severity.level, text=text),
            "vendor_code": one.vendor,
            "vendor": found.names.get(one.vendor, one.vendor),
            "business": business_words(one, text=text),
            "evidence": evidence_words(one, text=text),
            "since": since_words(one, text=text),
            "bodies": len(one.bodies),
            "systems": len(one.systems),
            "source": one.source,
        }
        for one in found.flags
    ]
    return pd.DataFrame(rows, columns=[column.name for column in flag_frame_columns(text)])


def flag_frame_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``flag_frame``."""
    words = ("flag", "severity", "vendor_code", "vendor", "business", "evidence", "since")
    return (
        *(TableColumn(name, text(f"place_flags.column.{name}"), is_heading=name == "flag") for name in words),
        *(TableColumn(name, text(f"place_flags.column.{name}"), kind="count") for name in _COUNTS),
        TableColumn("source", text("place_flags.column.source")),
    )


def _vendor_line(vendor: str, *, found: PlaceFlags, text: Text) -> str:
    flags = [one for one in found.flags if one.vendor == vendor]
    kinds = text("flag.joint").join(
        flag_words(flag, text=text) for flag in FLAGS if any(one.flag == flag for one in flags)
    )
    cells = (
        _severity(max(one.severity.level for one in flags), text=text),
        f"<td>{escape(kinds)}</td>",
        f'<td class="d-count">{len({body for one in flags for body in one.bodies})}</td>',
        f'<td class="d-count">{len({system for one in flags for system in one.systems})}</td>',
    )
    return f'<tr><th scope="row">{_vendor(vendor, found=found)}</th>{"".join(cells)}</tr>'


def _cell(name: str, flag: VendorFlag, row: dict[Any, Any], *, found: PlaceFlags, text: Text) -> str:
    if name == "flag":
        return f'<th scope="row">{escape(row[name])}</th>'
    if name == "severity":
        return _severity(flag.severity.level, text=text)
    if name == "vendor":
        return f"<td>{_vendor(flag.vendor, found=found)}</td>"
    words = text.count(row[name]) if name in _COUNTS else str(row[name])
    return f"<td{_class(name)}>{escape(words)}</td>"


def _class(name: str) -> str:
    looks = {"evidence": "d-flag-evidence", **dict.fromkeys(_COUNTS, "d-count")}
    return f' class="{looks[name]}"' if name in looks else ""


def _severity(level: int, *, text: Text) -> str:
    return f'<td class="d-severity-{level}">{escape(severity_words(level, text=text))}</td>'


def _vendor(vendor: str, *, found: PlaceFlags) -> str:
    address = page_anchor("vendor", vendor=vendor, body="", system="")
    return f'<a href="{address}" target="_self">{escape(found.names.get(vendor, vendor))}</a>'


def _table(names: Sequence[str], lines: Iterable[str], *, caption: str, text: Text, look: str = "") -> str:
    heads = "".join(
        f'<th scope="col"{_class(name)}>{escape(text(f"place_flags.column.{name}"))}</th>' for name in names
    )
    label = escape(caption)
    return (
        f'<div class="d-table d-place-flags {look}" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody>'
        "</table></div>"
    )
