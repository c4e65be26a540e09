"""``annotate``, ``annotations`` and ``withdraw-annotation``: what the operator notes on a month.

The operator writes whatever ``DASHBOARD_READ_ONLY`` says; that closes the screens only.
"""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from data.access import Home, default_home
from data.model import JST
from data.records import Annotation, AnnotationDraft, AnnotationKind
from data.records.annotation import BODY_LIMIT, EVERYWHERE, KIND_WORDS, TITLE_LIMIT
from data.views.summary import known_prefecture

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_KINDS: Final = {word: kind for kind in AnnotationKind for word in (kind.value, KIND_WORDS[kind])}
_NATION: Final = "全国"
_NOBODY: Final = "運用者"


def add_annotation_commands(add: AddCommand) -> None:
    """Declare the commands through ``add`` (name, function, words)."""
    note = add("annotate", _annotate, "ある月の出来事を注記として記録する")
    note.add_argument("--month", required=True, metavar="YYYY-MM", help="年月")
    note.add_argument(
        "--kind", required=True, type=_kind, metavar="KIND", help=f"種別（{'・'.join(KIND_WORDS.values())}）"
    )
    note.add_argument("--title", required=True, help=f"題名（{TITLE_LIMIT}文字まで）")
    note.add_argument("--body", default="", help=f"内容（{BODY_LIMIT}文字まで）")
    note.add_argument("--prefecture", default=None, metavar="NN", help="都道府県コード2桁（省略すると全国）")
    note.add_argument("--author", default=None, help="記入者（既定は実行した利用者の名前）")

    listing = add("annotations", _annotations, "注記の一覧を出力する")
    listing.add_argument("--prefecture", default=EVERYWHERE, metavar="NN", help="全国とこの都道府県の注記だけ")
    listing.add_argument("--all", action="store_true", help="取り下げた注記も出力する")
    listing.add_argument("--history", action="store_true", help="変更前の内容も出力する")

    withdrawal = add("withdraw-annotation", _withdraw, "注記を取り下げる（記録は残る）")
    withdrawal.add_argument("id", type=int, metavar="ID", help="注記の番号")
    withdrawal.add_argument("--author", default=None, help="取り下げる人（既定は実行した利用者の名前）")


def author_of(options: argparse.Namespace) -> str:
    """Who writes: the ``--author`` given, else the user who runs the command."""
    if options.author is not None:
        return str(options.author)
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _NOBODY


def _annotate(options: argparse.Namespace) -> int:
    # Loading the database library only here keeps every other command quick.
    from data.records.annotations import add_annotation

    draft = AnnotationDraft(
        month=options.month,
        kind=options.kind,
        title=options.title,
        body=options.body,
        prefecture_code=options.prefecture,
    )
    written = add_annotation(_home(options).records, draft, author=author_of(options))
    _show(written, done="記録しました", as_json=options.json)
    return 0


def _annotations(options: argparse.Namespace) -> int:
    from data.records.annotations import annotation_history, list_annotations

    if options.prefecture != EVERYWHERE:
        known_prefecture(options.prefecture)
    records = _home(options).records
    found = list_annotations(records, prefecture=options.prefecture, is_with_withdrawn=options.all)
    histories = {item.id: annotation_history(records, item.id) if options.history else () for item in found}
    if options.json:
        _print_json(
            [
                asdict(item)
                | ({"history": [asdict(change) for change in histories[item.id]]} if options.history else {})
                for item in found
            ]
        )
        return 0
    for item in found:
        print(_line(item))
        for change in histories[item.id]:
            when = change.replaced_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
            print(f"    {when} {change.replaced_by} が変更。変更前: {_line(change.before)}")
    print(f"{len(found)}件")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from data.records.annotations import find_annotation, withdraw_annotation

    records = _home(options).records
    current = find_annotation(records, options.id)
    written = withdraw_annotation(records, current.id, version=current.version, author=author_of(options))
    _show(written, done="取り下げました", as_json=options.json)
    return 0


def _show(item: Annotation, *, done: str, as_json: bool) -> None:
    if as_json:
        _print_json(asdict(item))
    else:
        print(f"注記を{done}: {_line(item)}")


def _line(item: Annotation) -> str:
    place = f"都道府県 {item.prefecture_code}" if item.prefecture_code else _NATION
    body = f"／{' '.join(item.body.splitlines())}" if item.body else ""
    withdrawn = "（取り下げ済み）" if item.is_withdrawn else ""
    written = item.created_at.astimezone(JST).strftime("%Y-%m-%d")
    words = f"{item.id} {item.month} {KIND_WORDS[item.kind]} {place} {item.title}{body}"
    return f"{words}（{item.author} {written}）{withdrawn}"


def _kind(word: str) -> AnnotationKind:
    if word not in _KINDS:
        raise argparse.ArgumentTypeError(f"種別は {'・'.join(KIND_WORDS.values())} のどれかで指定してください: {word}")
    return _KINDS[word]


def _home(options: argparse.Namespace) -> Home:
    place: Path | None = options.home
    return Home(place or default_home())


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
