"""フォローアップ in a test's hands: open it, read it, fill its form."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.model import JST
from tests.pages.running import run_page

BODIES = "団体（複数選択可。団体ごとに1件ずつ記録します）"


def today() -> date:
    return datetime.now(JST).date()


def opened(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="follow_up", home=home, **({"prefecture": "20", "month": "2026-02"} | address))


def again(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def shown(app: AppTest) -> str:
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def field(app: AppTest, label: str) -> Any:
    found = [*app.text_input, *app.text_area, *app.selectbox, *app.multiselect, *app.date_input]
    return next(widget for widget in found if widget.label == label)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return again(app)


def choose(app: AppTest, action: str) -> AppTest:
    next(control for control in app.segmented_control if control.label == "操作").set_value(action)
    return again(app)
