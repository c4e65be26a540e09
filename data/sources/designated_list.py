"""Read format B: the Digital Agency's list of 特定移行支援システム.

A list in force: bodies without any system are simply not in it, prefectures are, and the month is the list's own
date from its title. 共通機能 is kept as a row of its own and is never a system.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from data.model import BodyKind, Snapshot, SnapshotKind
from data.reference import Body, load_reference
from data.sources.bodies import body_with_code, check_full_name, full_name_of
from data.sources.faults import FaultyInput, SheetFaults
from data.sources.tables import business_columns, cell_at, data_rows, find_header, named_columns, stored_rows
from data.sources.values import Cell, UnreadableValue, cell_text, find_month_label, header_text, is_blank
from data.sources.workbook import Sheet, SourceFile

SHEET_NAME: Final = "結果一覧"
MARK: Final = "●"

_CODE, _NAME, _KIND = "団体コード", "自治体名", "自治体区分"
_TITLE: Final = re.compile(r"令和(元|[0-9]{1,2})年[0-9]{1,2}月末時点")
_KINDS: Final = {kind.value: kind for kind in BodyKind}


def recognises(source: SourceFile) -> bool:
    """Tell whether a sheet is the list: by its name, or by the three headings that no other format has together."""
    return _list_sheet(source) is not None


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read the list into one snapshot, a row per designated body and business. Raises FaultyInput with all faults."""
    name = _list_sheet(source)
    if name is None:
        source.refuse("特定移行支援システムの一覧（シート「結果一覧」）が見つかりません。")
    found = _List(source.sheet(name), today=today)
    month = found.read()
    if month is None or found.faults:
        raise FaultyInput(source.name, found.faults.in_row_order())
    ignored = tuple(f"シート「{other}」は読み取りの対象外です。" for other in source.sheet_names if other != name)
    return (
        Snapshot(
            kind=SnapshotKind.DESIGNATED_LIST,
            month=month,
            rows=stored_rows(SnapshotKind.DESIGNATED_LIST, found.records),
            source_name=source.name,
            source_sha256=source.sha256,
            notes=(*found.notes, *ignored),
        ),
    )


def _list_sheet(source: SourceFile) -> str | None:
    by_header = (
        name
        for name in source.sheet_names
        if find_header(source.sheet(name).rows, (_CODE, _NAME, _KIND), at_least=3) is not None
    )
    return SHEET_NAME if SHEET_NAME in source.sheet_names else next(by_header, None)


class _List:
    """The list being read: its faults, and its records when there are none."""

    def __init__(self, sheet: Sheet, *, today: date) -> None:
        self.sheet = sheet
        self.today = today
        self.faults = SheetFaults(sheet.name)
        self.records: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self._row_of: dict[str, int] = {}
        self._differing_kinds: list[str] = []
        self._without_marks: list[str] = []

    def read(self) -> str | None:
        """Check the whole list; its month, or None when the title does not give one."""
        rows = self.sheet.rows
        header = find_header(rows, (_CODE, _NAME, _KIND), at_least=2)
        month = self._month(rows[: header if header is not None else 3])
        if self.sheet.name not in ("", SHEET_NAME):
            self.faults.add(None, "シート名", self.sheet.name, f"シート名は「{SHEET_NAME}」にしてください。")
        if header is None:
            reason = "見出し（団体コード・自治体名・自治体区分）が見つかりません。様式を確かめてください。"
            self.faults.add(None, "", "", reason)
            return month
        headings = [header_text(cell) for cell in rows[header]]
        named = named_columns(headings, (_CODE, _NAME, _KIND), row=header + 1, faults=self.faults)
        width = max(len(row) for row in rows)
        left = {
            index: headings[index] if index < len(headings) else ""
            for index in range(width)
            if (index >= len(headings) or headings[index] not in (_CODE, _NAME, _KIND))
            and any(not is_blank(cell_at(row, index)) for row in rows[header:])
        }
        reference = load_reference()
        wanted = [business.id for business in (*reference.businesses, reference.common_function)]
        businesses = business_columns(left, wanted, row=header + 1, faults=self.faults)
        columns = {business: (index, left[index]) for business, index in businesses.items()}
        number = None
        for number, row in data_rows(rows, after=header):
            marked = self._marked(number, row, columns)
            body = self._body(number, row, named)
            if body is not None:
                self.records.extend((body.code, business) for business in marked)
                if not marked:
                    self._without_marks.append(body.name)
        if number is None or not (self.faults or self.records):
            self.faults.add(None, "", "", "「●」の付いた団体が1つもありません。")
        self._add_notes()
        return month

    def _month(self, titles: Sequence[Sequence[Cell]]) -> str | None:
        """The list's own date from its title above the header."""
        for number, row in enumerate(titles, start=1):
            for cell in row:
                found = _TITLE.search(header_text(cell))
                month = find_month_label(found[0]) if found else None
                if month is None:
                    continue
                if month > f"{self.today:%Y-%m}":
                    reason = f"一覧の時点（{month}）が未来です（今日は{self.today.isoformat()}）。"
                    self.faults.add(number, "表題", cell_text(cell), reason)
                return month
        reason = "一覧の時点が分かりません。1行目の表題に「令和7年12月末時点」の形で入れてください。"
        self.faults.add(1, "表題", "", reason)
        return None

    def _marked(self, number: int, row: Sequence[Cell], columns: dict[str, tuple[int, str]]) -> list[str]:
        marked = []
        for business, (index, heading) in columns.items():
            cell = cell_at(row, index)
            if is_blank(cell):
                continue
            if cell_text(cell) == MARK:
                marked.append(business)
            else:
                self.faults.add(number, heading, cell_text(cell), "「●」でも空欄でもない値です。")
        return marked

    def _body(self, number: int, row: Sequence[Cell], named: dict[str, int]) -> Body | None:
        if _CODE not in named or _NAME not in named:
            return None
        code = cell_at(row, named[_CODE])
        name = cell_text(cell_at(row, named[_NAME]))
        try:
            body = body_with_code(code, is_six_digits=True)
        except UnreadableValue as error:
            self.faults.add(number, _CODE, cell_text(code), str(error))
            return None
        try:
            check_full_name(body, name)
        except UnreadableValue as error:
            self.faults.add(number, _NAME, name, str(error))
            return None
        if body.code in self._row_of:
            reason = f"同じ団体の行が重複しています（{self._row_of[body.code]}行目と同じ団体）。"
            self.faults.add(number, _CODE, cell_text(code), reason)
            return None
        self._row_of[body.code] = number
        if _KIND in named:
            self._check_kind(number, body, cell_text(cell_at(row, named[_KIND])))
        return body

    def _check_kind(self, number: int, body: Body, kind: str) -> None:
        """A city may become a 中核市 between two lists: that is noted; an unknown word is a fault."""
        known = _KINDS.get(kind)
        if known is None:
            self.faults.add(number, _KIND, kind, "自治体区分として知られていない値です。")
        elif known is not body.kind:
            self._differing_kinds.append(full_name_of(body))

    def _add_notes(self) -> None:
        commons = load_reference().common_function.id
        only_common = [code for code, marks in _marks_by_body(self.records).items() if marks == Counter({commons: 1})]
        if only_common:
            self.notes.append(f"共通機能だけが該当する団体：{len(only_common)}団体（システム数には数えません）")
        if self._without_marks:
            self.notes.append(f"「●」のない団体：{len(self._without_marks)}団体（該当なしとして扱います）")
        if self._differing_kinds:
            names = "、".join(self._differing_kinds[:20])
            self.notes.append(f"自治体区分が参照表と異なる団体：{len(self._differing_kinds)}団体（{names}）")


def _marks_by_body(records: Sequence[tuple[str, str]]) -> dict[str, Counter[str]]:
    marks: dict[str, Counter[str]] = {}
    for code, business in records:
        marks.setdefault(code, Counter())[business] += 1
    return marks
