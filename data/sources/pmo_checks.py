"""What must hold between the columns and rows of format C, checked for all rows at once."""

from __future__ import annotations

from datetime import date

import numpy as np

from data.model import month_end
from data.sources import pmo_cells as pmo
from data.sources.columns import ColumnTable, Mask, ParsedColumn
from data.sources.faults import SheetFaults
from data.sources.values import header_text


def check_repeated(
    table: ColumnTable, body: ParsedColumn[str], business: ParsedColumn[str], faults: SheetFaults
) -> None:
    """Note every row about a system that an earlier row is about."""
    is_known = (body.codes >= 0) & (business.codes >= 0)
    systems = body.codes.astype(np.int64) * (len(business.values) + 1) + business.codes
    systems[~is_known] = -1 - np.flatnonzero(~is_known)
    _, first, inverse = np.unique(systems, return_index=True, return_inverse=True)
    column = table.columns[table.headings.index(pmo.CODE)] if pmo.CODE in table.headings else None
    for row in np.flatnonzero(first[inverse] != np.arange(len(systems))):
        reason = f"同じ団体・業務の行が重複しています（{table.rows[first[inverse[row]]]}行目）。"
        faults.add(int(table.rows[row]), pmo.CODE, column.text_at(int(row)) if column else "", reason)


def check_vendor_names(
    table: ColumnTable, vendor: ParsedColumn[str], name: ParsedColumn[str], faults: SheetFaults
) -> None:
    """One fault per further name of a vendor's code, at its first row; widths and spaces make no other name."""
    comparable = {one: number for number, one in enumerate(dict.fromkeys(header_text(value) for value in name.values))}
    names = name.numbers(lambda value: comparable[header_text(value)], blank=-1)
    both = np.flatnonzero((vendor.codes >= 0) & (names >= 0))
    pairs = vendor.codes[both].astype(np.int64) * (len(comparable) + 1) + names[both]
    _, first, counts = np.unique(pairs, return_index=True, return_counts=True)
    seen: dict[int, int] = {}
    for position, count in sorted(zip(first.tolist(), counts.tolist(), strict=True)):
        row = int(both[position])
        earlier = seen.setdefault(int(vendor.codes[row]), row)
        if earlier != row:
            code, other = vendor.values[vendor.codes[row]], name.values[name.codes[earlier]]
            reason = (
                f"ベンダコード {code} に2つの名称があります（{table.rows[earlier]}行目では「{other}」）。"
                f"この名称の行は{count:,}行です。"
            )
            faults.add(int(table.rows[row]), pmo.VENDOR_NAME, name.values[name.codes[row]], reason)


def check_designation(table: ColumnTable, heading: str, mark: ParsedColumn[bool], faults: SheetFaults) -> None:
    """Note what is said of a designation where 特定移行 is blank."""
    if heading not in table.headings or pmo.DESIGNATED not in table.headings:
        return
    unmarked = table.columns[table.headings.index(pmo.DESIGNATED)].blank
    stated = ~table.columns[table.headings.index(heading)].blank
    reason = f"特定移行が空欄なのに{heading}があります。特定移行に「○」を入れるか、{heading}を空欄にしてください。"
    table.fault(heading, unmarked & stated, reason, faults=faults)


def check_days(
    table: ColumnTable,
    live: ParsedColumn[str],
    entered: ParsedColumn[str],
    *,
    month: str | None,
    faults: SheetFaults,
    today: date,
) -> None:
    """Note a 運用開始日 that the body could not know when it entered it, and entries made in the future.

    Bodies enter a month in the first days of the next: a go-live of those days is a fact, a later one a plan.
    """
    days = live.numbers(_ordinal, blank=0)
    entry_days = entered.numbers(_ordinal, blank=0)
    is_ahead: Mask = days > today.toordinal()
    if month is not None:
        is_ahead |= (days > month_end(month).toordinal()) & (days > entry_days)
    reason = (
        "対象年月の末日（または入力日）より後の日付です。予定は「移行予定日」に入力し、運用開始日は空欄にしてください。"
    )
    table.fault(pmo.LIVE, is_ahead, reason, faults=faults)
    is_future: Mask = entry_days > today.toordinal()
    table.fault(pmo.ENTERED, is_future, f"入力日時が未来です（今日は{today.isoformat()}）。", faults=faults)


def _ordinal(iso: str) -> int:
    return date.fromisoformat(iso[:10]).toordinal()
