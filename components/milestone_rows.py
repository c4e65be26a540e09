"""The six milestones of the page マイルストン, in systems and in bodies: what the table shows and its file holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text
from data.views.attainment_groups import Unit
from data.views.milestone_page import MilestonesView

_COUNTS: Final = ("counted", "attained", "open", "unrecorded", "latest_bound")
_SPLIT: Final = ("open_undesignated", "open_designated_ahead", "open_designated_past", "open_designated_unknown")


def open_counts(view: MilestonesView) -> tuple[int, int]:
    """Open systems and bodies of the milestone looked at."""
    systems, bodies = (
        next(row.attainment.open for row in rows if row.id == view.milestone) for rows in (view.rows, view.body_rows)
    )
    return systems, bodies


def six_rows(view: MilestonesView) -> pd.DataFrame:
    """The six rows as ``milestone_table`` takes them: shares in the unit chosen, what is open in both."""
    chosen = view.rows if view.unit is Unit.SYSTEMS else view.body_rows
    rows = []
    for systems, bodies, shown in zip(view.rows, view.body_rows, chosen, strict=True):
        same = {name: getattr(shown, name) for name in ("phase_name", "step_label", "work", "due_on", "months_past")}
        counts = asdict(shown.attainment) | {name: getattr(systems.attainment, name) for name in ("open", *_SPLIT)}
        rows.append(counts | same | {"milestone": shown.id, "open_bodies": bodies.attainment.open})
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["milestone"])


def rows_file(view: MilestonesView, *, text: Text) -> pd.DataFrame:
    """The six rows for a file, in systems and in bodies: columns of ``rows_file_columns``."""
    return pd.DataFrame(
        {
            "milestone": text(f"milestone.name.{systems.id}"),
            "due": text.month(f"{systems.due_on:%Y-%m}"),
            "months_past": systems.months_past,
            **{
                f"{name}_{unit}": getattr(row.attainment, name)
                for unit, row in (("systems", systems), ("bodies", bodies))
                for name in (*_COUNTS, "attained_share")
            },
            **{
                f"on_time_share_{unit}": row.attainment.on_time_share if row.months_past >= 0 else None
                for unit, row in (("systems", systems), ("bodies", bodies))
            },
        }
        for systems, bodies in zip(view.rows, view.body_rows, strict=True)
    )


def rows_file_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``rows_file``."""
    columns = [
        TableColumn("milestone", text("milestone.column.milestone"), is_heading=True),
        TableColumn("due", text("milestone.column.due")),
        TableColumn("months_past", text("ms.column.months_past"), kind="count"),
    ]
    for unit in Unit:
        word = text(f"ms.unit.{unit}")
        for share, name in (("attained_share", "attained"), ("on_time_share", "on_time")):
            label = text("ms.column.of_unit", name=text(f"milestone.column.{name}"), unit=word)
            columns.append(TableColumn(f"{share}_{unit}", label, kind="share"))
        columns += [TableColumn(f"{name}_{unit}", text(f"ms.{name}.{unit}"), kind="count") for name in _COUNTS]
    return tuple(columns)
