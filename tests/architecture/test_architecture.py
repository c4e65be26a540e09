from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture.rules import (
    RULES,
    UI_LIBRARIES,
    Rule,
    colours_live_in_the_theme,
    imports_go_down,
    modules_are_short,
    names_say_something,
    no_screen_below,
    nothing_is_unfinished,
    pages_hold_no_words,
    public_things_are_explained,
    rooms_keep_their_doors,
)

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("app.py", "serve.py", "pages", "components", "data", "bench", "tests")
SUFFIXES = {".py", ".js", ".css", ".sql"}
UNFINISHED_WORD = "TO" + "DO"  # Written so that this file does not break the rule it tests.


def project_modules() -> list[PurePosixPath]:
    places = [ROOT / place for place in PLACES]
    found = [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
    return [
        PurePosixPath(path.relative_to(ROOT)) for path in sorted(found) if path.suffix in SUFFIXES and path.exists()
    ]


MODULES = project_modules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    own_words = {PurePosixPath("tests/architecture/rules.py")} if rule is nothing_is_unfinished else set()
    faults = [
        f"{path}: {fault}"
        for path in MODULES
        if path not in own_words
        for fault in rule(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


def test_every_place_is_looked_at() -> None:
    assert {"data", "tests"} <= {path.parts[0] for path in MODULES}
    assert len(MODULES) > 10


@pytest.mark.parametrize(
    ("rule", "path", "bad"),
    [
        (imports_go_down, "components/cards.py", "from pages import overview"),
        (imports_go_down, "data/rules/progress.py", "import components.theme"),
        (imports_go_down, "pages/overview.py", "import app"),
        (imports_go_down, "pages/overview.py", "from pages.definitions import render"),
        (imports_go_down, "data/model.py", "from tests.conftest import ROOT"),
        (imports_go_down, "components/cards.py", "from data.store import Store"),
        (imports_go_down, "components/cards.py", "from data import access"),
        (rooms_keep_their_doors, "data/views/overview.py", "from data.store import Store"),
        (rooms_keep_their_doors, "data/store/engine.py", "from data import reference"),
        (rooms_keep_their_doors, "data/model.py", "def late():\n    from data.reference import load_reference"),
        (rooms_keep_their_doors, "data/sources/mic.py", "from ..store import files"),
        (rooms_keep_their_doors, "data/newroom.py", ""),
        (no_screen_below, "data/views/overview.py", "import streamlit as st"),
        (no_screen_below, "data/rules/progress.py", "from plotly.graph_objects import Figure"),
        (no_screen_below, "data/rules/progress.py", "import pydeck"),
        (no_screen_below, "components/theme.py", "import streamlit"),
        (no_screen_below, "components/charts/bars.py", "def figure():\n    from streamlit import session_state"),
        (modules_are_short, "data/long.py", "x = 1\n" * 301),
        (modules_are_short, "pages/long.py", "x = 1\n" * 81),
        (names_say_something, "data/utils.py", ""),
        (names_say_something, "components/helpers/colour.py", ""),
        (nothing_is_unfinished, "data/rules/progress.py", f"x = 1  # {UNFINISHED_WORD}: later"),
        (nothing_is_unfinished, "data/demo/make.py", f"{'ra' + 'ise'} NotImplementedError('later')"),
        (nothing_is_unfinished, "components/map.js", f"// {UNFINISHED_WORD}"),
        (colours_live_in_the_theme, "components/cards.py", "BLUE = '#0017c1'"),
        (colours_live_in_the_theme, "components/cards.py", "BOX = f'border: 1px solid #eee; {1}'"),
        (colours_live_in_the_theme, "components/japan_map/map.css", "path { fill: #FFF; }"),
        (pages_hold_no_words, "pages/overview.py", "title = '全国概況'"),
        (pages_hold_no_words, "pages/overview.py", "title = f'{1}団体'"),
        (public_things_are_explained, "data/rules/progress.py", '"""Module."""\ndef share():\n    return 1'),
        (
            public_things_are_explained,
            "data/rules/progress.py",
            '"""Module."""\nclass A:\n    """A."""\n    def b(self): ...',
        ),
        (public_things_are_explained, "data/rules/progress.py", "x = 1"),
    ],
)
def test_the_rule_can_fail(rule: Rule, path: str, bad: str) -> None:
    assert rule(PurePosixPath(path), bad)


@pytest.mark.parametrize(
    ("rule", "path", "good"),
    [
        (imports_go_down, "pages/overview.py", "from components.frame import header\nfrom data.views import overview"),
        (imports_go_down, "components/cards.py", "from data.views.overview import OverviewView"),
        (
            rooms_keep_their_doors,
            "data/views/overview.py",
            "from data.access import Reader\nfrom data.model import AsOf",
        ),
        (rooms_keep_their_doors, "data/sources/mic.py", "from .faults import Fault"),
        (rooms_keep_their_doors, "data/__main__.py", "from data.demo import build\nfrom data.store import Store"),
        (no_screen_below, "components/charts/bars.py", "import plotly.graph_objects as go"),
        (colours_live_in_the_theme, "components/theme.py", "BLUE = '#0017c1'"),
        (colours_live_in_the_theme, "components/cards.py", "LINK = 'definitions#step-rate'"),
        (pages_hold_no_words, "pages/overview.py", '"""全国概況."""\nkey = "overview.title"'),
        (public_things_are_explained, "data/a.py", '"""Module."""\ndef _own(): ...'),
    ],
)
def test_the_rule_lets_good_code_pass(rule: Rule, path: str, good: str) -> None:
    assert rule(PurePosixPath(path), good) == []


def test_importing_the_views_loads_no_ui_library() -> None:
    code = (
        "import importlib, pkgutil, sys, data.views\n"
        "for found in pkgutil.walk_packages(data.views.__path__, 'data.views.'): importlib.import_module(found.name)\n"
        f"print(*sorted({set(UI_LIBRARIES)!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr
