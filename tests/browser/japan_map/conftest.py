"""A server with nothing but the map, and a page on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.japan_map.board import INJECTED, NATION, drawn, grid, prefecture
from tests.browser.server import Server, start_server
from tests.browser.watch import open_page

APP = Path(__file__).parents[1] / "apps" / "japan_map_app.py"


@pytest.fixture(scope="session")
def map_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("map")
    app = folder / APP.name
    shutil.copy(APP, app)
    (folder / "static" / "map").mkdir(parents=True)
    nine = grid(3, 9, side=300)
    nine["regions"][8]["n"] = INJECTED
    files = {"nine": nine, "nation": grid(42, NATION, side=20), "prefecture": prefecture()}
    listed = {}
    for name, geometry in files.items():
        (folder / "static" / "map" / f"{name}.json").write_text(json.dumps(geometry), encoding="utf-8")
        codes = [region["c"] for region in geometry["regions"]]
        listed[name] = {"url": f"app/static/map/{name}.json", "codes": codes}
    listed["prefecture"]["leading"] = [["20201"], ["20200"]]
    listed["other bodies"] = listed["nine"] | {"codes": ["99" + code[2:] for code in listed["nine"]["codes"]]}
    (folder / "regions.json").write_text(json.dumps(listed), encoding="utf-8")
    server = start_server(folder, scratch=folder / "logs", app=app)
    yield server
    server.stop()
    assert server.foreign_attempts == []


@pytest.fixture
def map_page(map_server: Server, page: Page) -> Page:
    """The page with the map of nine squares, drawn."""
    open_page(page, f"{map_server.url}/overview")
    drawn(page)
    return page
