"""The systems of one municipality on a screen of the projection: judged, in two columns, late ones first to the eye."""

from __future__ import annotations

from html import escape

from components.flag_words import flags_in_words
from components.pack_tables import body_flags
from components.system_list import SystemRow, system_rows
from components.text import Text
from data.views.municipality import MunicipalityView


def body_html(view: MunicipalityView, *, text: Text) -> str:
    """Write the systems of ``view`` in the order of the businesses, and the vendor flags that concern it."""
    rows = system_rows(view.systems, judged=view.judged, text=text)
    days = view.systems[["live_on", "planned_live_on"]].astype("object").where(lambda cells: cells.notna(), None)
    items = "".join(
        _system(row, live_on=live, planned_on=planned, has_steps=view.has_steps, text=text)
        for row, (live, planned) in zip(rows, days.itertuples(index=False, name=None), strict=True)
    )
    title = escape(text("projection.systems"))
    return f'<section aria-label="{title}"><ol class="d-pj-systems">{items}</ol></section>{_foot(view, text=text)}'


def _system(row: SystemRow, *, live_on: str | None, planned_on: str | None, has_steps: bool, text: Text) -> str:
    """One system; its date by the month, as dates are judged."""
    carried = text("karte.systems.carried") if row.carried_from else ""
    if not has_steps:
        judged, day = row.rate, ""
    elif live_on is not None:
        judged, day = row.judgement, text("projection.live", month=text.short_month(live_on[:7])) + carried
    elif planned_on is not None:
        judged, day = row.judgement, text("projection.planned", month=text.short_month(planned_on[:7])) + carried
    else:
        judged, day = row.judgement, ""
    tone = f' class="d-pj-{row.tone}"' if row.tone else ""
    designated = ""
    if row.designated:
        words = text("judgement.row.designated")
        designated = f' <i class="d-pj-designated" title="{escape(words)}">{escape(words[:1])}</i>'
    name, standing = f"<b>{escape(row.name)}</b>{designated}", f"<span>{escape(judged)}</span>"
    return f"<li{tone}>{name}{standing}<small>{escape(day)}</small></li>"


def _foot(view: MunicipalityView, *, text: Text) -> str:
    """What the mark of 特定移行 means, where one is on the screen, and the flags."""
    words = body_flags(view.flags).get(view.body.code, "")
    mark = text("judgement.row.designated") if view.systems["is_designated"].fillna(False).any() else ""
    flags = f"<b>{escape(text('pack.flags'))}</b> {escape(flags_in_words(words, text=text))}" if words else ""
    told = "　".join(part for part in (escape(mark), flags) if part)
    return f'<p class="d-pj-flags">{told}</p>' if told else ""
