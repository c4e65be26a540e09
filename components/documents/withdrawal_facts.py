"""What is known of a withdrawal, for its report: whole for the mail, cut to what one page holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from components.text import Text
from data.reference import load_reference
from data.views.what_if import WhatIfView

PAGE_VENDORS: Final = 3
PAGE_EVENTS: Final = 2
PAGE_SUCCESSORS: Final = 4
"""Vendors, events and successors told on the page; the rest is counted there, and told in the mail."""
PAGE_LETTERS: Final = 24
"""Letters of a name, of an event's content or of its source on the page; the mail has them whole."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading and its lines, label and value, finished for reading."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def report_facts(view: WhatIfView, *, text: Text) -> ReportSection:
    """Every vendor and event: for the mail."""
    label = text("what_if.report.vendor")
    vendors = [(label, text("what_if.report.vendor_value", code=code, name=name)) for code, name in view.vendors]
    return _facts_of(view, vendors=vendors, events=_events(view, letters=None, text=text), successors=None, text=text)


def page_facts(view: WhatIfView, *, text: Text) -> ReportSection:
    """The first vendors and events, shortened, and how many more there are."""
    vendors = text("what_if.joint").join(
        text("what_if.report.vendor_value", code=code, name=_short(name, PAGE_LETTERS))
        for code, name in view.vendors[:PAGE_VENDORS]
    )
    more = len(view.vendors) - PAGE_VENDORS
    if more > 0:
        vendors = text("what_if.report.more_vendors", shown=vendors, more=more)
    events = _events(view, letters=PAGE_LETTERS, text=text)
    shown = events[:PAGE_EVENTS]
    if len(events) > PAGE_EVENTS:
        shown.append(text("what_if.report.more_events", more=len(events) - PAGE_EVENTS))
    label = text("what_if.report.vendor")
    return _facts_of(view, vendors=[(label, vendors)], events=shown, successors=PAGE_SUCCESSORS, text=text)


def _facts_of(
    view: WhatIfView,
    *,
    vendors: Iterable[tuple[str, str]],
    events: Sequence[str],
    successors: int | None,
    text: Text,
) -> ReportSection:
    month = text("what_if.report.month_value", month=text.month(view.shock.month))
    return ReportSection(
        text("what_if.report.facts"),
        (
            *vendors,
            *((text("what_if.report.announced"), words) for words in events or [text("what_if.report.no_event")]),
            (text("what_if.report.month"), month),
            (text("what_if.report.successor"), _successors(view, most=successors, text=text)),
        ),
    )


def _events(view: WhatIfView, *, letters: int | None, text: Text) -> list[str]:
    """The announcements in words, oldest first; what the list says in free words cut to ``letters`` (None = whole)."""
    unknown = text("what_if.report.unknown")
    told = []
    for event in view.announcements.to_dict("records"):
        business = load_reference().business(str(event["business"]))
        body = load_reference().body(str(event["body_code"]))
        told.append(
            text(
                "what_if.report.event",
                kind=text(f"what_if.report.kind.{event['kind']}"),
                date=text.date(date.fromisoformat(str(event["happened_on"]))),
                vendor=event["vendor_code"],
                business=text.pick(business.name, business.english)
                if business
                else text("what_if.report.every_business"),
                body=text.pick(body.name, body.english) if body else text("what_if.report.every_body"),
                content=_short(_said(event["content"], unknown), letters),
                source=_short(_said(event["source"], unknown), letters),
            )
        )
    return told


def titled_vendors(view: WhatIfView, *, text: Text) -> str:
    """The first vendors' names for the title, and how many more there are."""
    shown = text("what_if.joint").join(_short(name, PAGE_LETTERS) for _, name in view.vendors[:PAGE_VENDORS])
    more = len(view.vendors) - PAGE_VENDORS
    return text("what_if.report.title_more", shown=shown, more=more) if more > 0 else shown


def _successors(view: WhatIfView, *, most: int | None, text: Text) -> str:
    told = view.systems["successor_vendor_code"]
    named = told[told.notna() & (told != "none")].value_counts().sort_index()
    others = {"none": int((told == "none").sum()), "unknown": int(told.isna().sum())}
    if named.empty:
        return text("what_if.report.successor_none_named", **others)
    codes = text("what_if.joint").join(str(code) for code in named.index[:most])
    if most is not None and len(named) > most:
        codes = text("what_if.report.more_vendors", shown=codes, more=len(named) - most)
    return text("what_if.report.successor_value", named=int(named.sum()), codes=codes, **others)


def _short(words: str, letters: int | None) -> str:
    return words if letters is None or len(words) <= letters else f"{words[: letters - 1]}…"


def _said(value: object, unknown: str) -> str:
    return value if isinstance(value, str) and value else unknown
