"""The words every other module shares: enums, small frozen records and the columns of each table.

This is the bottom of the house: it imports nothing of the project. A column is declared here once,
with its visibility class, so that no other module decides who may see what.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

STEPS_PER_SYSTEM: Final = 40
"""Sub-steps of the 手順書 (version 2.0) counted by MIC's ステップ完了率."""

MILESTONE_IDS: Final = ("phase0", "step_3_2", "step_8_2", "step_10_2", "step_13_1", "live")
"""Rows of the notice's 移行推進マイルストン, earliest first; the marts have columns for each."""

JST: Final = ZoneInfo("Asia/Tokyo")
"""Moments without an offset are Japanese time: deadlines and receipts are Japanese office hours."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Visibility(StrEnum):
    """Who may see a column: 公開 = published per municipality, 制限 = only within the reader's scope."""

    PUBLIC = "公開"
    RESTRICTED = "制限"


class BodyKind(StrEnum):
    """自治体区分 as the Digital Agency's list writes it."""

    DESIGNATED_CITY = "指定都市"
    CORE_CITY = "中核市"
    SPECIAL_WARD = "特別区"
    CITY = "一般市"
    TOWN = "町"
    VILLAGE = "村"
    PREFECTURE = "都道府県"


class SnapshotKind(StrEnum):
    """What one imported file states; one immutable snapshot is kept per kind, month and vintage."""

    MIC_PROGRESS = "mic_progress"
    DESIGNATED_LIST = "designated_list"
    APPLICABILITY = "applicability"
    PMO_REPORT = "pmo_report"
    MIC_STEPS = "mic_steps"
    STEP_TABLE = "step_table"
    VENDORS = "vendors"
    PRODUCTS = "products"
    VENDOR_EVENTS = "vendor_events"
    POPULATION = "population"
    SYSTEM_MART = "system_mart"
    BODY_MART = "body_mart"


class Judgement(StrEnum):
    """判定: exactly one per applicable system (this dashboard's own rule)."""

    DONE = "完了"
    UNREPORTED = "未報告"
    LATE = "遅延"
    CAUTION = "注意"
    ON_TRACK = "順調"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a stored table: its pandas dtype, visibility and meaning."""

    name: str
    dtype: str
    visibility: Visibility
    meaning: str


_PUBLIC, _RESTRICTED = Visibility.PUBLIC, Visibility.RESTRICTED
_STATES: Final = "attained 達成、open 未達成、unrecorded 記録なし、not_counted 対象外"


def _milestone_columns(milestone: str) -> tuple[Column, ...]:
    return (
        Column(f"{milestone}_attained", "str", _RESTRICTED, "達成月（YYYY-MM）"),
        Column(f"{milestone}_is_latest_bound", "boolean", _RESTRICTED, "達成月が「遅くとも」か"),
        Column(f"{milestone}_state", "str", _RESTRICTED, _STATES),
    )


TABLES: Final[dict[SnapshotKind, tuple[Column, ...]]] = {
    SnapshotKind.MIC_PROGRESS: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("business", "str", _PUBLIC, "業務の識別子（businesses.csv の id）"),
        Column("steps_counted", "Int64", _PUBLIC, "完了済み＋対象外のステップ数（0〜40）。空欄は未報告"),
    ),
    SnapshotKind.DESIGNATED_LIST: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("business", "str", _PUBLIC, "業務の識別子。共通機能は common_function"),
    ),
    SnapshotKind.APPLICABILITY: (
        Column("body_code", "str", _RESTRICTED, "団体コード（5桁）"),
        Column("business", "str", _RESTRICTED, "業務の識別子"),
        Column("is_applicable", "bool", _RESTRICTED, "対象業務か（○/×）"),
        Column("applies_from", "str", _RESTRICTED, "適用日（YYYY-MM-DD）"),
    ),
    SnapshotKind.PMO_REPORT: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("business", "str", _PUBLIC, "業務の識別子。共通機能は common_function"),
        Column("vendor_code", "str", _RESTRICTED, "ベンダコード。空欄はベンダ不明"),
        Column("vendor_name", "str", _RESTRICTED, "ベンダ名"),
        Column("product_name", "str", _RESTRICTED, "製品名"),
        Column("steps", "str", _RESTRICTED, "40文字。D 完了済み、W 作業中、U 未着手、N 対象外。空欄は未報告"),
        Column("planned_live_on", "str", _RESTRICTED, "移行予定日（YYYY-MM-DD）"),
        Column("live_on", "str", _RESTRICTED, "運用開始日（YYYY-MM-DD）"),
        Column("is_designated", "bool", _RESTRICTED, "特定移行支援システムか（○）"),
        Column("designated_reason", "Int64", _RESTRICTED, "特定移行の事由（1〜4）"),
        Column("designated_due_on", "str", _RESTRICTED, "特定移行期限（YYYY-MM-DD）"),
        Column("designated_on", "str", _RESTRICTED, "特定移行指定日（YYYY-MM-DD）"),
        Column("entered_at", "str", _RESTRICTED, "入力日時（ISO 8601、+09:00）"),
        Column("self_assessment", "str", _RESTRICTED, "自己評価（順調/要注意/遅れ）"),
        Column("successor_vendor_code", "str", _RESTRICTED, "後継ベンダコード。none は「なし」、空欄は不明"),
        Column("platform", "str", _RESTRICTED, "移行先基盤（ガバメントクラウド/その他）"),
        Column("extra", "str", _RESTRICTED, "様式にない列の値（見出しと値の JSON）"),
    ),
    SnapshotKind.MIC_STEPS: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("business", "str", _PUBLIC, "業務の識別子"),
        Column("steps", "str", _PUBLIC, "40文字。D 完了済み、W 作業中、U 未着手、N 対象外。空欄は未報告"),
    ),
    SnapshotKind.STEP_TABLE: (
        Column("ordinal", "Int64", _PUBLIC, "ステップの順番（1〜40）"),
        Column("label", "str", _PUBLIC, "手順書の番号（③－２ など）。空欄は不明"),
        Column("name", "str", _PUBLIC, "ステップの名称"),
    ),
    SnapshotKind.VENDORS: (
        Column("vendor_code", "str", _RESTRICTED, "ベンダコード"),
        Column("name", "str", _RESTRICTED, "ベンダ名"),
        Column("vendor_kind", "str", _RESTRICTED, "ベンダの種別"),
    ),
    SnapshotKind.PRODUCTS: (
        Column("vendor_code", "str", _RESTRICTED, "ベンダコード"),
        Column("business", "str", _RESTRICTED, "業務の識別子"),
        Column("conforms_from", "str", _RESTRICTED, "適合確認日（YYYY-MM-DD）"),
        Column("withdrawn_on", "str", _RESTRICTED, "取消日（YYYY-MM-DD）。空欄は適合中"),
    ),
    SnapshotKind.VENDOR_EVENTS: (
        Column("vendor_code", "str", _RESTRICTED, "ベンダコード"),
        Column("happened_on", "str", _RESTRICTED, "日付（YYYY-MM-DD）"),
        Column("event", "str", _RESTRICTED, "種別（撤退表明/計画見直し/未適合/要員ひっ迫/解消）"),
        Column("business", "str", _RESTRICTED, "業務の識別子。空欄はすべての業務"),
        Column("body_code", "str", _RESTRICTED, "対象団体の団体コード（5桁）。空欄はすべての団体"),
        Column("content", "str", _RESTRICTED, "内容"),
        Column("source", "str", _RESTRICTED, "情報源"),
    ),
    SnapshotKind.POPULATION: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("population", "Int64", _PUBLIC, "人口（人）"),
        Column("counted_on", "str", _PUBLIC, "基準日（YYYY-MM-DD）"),
    ),
    SnapshotKind.SYSTEM_MART: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("business", "str", _PUBLIC, "業務の識別子"),
        Column("is_reported", "bool", _PUBLIC, "当月の報告があるか"),
        Column("is_applicable", "bool", _PUBLIC, "対象システムか（分母に入るか）"),
        Column("steps_counted", "Int64", _PUBLIC, "完了済み＋対象外のステップ数"),
        Column("step_completion_mic", "Float64", _PUBLIC, "ステップ完了率（総務省方式）0〜1"),
        Column("steps_completed", "Int64", _RESTRICTED, "完了済みのステップ数"),
        Column("steps_not_applicable", "Int64", _RESTRICTED, "対象外のステップ数"),
        Column("steps_in_progress", "Int64", _RESTRICTED, "作業中のステップ数"),
        Column("step_completion_effective", "Float64", _RESTRICTED, "実質ステップ完了率 0〜1"),
        Column("phase", "Int64", _RESTRICTED, "フェーズ（0〜4）"),
        Column("live_on", "str", _RESTRICTED, "運用開始日（YYYY-MM-DD）"),
        Column("planned_live_on", "str", _RESTRICTED, "移行予定日（YYYY-MM-DD）"),
        Column("first_planned_live_on", "str", _RESTRICTED, "最初に報告された移行予定日（YYYY-MM-DD）"),
        Column("last_planned_live_on", "str", _RESTRICTED, "最後に報告された移行予定日。空欄の報告をまたいで保つ"),
        Column("replan_count", "Int64", _RESTRICTED, "再計画回数"),
        Column("is_designated", "boolean", _RESTRICTED, "特定移行支援システムか（PMO の報告による）"),
        Column("designated_due_on", "str", _RESTRICTED, "特定移行期限（YYYY-MM-DD）"),
        Column("designated_reason", "Int64", _RESTRICTED, "特定移行の事由（1〜4）"),
        Column("vendor_code", "str", _RESTRICTED, "ベンダコード。空欄はベンダ不明"),
        Column("self_assessment", "str", _RESTRICTED, "自己評価（順調/要注意/遅れ）"),
        Column("entered_at", "str", _RESTRICTED, "入力日時（ISO 8601、+09:00）"),
        Column("is_carried", "boolean", _RESTRICTED, "前月値か（当月の報告がなく、前の報告による）"),
        Column("last_report_month", "str", _RESTRICTED, "最後に報告があった月（YYYY-MM）"),
        *(column for milestone in MILESTONE_IDS for column in _milestone_columns(milestone)),
        Column("overdue_months", "Int64", _RESTRICTED, "目安超過の月数。負は前倒し、または期限前"),
        Column("judgement", "str", _RESTRICTED, "判定（本ダッシュボード独自の判定）"),
        Column("judgement_rule", "str", _RESTRICTED, "判定で当てはまった規則"),
        Column("has_order_conflict", "boolean", _RESTRICTED, "順序矛盾があるか"),
    ),
    SnapshotKind.BODY_MART: (
        Column("body_code", "str", _PUBLIC, "団体コード（5桁）"),
        Column("systems_applicable", "Int64", _PUBLIC, "対象システムの数"),
        Column("systems_reported", "Int64", _PUBLIC, "当月の報告がある対象システムの数"),
        Column("systems_counted", "Int64", _PUBLIC, "当月の報告があるシステムの数（対象外を含む）"),
        Column("steps_counted", "Int64", _PUBLIC, "完了済み＋対象外のステップ数の合計"),
        Column("step_completion_mic", "Float64", _PUBLIC, "ステップ完了率（総務省方式）0〜1"),
        Column("is_complete", "bool", _PUBLIC, "ステップ完了率100%か"),
        Column("step_completion_effective", "Float64", _RESTRICTED, "実質ステップ完了率 0〜1"),
        Column("systems_known", "Int64", _RESTRICTED, "当月または前月までに報告があった対象システムの数"),
        Column("systems_migrated", "Int64", _RESTRICTED, "運用開始したシステムの数"),
        Column("systems_designated", "Int64", _RESTRICTED, "特定移行支援システムの数（PMO の報告による）"),
        Column("is_all_migrated", "boolean", _RESTRICTED, "全業務運用開始か"),
        Column("phase", "Int64", _RESTRICTED, "フェーズ（報告のある対象システムの最も低いもの）"),
        *(Column(f"phase_{n}", "Int64", _RESTRICTED, f"フェーズ別のシステム数（{n}）") for n in (*range(5), "unknown")),
        Column("overdue_months", "Int64", _RESTRICTED, "目安超過の月数（最大のもの）"),
        Column("judgement", "str", _RESTRICTED, "判定（最も悪いもの。本ダッシュボード独自の判定）"),
        *(
            Column(f"judgement_{one.name.lower()}{ending}", "Int64", _RESTRICTED, f"判定別のシステム数（{one}{words}）")
            for ending, words in (("", ""), ("_designated", "のうち特定移行"))
            for one in Judgement
        ),
    ),
}
"""Columns of every stored table, in storage order."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point on both clocks: the reported month (対象年月) and what was known at a moment.

    ``known_at`` None means everything known now.
    """

    month: str
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Checked rows of one input file, ready to publish. ``rows`` holds exactly the columns of ``TABLES[kind]``."""

    kind: SnapshotKind
    month: str
    rows: pd.DataFrame
    source_name: str
    source_sha256: str
    is_synthetic: bool = False
    notes: tuple[str, ...] = ()


def is_month(text: str) -> bool:
    """Tell whether ``text`` is a month written YYYY-MM.

    >>> is_month("2026-01"), is_month("2026-13"), is_month("2026-1")
    (True, False, False)
    """
    return _MONTH.fullmatch(text) is not None


def month_end(month: str) -> date:
    """Last day of a month YYYY-MM; counting in this programme is from month-end to month-end.

    >>> month_end("2024-02")
    datetime.date(2024, 2, 29)
    """
    year, number = _split(month)
    return date(year, number, calendar.monthrange(year, number)[1])


def shift_month(month: str, by: int) -> str:
    """The month ``by`` months later (earlier when negative).

    >>> shift_month("2026-01", -1), shift_month("2025-12", 3)
    ('2025-12', '2026-03')
    """
    year, number = _split(month)
    index = year * 12 + (number - 1) + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def parse_instant(text: str) -> datetime:
    """An ISO 8601 moment or date as an aware UTC datetime; without an offset it is Japanese time.

    Raises ValueError when ``text`` is not ISO 8601.

    >>> parse_instant("2026-02-10T09:00:00+09:00").isoformat()
    '2026-02-10T00:00:00+00:00'
    >>> parse_instant("2026-02-10").isoformat()
    '2026-02-09T15:00:00+00:00'
    """
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=JST) if moment.tzinfo is None else moment).astimezone(UTC)


def _split(month: str) -> tuple[int, int]:
    found = _MONTH.fullmatch(month)
    if found is None:
        raise ValueError(f"not a month YYYY-MM: {month!r}")
    return int(found[1]), int(found[2])
