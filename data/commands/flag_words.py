"""Vendor flags in plain Japanese for the command line: the words of the pages, which a test holds them to."""

from __future__ import annotations

from datetime import date
from typing import Final

from data.reference import load_reference
from data.views.vendor_flags import Severity, VendorFlag
from data.views.vendor_load import ratio_number

MARKS: Final = {Severity.HIGH: "■", Severity.MIDDLE: "▣", Severity.LOW: "□"}
NAMES: Final = {
    "V1": "撤退・後継なし",
    "V2": "適合製品なし",
    "V3": "計画見直し",
    "V4": "集中稼働",
    "V5": "遅延傾向",
    "V6": "代替困難",
    "V7": "一社依存",
}
SENTENCES: Final = {
    "V1": "{happened_on}に撤退を表明。後継不明{successor_unknown}、後継なし{successor_none}システム。"
    "適合製品をもつ他社{alternatives}社。",
    "V2": "適合製品なし（適合確認日 {conforms_from}、取消日 {withdrawn_on}、未適合の公表 {nonconforming_on}）。"
    "運用開始済みの{live}システムを含む。適合製品をもつ他社{alternatives}社。",
    "V3": "移行計画の見直しを{latest_on}に公表（12か月以内の最初は{happened_on}）。"
    "適合製品をもつ他社{alternatives}社。",
    "V4": "{month}の予定{planned}システムは、1か月の上限の目安{capacity}の{ratio}倍です（実績{history_months}か月）。",
    "V5": "担当{bodies}団体の遅延の割合の平均は{late_share}（下限{lower}）で、他社の平均{others_share}を超えています。",
    "V6": "適合製品をもつ他社は{alternatives}社です。",
    "V7": "{bodies}団体が、対象システムの{share}以上をこの1社に頼り、このベンダに{flags}のフラグがあります。",
}
_SHARES: Final = ("late_share", "lower", "upper", "others_share", "share")
_UNKNOWN: Final = "—"


def month_words(month: str) -> str:
    """Write a month.

    >>> month_words("2026-01")
    '2026年1月'
    """
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def flag_line(flag: VendorFlag, *, vendor: str) -> str:
    """Say of a flag what it is, whom it concerns, since when, why, and who says so, in three lines.

    ``vendor``: its name. The numbers behind it are the nation's, bodies and systems those of the flag.
    """
    business = load_reference().business(flag.business) if flag.business else None
    since = f"{month_words(flag.since)}から" if flag.since else "いつからかは不明"
    concerned = f"{len(flag.bodies):,}団体・{len(flag.systems):,}システム"
    about = "  ".join(
        (
            f"{MARKS[flag.severity]} {flag.severity}  {flag.flag} {NAMES[flag.flag]}",
            vendor if vendor == flag.vendor else f"{vendor}（{flag.vendor}）",
            business.name if business else "全業務",
            since,
            concerned,
        )
    )
    return f"{about}\n    根拠（全国）: {evidence_sentence(flag)}\n    情報源: {flag.source}"


def evidence_sentence(flag: VendorFlag) -> str:
    """The numbers behind a flag as the pages say them."""
    values = {name: _written(name, value) for name, value in flag.evidence.items()}
    own = {
        "month": month_words(flag.month) if flag.month else _UNKNOWN,
        "bodies": f"{len(flag.bodies):,}",
        "systems": f"{len(flag.systems):,}",
    }
    return SENTENCES[flag.flag].format_map(own | values)


def _written(name: str, value: str | int | float | None) -> str:
    if value is None:
        return _UNKNOWN
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.year}年{day.month}月{day.day}日"
    if name in _SHARES:
        return f"{value:.1%}"
    if name == "ratio":
        return ratio_number(float(value))
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
