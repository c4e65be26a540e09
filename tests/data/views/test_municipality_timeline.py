"""Plans of one system over the months: stated, changed, withdrawn, stated again. Worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from data.model import MILESTONE_IDS
from data.views.municipality_timeline import system_timeline

SYSTEM = pd.DataFrame(
    [
        {"business": "tax", "is_applicable": True, "designated_due_on": None}
        | {f"{one}_state": "open" for one in MILESTONE_IDS}
    ]
)
PLANNED, BACK = "2026-03-31", "2026-05-31"


@pytest.mark.parametrize(
    ("planned", "live_on", "events"),
    [
        # A blank after a plan is its withdrawal, told once; before any plan it says nothing.
        ([None, PLANNED, None, None], None, [("planned", "2026-03", "2025-02"), ("withdrawn", "2025-03", "2025-03")]),
        # The same date again is a plan again, and no re-planning.
        (
            [PLANNED, None, PLANNED, PLANNED],
            None,
            [
                ("planned", "2026-03", "2025-01"),
                ("withdrawn", "2025-02", "2025-02"),
                ("planned", "2026-03", "2025-03"),
            ],
        ),
        (
            [PLANNED, None, BACK, None],
            None,
            [
                ("planned", "2026-03", "2025-01"),
                ("withdrawn", "2025-02", "2025-02"),
                ("replanned", "2026-05", "2025-03"),
                ("withdrawn", "2025-04", "2025-04"),
            ],
        ),
        # Live since 2025-02: its plan was carried out.
        ([PLANNED, None, None, None], "2025-02-10", [("planned", "2026-03", "2025-01")]),
    ],
)
def test_a_reported_blank_ends_a_plan(
    planned: list[str | None], live_on: str | None, events: list[tuple[str, str, str]]
) -> None:
    months = pd.DataFrame(
        {
            "month": ["2025-01", "2025-02", "2025-03", "2025-04"],
            "business": "tax",
            "is_reported": True,
            "planned_live_on": pd.Series(planned, dtype="str"),
            "live_on": pd.Series([None] + [live_on] * 3, dtype="str"),
        }
    )
    found = system_timeline(SYSTEM, months=months)
    assert list(zip(found["kind"], found["month"], found["seen_month"], strict=True)) == events


def test_a_month_without_a_report_withdraws_nothing() -> None:
    months = pd.DataFrame(
        {
            "month": ["2025-01", "2025-02"],
            "business": "tax",
            "is_reported": [True, False],
            "planned_live_on": pd.Series([PLANNED, None], dtype="str"),
            "live_on": pd.Series([None, None], dtype="str"),
        }
    )
    assert system_timeline(SYSTEM, months=months)["kind"].tolist() == ["planned"]
