"""Flags in words: every kind with the numbers its rule gives, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from components.flag_words import (
    business_words,
    evidence_words,
    flag_words,
    flags_in_short,
    severity_words,
    since_words,
)
from components.text import Text
from data.views.vendor_flags import FLAGS, Severity, VendorFlag

JA, EN = Text("ja"), Text("en")

EVIDENCE: dict[str, Mapping[str, str | int | float | None]] = {
    "V1": {"happened_on": "2024-09-12", "successor_unknown": 0, "successor_none": 2, "alternatives": None},
    "V2": {
        "happened_on": None, "conforms_from": "2023-04-01", "withdrawn_on": "2024-06-30", "nonconforming_on": None,
        "live": 1, "alternatives": 2,
    },
    "V3": {"happened_on": "2024-09-30", "latest_on": "2025-01-14", "alternatives": 3},
    "V4": {
        "planned": 1467, "capacity": 647.8, "ratio": 2.26, "own_p90": 647.8, "class_p90": None, "history_months": 24,
    },
    "V5": {
        "late_share": 0.25, "lower": 0.2, "upper": 0.3, "others_share": 0.1, "bodies": 12, "systems": 30,
        "late_systems": 7,
    },
    "V6": {"alternatives": 2},
    "V7": {"flags": "V1 V4", "share": 0.85},
}  # fmt: skip
SENTENCES = {
    "V1": "2024年9月12日に撤退を表明。後継不明0、後継なし2システム。適合製品をもつ他社—社。",
    "V2": "適合製品なし（適合確認日 2023年4月1日、取消日 2024年6月30日、未適合の公表 —）。"
    "運用開始済みの1システムを含む。適合製品をもつ他社2社。",
    "V3": "移行計画の見直しを2025年1月14日に公表（12か月以内の最初は2024年9月30日）。適合製品をもつ他社3社。",
    "V4": "2026年2月の予定1,467システムは、1か月の上限の目安647.8の2.3倍です（実績24か月）。",
    "V5": "担当12団体の遅延の割合の平均は25.0%（下限20.0%）で、他社の平均10.0%を超えています。",
    "V6": "適合製品をもつ他社は2社です。",
    "V7": "2団体が、対象システムの85.0%以上をこの1社に頼り、このベンダにV1 V4のフラグがあります。",
}


def sample_flag(kind: str) -> VendorFlag:
    return VendorFlag(
        flag=kind,
        vendor="A01",
        severity=Severity.MIDDLE,
        business="long_term_care" if kind in ("V1", "V2", "V3", "V6") else None,
        month="2026-02" if kind == "V4" else None,
        since="2025-01" if kind == "V1" else None,
        systems=(("15100", "long_term_care"), ("20201", "long_term_care")),
        evidence=EVIDENCE[kind],
        source="届出",
    )


@pytest.mark.parametrize("kind", FLAGS)
def test_the_numbers_behind_a_flag(kind: str) -> None:
    assert evidence_words(sample_flag(kind), text=JA) == SENTENCES[kind]
    assert "{" not in evidence_words(sample_flag(kind), text=EN)


def test_names_severities_dates_and_businesses() -> None:
    assert flag_words("V1", text=JA) == "V1 撤退・後継なし"
    assert [severity_words(level, text=JA) for level in (3, 2, 1)] == ["■ 高", "▣ 中", "□ 低"]
    assert flags_in_short("V1:2 V4:3 V6:1", text=JA) == "■V4 集中稼働、▣V1 撤退・後継なし、□V6 代替困難"
    said = [since_words(sample_flag(kind), text=JA) for kind in ("V1", "V2", "V5")]
    assert said == ["2025年1月から", "時期不明", "過去の月の計算後に表示"], "V5 has a month, only nobody counted it yet"
    assert (business_words(sample_flag("V1"), text=JA), business_words(sample_flag("V5"), text=JA)) == (
        "介護保険",
        "全業務",
    )
