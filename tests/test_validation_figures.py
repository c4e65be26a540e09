"""The figures of the validation on screen are those of the page that says how they were found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from components.text import Text

ROOT = Path(__file__).resolve().parent.parent
ROWS = re.findall(
    r"^\| (V\d) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/decisions/vendor_flags.md").read_text("utf-8"), re.M
)


def _found(flag: str, measure: str) -> list[str]:
    """The numbers of the row of ``flag`` whose measure begins so."""
    (result,) = (result for kind, words, result in ROWS if kind == flag and words.startswith(measure))
    return re.findall(r"\d+(?:\.\d+)?", result)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_the_figures_of_the_validation(language: str) -> None:
    said = Text("ja" if language == "ja" else "en")("vendors.synthetic_why")
    correlation, alarms = _found("V4", "Rank correlation"), _found("V5", "False alarms")
    power = _found("V5", "Power")[0]
    assert [len(one) for one in (correlation, alarms)] == [3, 1]
    numbers = re.findall(r"\d+(?:\.\d+)?%?", re.sub(r"V[45]|95%|43", "", said))
    assert numbers == [*correlation, f"{alarms[0]}%", f"{power}%"]
