"""``whatif``: what happens if vendors withdraw or slip, from the same view as the page 影響の試算."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.access import Home, Reader, default_home
from data.commands.arguments import instant_argument, month_argument
from data.commands.flag_words import month_words
from data.model import AsOf
from data.reference import load_reference
from data.views.summary import UnknownCodeError
from data.views.what_if import Shock, WhatIfView, what_if_view

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

OWN_CALCULATION: Final = "本ダッシュボード独自の試算"
_MOST_MONTHS: Final = 120


def add_what_if_commands(add: AddCommand) -> None:
    """Declare ``whatif`` through ``add`` (name, function, words)."""
    command = add("whatif", _what_if, "ベンダの撤退または遅れの影響を試算する")
    command.add_argument(
        "--vendor",
        action="append",
        required=True,
        metavar="CODE",
        help="ベンダコード（繰り返すと同時に起きたとみなす）",
    )
    command.add_argument(
        "--month", type=month_argument, required=True, metavar="YYYY-MM", help="撤退する、または遅れ始める月"
    )
    command.add_argument("--slip", type=_months, default=None, metavar="N", help="Nか月の遅れ（省略すると撤退）")
    command.add_argument(
        "--preparation", type=_months, default=0, metavar="N", help="乗換えの準備に要する月数（既定は0、撤退のみ）"
    )
    command.add_argument(
        "--as-of", type=month_argument, default=None, help="対象年月（既定は、--month までの最新の報告の月）"
    )
    command.add_argument(
        "--known-at", type=instant_argument, default=None, help="この日時までに受信した資料だけで試算する"
    )
    command.add_argument("--prefecture", default=None, metavar="NN", help="都道府県コード2桁（集計と一覧を絞る）")
    command.add_argument(
        "--business", action="append", default=None, metavar="ID", help="業務の識別子（集計と一覧を絞る。繰り返し可）"
    )


def _what_if(options: argparse.Namespace) -> int:
    place: Path | None = options.home
    reader = Home(place or default_home()).reader()
    view = what_if_view(
        reader,
        as_of=AsOf(_as_of(reader, options), options.known_at),
        shock=Shock(
            vendors=frozenset(options.vendor),
            month=options.month,
            slip_months=options.slip,
            preparation_months=0 if options.slip else options.preparation,
        ),
        prefecture=options.prefecture,
        businesses=options.business,
    )
    for warning in view.warnings:
        print(f"警告: {warning}", file=sys.stderr)
    if options.json:
        print(json.dumps({"note": OWN_CALCULATION} | view.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _show(view)
    return 0


def _as_of(reader: Reader, options: argparse.Namespace) -> str:
    """The month asked for, or the last one reported up to that of the shock; only one that tells vendors will do."""
    asked: str | None = options.as_of
    months = [asked] if asked else [month for month in reversed(reader.months) if month <= options.month]
    found = next((month for month in months if reader.at(AsOf(month, options.known_at)).has_steps), None)
    if found is None:
        wanted = asked or f"{options.month} まで"
        raise UnknownCodeError(
            f"{wanted}に、ベンダの分かる報告（PMO報告）がありません。--as-of で月を指定してください。"
        )
    return found


def _show(view: WhatIfView) -> None:
    counts = view.counts
    if view.is_synthetic:
        print("【架空のデモデータ】")
    slip = view.shock.slip_months
    happens = (
        f"{month_words(view.shock.month)}に撤退"
        if slip is None
        else f"{month_words(view.shock.month)}から{slip}か月の遅れ"
    )
    businesses = [item.name for item in load_reference().businesses if item.id in view.businesses]
    vendors = "、".join(f"{name}（{code}）" for code, name in view.vendors)
    print(f"試算: {vendors} {happens}（{OWN_CALCULATION}）")
    print(f"対象年月: {month_words(view.as_of.month)}")
    print(f"範囲: {view.place.name if view.place else '全国'}（{'、'.join(businesses) or 'すべての業務'}）")
    lines: list[tuple[str, int | None, str]] = [
        ("影響を受けるシステム（運用開始前）", counts.systems, "システム"),
        ("うち都道府県自身のシステム", counts.own_systems, "システム"),
        ("影響を受ける団体", counts.bodies, "団体"),
        (f"{view.imminent_months}か月以内に運用開始予定", counts.imminent, "システム"),
        ("期限に間に合わなくなる", counts.newly_late, "システム"),
    ]
    if view.shock.is_withdrawal:
        lines += [
            ("代替ベンダのある団体", counts.bodies_with_alternative, "団体"),
            ("代替ベンダのない団体", counts.bodies_without_alternative, "団体"),
            ("受入先が見つかる", counts.placed, "システム"),
            ("受入先の空きなし", counts.full, "システム"),
        ]
    for label, value, unit in lines:
        print(f"{label}: {'不明' if value is None else f'{value:,}{unit}'}")
    for body in view.bodies.to_dict("records"):
        print(f"- {body['body_code']} {body['prefecture']}{body['name']}: {body['systems']}システム")


def _months(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= _MOST_MONTHS:
        raise argparse.ArgumentTypeError(f"月数は0〜{_MOST_MONTHS}の整数で指定してください: {text}")
    return int(text)
