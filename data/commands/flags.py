"""``flags``: the vendor flags of a month, from the same view as the pages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.access import Home, Reader, default_home
from data.commands.arguments import instant_argument, month_argument
from data.commands.flag_words import flag_line, month_words
from data.model import AsOf
from data.views.vendor_counts import keep_history
from data.views.vendor_flags import VendorFlag, check_choice, vendor_flags
from data.views.vendor_tables import vendor_names

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

OWN_JUDGEMENT: Final = "本ダッシュボード独自の判定"
_BEFORE_DATA: Final = "2023-03"
"""A month before the support period, of which no report can exist."""


def add_flag_commands(add: AddCommand) -> None:
    """Declare ``flags`` through ``add`` (name, function, words)."""
    flags = add("flags", _flags, "ある時点のベンダのフラグ（V1〜V7）を出力する")
    flags.add_argument("--as-of", type=month_argument, default=None, help="対象年月 YYYY-MM（既定は最新）")
    flags.add_argument(
        "--known-at", type=instant_argument, default=None, help="この日時までに受信した資料だけで判定する"
    )
    flags.add_argument("--vendor", default=None, metavar="CODE", help="ベンダコード（このベンダのフラグだけ）")
    flags.add_argument(
        "--prefecture",
        default=None,
        metavar="NN",
        help="都道府県コード2桁（都道府県自身を含む、その団体のシステムだけ）",
    )


def flag_record(flag: VendorFlag) -> dict[str, object]:
    """One flag as ``flags --json`` writes it; ``bodies`` are five-digit codes.

    >>> from data.views.vendor_flags import Severity
    >>> flag = VendorFlag("V1", vendor="B10", severity=Severity.HIGH, business="long_term_care", month=None,
    ...     since="2024-09", systems=(("15100", "long_term_care"),), evidence={}, source="届出")
    >>> record = flag_record(flag)
    >>> record["severity"], record["bodies"], record["systems"]
    ('高', ['15100'], [{'body': '15100', 'business': 'long_term_care'}])
    """
    return {
        "flag": flag.flag,
        "vendor": flag.vendor,
        "severity": str(flag.severity),
        "since": flag.since,
        "business": flag.business,
        "month": flag.month,
        "bodies": list(flag.bodies),
        "systems": [{"body": body, "business": business} for body, business in flag.systems],
        "evidence": dict(flag.evidence),
        "source": flag.source,
    }


def _flags(options: argparse.Namespace) -> int:
    home: Path = options.home or default_home()
    reader = Home(home).reader()
    month = options.as_of or reader.opening_month
    for warning in reader.warnings:
        print(f"警告: {warning}", file=sys.stderr)
    if reader.is_empty:
        print(f"注意: データがありません: {home}", file=sys.stderr)
    elif month not in reader.months:
        print(f"注意: {month} の報告はありません。", file=sys.stderr)
    # A home without data answers as any month without a report, so that a wrong code is refused there, too.
    as_of = AsOf(month or _BEFORE_DATA, options.known_at)
    check_choice(reader, as_of=as_of, vendor=options.vendor, prefecture=options.prefecture)
    _keep_past(reader, as_of=as_of)
    flags = vendor_flags(reader, as_of=as_of, vendor=options.vendor, prefecture=options.prefecture)
    is_synthetic = reader.at(as_of).is_synthetic
    if options.json:
        told = {
            "as_of": month,
            "known_at": options.known_at.isoformat() if options.known_at else None,
            "is_synthetic": is_synthetic,
            "note": OWN_JUDGEMENT,
            "flags": [flag_record(flag) for flag in flags],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
        return 0
    if is_synthetic:
        print("【架空のデモデータ】")
    print(f"対象年月 {month_words(month) if month else '―'}  {OWN_JUDGEMENT}")
    names = vendor_names(reader.at(as_of))
    for flag in flags:
        print(flag_line(flag, vendor=names.get(flag.vendor, (flag.vendor, None))[0]))
    print(f"{len(flags):,}件")
    return 0


def _keep_past(reader: Reader, *, as_of: AsOf) -> None:
    """Work out the flags of past months that nobody has yet, which takes seconds once, and say so while it does."""
    told: list[float] = []

    def tell(share: float, month: str) -> None:
        if not told:
            print("過去の月のフラグを計算しています（取り込みのあと一度だけ）。", file=sys.stderr)
        told.append(share)
        if sys.stderr.isatty():
            print(f"\r  {month_words(month)} {share:.0%}", end="", file=sys.stderr, flush=True)

    keep_history(reader, as_of=as_of, progress=tell)
    if told and sys.stderr.isatty():
        print("\r  済みました。          ", file=sys.stderr)
