"""``demo`` and ``prepare``: fill a home with the invented programme."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.access import default_home
from data.commands.fact_months import keep_fact_months
from data.commands.flag_history import keep_flag_history
from data.demo import MONTHS, PROGRAMME_SEED, make_programme
from data.store import Store

UNFINISHED: Final = "demo-unfinished"
"""File that stands in a home while its demo is being made, so that an interrupted one is finished next time."""

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_demo_commands(add: AddCommand) -> None:
    """Register ``demo`` and ``prepare``."""
    demo = add("demo", _demo, "架空のデモデータ（公表値に合わせた43か月の模擬）を作る")
    demo.add_argument("--seed", type=int, default=PROGRAMME_SEED, help=f"乱数の種（既定 {PROGRAMME_SEED}）")
    demo.add_argument(
        "--months", nargs="+", choices=MONTHS, default=MONTHS, metavar="YYYY-MM", help="作る月（既定は43か月すべて）"
    )
    add("prepare", _prepare, "データがなければ架空のデモデータを用意する")


def _demo(options: argparse.Namespace) -> int:
    home: Path = options.home or default_home()
    _make(home, seed=options.seed, months=tuple(options.months), is_quiet=options.json)
    if options.json:
        print(json.dumps({"home": str(home), "seed": options.seed, "months": list(options.months)}, ensure_ascii=False))
    return 0


def _prepare(options: argparse.Namespace) -> int:
    home: Path = options.home or default_home()
    if not Store(home).open().is_empty and not (home / UNFINISHED).exists():
        print(f"データがあります: {home}")
        _keep_history(home, is_quiet=options.json)
        return 0
    print(f"データがないため、架空のデモデータを用意します: {home}", flush=True)
    _make(home, seed=PROGRAMME_SEED, months=MONTHS, is_quiet=options.json)
    return 0


def _make(home: Path, *, seed: int, months: tuple[str, ...], is_quiet: bool) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / UNFINISHED).touch()
    make_programme(home, seed=seed, months=months, progress=None if is_quiet else _show)
    (home / UNFINISHED).unlink(missing_ok=True)
    if not is_quiet:
        print()
    _keep_history(home, is_quiet=is_quiet)
    if not is_quiet:
        print("用意できました。これは架空のデモデータで、実在の団体の状況ではありません。")


def _keep_history(home: Path, *, is_quiet: bool) -> None:
    shown: list[str] = []

    def show(share: float, words: str) -> None:
        shown.append(words)
        _show(share, words)

    keep_flag_history(home, progress=None if is_quiet else show)
    if shown:
        _show(1.0, "過去の月のベンダのフラグを計算しました")
        print()
        shown.clear()
    keep_fact_months(home, progress=None if is_quiet else show)
    if shown:
        _show(1.0, "探索のための表を作りました")
        print()


def _show(share: float, words: str) -> None:
    filled = round(share * 30)
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {share:4.0%} {words}\033[K", end="", flush=True)
