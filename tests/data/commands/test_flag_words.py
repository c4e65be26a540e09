"""The words of the command line are those of the pages."""

from __future__ import annotations

import pytest

from components.flag_words import evidence_words
from components.text import Text
from components.theme import SEVERITY
from data.commands.flag_words import MARKS, NAMES, SENTENCES, evidence_sentence, flag_line
from data.views.vendor_flags import FLAGS, Severity
from tests.components.test_flag_words import sample_flag

JA = Text("ja")


@pytest.mark.parametrize("kind", FLAGS)
def test_a_flag_reads_as_on_the_pages(kind: str) -> None:
    assert NAMES[kind] == JA(f"flag.name.{kind.lower()}")
    assert evidence_sentence(sample_flag(kind)) == evidence_words(sample_flag(kind), text=JA)
    assert set(SENTENCES) == set(NAMES) == set(FLAGS)


def test_a_severity_has_the_mark_of_the_pages() -> None:
    assert {level.level: mark for level, mark in MARKS.items()} == {n: SEVERITY[n].mark for n in (1, 2, 3)}
    assert set(MARKS) == set(Severity)


def test_three_lines_say_what_why_and_who_says_so() -> None:
    first, why, source = flag_line(sample_flag("V1"), vendor="ベンダA01").split("\n")
    assert first.startswith("▣ 中  V1 撤退・後継なし  ベンダA01（A01）  介護保険  2025年1月から  ")
    assert why == "    根拠（全国）: 2024年9月12日に撤退を表明。後継不明0、後継なし2システム。適合製品をもつ他社—社。"
    assert source == "    情報源: 届出"
