"""The console's examples: each is a statement the cage lets pass and the views can answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.explore_sql import EXAMPLES
from data.access import Home
from data.model import AsOf
from data.views.console import run_sql


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_an_example_can_be_run(tmp_path: Path, name: str) -> None:
    sql = EXAMPLES[name].format(month="2026-01", town="町", village="村")
    assert run_sql(Home(tmp_path / "nothing").reader(), as_of=AsOf("2026-01"), sql=sql).frame.empty
