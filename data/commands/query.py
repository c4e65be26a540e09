"""``query``: one SELECT over the documented views, in the same cage as the console of 探索."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from data.access import Home, Scope, default_home
from data.commands.arguments import instant_argument, month_argument
from data.model import AsOf
from data.reference import load_reference
from data.views.console import RefusedError, SqlAnswer, ask_worker
from data.views.summary import UnknownCodeError

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

REFUSED: Final = 2
_BEFORE_DATA: Final = "2023-03"
"""A month before the support period, of which no report can exist."""


def add_query_command(add: AddCommand) -> None:
    """Declare ``query`` through ``add`` (name, function, words)."""
    query = add("query", _query, "公開された表（docs/facts.md）に、1つのSELECT文で問い合わせる")
    query.add_argument("sql", metavar="SQL", help='例: "SELECT prefecture, count(*) FROM systems GROUP BY ALL"')
    query.add_argument("--as-of", type=month_argument, default=None, help="対象年月 YYYY-MM（この月までを見る）")
    query.add_argument("--known-at", type=instant_argument, default=None, help="この日時までに受信した資料だけを見る")
    query.add_argument(
        "--prefecture", default=None, metavar="NN", help="都道府県コード2桁（この都道府県の閲覧範囲で実行する）"
    )


def _query(options: argparse.Namespace) -> int:
    home: Path = options.home or default_home()
    reader = Home(home).reader(scope=_scope(options.prefecture))
    month = options.as_of or reader.opening_month
    for warning in reader.warnings:
        print(f"警告: {warning}", file=sys.stderr)
    if reader.is_empty:
        print(f"注意: データがありません: {home}", file=sys.stderr)
    elif month not in reader.months:
        print(f"注意: {month} の報告はありません。", file=sys.stderr)
    as_of = AsOf(month or _BEFORE_DATA, options.known_at)
    try:
        answer = ask_worker(reader, as_of=as_of, sql=options.sql)
    except RefusedError as error:
        print(f"エラー: {error}", file=sys.stderr)
        return REFUSED
    is_synthetic = reader.at(as_of).is_synthetic
    if answer.is_cut:
        print(f"注意: 先頭の{len(answer.frame):,}行だけです。", file=sys.stderr)
    if options.json:
        told = {
            "as_of": month,
            "known_at": options.known_at.isoformat() if options.known_at else None,
            "is_synthetic": is_synthetic,
            "columns": list(answer.frame.columns),
            "rows": list(_rows(answer)),
            "is_cut": answer.is_cut,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False, default=str))
        return 0
    if is_synthetic:
        print("【架空のデモデータ】")
    print("\t".join(answer.frame.columns))
    for row in _rows(answer):
        print("\t".join("" if value is None else str(value) for value in row))
    return 0


def _scope(prefecture: str | None) -> Scope:
    if prefecture is None:
        return Scope()
    if len(prefecture) != 2 or load_reference().prefecture(prefecture) is None:
        raise UnknownCodeError(f"都道府県コード「{prefecture}」はありません。01〜47の2桁で指定してください。")
    return Scope(frozenset({prefecture}))


def _rows(answer: SqlAnswer) -> Iterator[list[object]]:
    """The rows in plain values: dates and moments as ISO texts, unknown as None."""
    columns = [_plain(answer.frame.iloc[:, place]) for place in range(answer.frame.shape[1])]
    return (list(row) for row in zip(*columns, strict=True))


def _plain(values: pd.Series) -> list[object]:
    if str(values.dtype) == "datetime64[s]":
        return [None if pd.isna(one) else one.date().isoformat() for one in values]
    return [_one(value) for value in values.astype(object)]


def _one(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None  # nothing divided by nothing is unknown, not a number
    return None if value is pd.NA or value is pd.NaT else value
