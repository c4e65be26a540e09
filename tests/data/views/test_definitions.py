"""The page 定義・出典 knows every measure that another page can show."""

from __future__ import annotations

import pytest

from components.text import LANGUAGES, catalogue
from data.rules.judgement import RULES
from data.rules.vendor_flags import FLAGS
from data.views.definitions import MEASURES
from data.views.headlines import HEADLINES, HEADLINES_WITH_STEPS
from data.views.layers import MapMeasure
from data.views.weighting import RATE_MEASURES

FLAG_WORDS = ("flag.name", *(f"definitions.flag_{part}" for part in ("rule", "severity", "since")))


def test_every_measure_of_a_map_a_card_or_a_mean_is_defined_once() -> None:
    shown = {*MapMeasure, *HEADLINES, *HEADLINES_WITH_STEPS, *RATE_MEASURES.values()}
    assert sorted(shown - set(MEASURES)) == []
    assert len(set(MEASURES)) == len(MEASURES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_its_name_rule_and_basis_and_every_line_its_words(language: str) -> None:
    wanted = {f"measure.{measure}" for measure in MEASURES}
    wanted |= {f"definitions.{measure}.{part}" for measure in MEASURES for part in ("rule", "basis")}
    wanted |= {f"rule.{line}" for line in RULES}
    wanted |= {f"{part}.{flag.lower()}" for part in FLAG_WORDS for flag in FLAGS}
    assert sorted(wanted - set(catalogue(language))) == []
