"""The systems of a body, one a row: where each stands, how it is judged and why, and what the body says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any, Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.judgement_reason import is_past_own_deadline, judgement_reason
from components.municipality_tables import judgement_words, written_day
from components.text import Text
from data.model import Judgement
from data.views.municipality_judgement import JudgementNumbers

_COLUMNS: Final = ("business", "judgement", "self", "phase", "rate", "planned", "live", "overdue", "vendor")
_KNOWN_OF_RATES: Final = ("business", "ministry", "rate")
_ASSESSMENTS: Final = ("on_track", "watch", "behind")
_TONES: Final = {Judgement.LATE: "late", Judgement.CAUTION: "warning", Judgement.DONE: "good"}


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system, finished for reading; ``designated`` is its deadline and state, empty unless it is 特定移行.

    ``planned_past`` says that the planned date has passed without a go-live, and is no judgement; empty otherwise.
    ``carried_from``: the month of the report whose values stand here (前月値), empty where it is the month's own.
    """

    business: str
    name: str
    ministry: str
    judgement: str
    tone: str
    reason: str
    own_assessment: str
    phase: str
    rate: str
    planned: str
    planned_past: str
    replans: str
    live: str
    overdue: str
    vendor: str
    product: str
    designated: str
    carried_from: str
    is_past_own_deadline: bool


def system_rows(systems: pd.DataFrame, *, judged: Sequence[JudgementNumbers], text: Text) -> tuple[SystemRow, ...]:
    """Write each row of ``systems`` (``MunicipalityView.systems``) with the numbers of its 判定, in the same order."""
    return tuple(
        _row(record, numbers, text=text) for record, numbers in zip(systems.to_dict("records"), judged, strict=True)
    )


def system_list_html(
    rows: Sequence[SystemRow],
    *,
    selected: str | None,
    address: Callable[[str], str],
    caption: str,
    text: Text,
    has_steps: bool = True,
) -> str:
    """Write ``rows`` as a table; ``address`` gives the escaped address that opens a business.

    Without steps (a month of rates only) just the columns that are known.
    """
    columns = _COLUMNS if has_steps else _KNOWN_OF_RATES
    heads = "".join(
        f'<th scope="col" class="d-sy-{name}">{escape(text(f"karte.systems.{name}"))}</th>' for name in columns
    )
    body = "".join(
        _row_html(row, columns=columns, is_selected=row.business == selected, address=address) for row in rows
    )
    label = escape(caption)
    width = "" if has_steps else " d-systems-narrow"
    return (
        f'<div class="d-table d-systems{width}" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def system_file(rows: Sequence[SystemRow], *, systems: pd.DataFrame) -> pd.DataFrame:
    """The rows for a file: the words of ``rows`` with the shares and counts of ``systems`` as numbers."""
    fields = list(SystemRow.__dataclass_fields__)
    words = pd.DataFrame([[getattr(row, name) for name in fields] for row in rows], columns=fields)
    numbers = systems[["step_completion_mic", "step_completion_effective", "phase", "overdue_months", "replan_count"]]
    return words.drop(columns="phase").join(numbers.reset_index(drop=True))


def system_file_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``system_file``."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("ministry", text("column.ministry")),
        TableColumn("judgement", text("measure.judgement")),
        TableColumn("reason", text("karte.systems.reason")),
        TableColumn("own_assessment", text("karte.systems.self")),
        TableColumn("phase", text("measure.phase"), kind="count"),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("step_completion_effective", text("karte.column.effective"), kind="share"),
        TableColumn("planned", text("karte.systems.planned")),
        TableColumn("replan_count", text("karte.systems.replans"), kind="count"),
        TableColumn("live", text("karte.systems.live")),
        TableColumn("overdue_months", text("measure.overdue_months"), kind="count"),
        TableColumn("designated", text("judgement.row.designated")),
        TableColumn("vendor", text("karte.systems.vendor")),
        TableColumn("product", text("karte.systems.product")),
        TableColumn("carried_from", text("karte.systems.carried_from")),
    )


def own_assessment(value: str | None, *, text: Text) -> str:
    """自己評価 in the reader's words; the unknown sign where the body gave none."""
    if value is None:
        return text("unknown")
    # Bodies report one of three Japanese words, those of the Japanese catalogue.
    japanese = Text()
    known = {japanese(f"karte.self.{one}"): one for one in _ASSESSMENTS}
    return text(f"karte.self.{known[value]}") if value in known else value


def overdue_words(months: int | None, *, is_live: bool, text: Text) -> str:
    """超過 in words: months over, early (前倒し) where ``is_live``, or left to the next date."""
    if months is None:
        return text("unknown")
    if months == 0:
        return text("karte.overdue.none")
    if months > 0:
        return text("karte.overdue.over", months=months)
    return text("karte.overdue.early" if is_live else "karte.overdue.left", months=-months)


def _row(record: dict[Any, Any], numbers: JudgementNumbers, *, text: Text) -> SystemRow:
    cell = {name: None if pd.isna(value) else value for name, value in record.items()}
    judgement = cell["judgement"]
    is_late_designated = is_past_own_deadline(numbers)
    if not cell["is_applicable"]:
        word = text("karte.state.not_applicable")
    elif is_late_designated:
        word = text("karte.systems.designated_late", judgement=judgement_words(judgement, text=text))
    else:
        word = judgement_words(judgement, text=text)
    rate = None if cell["step_completion_mic"] is None else float(cell["step_completion_mic"])
    carried = text("karte.systems.carried") if cell["is_carried"] else ""
    # Nothing is asked of a system 対象外, so that a vendor is not missing there.
    unnamed = "karte.vendor_unknown" if cell["is_applicable"] else "unknown"
    vendor = cell["vendor_name"] or cell["vendor_code"]
    replans = int(cell["replan_count"] or 0)
    overdue = None if cell["overdue_months"] is None else int(cell["overdue_months"])
    return SystemRow(
        business=str(cell["business"]),
        name=text.pick(str(cell["name"]), str(cell["english"])),
        ministry=text.pick(str(cell["ministry"]), str(cell["ministry_english"])),
        judgement=word,
        tone=_TONES.get(Judgement(judgement), "") if judgement else "",
        reason=judgement_reason(numbers, text=text),
        own_assessment=own_assessment(cell["self_assessment"], text=text),
        phase=text("unknown") if cell["phase"] is None else text.count(int(cell["phase"])),
        rate=text.percent(rate, unknown="unknown" if cell["is_reported"] else "unreported")
        if cell["is_applicable"]
        else text("karte.state.not_applicable"),
        planned=written_day(cell["planned_live_on"], text=text) + (carried if cell["planned_live_on"] else ""),
        planned_past=text("karte.systems.planned_past") if _is_planned_past(numbers) else "",
        replans=text("karte.systems.replanned", count=replans) if replans else "",
        live=written_day(cell["live_on"], text=text) + (carried if cell["live_on"] else ""),
        overdue=overdue_words(overdue, is_live=numbers.rule == "live", text=text)
        + (carried if overdue is not None else ""),
        vendor=f"{vendor}{carried}" if vendor else text(unnamed),
        product=str(cell["product_name"] or ""),
        designated=_designated(cell, text=text) + (carried if cell["is_designated"] else ""),
        carried_from=text.month(str(cell["last_report_month"])) if cell["is_carried"] else "",
        is_past_own_deadline=is_late_designated,
    )


def _is_planned_past(numbers: JudgementNumbers) -> bool:
    """Whether the planned day is before the month's end, at which the system is not live."""
    day, months = numbers.planned_live_on, numbers.planned_in_months
    if day is None or months is None or numbers.rule == "live":
        return False
    return months < 0 or (months == 0 and (day + timedelta(days=1)).month == day.month)


def _designated(cell: dict[Any, Any], *, text: Text) -> str:
    if not cell["is_designated"]:
        return ""
    return text("karte.systems.designated", deadline=written_day(cell["designated_due_on"], text=text))


def _row_html(row: SystemRow, *, columns: Sequence[str], is_selected: bool, address: Callable[[str], str]) -> str:
    link = f'<a href="{address(row.business)}"{" aria-current=true" if is_selected else ""}>{escape(row.name)}</a>'
    designated = f'<span class="d-designated">{escape(row.designated)}</span>' if row.designated else ""
    judged = f"<b{f' class=d-{row.tone}' if row.tone else ''}>{escape(row.judgement)}</b>"
    cells = {
        "judgement": f"{judged} {designated}{_quiet(row.reason)}",
        "ministry": escape(row.ministry),
        "self": escape(row.own_assessment),
        "phase": escape(row.phase),
        "rate": escape(row.rate),
        "planned": f"{escape(row.planned)}{_quiet(row.planned_past)}{_quiet(row.replans)}",
        "live": escape(row.live),
        "overdue": escape(row.overdue),
        "vendor": f"{escape(row.vendor)}{_quiet(row.product)}",
    }
    data = "".join(f'<td class="d-sy-{name}">{cells[name]}</td>' for name in columns[1:])
    return f'<tr{" class=d-chosen" if is_selected else ""}><th scope="row">{link}</th>{data}</tr>'


def _quiet(words: str) -> str:
    return f"<small>{escape(words)}</small>" if words else ""
