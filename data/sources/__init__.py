"""One reader per input format: from a file nobody has checked to a snapshot everybody may rely on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

from data.model import JST, Snapshot
from data.sources import applicability, designated_list, mic_progress, pmo_report, population, vendor_facts
from data.sources.faults import Fault, FaultyInput, faults_csv
from data.sources.vendor_facts import dropped_vendor_faults, vendor_faults
from data.sources.workbook import open_source

__all__ = ["Fault", "FaultyInput", "dropped_vendor_faults", "faults_csv", "read_source", "vendor_faults"]

_READERS: Final = (
    # First, because an export's extra columns may be headings of the other formats.
    (pmo_report.recognises, pmo_report.read),
    (vendor_facts.recognises, vendor_facts.read),
    (mic_progress.recognises, mic_progress.read),
    (designated_list.recognises, designated_list.read),
    (applicability.recognises, applicability.read),
    (population.recognises, population.read),
)


def read_source(source: Path | bytes, *, name: str | None = None, today: date | None = None) -> tuple[Snapshot, ...]:
    """Recognise the format of one file and read it, checking everything.

    ``source`` is a path or the file's bytes, ``name`` what the operator calls it (the path's name by default),
    ``today`` the date that makes a month a future one (by default today in Japan). Returns at least one snapshot.
    Raises FaultyInput with all faults of the file; a format that is not recognised is one of them.
    """
    opened = open_source(source, name=name)
    day = today or datetime.now(JST).date()
    for recognises, read in _READERS:
        if recognises(opened):
            return read(opened, today=day)
    shown = "、".join(f"「{sheet}」" for sheet in opened.sheet_names if sheet) or "なし"
    opened.refuse(
        "読み取れる様式ではありません。総務省の進捗状況（シート「令和N年M月_進捗状況」）、"
        "デジタル庁の特定移行支援システム一覧（シート「結果一覧」）、PMO の月次報告（対象年月・団体コード・業務…）、"
        "ベンダの一覧（ベンダコード・ベンダ名・種別）、適合製品の一覧（ベンダコード・業務・適合確認日・取消日）、"
        "ベンダの動き（ベンダコード・日付・種別…）、対象業務の表（団体コード・業務・対象・適用日）、"
        "人口表（団体コード・人口・基準日）の"
        f"いずれかを選んでください（このファイルのシート：{shown}）。"
    )
