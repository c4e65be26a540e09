"""How each table of a hand-out goes on slides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from components.documents.pack_slides import HEAD_HEIGHT

TABLE_HEIGHT: Final = 5.6
"""Inches of a slide that a table may take, its heading included."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table goes on slides: its columns with their widths, the height of its rows in inches, and its letters.

    ``denser`` is tried with a list that would not fit ``most_slides``; ``beside`` are the columns a slide.
    """

    widths: dict[str, float]
    row: float
    size: float
    beside: int = 1
    most_slides: int = 1
    denser: tuple[float, float] | None = None

    def rows(self, row: float) -> int:
        """Rows of ``row`` inches that fit a column of a slide."""
        return int((TABLE_HEIGHT - HEAD_HEIGHT) / row + 1e-6)

    def fitted(self, count: int) -> tuple[float, float, int]:
        """Height of a row, size of its letters and rows a column for a list of ``count``."""
        places = self.beside * self.most_slides
        row, size = self.row, self.size
        if self.denser is not None and self.rows(row) * places < count:
            row, size = self.denser
        return row, size, self.rows(row)


TABLE_LAYOUTS: Final = {
    "milestones": TableLayout(
        {"milestone": 3.6, "due": 1.7, "attained": 1.1, "on_time": 1.5, "counted": 1.5, "open": 1.5, "state": 2.4},
        row=0.7,
        size=14,
    ),
    "bodies": TableLayout(
        {
            "name": 1.02,
            "judgement_word": 0.7,
            "step_completion_mic": 0.63,
            "overdue_months": 0.63,
            "judgement_late": 0.6,
            "flags": 1.73,
            "input_word": 0.755,
        },
        row=0.255,
        size=9,
        beside=2,
        most_slides=4,
        denser=(0.22, 8),
    ),
    "changes": TableLayout(
        {"change": 1.6, "systems": 1, "bodies": 0.8, "where": 3.1, "vendors": 3.4, "meaning": 3.1},
        row=0.56,
        size=12,
    ),
    "flags": TableLayout(
        {"flag": 1.6, "severity": 0.6, "vendor": 1.4, "business": 1.3, "evidence": 6, "bodies": 0.6, "systems": 0.8},
        row=0.36,
        size=10,
    ),
    "prefectures": TableLayout(
        {
            "name": 1.1, "step_completion_mic": 1, "change": 1.1, "migrated_share": 1.1, "late_share": 1.1,
            "designated_systems": 1.1, "bodies_reported": 1,
        },
        row=0.212,
        size=9,
        beside=2,
    ),
    "vendors": TableLayout(
        {
            "name": 1.9, "open_systems": 1, "open_bodies": 1, "systems": 0.9, "bodies": 0.9, "live_share": 0.95,
            "late_systems": 0.95, "late_share": 0.95, "flags": 2.8,
        },
        row=0.3,
        size=11,
    ),
    "businesses": TableLayout(
        {
            "name": 3, "step_completion_mic": 1.2, "compared": 1.2, "systems_reported": 1.2, "systems_applicable": 1.2,
            "designated_bodies": 1.4,
        },
        row=0.25,
        size=11,
    ),
    "follow_ups": TableLayout(
        {"body": 1.05, "happened_on": 1.25, "kind": 1.2, "content": 4, "next_action": 3.25, "due_on": 1.6},
        row=0.42,
        size=10,
    ),
}  # fmt: skip
"""The tables that go on slides; the numbers of 判定 stand in its chart."""
