"""Every download of a cut page says so in its name and in its head: files of other content are other files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from components.cuts import cut_businesses, cut_of, cut_words
from components.documents.table_files import TableHead
from components.text import Text
from data.reference import load_reference
from tests.data.views.test_prefecture import import_steps
from tests.milestone_programme import build_milestone_home
from tests.pages.running import run_page
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

MINISTRY = "ministry:厚生労働省"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "prefecture": import_steps(tmp_path_factory.mktemp("steps")),
        "milestones": build_milestone_home(tmp_path_factory.mktemp("milestones")),
        "municipality": build_town_home(tmp_path_factory.mktemp("town")),
    }


def files(monkeypatch: pytest.MonkeyPatch, *, page: str, home: Path, **address: str) -> dict[str, TableHead]:
    """File name to head of everything the page offers to take along."""
    found: dict[str, TableHead] = {}

    def offered(*_: Any, head: TableHead, file_name: str, **__: Any) -> None:
        found[file_name] = head

    for name in ("chart_block", "map_table", "milestones_layout", "own_systems", "body_list", "municipality_blocks"):
        monkeypatch.setattr(f"components.{name}.table_twin", offered)
    for name in ("body_list", "body_blocks", "open_list"):
        monkeypatch.setattr(f"components.{name}.download_row", offered)
    run_page(monkeypatch, page=page, home=home, **address)
    return found


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("prefecture", {"prefecture": "20"}),
        ("prefecture", {}),
        ("milestones", {}),
        ("municipality", {"body": "20481"}),
    ],
)
def test_every_file_of_a_cut_page_names_the_cut(
    page: str, address: dict[str, str], homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = files(monkeypatch, page=page, home=homes[page], cut=MINISTRY, **address)
    assert found
    for name, head in found.items():
        assert "_ministry-厚生労働省_" in name, name
        assert any("（厚生労働省所管の業務）" in one for one in head.filters), (name, head.filters)
        assert page != "milestones" or "（厚生労働省所管の業務）" in head.title, head.title


def test_files_of_every_business_are_named_as_before(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    found = files(monkeypatch, page="prefecture", home=homes["prefecture"], month="2026-01")
    assert list(found) == ["map_nation_2026-01"]


def test_the_sheet_is_headed_by_its_cut(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="municipality", home=homes["municipality"], body="20481", cut=MINISTRY)
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    assert "<h2>長野県 池田町（厚生労働省所管の業務）</h2>" in html


def test_every_cut_is_found_again_from_its_businesses() -> None:
    for cut in cut_words(Text("ja")):
        businesses = cut_businesses(cut)
        assert cut_businesses(cut_of(businesses)) == businesses
    everything = frozenset(one.id for one in load_reference().businesses)
    with pytest.raises(ValueError, match="no cut holds"):
        cut_of(everything - {"seal_registration"})
