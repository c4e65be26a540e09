"""Which flags are up: V1 to V7 with their rule in a line, their number by severity, and whom they concern."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn
from components.flag_words import LEVELS, flag_words, severity_words
from components.tables import table_twin
from components.text import Text
from components.theme import SEVERITY
from components.vendor_files import vendor_file, vendor_head
from data.views.vendor_figures import FlagKind
from data.views.vendor_risk import VendorRiskView

_COUNTS = ("vendors", "bodies", "open_systems")


def flag_board(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Show the board of ``view`` with its file."""
    title = text("vendors.board_title", place=place)
    block_title(title, note=text("vendors.own_short"), summary=board_sentence(view, text=text))
    st.html(board_html(view.kinds, caption=title, text=text))
    table_twin(
        board_rows(view, text=text),
        columns=_columns(text),
        head=vendor_head(view, title=title, place=place, text=text),
        file_name=vendor_file(view, "flag_kinds"),
        text=text,
        key="vendor_board",
    )


def board_sentence(view: VendorRiskView, *, text: Text) -> str:
    """Say in one sentence how many flags are up by severity; that there is none, and what cannot be judged."""
    now = view.figures
    if not view.flags:
        return text("vendors.board_none" if view.has_lists else "vendors.board_no_lists")
    return text("vendors.board_summary", flags=len(view.flags), high=now.high, middle=now.middle, low=now.low)


def board_html(kinds: tuple[FlagKind, ...], *, caption: str, text: Text) -> str:
    """Write the board as a table; a kind without a flag is told, too."""
    heads = "".join(
        f'<th scope="col"{" class=d-count" if place else ""}>{escape(words)}</th>'
        for place, words in enumerate(
            (
                text("vendors.column.flag"),
                *(severity_words(level, text=text) for level in LEVELS),
                *(text(f"vendors.column.{name}_short") for name in _COUNTS),
            )
        )
    )
    rows = "".join(_row(one, text=text) for one in kinds)
    label = escape(caption)
    return (
        f'<div class="d-table d-flag-board" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def board_rows(view: VendorRiskView, *, text: Text) -> pd.DataFrame:
    """The board for a file: a row per kind with its rule, its counts and the vendors' names."""
    return pd.DataFrame(
        {
            "flag": flag_words(one.flag, text=text),
            "rule": text(f"flag.rule.{one.flag.lower()}"),
            "high": one.high,
            "middle": one.middle,
            "low": one.low,
            "vendors": len(one.vendors),
            "bodies": one.bodies,
            "systems": one.systems,
            "open_systems": one.open_systems,
            "names": text("vendors.joint").join(str(view.name(code)) for code in one.vendors),
        }
        for one in view.kinds
    )


def _row(one: FlagKind, *, text: Text) -> str:
    name, rule = escape(flag_words(one.flag, text=text)), escape(text(f"flag.rule.{one.flag.lower()}"))
    by_level = {3: one.high, 2: one.middle, 1: one.low}
    severities = "".join(_severity(by_level[level], level, text=text) for level in LEVELS)
    counts = (len(one.vendors), one.bodies, one.open_systems)
    others = "".join(f'<td class="d-count">{text.count(count)}</td>' for count in counts)
    return f'<tr><th scope="row">{name}<small>{rule}</small></th>{severities}{others}</tr>'


def _severity(count: int, level: int, *, text: Text) -> str:
    if not count:
        return '<td class="d-count d-flag-zero">0</td>'
    mark = f'<span aria-hidden="true">{SEVERITY[level].mark}</span>'
    return f'<td class="d-count d-severity-{level}">{mark}{text.count(count)}</td>'


def _columns(text: Text) -> tuple[TableColumn, ...]:
    return (
        TableColumn("flag", text("vendors.column.flag"), is_heading=True),
        TableColumn("rule", text("vendors.column.rule")),
        *(
            TableColumn(name, text(f"flag.severity_{level}"), kind="count")
            for level, name in zip(LEVELS, ("high", "middle", "low"), strict=True)
        ),
        TableColumn("vendors", text("vendors.column.vendors_short"), kind="count"),
        TableColumn("bodies", text("vendors.column.bodies_short"), kind="count"),
        TableColumn("systems", text("vendors.column.systems"), kind="count"),
        TableColumn("open_systems", text("vendors.column.open_systems"), kind="count"),
        TableColumn("names", text("vendors.column.vendor")),
    )
