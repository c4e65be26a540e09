"""Read format A: the ministry's monthly ステップ完了率 per municipality and business.

The file holds rates only, each k/40, so a snapshot keeps the k. The month comes from the sheet's name. The same
publication has a sheet of step status, which is read beside the rates or alone, and a variant per prefecture, which is
recognised and named, not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from data.model import STEPS_PER_SYSTEM, Snapshot, SnapshotKind
from data.reference import Body, load_reference
from data.sources import step_sheet
from data.sources.bodies import full_name_of, municipality_named
from data.sources.faults import Fault, FaultyInput, SheetFaults
from data.sources.step_sheet import differing_systems, read_step_sheet, step_snapshots
from data.sources.tables import business_columns, cell_at, data_rows, find_header, named_columns, stored_rows
from data.sources.values import (
    Cell,
    UnreadableValue,
    cell_text,
    find_month_label,
    header_text,
    is_blank,
    parse_rate,
)
from data.sources.workbook import Sheet, SourceFile

RATE_TOLERANCE: Final = 0.0005
"""A rate may differ this much from k/40 through rounding."""
MEAN_TOLERANCE: Final = 0.001
"""完了率 may differ this much from the mean of the row."""

_PREFECTURE, _MUNICIPALITY, _MEAN = "都道府県", "市区町村", "完了率"
_SPANNING_HEADING: Final = "業務別完了率"
_SHEET_NAME: Final = re.compile(r"令和(元|[0-9]{1,2})年[0-9]{1,2}月_進捗状況")
_MOST_PREFECTURE_ROWS: Final = 50
_NAMES_SHOWN: Final = 20
_NOT_AS_TEXT: Final = "CSV にはシート名がないため、公表された Excel（.xlsx）のファイルを選んでください。"

Role = Literal["rates", "prefecture_rates", "steps"]


def recognises(source: SourceFile) -> bool:
    """Tell whether any sheet is one of this publication's."""
    return any(_role(source, name) for name in source.sheet_names)


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read every municipal rate sheet; one snapshot each. Raises FaultyInput with the faults of all sheets."""
    roles = {name: _role(source, name) for name in source.sheet_names}
    rate_sheets = [name for name, role in roles.items() if role == "rates"]
    step_sheets = [name for name, role in roles.items() if role == "steps"]
    if not rate_sheets and not step_sheets:
        raise FaultyInput(source.name, _wanted_instead(roles))
    notes = tuple(
        f"シート「{name}」は読み取りの対象外です。" for name in roles if name not in rate_sheets + step_sheets
    )
    snapshots: list[Snapshot] = []
    faults: list[Fault] = []
    for name in rate_sheets:
        found = _RateSheet(source.sheet(name), today=today)
        month = found.read()
        if any(snapshot.month == month for snapshot in snapshots):
            found.faults.add(None, "シート名", name, "同じ対象年月のシートが2つあります。1つにしてください。")
        faults.extend(found.faults.in_row_order())
        if month is not None and not found.faults:
            rows = stored_rows(SnapshotKind.MIC_PROGRESS, found.records)
            snapshots.append(
                Snapshot(
                    kind=SnapshotKind.MIC_PROGRESS,
                    month=month,
                    rows=rows,
                    source_name=source.name,
                    source_sha256=source.sha256,
                    notes=(*found.notes(), *notes),
                )
            )
    steps, step_faults = _read_steps(source, step_sheets, rates=snapshots, today=today)
    if faults or step_faults:
        raise FaultyInput(source.name, [*faults, *step_faults])
    return (*snapshots, *steps)


def _role(source: SourceFile, name: str) -> Role | None:
    shown = header_text(name)
    if step_sheet.SHEET_NAME in shown:
        return "steps"
    rows = source.sheet(name).rows
    header = find_header(rows, (_PREFECTURE, _MUNICIPALITY, _MEAN), at_least=2)
    if header is None:
        if find_header(rows, step_sheet.HEADINGS, at_least=3) is not None:
            return "steps"
        return "rates" if _SHEET_NAME.fullmatch(shown) else None
    headings = {header_text(cell) for cell in rows[header]}
    if _MUNICIPALITY not in headings and len(rows) - header <= _MOST_PREFECTURE_ROWS:
        return "prefecture_rates"
    return "rates"


def _read_steps(
    source: SourceFile, names: Sequence[str], *, rates: Sequence[Snapshot], today: date
) -> tuple[list[Snapshot], list[Fault]]:
    """The step sheets' snapshots and faults. The rates beside them, if sound, give the month where they are of one."""
    counts = {snapshot.month: snapshot.rows for snapshot in rates}
    snapshots: list[Snapshot] = []
    faults: list[Fault] = []
    for name in names:
        own = SheetFaults(name)
        only_month = next(iter(counts)) if len(counts) == 1 else None
        found = read_step_sheet(source.sheet(name), rates_month=only_month, today=today, faults=own)
        if found is not None and any(s.kind is SnapshotKind.MIC_STEPS and s.month == found.month for s in snapshots):
            own.add(None, "シート名", name, "同じ対象年月のシートが2つあります。1つにしてください。")
        faults.extend(own.in_row_order())
        if found is not None:
            stated = counts.get(found.month)
            differing = 0 if stated is None else differing_systems(found.counts, stated)
            note = f"シート「{name}」と完了率のシートでステップ数の異なるシステム：{differing:,}件（完了率を使います）"
            snapshots.extend(
                replace(one, notes=(*one.notes, note)) if differing and one.kind is SnapshotKind.MIC_STEPS else one
                for one in step_snapshots(found, source, has_rates=stated is not None)
            )
    return snapshots, faults


def _wanted_instead(roles: dict[str, Role | None]) -> list[Fault]:
    reason = (
        "都道府県別の進捗状況です。市区町村別のファイル"
        "（シート「令和N年M月_進捗状況」に都道府県・市区町村・完了率の列があるもの）を選んでください。"
    )
    return [Fault(name, None, "", "", reason) for name, role in roles.items() if role == "prefecture_rates"]


class _RateSheet:
    """One municipal rate sheet being read: its faults, and its records when there are none."""

    def __init__(self, sheet: Sheet, *, today: date) -> None:
        self.sheet = sheet
        self.today = today
        self.faults = SheetFaults(sheet.name)
        self.records: list[tuple[str, str, int | None]] = []
        self._row_of: dict[str, int] = {}

    def read(self) -> str | None:
        """Check the whole sheet; the month, or None when the sheet's name does not give one."""
        month = self._month()
        rows = self.sheet.rows
        header = find_header(rows, (_PREFECTURE, _MUNICIPALITY, _MEAN), at_least=2)
        if header is None:
            reason = "見出し（都道府県・市区町村・完了率）が見つかりません。様式を確かめてください。"
            self.faults.add(None, "", "", reason)
            return month
        headings = _headings(rows, header)
        named = named_columns(headings, (_PREFECTURE, _MUNICIPALITY, _MEAN), row=header + 1, faults=self.faults)
        first_data_row = header + 2
        left = {
            index: heading
            for index, heading in enumerate(headings)
            if heading not in (_PREFECTURE, _MUNICIPALITY, _MEAN)
            and (heading or any(not is_blank(cell_at(row, index)) for row in rows[first_data_row:]))
        }
        wanted = [business.id for business in load_reference().businesses]
        businesses = business_columns(left, wanted, row=header + 2, faults=self.faults)
        is_whole = len(businesses) == len(wanted) == len(left)
        number = None
        for number, row in data_rows(rows, after=header + 1):
            steps = self._steps(number, row, businesses, headings)
            if steps is not None and is_whole and _MEAN in named:
                self._check_mean(number, cell_at(row, named[_MEAN]), list(steps.values()))
            body = self._body(number, row, named)
            if body is not None and steps is not None:
                self.records.extend((body.code, business, counted) for business, counted in steps.items())
        if number is None:
            self.faults.add(None, "", "", "団体の行が1行もありません。")
        return month

    def notes(self) -> tuple[str, ...]:
        """What the reader of the import report should know: municipalities that are not in the file."""
        missing = [body for body in load_reference().municipalities if body.code not in self._row_of]
        if not missing:
            return ()
        names = "、".join(full_name_of(body) for body in missing[:_NAMES_SHOWN])
        more = " ほか" if len(missing) > _NAMES_SHOWN else ""
        return (f"ファイルにない市区町村（未報告）：{len(missing):,}団体（{names}{more}）",)

    def _month(self) -> str | None:
        name = header_text(self.sheet.name)
        month = find_month_label(name) if _SHEET_NAME.fullmatch(name) else None
        if month is None:
            advice = "シート名は「令和8年1月_進捗状況」の形にしてください。" if self.sheet.name else _NOT_AS_TEXT
            reason = f"対象年月が分かりません。{advice}"
            self.faults.add(None, "シート名", self.sheet.name, reason)
        elif month > f"{self.today:%Y-%m}":
            reason = f"対象年月（{month}）が未来です（今日は{self.today.isoformat()}）。シート名を確かめてください。"
            self.faults.add(None, "シート名", self.sheet.name, reason)
        return month

    def _body(self, number: int, row: Sequence[Cell], named: dict[str, int]) -> Body | None:
        if _PREFECTURE not in named or _MUNICIPALITY not in named:
            return None
        prefecture_name = cell_text(cell_at(row, named[_PREFECTURE]))
        name = cell_text(cell_at(row, named[_MUNICIPALITY]))
        prefecture = load_reference().prefecture(prefecture_name)
        if prefecture is None or prefecture.name != prefecture_name:
            reason = "都道府県名として読めません。" if prefecture_name else "都道府県名がありません。"
            self.faults.add(number, _PREFECTURE, prefecture_name, reason)
            return None
        if not name:
            self.faults.add(number, _MUNICIPALITY, "", "市区町村名がありません。")
            return None
        try:
            body = municipality_named(name, prefecture_name=prefecture_name)
        except UnreadableValue as error:
            self.faults.add(number, _MUNICIPALITY, name, str(error))
            return None
        if body.code in self._row_of:
            reason = f"同じ団体の行が重複しています（{self._row_of[body.code]}行目と同じ団体）。"
            self.faults.add(number, _MUNICIPALITY, name, reason)
            return None
        self._row_of[body.code] = number
        return body

    def _steps(
        self, number: int, row: Sequence[Cell], businesses: dict[str, int], headings: Sequence[str]
    ) -> dict[str, int | None] | None:
        """Steps counted per business, None where 未報告; None as a whole when a cell of the row is faulty."""
        steps: dict[str, int | None] = {}
        is_sound = True
        for business, index in businesses.items():
            cell = cell_at(row, index)
            try:
                steps[business] = None if is_blank(cell) else _steps_counted(parse_rate(cell))
            except UnreadableValue as error:
                self.faults.add(number, headings[index], cell_text(cell), str(error))
                is_sound = False
        return steps if is_sound else None

    def _check_mean(self, number: int, cell: Cell, steps: Sequence[int | None]) -> None:
        if is_blank(cell):
            return
        reported = [counted / STEPS_PER_SYSTEM for counted in steps if counted is not None]
        try:
            stated = parse_rate(cell)
        except UnreadableValue as error:
            self.faults.add(number, _MEAN, cell_text(cell), str(error))
            return
        if not reported:
            self.faults.add(number, _MEAN, cell_text(cell), "業務別の率がすべて空欄なのに完了率があります。")
            return
        mean = sum(reported) / len(reported)
        if abs(stated - mean) > MEAN_TOLERANCE + 1e-9:
            reason = f"完了率が業務別の率の平均（{mean:.4f}）と0.001を超えて異なります。"
            self.faults.add(number, _MEAN, cell_text(cell), reason)


def _headings(rows: Sequence[Sequence[Cell]], header: int) -> list[str]:
    """One heading per column from the two header rows: the second where it has one, else the first."""
    upper, lower = rows[header], rows[header + 1] if header + 1 < len(rows) else ()
    joined = []
    for index in range(max(len(upper), len(lower))):
        above = header_text(cell_at(upper, index))
        joined.append(header_text(cell_at(lower, index)) or ("" if above == _SPANNING_HEADING else above))
    return joined


def _steps_counted(rate: float) -> int:
    """The k of a rate k/40. Raises UnreadableValue when the rate is no such fraction.

    >>> _steps_counted(0.675), _steps_counted(0.8249)
    (27, 33)
    """
    counted = round(rate * STEPS_PER_SYSTEM)
    if abs(rate - counted / STEPS_PER_SYSTEM) > RATE_TOLERANCE + 1e-9:
        nearest = counted / STEPS_PER_SYSTEM
        reason = f"40ステップ中の割合（40分のいくつ）になっていません（最も近い値は{nearest:g}＝{counted}/40）。"
        raise UnreadableValue(reason)
    return counted
