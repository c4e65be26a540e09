"""Read format D: the operator's lists of vendors, conforming products and vendor events.

Each list is the whole table every time and its rows carry their own dates, so that all have one month
(``WHOLE_LIST_MONTH``): the newest received is in force for every month, and an earlier ``known_at`` sees the older one.
A workbook may hold the three lists on three sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from data.model import Snapshot, SnapshotKind
from data.sources.bodies import body_with_code
from data.sources.faults import Fault, FaultyInput, SheetFaults
from data.sources.labels import parse_label, parse_system_business, parse_vendor_code, word_parser
from data.sources.tables import WHOLE_LIST_MONTH, cell_at, data_rows, find_header, named_columns, stored_rows
from data.sources.values import Cell, UnreadableValue, cell_text, header_text, is_blank, parse_date
from data.sources.workbook import Sheet, SourceFile

_VENDOR, _NAME, _KIND, _BUSINESS = "ベンダコード", "ベンダ名", "種別", "業務"
_FROM, _UNTIL = "適合確認日", "取消日"
_DAY, _BODY, _CONTENT, _SOURCE = "日付", "対象団体コード", "内容", "情報源"

EVENTS: Final = ("撤退表明", "計画見直し", "未適合", "要員ひっ迫", "解消")
"""Kinds of a vendor's event; 解消 ends what was stated before."""

_LIST_NAMES: Final = {SnapshotKind.PRODUCTS: "適合製品の一覧", SnapshotKind.VENDOR_EVENTS: "ベンダの動きの一覧"}

Record = tuple[str | None, ...]
Numbered = tuple[int, Record]
"""A record with its sheet row."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One column: how a cell is read, and whether it may be blank."""

    heading: str
    parse: Callable[[Cell], str]
    may_be_blank: bool = False


@dataclass(frozen=True, slots=True)
class _Format:
    """One of the three lists, recognised by so many of its headings.

    ``past`` is the date that cannot lie ahead ("" where there is none); ``check`` notes what is wrong between rows.
    """

    kind: SnapshotKind
    fields: tuple[_Field, ...]
    recognised_by: int
    past: str
    check: Callable[[Sequence[Numbered], SheetFaults], None]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(field.heading for field in self.fields)


def recognises(source: SourceFile) -> bool:
    """Tell whether a sheet has the headings of one of the lists, most of them at least."""
    return bool(_formats(source))


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read every list of the file into a snapshot each. Raises FaultyInput with the faults of all sheets.

    A snapshot's rows are indexed by their sheet row, with ``attrs["sheet"]``, for :func:`vendor_faults`.
    """
    formats = _formats(source)
    faults: list[Fault] = []
    snapshots: list[Snapshot] = []
    kinds: dict[SnapshotKind, str] = {}
    ignored = tuple(f"シート「{name}」は読み取りの対象外です。" for name in source.sheet_names if name not in formats)
    for name, form in formats.items():
        own = SheetFaults(name)
        first = kinds.setdefault(form.kind, name)
        if first != name:
            own.add(None, "シート名", name, f"シート「{first}」と同じ種類の一覧です。1つにまとめてください。")
        records = _records(source.sheet(name), form, own, today=today)
        faults.extend(own.in_row_order())
        if not own:
            ordered = sorted(records, key=lambda numbered: tuple(str(value) for value in numbered[1]))
            rows = stored_rows(form.kind, [record for _, record in ordered])
            rows.index = pd.Index([number for number, _ in ordered])
            rows.attrs["sheet"] = name
            snapshots.append(Snapshot(form.kind, WHOLE_LIST_MONTH, rows, source.name, source.sha256, notes=ignored))
    if faults:
        raise FaultyInput(source.name, faults)
    return tuple(snapshots)


def vendor_faults(
    vendors: pd.DataFrame | None, products: Snapshot | None, events: Snapshot | None
) -> tuple[FaultyInput, ...]:
    """Products and events of vendors that are not in the list of vendors: a refusal per file, or none.

    ``vendors`` are rows of the kind VENDORS, those read in the same call or else those in force in the store; None or
    no row says that there is no list, which is one fault per file. ``products`` and ``events`` are as read.
    """
    known = set() if vendors is None else set(vendors["vendor_code"])
    refused = []
    for snapshot in (products, events):
        if snapshot is None or snapshot.rows.empty:
            continue
        codes = snapshot.rows["vendor_code"]
        if not known:
            reason = "ベンダの一覧（vendors.csv）がまだありません。同時に取り込むか、先に取り込んでください。"
            refused.append(FaultyInput(snapshot.source_name, [Fault("", None, _VENDOR, "", reason)]))
            continue
        reason = "ベンダの一覧にないベンダコードです。一覧に加えるか、コードを確かめてください。"
        sheet = snapshot.rows.attrs.get("sheet")
        unknown = snapshot.rows.index[~codes.isin(known)]
        faults = [
            Fault(sheet or "", None if sheet is None else int(row), _VENDOR, str(codes.loc[row]), reason)
            for row in sorted(unknown)
        ]
        if faults:
            refused.append(FaultyInput(snapshot.source_name, faults))
    return tuple(refused)


def dropped_vendor_faults(vendors: Snapshot, held: Mapping[SnapshotKind, pd.DataFrame]) -> tuple[FaultyInput, ...]:
    """Vendors that a new list lacks although products or events stated before name them: one refusal, or none.

    ``held``: rows in force of PRODUCTS and VENDOR_EVENTS, those of a kind that is replaced in the same call left out. A
    vendor that merged keeps its row as long as a list names it, or its history could no longer be read.
    """
    known = set(vendors.rows["vendor_code"])
    faults = [
        Fault(
            vendors.rows.attrs.get("sheet") or "",
            None,
            _VENDOR,
            code,
            f"取り込み済みの{_LIST_NAMES[kind]}にあるベンダコードが、この一覧にありません。"
            "統合や廃業をしたベンダも行を残すか、その一覧も直して同時に取り込んでください。",
        )
        for kind, rows in held.items()
        for code in sorted(set(rows["vendor_code"]) - known)
    ]
    return (FaultyInput(vendors.source_name, faults),) if faults else ()


def _formats(source: SourceFile) -> dict[str, _Format]:
    """The list on each sheet that holds one. The most telling headings are tried first: the lists share some."""
    found = {}
    for name in source.sheet_names:
        rows = source.sheet(name).rows
        for form in _FORMATS:
            if find_header(rows, form.headings, at_least=form.recognised_by) is not None:
                found[name] = form
                break
    return found


def _records(sheet: Sheet, form: _Format, faults: SheetFaults, *, today: date) -> list[Numbered]:
    header = find_header(sheet.rows, form.headings, at_least=form.recognised_by)
    assert header is not None, "recognised by this very header"
    headings = [header_text(cell) for cell in sheet.rows[header]]
    columns = named_columns(headings, form.headings, row=header + 1, faults=faults)
    width = max(len(row) for row in sheet.rows[header:])
    headings.extend([""] * (width - len(headings)))
    for index, heading in enumerate(headings):
        is_used = bool(heading) or any(not is_blank(cell_at(row, index)) for row in sheet.rows[header:])
        if heading not in form.headings and is_used:
            faults.add(header + 1, heading, heading, "知られていない列です。名称を確かめるか、列を削除してください。")
    records: list[Numbered] = []
    number = None
    for number, row in data_rows(sheet.rows, after=header):
        values = [
            _value(number, cell_at(row, columns[field.heading]), field, faults) if field.heading in columns else None
            for field in form.fields
        ]
        day = values[form.headings.index(form.past)] if form.past else None
        if day is not None and day > today.isoformat():
            reason = f"{form.past}が未来です（今日は{today.isoformat()}）。起きたことだけを入力してください。"
            faults.add(number, form.past, day, reason)
        records.append((number, tuple(values)))
    if number is None:
        faults.add(None, "", "", "データの行が1行もありません。")
    form.check(records, faults)
    return records


def _value(number: int, cell: Cell, field: _Field, faults: SheetFaults) -> str | None:
    if is_blank(cell):
        if not field.may_be_blank:
            faults.add(number, field.heading, "", f"{field.heading}がありません。")
        return None
    try:
        return field.parse(cell)
    except UnreadableValue as error:
        faults.add(number, field.heading, cell_text(cell), str(error))
        return None


def _check_vendors(records: Sequence[Numbered], faults: SheetFaults) -> None:
    rows: dict[str, int] = {}
    for number, (code, *_) in records:
        if code is not None and (first := rows.setdefault(code, number)) != number:
            faults.add(number, _VENDOR, code, f"同じベンダコードの行が重複しています（{first}行目）。")


def _check_products(records: Sequence[Numbered], faults: SheetFaults) -> None:
    """Periods of one vendor's products for one business: in order, and one after the other."""
    periods: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for number, (vendor, business, since, until) in records:
        if since is not None and until is not None and until < since:
            faults.add(number, _UNTIL, until, f"取消日が適合確認日（{since}）より前です。")
        elif vendor is not None and business is not None and since is not None:
            periods.setdefault((vendor, business), []).append((since, until or "9999", number))
    for stated in periods.values():
        stated.sort()
        latest_since, latest_until, latest_row = "", "", 0
        for since, until, number in stated:
            if since < latest_until or since == latest_since:
                reason = f"同じベンダ・業務の適合期間が{latest_row}行目と重なっています。"
                faults.add(number, _FROM, since, reason)
            latest_since = since
            if until > latest_until:
                latest_until, latest_row = until, number


def _check_events(records: Sequence[Numbered], faults: SheetFaults) -> None:
    rows: dict[Record, int] = {}
    for number, record in records:
        key = record[:5]
        if None not in key[:3] and (first := rows.setdefault(key, number)) != number:
            reason = f"ベンダ・日付・種別・業務・団体が{first}行目と同じです。1行にまとめてください。"
            faults.add(number, _VENDOR, str(key[0]), reason)


def _iso_day(cell: Cell) -> str:
    return parse_date(cell).isoformat()


def _body_code(cell: Cell) -> str:
    return body_with_code(cell, is_six_digits=False).code


_parse_event: Final = word_parser({word: word for word in EVENTS}, reason=f"「{'」「'.join(EVENTS)}」のいずれかです。")

_VENDOR_FIELD: Final = _Field(_VENDOR, parse_vendor_code)
_FORMATS: Final = (
    _Format(
        SnapshotKind.VENDOR_EVENTS,
        (
            _VENDOR_FIELD,
            _Field(_DAY, _iso_day),
            _Field(_KIND, _parse_event),
            _Field(_BUSINESS, parse_system_business, may_be_blank=True),
            _Field(_BODY, _body_code, may_be_blank=True),
            _Field(_CONTENT, parse_label, may_be_blank=True),
            _Field(_SOURCE, parse_label, may_be_blank=True),
        ),
        recognised_by=4,
        past=_DAY,
        check=_check_events,
    ),
    _Format(
        SnapshotKind.PRODUCTS,
        (
            _VENDOR_FIELD,
            _Field(_BUSINESS, parse_system_business),
            _Field(_FROM, _iso_day),
            _Field(_UNTIL, _iso_day, may_be_blank=True),
        ),
        recognised_by=3,
        past=_FROM,
        check=_check_products,
    ),
    _Format(
        SnapshotKind.VENDORS,
        (_VENDOR_FIELD, _Field(_NAME, parse_label), _Field(_KIND, parse_label, may_be_blank=True)),
        recognised_by=2,
        past="",
        check=_check_vendors,
    ),
)

HEADINGS: Final = {form.kind: form.headings for form in _FORMATS}
"""Headings of each list, in order."""
