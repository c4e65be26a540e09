"""Read MIC's 「業務別ステップ別進捗一覧」: the status of each step per municipality and business, and the steps' names.

It knows no dates and no vendors, so it is a table of its own and no PMO report: as one it would say that no system is
planned or live. Its counts (完了済み＋対象外) are those of the ministry's rates, which it can stand in for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from data.model import STEPS_PER_SYSTEM, Snapshot, SnapshotKind
from data.reference import load_reference
from data.sources.bodies import municipality_named
from data.sources.columns import ColumnTable, sheet_columns
from data.sources.faults import SheetFaults
from data.sources.labels import parse_label, parse_system_business
from data.sources.step_columns import counted_steps, step_texts
from data.sources.step_names import StepName, is_known_table, missing_milestones, step_name
from data.sources.tables import WHOLE_LIST_MONTH, find_header, named_columns
from data.sources.values import UnreadableValue, cell_text, find_month_label, header_text
from data.sources.workbook import Sheet, SourceFile

SHEET_NAME: Final = "業務別ステップ別進捗一覧"
HEADINGS: Final = ("都道府県名", "市区町村名", "業務名")
_PREFECTURE, _MUNICIPALITY, _BUSINESS = HEADINGS


@dataclass(frozen=True, slots=True)
class StepSheet:
    """What a step sheet says: ``steps`` has the columns of MIC_STEPS, ``names`` the steps in the sheet's order."""

    month: str
    steps: pd.DataFrame
    names: tuple[StepName, ...]

    @property
    def counts(self) -> pd.DataFrame:
        """Rows of MIC_PROGRESS: the municipalities' counts of 完了済み＋対象外."""
        is_municipality = ~self.steps["body_code"].isin(
            [one.code for one in load_reference().bodies if one.is_prefecture]
        )
        rows = self.steps[is_municipality]
        counts = rows[["body_code", "business"]].assign(steps_counted=counted_steps(rows["steps"]))
        return counts.reset_index(drop=True)


def read_step_sheet(sheet: Sheet, *, rates_month: str | None, today: date, faults: SheetFaults) -> StepSheet | None:
    """Check and read a whole step sheet; None when it has a fault.

    The month stands in the sheet's name or above the header (令和N年M月); otherwise it is ``rates_month``, that of the
    rates in the same workbook.
    """
    header = find_header(sheet.rows, HEADINGS, at_least=2)
    if header is None:
        faults.add(None, "", "", "見出し（都道府県名・市区町村名・業務名）が見つかりません。様式を確かめてください。")
        return None
    month = _month(sheet, header=header, rates_month=rates_month, today=today, faults=faults)
    table = sheet_columns(sheet, header=header, faults=faults)
    named_columns(table.headings, HEADINGS, row=table.header_row, faults=faults)
    headings = _step_headings(table, faults)
    if not len(table.rows):
        faults.add(None, "", "", "団体の行が1行もありません。")
    body = _bodies(table, faults)
    business = table.read(_BUSINESS, parse_system_business, faults=faults, is_required=True)
    rows = pd.DataFrame({"body_code": body, "business": business.texts()})
    if len(headings) == STEPS_PER_SYSTEM:
        rows["steps"] = step_texts(table, headings, faults=faults)
    prefectural = [one.id for one in load_reference().businesses if one.is_prefectural]
    is_wrong = rows["body_code"].str.endswith("000") & rows["business"].notna() & ~rows["business"].isin(prefectural)
    reason = "都道府県の行です。市区町村名を確かめてください（都道府県の対象業務ではありません）。"
    table.fault(_BUSINESS, is_wrong.fillna(value=False).to_numpy(dtype=np.bool_), reason, faults=faults)
    repeated = rows.duplicated(["body_code", "business"]) & rows[["body_code", "business"]].notna().all(axis=1)
    table.fault(
        _BUSINESS, repeated.to_numpy(), "同じ団体・業務の行が前にもあります。1行にしてください。", faults=faults
    )
    if faults or month is None:
        return None
    names = tuple(step_name(table.titles[table.headings.index(heading)]) for heading in headings)
    ordered = rows.sort_values(["body_code", "business"], kind="stable", ignore_index=True)
    return StepSheet(month, ordered, names)


def step_snapshots(found: StepSheet, source: SourceFile, *, has_rates: bool) -> tuple[Snapshot, ...]:
    """The sheet's snapshots: steps, step table and, where the workbook has no rates of its own, the counts."""
    table = pd.DataFrame(
        {
            "ordinal": pd.Series(range(1, len(found.names) + 1), dtype="Int64"),
            "label": pd.Series([name.label or None for name in found.names], dtype="str"),
            "name": pd.Series([name.name for name in found.names], dtype="str"),
        }
    )
    missing = missing_milestones(found.names)
    warned = f"マイルストンのステップ（{'、'.join(missing)}）が見出しにないため、その達成は分かりません。"
    since = WHOLE_LIST_MONTH if is_known_table(found.names) else found.month
    tables = [
        (SnapshotKind.MIC_STEPS, found.month, found.steps, ("日付と事業者はこの表からは分かりません。",)),
        (SnapshotKind.STEP_TABLE, since, table, (warned,) if missing else ()),
    ]
    if not has_rates:
        derived = "ステップ別の一覧から数えました（完了済み＋対象外）。"
        tables.insert(0, (SnapshotKind.MIC_PROGRESS, found.month, found.counts, (derived,)))
    return tuple(
        Snapshot(kind, month, rows, source.name, source.sha256, notes=notes) for kind, month, rows, notes in tables
    )


def differing_systems(counts: pd.DataFrame, rates: pd.DataFrame) -> int:
    """How many systems in both tables (columns of MIC_PROGRESS) have different counts."""
    both = counts.merge(rates, on=["body_code", "business"], suffixes=("", "_rates"))
    return int((both["steps_counted"] != both["steps_counted_rates"]).fillna(value=False).sum())


def _month(sheet: Sheet, *, header: int, rates_month: str | None, today: date, faults: SheetFaults) -> str | None:
    titles = [sheet.name, *(cell_text(cell) for row in sheet.rows[:header] for cell in row)]
    month = next((label for title in titles if (label := find_month_label(header_text(title)))), rates_month)
    if month is None:
        reason = f"対象年月が分かりません。シート名を「{SHEET_NAME}_令和8年1月」の形にしてください。"
        faults.add(None, "シート名", sheet.name, reason)
    elif month > f"{today:%Y-%m}":
        faults.add(None, "シート名", sheet.name, f"対象年月（{month}）が未来です（今日は{today.isoformat()}）。")
    return month


def _step_headings(table: ColumnTable, faults: SheetFaults) -> list[str]:
    found = [heading for heading in table.headings if heading and heading not in HEADINGS]
    for heading in dict.fromkeys(heading for heading in found if found.count(heading) > 1):
        faults.add(table.header_row, heading, heading, f"列「{heading}」が{found.count(heading)}つあります。")
    unnamed = (column for heading, column in zip(table.headings, table.columns, strict=True) if not heading)
    if any(not column.blank.all() for column in unnamed):
        faults.add(table.header_row, "", "", "見出しのない列に値があります。見出しを付けるか、削除してください。")
    if len(found) != STEPS_PER_SYSTEM:
        reason = f"ステップの列は{STEPS_PER_SYSTEM}列必要です（{len(found)}列あります）。"
        faults.add(table.header_row, "", "", reason)
    return found


def _bodies(table: ColumnTable, faults: SheetFaults) -> pd.Series[str]:
    """Codes of the rows' bodies; a row without a municipality, or with the prefecture's name twice, is its own."""
    prefecture = table.read(_PREFECTURE, parse_label, faults=faults, is_required=True)
    municipality = table.read(_MUNICIPALITY, parse_label, faults=faults)
    pairs = prefecture.codes.astype(np.int64) * (len(municipality.values) + 1) + municipality.codes + 1
    distinct, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    codes: list[str | None] = []
    for number in range(len(distinct)):
        pair = (int(prefecture.codes[first[number]]), int(municipality.codes[first[number]]))
        name = prefecture.values[pair[0]] if pair[0] >= 0 else ""
        try:
            codes.append(_body_code(name, municipality.values[pair[1]] if pair[1] >= 0 else ""))
        except UnreadableValue as error:
            codes.append(None)
            heading = _MUNICIPALITY if load_reference().prefecture(name) else _PREFECTURE
            table.fault(heading, inverse == number, str(error), faults=faults)
    return pd.Series(pd.array(codes, dtype="str").take(inverse))


def _body_code(prefecture_name: str, name: str) -> str:
    prefecture = load_reference().prefecture(prefecture_name)
    if prefecture is None or prefecture.name != prefecture_name:
        raise UnreadableValue("都道府県名として読めません。")
    if name in ("", prefecture_name):
        return f"{prefecture.code}000"
    return municipality_named(name, prefecture_name=prefecture_name).code
