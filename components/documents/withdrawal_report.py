"""The report of a vendor's withdrawal to the contact window: prepared as text for a mail and as a one-page document.

Nothing is sent. It states what the lists and reports say and what follows from them; what nobody has told stays
「不明」 for the reporter to fill in. It is no official form: only the facts in a plain order.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import pandas as pd
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell

from components.documents.withdrawal_facts import ReportSection, page_facts, report_facts, titled_vendors
from components.text import Text
from components.theme import BAD_TEXT
from data.views.what_if import WhatIfView

MAIL_ROWS: Final = 60
PAGE_ROWS: Final = 7
"""Bodies listed in the mail and on the page; the rest is counted, and in the page's file."""
PAGE_ROWS_OF_MANY: Final = 3
"""Bodies listed on a page that tells of several vendors or events."""
PAGE_BUSINESSES: Final = 2
"""Businesses of a body named on the page; the rest is counted there, and named in the mail."""

_FONT: Final = "Yu Gothic"
_LINE_PT: Final = 14
"""Set exactly: the font's own line spacing would fill two pages."""
_LETTERS_PT: Final = 10.5
_CLOSING_LINE_PT: Final = 12
_CLOSING_LETTERS_PT: Final = 9
"""Of what it rests on: file names are long."""
_CREATED: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class WithdrawalReport:
    """The report, finished for reading.

    ``rows``: one per body (``columns``). ``page_sections`` and ``page_rows`` are the same cut to what one page holds.
    """

    title: str
    caution: str
    sections: tuple[ReportSection, ...]
    page_sections: tuple[ReportSection, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    page_rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]


def withdrawal_report(
    view: WhatIfView, *, place: str, made_on: date, sources: Sequence[str], text: Text
) -> WithdrawalReport:
    """Write the report on the withdrawal ``view`` works out, for what it shows of ``place``.

    ``made_on`` is the day it is prepared; ``sources`` are finished lines.
    """
    sender, impact = _sender(made_on, text=text), _impact(view, place=place, text=text)
    is_many = len(view.vendors) > 1 or len(view.announcements) > 1
    page_rows = PAGE_ROWS_OF_MANY if is_many else PAGE_ROWS
    return WithdrawalReport(
        title=text("what_if.report.title", vendors=titled_vendors(view, text=text)),
        caution=f"{text('frame.demo')} {text('frame.demo_note')}" if view.is_synthetic else "",
        sections=(sender, report_facts(view, text=text), impact),
        page_sections=(sender, page_facts(view, text=text), impact),
        columns=tuple(
            text(f"what_if.report.column.{name}") for name in ("body", "businesses", "planned", "due", "next")
        ),
        rows=tuple(_rows(view, most=None, text=text)),
        page_rows=tuple(_rows(view, most=PAGE_BUSINESSES, text=text))[:page_rows],
        closing=(text("what_if.report.basis", month=text.month(view.as_of.month)), *sources),
    )


def report_mail(report: WithdrawalReport, *, text: Text) -> str:
    """Write the report as plain text: the subject in the first line, then the body."""
    lines = [text("what_if.report.subject", title=report.title), ""]
    if report.caution:
        lines += [report.caution, ""]
    for section in report.sections:
        lines += [text("what_if.report.heading", heading=section.heading)]
        lines += [text("what_if.report.line", label=label, value=value) for label, value in section.lines]
        lines.append("")
    lines.append(text("what_if.report.heading", heading=text("what_if.report.list")))
    lines.append(text("what_if.report.order", columns=text("what_if.report.cell_joint").join(report.columns)))
    lines += [
        text("what_if.report.item", row=text("what_if.report.cell_joint").join(row)) for row in report.rows[:MAIL_ROWS]
    ]
    lines += _rest(report, shown=MAIL_ROWS, text=text)
    return "\n".join([*lines, "", *report.closing]) + "\n"


def report_document(report: WithdrawalReport, *, text: Text) -> bytes:
    """Write the report as one A4 page (docx). The same report gives the same bytes."""
    document = Document()
    _page(document)
    title = document.add_paragraph()
    run = title.add_run(report.title)
    run.bold, run.font.size = True, Pt(16)
    title.paragraph_format.line_spacing = Pt(22)
    if report.caution:
        mark = document.add_paragraph().add_run(report.caution)
        mark.bold, mark.font.color.rgb = True, RGBColor.from_string(BAD_TEXT.lstrip("#").upper())
    for section in report.page_sections:
        _heading(document, section.heading)
        _table(document, section.lines, widths_mm=(52, 128))
    _heading(document, text("what_if.report.list"))
    rows = (report.columns, *report.page_rows)
    _table(document, rows, widths_mm=(38, 52, 36, 26, 28), has_head=True)
    for line in _rest(report, shown=len(report.page_rows), text=text):
        document.add_paragraph(line)
    for line in report.closing:
        closing = document.add_paragraph()
        closing.paragraph_format.line_spacing = Pt(_CLOSING_LINE_PT)
        closing.add_run(line).font.size = Pt(_CLOSING_LETTERS_PT)
    document.core_properties.title = report.title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _CREATED
    buffer = io.BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def _sender(made_on: date, *, text: Text) -> ReportSection:
    """Who reports to whom: this dashboard does not know."""
    unknown = text("what_if.report.to_fill", unknown=text("what_if.report.unknown"))
    return ReportSection(
        text("what_if.report.sender"),
        (
            (text("what_if.report.to"), unknown),
            (text("what_if.report.from"), unknown),
            (text("what_if.report.made_on"), text.date(made_on)),
        ),
    )


def _impact(view: WhatIfView, *, place: str, text: Text) -> ReportSection:
    counts = view.counts
    words = {
        "hit": text(
            "what_if.report.hit_value", systems=counts.systems, bodies=counts.bodies, total=counts.vendor_systems
        ),
        "imminent": text("what_if.report.systems", systems=counts.imminent),
        "designated": text("what_if.report.systems", systems=counts.designated),
        "without": text(
            "what_if.report.without_value",
            systems=counts.without_alternative,
            bodies=counts.bodies_without_alternative,
        ),
        "slots": text("what_if.report.slots_value", placed=counts.placed, full=counts.full),
    }
    labels = {name: text(f"what_if.report.{name}", months=view.imminent_months) for name in words}
    lines = ((text("what_if.report.place"), place), *((labels[name], value) for name, value in words.items()))
    return ReportSection(text("what_if.report.impact"), lines)


def _rows(view: WhatIfView, *, most: int | None, text: Text) -> Iterable[tuple[str, ...]]:
    names = [
        text.pick(*pair) for pair in zip(view.systems["business_name"], view.systems["business_english"], strict=True)
    ]
    systems = view.systems.assign(shown=names).groupby("body_code")
    due, businesses = systems["due"].min(), systems["shown"].agg(list)
    for body in view.bodies.to_dict("records"):
        code = str(body["body_code"])
        without = int(body["without_alternative"])
        yield (
            f"{text.pick(str(body['prefecture']), str(body['prefecture_english']))} "
            f"{text.pick(str(body['name']), str(body['english']))}",
            _businesses(businesses[code], most=most, text=text),
            _day(body["first_planned"], text=text),
            text("what_if.report.unknown") if pd.isna(due[code]) else text.month(str(due[code])),
            _next(without, is_known=body["state"] != "unlisted", text=text),
        )


def _businesses(names: Sequence[str], *, most: int | None, text: Text) -> str:
    shown = text("what_if.joint").join(names[:most])
    more = 0 if most is None else len(names) - most
    return text("what_if.report.more_businesses", shown=shown, more=more) if more > 0 else shown


def _next(without: int, *, is_known: bool, text: Text) -> str:
    if not is_known:
        return text("what_if.report.next_unknown")
    return text("what_if.report.next_none", systems=without) if without else text("what_if.report.next_some")


def _day(day: object, *, text: Text) -> str:
    return text("what_if.report.unknown") if pd.isna(day) else text.date(date.fromisoformat(str(day)))  # type: ignore[call-overload]  # one cell


def _rest(report: WithdrawalReport, *, shown: int, text: Text) -> list[str]:
    more = len(report.rows) - shown
    return [text("what_if.report.rest", bodies=more)] if more > 0 else []


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(12)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_LETTERS_PT)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.line_spacing = Pt(_LINE_PT)


def _heading(document: DocumentType, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(5)
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, Pt(12)


def _table(
    document: DocumentType, rows: Sequence[Sequence[str]], *, widths_mm: Sequence[int], has_head: bool = False
) -> None:
    table: Table = document.add_table(rows=len(rows), cols=len(widths_mm), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # Word goes by the cells, LibreOffice by the grid of the table: even columns there would fill two pages.
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    for number, row in enumerate(rows):
        for place, (cell, words) in enumerate(zip(table.rows[number].cells, row, strict=True)):
            cell.width = Mm(widths_mm[place])
            _write(cell, words, is_bold=(has_head and number == 0) or (not has_head and place == 0))


def _write(cell: _Cell, words: str, *, is_bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(words).bold = is_bold


def _repacked(content: bytes) -> bytes:
    """The same archive without the moment it was written at."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in found.infolist():
            packed.writestr(zipfile.ZipInfo(entry.filename, _ZIP_TIME), found.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
