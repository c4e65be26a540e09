"""What format C's reader keeps beside the columns it knows, and what it tells the operator about a sound file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from data.model import month_end
from data.reference import COMMON_FUNCTION, load_reference
from data.sources.bodies import full_name_of
from data.sources.columns import ColumnTable

_NAMES_SHOWN: Final = 20


def extra_texts(table: ColumnTable, headings: Sequence[str]) -> pd.Series[Any]:
    """Per row the extra columns that hold something, as one JSON object of texts; blank where none does."""
    combined = np.zeros(len(table.rows), dtype=np.int64)
    places = [table.headings.index(heading) for heading in headings]
    columns, titles = [table.columns[place] for place in places], [table.titles[place] for place in places]
    for column in columns:
        # Renumbering after each column keeps the numbers below rows × cells.
        _, combined = np.unique(combined * len(column.cells) + column.codes, return_inverse=True)
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    texts: list[str | None] = []
    for row in first:
        held = {title: column.text_at(row) for title, column in zip(titles, columns, strict=True)}
        said = {title: text for title, text in held.items() if text}
        texts.append(json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None)
    return pd.Series(pd.array(texts, dtype="str").take(inverse))


def report_notes(rows: pd.DataFrame, *, month: str, extra: Sequence[str]) -> tuple[str, ...]:
    """What the operator should know of a sound report: who and what is not in it, and which columns were kept."""
    return tuple(
        note
        for note in (
            _absent_bodies(rows),
            _absent_systems(rows),
            _count(rows["steps"].isna(), "40ステップがすべて空欄の行（未報告）"),
            _count(rows["vendor_code"].isna() & rows["vendor_name"].notna(), "ベンダコードのない行（ベンダ不明）"),
            _count(
                rows["live_on"] > month_end(month).isoformat(), "運用開始日が対象年月の翌月以降の行（翌月から運用中）"
            ),
            _count(rows["business"] == COMMON_FUNCTION, "共通機能の行（システム数には数えません）"),
            f"様式にない列（値はそのまま保存しました）：{'、'.join(extra)}" if extra else "",
        )
        if note
    )


def _absent_bodies(rows: pd.DataFrame) -> str:
    present = set(rows["body_code"])
    absent = [body for body in load_reference().bodies if body.code not in present]
    if not absent:
        return ""
    names = "、".join(full_name_of(body) for body in absent[:_NAMES_SHOWN])
    more = " ほか" if len(absent) > _NAMES_SHOWN else ""
    return f"ファイルにない団体（未入力）：{len(absent):,}団体（{names}{more}）"


def _absent_systems(rows: pd.DataFrame) -> str:
    reference = load_reference()
    prefectural = sum(business.is_prefectural for business in reference.businesses)
    systems = rows.loc[rows["business"] != COMMON_FUNCTION, "body_code"].value_counts()
    expected = {
        body.code: prefectural if body.is_prefecture else len(reference.businesses) for body in reference.bodies
    }
    missing = sum(expected[code] - int(systems.get(code, 0)) for code in rows["body_code"].unique())
    return f"行のある団体のうち、行のない業務（未報告）：{missing:,}システム" if missing else ""


def _count(mask: pd.Series[Any], words: str) -> str:
    number = int(mask.fillna(value=False).sum())
    return f"{words}：{number:,}行" if number else ""
