"""The notebook door: typed frames of every view, and the worked questions of its page."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from data.access.fact_dictionary import FACT_VIEWS
from data.reference import load_reference
from data.views import Notebook, open_home
from data.views.console import RefusedError
from tests.explore_oracle import oracle_rows
from tests.explore_programme import BODIES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
TYPES = {
    "text": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]",
    "moment": "datetime64[us]",
}  # fmt: skip


@pytest.fixture(scope="module")
def notebook(chance_home: Path) -> Notebook:
    return open_home(chance_home, as_of="2025-10")


@pytest.fixture(scope="module")
def rows(chance_home: Path) -> pd.DataFrame:
    codes = [body.code for body in load_reference().bodies if body.code[:2] in ("13", "20")]
    return oracle_rows(chance_home, bodies=(*BODIES, *codes))


def examples() -> list[str]:
    page = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[1:]


@pytest.mark.parametrize("view", FACT_VIEWS)
def test_every_view_is_a_typed_frame(notebook: Notebook, view: str) -> None:
    frame: pd.DataFrame = getattr(notebook, view)()
    assert tuple(frame.columns) == FACT_VIEWS[view].names
    for column in FACT_VIEWS[view].columns:
        found = str(frame[column.name].dtype)
        assert found in (TYPES[column.type], "bool" if column.type == "boolean" else ""), column.name
    if "month" in frame:
        assert set(frame["month"]) == {"2025-10"}
        assert set(getattr(notebook, view)("2025-09", "2025-10")["month"]) == {"2025-09", "2025-10"}


def test_the_home_opens_with_the_month_of_the_pages(chance_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_HOME", str(chance_home))
    found = open_home()
    assert (found.as_of.month, found.months[-1], found.is_synthetic) == ("2026-01", "2026-01", False)
    assert open_home(chance_home, prefecture="20").systems()["vendor_code"].notna().sum() < len(found.systems())


def test_what_is_no_select_is_refused_here_too(notebook: Notebook) -> None:
    with pytest.raises(RefusedError):
        notebook.sql("DROP TABLE vendors")


def test_the_first_worked_question(notebook: Notebook, rows: pd.DataFrame) -> None:
    here = rows[(rows["month"] == "2025-10") & rows["by_body_kind"].isin(["町", "村"])]
    silent, leaning = here["unreported_months_of_3"] >= 1, here["largest_vendor_systems"] >= 10
    code = examples()[0].replace(">= 15", ">= 10").replace(">= 2", ">= 1")
    answer = answered(code, notebook)
    assert set(answer["body_code"]) == set(here.loc[silent & leaning, "body_code"]) != set()
    assert list(answer.columns) == ["prefecture", "body_name", "body_code", "unreported_months_of_3"]


def test_the_second_worked_question(notebook: Notebook, rows: pd.DataFrame) -> None:
    towns = rows[rows["is_applicable"] & (rows["by_body_kind"] != "都道府県")]
    live = (towns["live_state"] == "attained").groupby([towns["month"], towns["by_ministry"]]).sum()
    answer = answered(examples()[1], notebook)
    assert answer.index.tolist() == ["2025-08", "2025-09", "2025-10"]
    assert len(answer.columns) == 5
    # Nobody else of the 1,741 ever reported: everything live is among these rows, every register is applicable.
    expected = live["2025-10", "法務省"] / _applicable(notebook, business="family_register")
    assert answer.loc["2025-10", "法務省"] == pytest.approx(expected)


def test_the_third_worked_question(notebook: Notebook, rows: pd.DataFrame) -> None:
    flagged = rows[rows["flag"].map(lambda one: "V1" in one) & (rows["month"] <= "2025-10")]
    answer = answered(examples()[2], notebook)
    assert answer["systems"].sum() == len(flagged) > 0
    assert set(answer["vendor_code"]) == {"B10"}


def test_the_page_of_the_views_is_the_dictionary() -> None:
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    for part, view in zip(page.split("\n## ")[1:], FACT_VIEWS.values(), strict=True):
        rows = [f"| `{one.name}` | {one.type} | {one.unit} | {one.meaning} | {one.source} |" for one in view.columns]
        assert part.splitlines()[0] == view.name
        assert view.meaning in part
        assert [line for line in part.splitlines() if line.startswith("| `")] == rows


def _applicable(notebook: Notebook, *, business: str) -> int:
    systems = notebook.systems()
    return int(((systems["business"] == business) & (systems["body_kind"] != "都道府県")).sum())


def answered(code: str, notebook: Notebook) -> pd.DataFrame:
    names: dict[str, object] = {"home": notebook}
    exec(code, names)
    found = names["answer"]
    assert isinstance(found, pd.DataFrame)
    return found
