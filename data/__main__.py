"""``python -m data``: the operator's commands. Every answer is Japanese text, or JSON with ``--json``.

Exit codes: 0 done, 1 the home is damaged (verify), 2 the input or the request was refused; nothing was stored then.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from data.access import STATIC_DIRECTORY, Home, default_home
from data.commands.annotations import add_annotation_commands
from data.commands.arguments import instant_argument, month_argument
from data.commands.demo import add_demo_commands
from data.commands.fact_months import keep_fact_months
from data.commands.flag_history import IMPORT_MONTHS, keep_flag_history
from data.commands.flags import add_flag_commands
from data.commands.follow_ups import add_follow_up_commands
from data.commands.meetings import add_meeting_commands
from data.commands.pack import add_pack_commands
from data.commands.query import add_query_command
from data.commands.what_if import add_what_if_commands
from data.importing import ImportFaults, import_files, verify_home
from data.model import AsOf
from data.records import RecordsError
from data.sources.faults import FaultyInput
from data.sources.templates import write_templates
from data.store import Store, StoreError
from data.store.state import KIND_WORDS
from data.views.pack import PackView
from data.views.summary import Summary, UnknownCodeError, summary_view

REFUSED = 2
DAMAGED = 1
PACK_FORMATS = ("pdf", "pptx", "xlsx")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except ImportFaults as error:
        return _refuse_faults(error.inputs, as_json=options.json)
    except FaultyInput as error:
        return _refuse_faults((error,), as_json=options.json)
    except BrokenPipeError:
        sys.stdout = None  # whoever read us has gone; there is nobody to tell
        return 0
    except (StoreError, RecordsError, UnknownCodeError, OSError) as error:
        print(f"エラー: {error}", file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--home", type=Path, default=None, help="データの置き場所（既定は DASHBOARD_HOME、なければ var）"
    )
    shared.add_argument("--json", action="store_true", help="結果をJSONで出力する")
    parser = argparse.ArgumentParser(
        prog="python -m data", description="標準化移行ダッシュボードのデータを管理します。"
    )
    commands = parser.add_subparsers(required=True, metavar="コマンド")

    def add(name: str, command: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[shared], help=words, description=words)
        sub.set_defaults(command=command)
        return sub

    importing = add("import", _import, "公表資料などの入力ファイルを検査して取り込む")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument(
        "--received-at", type=instant_argument, default=None, help="受信日時（ISO 8601、既定は現在）"
    )

    summary = add("summary", _summary, "ある時点の集計値を出力する")
    summary.add_argument("--as-of", type=month_argument, default=None, help="対象年月 YYYY-MM（既定は最新）")
    summary.add_argument(
        "--known-at", type=instant_argument, default=None, help="この日時までに受信した資料だけで集計する"
    )
    where = summary.add_mutually_exclusive_group()
    where.add_argument("--prefecture", default=None, metavar="NN", help="都道府県コード2桁（その市区町村）")
    where.add_argument("--body", default=None, metavar="CCCCC", help="団体コード5桁")

    add_flag_commands(add)
    add_what_if_commands(add)
    add_query_command(add)
    add_annotation_commands(add)
    add_follow_up_commands(add)
    add_meeting_commands(add)
    add_pack_commands(add, make=_make_pack, formats=PACK_FORMATS)
    add("verify", _verify, "保存されたデータが壊れていないか検査する")
    boundaries = add("boundaries", _boundaries, "地図を公式の行政区域データで作り直す")
    boundaries.add_argument("file", type=Path, metavar="FILE")
    template = add("template", _template, "入力ファイルのひな形を書き出す")
    template.add_argument("directory", type=Path, metavar="DIR")
    add_demo_commands(add)
    return parser


def _home(options: argparse.Namespace) -> Path:
    return options.home or default_home()


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def _import(options: argparse.Namespace) -> int:
    reports = import_files(options.files, home=_home(options), received_at=options.received_at)
    missing = keep_flag_history(_home(options), most=IMPORT_MONTHS)
    keep_fact_months(_home(options), most=IMPORT_MONTHS)
    if options.json:
        _print_json([asdict(report) for report in reports])
        return 0
    for report in reports:
        print(f"{report.status}: {report.source_name}（{KIND_WORDS[report.kind]} {report.month}、{report.rows:,}行）")
        for note in report.notes:
            print(f"  注: {note}")
    if missing:
        print(f"過去の月のベンダのフラグは{missing}か月分がまだです。python -m data prepare で計算できます。")
    return 0


def _refuse_faults(faulty: Sequence[FaultyInput], *, as_json: bool) -> int:
    rows = [
        {
            "ファイル": error.source_name,
            "シート": fault.sheet,
            "行": fault.row,
            "列": fault.column,
            "値": fault.value,
            "理由": fault.reason,
        }
        for error in faulty
        for fault in error.faults
    ]
    if as_json:
        _print_json({"faults": rows})
        return REFUSED
    print(f"取り込みを中止しました。{len(rows)}件の誤りがあります。何も保存していません。", file=sys.stderr)
    for row in rows:
        where = "、".join(f"{key} {row[key]}" for key in ("シート", "行", "列", "値") if row[key] not in ("", None))
        place = f"{row['ファイル']}: {where}" if where else row["ファイル"]
        print(f"- {place}: {row['理由']}", file=sys.stderr)
    return REFUSED


def _summary(options: argparse.Namespace) -> int:
    reader = Home(_home(options)).reader()
    month = options.as_of or reader.opening_month
    summary = summary_view(
        reader,
        as_of=AsOf(month, options.known_at) if month else None,
        prefecture=options.prefecture,
        body=options.body,
    )
    for warning in reader.warnings:
        print(f"警告: {warning}", file=sys.stderr)
    if reader.is_empty:
        print(f"注意: データがありません: {_home(options)}", file=sys.stderr)
    elif month not in reader.months:
        print(f"注意: {month} の報告はありません。", file=sys.stderr)
    if options.json:
        _print_json(summary.as_dict())
    else:
        _print_summary(summary)
    return 0


def _print_summary(summary: Summary) -> None:
    def share(value: float | None) -> str:
        return "―" if value is None else f"{value:.1%}"

    def count(value: int | None) -> str:
        return "―" if value is None else f"{value:,}"

    rates = summary.step_completion_mic
    if summary.is_synthetic:
        print("【架空のデモデータ】")
    print(f"対象年月                     {summary.as_of or '―'}")
    print(f"報告した市区町村             {count(summary.reported)} / {count(summary.municipalities)}")
    print(f"対象システム                 {count(summary.applicable_systems)}")
    print(f"ステップ完了率（総務省方式） 平均 {share(rates.mean)}  中央値 {share(rates.median)}", end="")
    print(f"  P10 {share(rates.p10)}  P90 {share(rates.p90)}")
    print(f"100％の団体                  {count(summary.bodies_complete)}")
    print(f"50％未満の団体               {count(summary.bodies_below_half)}")
    print(f"移行完了システム             {count(summary.migrated_systems)}")
    listed = summary.designated_list_as_of or "―"
    print(f"特定移行支援システム         {count(summary.designated_systems)}（{listed} 時点）")
    print(f"共通機能（別掲）             {count(summary.designated_common_function)}")
    print(f"  該当団体                   {count(summary.designated_bodies)}")
    print("ステップの位置が要確認:      " + "、".join(step.label for step in summary.provisional_steps))


def _verify(options: argparse.Namespace) -> int:
    if Store(_home(options)).open().is_empty:
        print(f"エラー: 検査するデータがありません: {_home(options)}", file=sys.stderr)
        return REFUSED
    report = verify_home(_home(options))
    if options.json:
        _print_json({"is_sound": report.is_sound} | asdict(report))
        return 0 if report.is_sound else DAMAGED
    for finding in report.findings:
        print(f"{'異常' if finding.is_error else '注意'}: {finding.file}: {finding.message}")
    print(
        f"目録 {report.manifests} 件、保存データ {report.vintages} 件を検査し、月次の集計 {report.marts_rebuilt} 件を"
        f"計算し直しました。{'異常はありません。' if report.is_sound else '異常があります。'}"
    )
    return 0 if report.is_sound else DAMAGED


def _boundaries(options: argparse.Namespace) -> int:
    # Reading boundary files loads the geometry libraries, which no other command needs.
    from data.boundaries.official import rebuild_boundaries

    report = rebuild_boundaries(options.file, home=_home(options), static_dir=STATIC_DIRECTORY)
    if options.json:
        _print_json(asdict(report))
        return 0
    print(f"地図を作り直しました: 市区町村 {report.municipalities}、都道府県 {report.prefectures}。{report.credit}")
    for words, names in (("除いた区域", report.left_out), ("形を補正した区域", report.repaired)):
        if names:
            print(f"  {words} {len(names)}件: {'、'.join(names)}")
    return 0


def _make_pack(view: PackView, formats: Sequence[str]) -> Mapping[str, bytes]:
    # Documents lie above this room and load their libraries, which no other command needs.
    from components.pack_files import pack_files
    from components.text import Text

    return pack_files(view, formats=formats, text=Text())


def _template(options: argparse.Namespace) -> int:
    paths = write_templates(options.directory)
    if options.json:
        _print_json([str(path) for path in paths])
    else:
        for path in paths:
            print(f"書き出しました: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
