"""A hand-out made by hand: two regions, one chart, one table, and the words that break files."""

from __future__ import annotations

from components.documents.pack import Pack, PackCard, PackChart, PackClass, PackMap, PackRegion, PackSeries, PackTable
from components.documents.table_files import TableColumn

AWKWARD = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "髙﨑祇葛①", '#"]$*_`\\<@', "長" * 400)
"""Text that a spreadsheet takes for a formula, or a typesetter for its own marks, and text of 400 characters."""


def sample_pack(*, demo: str = "架空のデモデータ") -> Pack:
    """The hand-out, with the awkward words as names of its municipalities."""
    columns = (
        TableColumn("body_code", "団体コード"),
        TableColumn("name", "市区町村", is_heading=True),
        TableColumn("judgement_word", "判定"),
        TableColumn("step_completion_mic", "ステップ完了率", kind="share"),
        TableColumn("change", "前月差（ポイント）", kind="points"),
        TableColumn("overdue_months", "目安超過（月）", kind="count"),
    )
    rows = tuple((f"2{at:04d}", name, "▲ 遅延", 0.8157, 0.012, at - 2) for at, name in enumerate(AWKWARD))
    unknown = ("29999", "未報告の村", "？ 未報告", None, None, None)
    table = PackTable(
        id="bodies",
        title="架空県の市区町村一覧",
        note="注",
        columns=columns,
        rows=(*rows, unknown),
        shown=("name", "judgement_word", "step_completion_mic", "change", "overdue_months"),
        tones=(("▲ 遅延", "late"), ("？ 未報告", "quiet")),
    )
    return Pack(
        title="架空県 連絡会議資料",
        place="架空県",
        as_of="2026年1月末時点",
        received="受信 2026年2月15日",
        demo=demo,
        meeting=(("開催日", "2026年2月20日"), ("議題", "1．進捗の共有\n2．=質疑")),
        summary_title="要約",
        summary=("移行完了は4システムです。", *AWKWARD[:2]),
        cards=(PackCard("移行完了システム率", "30.0%", "報告 2/2団体", ("前月比 +1.2ポイント",)),),
        map=PackMap(
            title="架空県の判定",
            summary="2市区町村の地図",
            credit="地図：架空",
            width=20.0,
            height=10.0,
            regions=(
                PackRegion("東市", "M0 0l10 0 0 10-10 0z", 1),
                PackRegion("西市", "M10 0l10 0 0 10-10 0zM12 2l2 0 0 2-2 0z", 0),
            ),
            lines=("M1 1l5 0",),
            legend=(PackClass("？ 未報告", "#f2f2f2", True, 1), PackClass("▲ 遅延", "#ce0000", False, 1)),
        ),
        charts=(
            PackChart(
                id="judgement",
                title="架空県の判定",
                summary="完了3、未報告1",
                categories=("特定移行以外", "◇ 特定移行"),
                series=(PackSeries("✓ 完了", "#0031d8", (3, 1)), PackSeries("？ 未報告", "#f2f2f2", (1, 0), True)),
                is_horizontal=True,
            ),
            PackChart(
                id="flow",
                title="架空県のフェーズ",
                summary="増えた",
                categories=("2025-12", "2026-01"),
                series=(PackSeries("フェーズ４", "#0031d8", (3, 4)), PackSeries("未報告", "#f2f2f2", (1, 0), True)),
                is_horizontal=False,
            ),
        ),
        tables=(table,),
        own_rules="本ダッシュボード独自の判定です。",
        definitions_title="定義",
        definitions=(("ステップ完了率", "(完了+対象外)/40"),),
        sources_title="出典・更新日",
        sources=("=資料", "地図：架空"),
    )
