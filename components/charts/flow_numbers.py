"""The numbers behind the cumulative flow: systems per phase month by month, their table and their sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text
from data.views.flow import FLOW_BANDS

LIVE, UNKNOWN = FLOW_BANDS[0], FLOW_BANDS[-1]


def flow_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Systems per month (the index, ascending) and band (the columns, in the order they are stacked).

    ``frame``: month (YYYY-MM), band (``FLOW_BANDS``), systems. A band that is not in it is 0.

    >>> frame = pd.DataFrame({"month": ["2026-01"] * 2, "band": ["unknown", "4"], "systems": [3, 5]})
    >>> flow_counts(frame).loc["2026-01"].to_dict()
    {'4': 5, '3': 0, '2': 0, '1': 0, '0': 0, 'unknown': 3}
    """
    wide = frame.pivot(index="month", columns="band", values="systems").sort_index()
    return wide.reindex(columns=list(FLOW_BANDS)).fillna(0).astype("int64")


def band_word(band: str, *, text: Text) -> str:
    """Name a band: a phase of the notice, or 未報告."""
    return text("unreported") if band == UNKNOWN else text(f"map.band.phase_{band}")


def flow_table(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The numbers of the flow, latest month first: month (written), systems per band (``band_<band>``), and in all."""
    counts = flow_counts(frame).iloc[::-1]
    table = counts.add_prefix("band_").reset_index(drop=True)
    table.insert(0, "month", [text.month(str(month)) for month in counts.index])
    table["systems"] = counts.sum(axis="columns").to_numpy()
    return table


def flow_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``flow_table``."""
    return (
        TableColumn("month", text("flow.month"), is_heading=True),
        *(TableColumn(f"band_{band}", band_word(band, text=text), kind="count") for band in FLOW_BANDS),
        TableColumn("systems", text("column.systems_applicable"), kind="count"),
    )


def flow_summary(frame: pd.DataFrame, *, text: Text, migrated: int | None = None) -> str:
    """Say the flow: how many are in operation now, how many a year ago, where the most others are, and 未報告.

    ``migrated``: systems in operation with those known from an earlier report (前月値), which have no phase this month.
    """
    counts = flow_counts(frame)
    if counts.empty or not counts.iloc[-1].sum():
        return text("flow.none")
    by_month = {str(month): _bands(row) for month, row in zip(counts.index, counts.to_dict("records"), strict=True)}
    month = max(by_month)
    now = by_month[month]
    total = sum(now.values())
    waiting = {band: now[band] for band in FLOW_BANDS if band not in (LIVE, UNKNOWN)}
    most = max(waiting, key=lambda band: waiting[band])
    said = [
        text(
            "flow.summary",
            month=text.month(month),
            total=total,
            live=now[LIVE],
            share=text.percent(now[LIVE] / total),
        )
    ]
    earlier = f"{int(month[:4]) - 1}{month[4:]}"
    before = by_month.get(earlier)
    if before is not None and before[UNKNOWN] < sum(before.values()):
        said.append(text("flow.summary_year", month=text.month(earlier), live=before[LIVE]))
    if waiting[most]:
        said.append(text("flow.summary_most", band=band_word(most, text=text), systems=waiting[most]))
    if now[UNKNOWN]:
        carried = 0 if migrated is None else migrated - now[LIVE]
        key = "flow.summary_carried" if carried else "flow.summary_unreported"
        said.append(text(key, systems=now[UNKNOWN], **({"carried": carried, "migrated": migrated} if carried else {})))
    return text.pick("", " ").join(said)


def _bands(row: Mapping[Any, Any]) -> dict[str, int]:
    return {str(band): int(systems) for band, systems in row.items()}
