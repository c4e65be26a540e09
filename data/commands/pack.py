"""``pack``: hand-outs of prefectures or of the nation as files; whole or not at all, also where the disk is full."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from data.access import Home, Reader, default_home
from data.commands.arguments import instant_argument, month_argument
from data.commands.whole_files import whole_file, write_files
from data.model import AsOf
from data.reference import load_reference
from data.views.meeting_pack import meeting_pack
from data.views.pack import HANDED_OUT_SECTIONS, INTERNAL_SECTIONS, PACK_SECTIONS, MeetingHead, PackView
from data.views.pack_archive import archive_packs

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
MakeFiles = Callable[[PackView, Sequence[str]], Mapping[str, bytes]]
"""Writes a hand-out in the formats named: file name to content. Documents are made above this room."""

REFUSED: Final = 2
_BAR: Final = 24


def add_pack_commands(add: AddCommand, *, make: MakeFiles, formats: Sequence[str]) -> None:
    """Declare ``pack`` through ``add`` (name, function, words); ``make`` writes the documents, of ``formats``."""

    def run(options: argparse.Namespace) -> int:
        return _pack(options, make=make)

    def formats_argument(text: str) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(text.split(",")))
        if not set(chosen) <= set(formats):
            raise argparse.ArgumentTypeError(f"形式は {'、'.join(formats)} からコンマ区切りで指定してください: {text}")
        return chosen

    command = add("pack", run, "連絡会議資料（都道府県）または幹部説明資料（全国）を書き出す")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--prefecture", metavar="NN", help="都道府県コード2桁")
    which.add_argument("--all", action="store_true", help="47都道府県の資料を一つのZIPにする")
    which.add_argument("--national", action="store_true", help="全国の幹部説明資料")
    command.add_argument("--as-of", type=month_argument, default=None, help="対象年月 YYYY-MM（既定は最新）")
    command.add_argument("--known-at", type=instant_argument, default=None, help="この日時までに受信した資料だけで作る")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="書き出すフォルダ")
    command.add_argument("--held-on", type=_day_argument, default=None, metavar="YYYY-MM-DD", help="会議の開催日")
    command.add_argument("--venue", default="", help="会議の場所")
    command.add_argument("--agenda", action="append", default=[], metavar="議題", help="議題（繰り返せます）")
    command.add_argument(
        "--sections", type=_sections_argument, default=HANDED_OUT_SECTIONS, metavar="節,節",
        help=f"載せる節（{','.join(PACK_SECTIONS)}。"
        f"既定は、内部用の {','.join(sorted(INTERNAL_SECTIONS))} を除くすべて）",
    )  # fmt: skip
    command.add_argument(
        "--format", type=formats_argument, default=tuple(formats), help=f"形式（既定は {','.join(formats)}）"
    )


def _pack(options: argparse.Namespace, *, make: MakeFiles) -> int:
    home: Path = options.home or default_home()
    reader = Home(home).reader()
    month = options.as_of or reader.opening_month
    for warning in reader.warnings:
        print(f"警告: {warning}", file=sys.stderr)
    if reader.is_empty or month is None:
        print(f"エラー: データがありません: {home}", file=sys.stderr)
        return REFUSED
    if month not in reader.months:
        print(f"注意: {month} の報告はありません。", file=sys.stderr)
    as_of = AsOf(month, options.known_at)
    if options.all:
        return _pack_all(reader, options, as_of=as_of, make=make)
    view = _view(reader, options, as_of=as_of, prefecture=None if options.national else options.prefecture)
    paths = write_files(make(view, options.format), folder=options.out)
    _tell(paths, as_json=options.json)
    return 0


def _view(reader: Reader, options: argparse.Namespace, *, as_of: AsOf, prefecture: str | None) -> PackView:
    given = options.held_on is not None or options.venue or options.agenda
    meeting = MeetingHead(options.held_on, options.venue, tuple(options.agenda)) if given else None
    view = meeting_pack(reader, as_of=as_of, prefecture=prefecture, meeting=meeting, sections=options.sections)
    if view.problem is not None:
        print(f"警告: 対応の記録を載せていません。{view.problem}", file=sys.stderr)
    return view


def _pack_all(reader: Reader, options: argparse.Namespace, *, as_of: AsOf, make: MakeFiles) -> int:
    demo = "demo_" if reader.at(as_of).is_synthetic else ""
    path: Path = options.out / f"{demo}packs_{as_of.month}.zip"
    names = {prefecture.code: prefecture.name for prefecture in load_reference().prefectures}

    def made(code: str) -> Mapping[str, bytes]:
        return make(_view(reader, options, as_of=as_of, prefecture=code), options.format)

    try:
        with whole_file(path) as file:
            for done, code in enumerate(archive_packs(file, tuple(names), make=made)):
                _progress(done, len(names), names[code])
            _progress(len(names), len(names), "")
    except KeyboardInterrupt:
        print(f"\n中止しました。{path.name} は書き出していません。", file=sys.stderr)
        return REFUSED
    _tell((path,), as_json=options.json)
    return 0


def _day_argument(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付は YYYY-MM-DD の形で指定してください: {text}") from None


def _sections_argument(text: str) -> frozenset[str]:
    chosen = frozenset(part for part in text.split(",") if part)
    if not chosen <= set(PACK_SECTIONS):
        known = "、".join(PACK_SECTIONS)
        raise argparse.ArgumentTypeError(f"節は {known} からコンマ区切りで指定してください: {text}")
    return chosen


def _progress(done: int, total: int, name: str) -> None:
    filled = done * _BAR // total
    line = f"[{'#' * filled}{'-' * (_BAR - filled)}] {done}/{total} {name}"
    is_terminal = sys.stderr.isatty()
    print(f"\r{line:<60}" if is_terminal else line, end="" if is_terminal and done < total else "\n", file=sys.stderr)


def _tell(paths: Sequence[Path], *, as_json: bool) -> None:
    if as_json:
        told = [{"file": str(path), "bytes": path.stat().st_size} for path in paths]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for path in paths:
        print(f"書き出しました: {path}（{path.stat().st_size:,}バイト）")
