"""Write empty, commented files an operator can fill in and import: formats A, B, C, D, F and G.

The layouts are the readers' own, so that a filled template is read as it is; a test fills and reads each of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from xlsxwriter import Workbook

from data.model import SnapshotKind
from data.reference import load_reference
from data.sources.applicability import HEADINGS
from data.sources.designated_list import MARK, SHEET_NAME
from data.sources.pmo_cells import OPTIONAL, REQUIRED
from data.sources.population import HEADINGS as POPULATION_HEADINGS
from data.sources.step_columns import STATUSES
from data.sources.vendor_facts import EVENTS
from data.sources.vendor_facts import HEADINGS as VENDOR_HEADINGS

RATES_FILE: Final = "総務省_進捗状況_様式.xlsx"
LIST_FILE: Final = "デジタル庁_特定移行一覧_様式.xlsx"
APPLICABILITY_SHEET_FILE: Final = "対象業務_様式.xlsx"
APPLICABILITY_TEXT_FILE: Final = "対象業務_様式.csv"
REPORT_FILES: Final = ("PMO月次報告_様式.xlsx", "PMO月次報告_様式.csv", "PMO月次報告_様式.parquet")
VENDOR_FILES: Final = {
    SnapshotKind.VENDORS: "vendors_様式.csv",
    SnapshotKind.PRODUCTS: "products_様式.csv",
    SnapshotKind.VENDOR_EVENTS: "vendor_events_様式.csv",
}
POPULATION_FILES: Final = ("人口表_様式.xlsx", "population_様式.csv")

RATES_SHEET: Final = "令和N年M月_進捗状況"
_GUIDE_SHEET: Final = "記入方法"
_CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)

_RATES_GUIDE: Final = (
    "シート名の N と M を対象年月に直してください（例：令和8年1月_進捗状況）。",
    "3行目から1団体1行で入力します。都道府県・市区町村は正式名称（例：北海道、札幌市）です。",
    "業務別の率は 0〜1 の数値（例：0.675）または「67.5%」で、40ステップ中の割合（40分のいくつ）です。",
    "空欄は「未報告」として扱います。0 とは区別します。",
    "完了率は、その行の業務別の率の平均です。0.001 を超えて異なる行は取り込めません。",
)
_LIST_GUIDE: Final = (
    "1行目の表題の N と M を一覧の時点に直してください（例：令和7年12月末時点）。",
    "4行目から1団体1行で入力します。団体コードは6桁の文字列（先頭の 0 を含む）です。",
    "自治体名は都道府県名から書きます（例：北海道札幌市）。都道府県は「岩手県」のように書きます。",
    f"該当するシステムに「{MARK}」を入れます。該当のない団体の行は不要です。",
    "共通機能はシステム数には数えず、別に集計します。",
)
_APPLICABILITY_GUIDE: Final = (
    "団体コードは6桁（または検査数字を除く5桁）の文字列です。先頭の 0 を落とさないでください。",
    "業務は標準化対象20業務の名称、対象は「○」または「×」です。",
    "適用日は、その状態になる日です（例：2026-03-31、令和8年3月31日、令和7年度末）。",
    "毎回、全件を入力してください。取り込むと、それまでの表に代わって使われます。",
)
_REPORT_GUIDE: Final = (
    "1団体・1業務を1行とし、1つのファイルに1か月分を入力します。対象年月は 2026-01 の形です。",
    "団体コードは6桁（または検査数字を除く5桁）の文字列です。先頭の 0 を落とさないでください。",
    f"ステップ01〜40は「{'」「'.join(STATUSES)}」のいずれかです。40列とも空欄の行は「未報告」として扱います。",
    "移行予定日・運用開始日・特定移行期限は 2026-03-31 または 令和8年3月31日 の形です。",
    "運用開始日は、運用を開始した後に入力します。予定は移行予定日に入力してください。",
    "特定移行は該当するとき「○」、事由は 1〜4 です。特定移行が空欄の行に事由や期限は入れられません。",
    "入力日時は団体が入力した日時です（例：2026-02-05 10:30。日本時間）。",
    "自己評価・後継ベンダコード・特定移行指定日・移行先基盤の列は省略できます。後継がないと分かっているときは「なし」とします。",
    "行のない団体は「未入力」として扱います。様式にない列は、値をそのまま保存します。",
)
_VENDOR_GUIDES: Final = {
    SnapshotKind.VENDORS: (
        "ベンダコードは月次報告と同じコードです。",
        "毎回、全件を入力してください。取り込むと、それまでの一覧に代わって使われます。",
    ),
    SnapshotKind.PRODUCTS: (
        "業務は標準化対象20業務の名称です。適合が続いている間、取消日は空欄です。",
        "毎回、全件を入力してください。取り込むと、それまでの一覧に代わって使われます。",
    ),
    SnapshotKind.VENDOR_EVENTS: (
        f"種別は「{'」「'.join(EVENTS)}」のいずれかです。業務・対象団体コードの空欄は「すべて」です。",
        "毎回、全件を入力してください。取り込むと、それまでの一覧に代わって使われます。",
    ),
}
_POPULATION_GUIDE: Final = (
    "団体コードは6桁（または検査数字を除く5桁）の文字列です。先頭の 0 を落とさないでください。",
    "人口は0以上の整数です（例：12345）。分からない団体の行は不要です。都道府県の行も入力できます。",
    "基準日は、すべての行で同じ日です（例：2026-01-01、令和8年1月1日）。",
)


def write_templates(directory: Path) -> tuple[Path, ...]:
    """Write the empty files into ``directory`` (made when missing, same names replaced) and return their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    contents = {
        RATES_FILE: _rates_template(),
        LIST_FILE: _list_template(),
        APPLICABILITY_SHEET_FILE: _book("対象業務", [HEADINGS], _APPLICABILITY_GUIDE),
        APPLICABILITY_TEXT_FILE: _text(HEADINGS, _APPLICABILITY_GUIDE),
        **dict(zip(REPORT_FILES, _report_templates(), strict=True)),
        **{name: _text(VENDOR_HEADINGS[kind], _VENDOR_GUIDES[kind]) for kind, name in VENDOR_FILES.items()},
        POPULATION_FILES[0]: _book("人口表", [POPULATION_HEADINGS], _POPULATION_GUIDE),
        POPULATION_FILES[1]: _text(POPULATION_HEADINGS, _POPULATION_GUIDE),
    }
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    return tuple(directory / name for name in contents)


def rates_header() -> tuple[list[str], list[str]]:
    """The two header rows of format A, business names in the ministry's spelling."""
    businesses = [(*business.aliases, business.name)[0] for business in load_reference().businesses]
    upper = ["都道府県", "市区町村", "完了率", "業務別完了率", *[""] * (len(businesses) - 1)]
    return upper, ["", "", "", *businesses]


def list_header() -> list[str]:
    """The header row of format B: 20 businesses and 共通機能."""
    reference = load_reference()
    names = [business.name for business in (*reference.businesses, reference.common_function)]
    return ["団体コード", "自治体名", "自治体区分", *names]


def _rates_template() -> bytes:
    return _book(RATES_SHEET, rates_header(), _RATES_GUIDE)


def _list_template() -> bytes:
    title = ["特定移行支援システムの該当見込み(令和N年M月末時点)"]
    return _book(SHEET_NAME, [title, [], list_header()], _LIST_GUIDE)


def _report_templates() -> tuple[bytes, bytes, bytes]:
    """Format C as Excel, CSV and Parquet; Parquet has no place for instructions."""
    headings = (*REQUIRED, *OPTIONAL)
    columns = pa.schema([pa.field(heading, pa.string()) for heading in headings])
    parquet = io.BytesIO()
    pq.write_table(columns.empty_table(), parquet)
    return _book("月次報告", [headings], _REPORT_GUIDE), _text(headings, _REPORT_GUIDE), parquet.getvalue()


def _text(headings: Sequence[str], guide: Sequence[str]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows([f"# {line}"] for line in guide)
    writer.writerow(headings)
    return lines.getvalue().encode("utf-8-sig")


def _book(sheet_name: str, rows: Sequence[Sequence[str]], guide: Sequence[str]) -> bytes:
    """A workbook with the empty sheet and a sheet of instructions; the same input gives the same bytes."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(sheet_name)
    # Codes typed into a text column keep their leading zero.
    sheet.set_column(0, 0, 14, text)
    sheet.set_column(1, max(len(row) for row in rows), 14)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(number, column, value, heading)
    sheet.freeze_panes(len(rows), 0)
    instructions = book.add_worksheet(_GUIDE_SHEET)
    instructions.set_column(0, 0, 100)
    for number, line in enumerate(guide):
        instructions.write_string(number, 0, f"# {line}")
    book.close()
    return content.getvalue()
