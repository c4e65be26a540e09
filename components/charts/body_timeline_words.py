"""A body's timeline in words: its summary sentence, its table, and which of a system's plans is in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text


def timeline_summary(frame: pd.DataFrame, *, systems: int, due: Mapping[str, date], as_of: str, text: Text) -> str:
    """Say how many systems are live, planned in and after time, and how many plans were changed."""
    live = frame[(frame["kind"] == "live") & (frame["month"] <= as_of)]["business"].nunique()
    replans = frame[frame["kind"] == "replanned"]
    frame = with_plans_told(frame)
    planned = frame[(frame["kind"] == "plan") & ~frame["business"].isin(frame[frame["kind"] == "live"]["business"])]
    limit = f"{due['live']:%Y-%m}"
    own = frame[frame["kind"] == "own_deadline"].set_index("business")["month"]
    late = int((planned["month"] > planned["business"].map(own).fillna(limit)).sum())
    return text(
        "karte.timeline.summary",
        systems=systems,
        live=live,
        planned=planned["business"].nunique(),
        late=late,
        replanned=replans["business"].nunique(),
        replans=len(replans),
    )


def timeline_table(frame: pd.DataFrame, *, names: Mapping[str, str], text: Text) -> pd.DataFrame:
    """The marks in words, by system and month: name, mark, month, seen_month."""
    order = {business: place for place, business in enumerate(names)}
    known = with_plans_told(frame[frame["business"].isin(names)])
    known = known.assign(place=known["business"].map(order)).sort_values(["place", "month", "kind", "milestone"])
    return pd.DataFrame(
        {
            "name": known["business"].map(dict(names)),
            "mark": [
                meaning(kind, one, text=text) for kind, one in zip(known["kind"], known["milestone"], strict=True)
            ],
            "month": [text.month(month) for month in known["month"]],
            "seen_month": [text.month(one) if isinstance(one, str) and one else None for one in known["seen_month"]],
        }
    )


def timeline_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``timeline_table``."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        *(TableColumn(name, text(f"karte.timeline.column.{name}")) for name in ("mark", "month", "seen_month")),
    )


def with_plans_told(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with each system's latest plan as "plan" and those before it, or withdrawn, as "given_up"."""
    is_plan = frame["kind"].isin(("planned", "replanned"))
    told = frame[is_plan | (frame["kind"] == "withdrawn")].sort_values("seen_month", kind="stable")
    is_last = frame.index.isin(told.groupby("business").tail(1).index)
    kinds = frame["kind"].mask(is_plan, "given_up").mask(is_plan & is_last, "plan")
    return frame.assign(kind=kinds, milestone=frame["milestone"].fillna(""))


def meaning(kind: str, milestone: str, *, text: Text) -> str:
    """Name what a mark says: a milestone attained, a plan, go-live, an own deadline."""
    if kind == "attained":
        return text("karte.timeline.attained", milestone=text(f"milestone.name.{milestone}"))
    if kind == "latest_bound":
        return text("karte.timeline.attained_by", milestone=text(f"milestone.name.{milestone}"))
    return text(f"karte.timeline.{kind}")
