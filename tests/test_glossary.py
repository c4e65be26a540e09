"""The glossary holds every identifier of the model beside its Japanese term."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from components.text import Text
from data.model import TABLES, BodyKind, Judgement, SnapshotKind, Visibility
from data.reference import load_reference
from data.views.definitions import MEASURES

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<term>[^|]+) \|", flags=re.MULTILINE)
TERMS: defaultdict[str, list[str]] = defaultdict(list)
for found in ROW.finditer((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")):
    TERMS[found["name"]].append(found["term"])


def expected() -> list[tuple[str, str]]:
    reference, text = load_reference(), Text("ja")
    return [
        *((member.name, member.value) for kind in (BodyKind, Judgement, Visibility) for member in kind),
        *((business.id, business.name) for business in (*reference.businesses, reference.common_function)),
        *((milestone.id, milestone.step_label) for milestone in reference.milestones),
        *((measure, text(f"measure.{measure}")) for measure in MEASURES),
    ]


@pytest.mark.parametrize(("name", "term"), expected())
def test_an_identifier_stands_beside_its_term(name: str, term: str) -> None:
    assert any(term in written for written in TERMS[name])


@pytest.mark.parametrize("name", sorted({c.name for columns in TABLES.values() for c in columns} | set(SnapshotKind)))
def test_a_stored_column_or_kind_of_file_is_explained(name: str) -> None:
    assert TERMS[name]
