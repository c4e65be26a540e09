"""The numbers behind the burn-up: shares by month and milestone, their table and their sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from components.charts.time_axis import months_between
from components.documents.table_files import TableColumn
from components.text import Text
from data.model import MILESTONE_IDS


def milestone_shares(frame: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Share of the counted systems that had attained each milestone, month by month up to ``as_of``.

    ``frame``: month (YYYY-MM), milestone (id), attained (systems by that month's end), counted; one row each. Returns
    one row per month from the first reported to the last, gaps included, and one column per milestone in the notice's
    order (0 to 1; NA = not reported, or nothing counted).

    >>> rows = [("2025-01", "live", 1, 4), ("2025-03", "live", 3, 4), ("2025-04", "live", 4, 4)]
    >>> frame = pd.DataFrame(rows, columns=["month", "milestone", "attained", "counted"])
    >>> milestone_shares(frame, as_of="2025-03")["live"].tolist()
    [0.25, <NA>, 0.75]
    """
    rows = _known(frame, as_of=as_of)
    if rows.empty:
        return pd.DataFrame(columns=list(MILESTONE_IDS), dtype="Float64")
    share = rows.assign(share=rows["attained"] / rows["counted"]).pivot(
        index="month", columns="milestone", values="share"
    )
    months = months_between(share.index.min(), share.index.max())
    return share.reindex(index=months, columns=list(MILESTONE_IDS)).astype("Float64")


def share_at(shares: pd.DataFrame, milestone: str, *, month: str) -> float | None:
    """Share of ``milestone`` in ``month`` (see ``milestone_shares``); None where it is not known."""
    known = shares[milestone].dropna().to_dict()
    return float(known[month]) if month in known else None


def latest_month(shares: pd.DataFrame, milestone: str) -> str | None:
    """The last month in which the share of ``milestone`` is known."""
    known = shares.index[shares[milestone].notna()]
    return str(known[-1]) if len(known) else None


def due_month(day: date) -> str:
    """The month by whose end a milestone is due.

    >>> due_month(date(2026, 3, 31))
    '2026-03'
    """
    return f"{day:%Y-%m}"


def burnup_table(frame: pd.DataFrame, *, as_of: str, text: Text) -> pd.DataFrame:
    """The numbers of the burn-up, latest month first: month (written), then a share per milestone.

    Months without a report have unknown shares. ``frame`` as in ``milestone_shares``; show with ``burnup_columns``.
    """
    shares = milestone_shares(frame, as_of=as_of).iloc[::-1]
    table = shares.reset_index(drop=True)
    table.insert(0, "month", [text.month(month) for month in shares.index])
    return table


def burnup_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``burnup_table``."""
    return (
        TableColumn("month", text("burnup.table_month"), is_heading=True),
        *(TableColumn(one, text(f"milestone.name.{one}"), kind="share") for one in MILESTONE_IDS),
    )


def burnup_summary(
    frame: pd.DataFrame,
    *,
    due: Mapping[str, date],
    open: Mapping[str, int],
    as_of: str,
    text: Text,
    compared: pd.DataFrame | None = None,
) -> str:
    """Say the burn-up: the last date passed and what was reached by it, the next date, and where most is left.

    ``frame`` as in ``milestone_shares``; ``due`` maps the ids to their dates, ``open`` to the systems open at ``as_of``
    as the milestone table counts them (記録なし is not open, so counted − attained would be too many). What is left is
    told of the milestones whose date has come; what had been reached by a date is unknown where that month was not
    reported. ``compared``: the nation's ``frame``, told for the same two milestones in the same month.
    """
    shares = milestone_shares(frame, as_of=as_of)
    drawn = [one for one in MILESTONE_IDS if one in due and latest_month(shares, one)]
    if not drawn:
        return text("milestone.no_steps")
    in_order = sorted(drawn, key=lambda one: due[one])
    passed = [one for one in in_order if due_month(due[one]) <= as_of]
    ahead = [one for one in in_order if due_month(due[one]) > as_of]
    now = max(latest_month(shares, one) or "" for one in drawn)
    sentences = []
    for one in passed[-1:]:
        month = due_month(due[one])
        sentences.append(
            text(
                "burnup.summary_due_now" if month == now else "burnup.summary_due",
                milestone=text(f"milestone.name.{one}"),
                month=text.month(month),
                due_share=text.percent(share_at(shares, one, month=month)),
                share=text.percent(share_at(shares, one, month=now)),
            )
        )
    for one in ahead[:1]:
        sentences.append(
            text(
                "burnup.summary_next",
                milestone=text(f"milestone.name.{one}"),
                month=text.month(due_month(due[one])),
                share=text.percent(share_at(shares, one, month=now)),
            )
        )
    if compared is not None:
        nation = milestone_shares(compared, as_of=as_of)
        told = [(one, share_at(nation, one, month=now)) for one in (*passed[-1:], *ahead[:1])]
        parts = [
            text("burnup.summary_nation_part", milestone=text(f"milestone.name.{one}"), share=text.percent(share))
            for one, share in told
            if share is not None
        ]
        if parts:
            sentences.append(text("burnup.summary_nation", parts=text("burnup.label_joint").join(parts)))
    if passed:
        sentences.append(_what_is_left(open, passed=passed, text=text))
    return text("burnup.summary_as_of", month=text.month(now), sentences=text("burnup.summary_joint").join(sentences))


def _what_is_left(still_open: Mapping[str, int], *, passed: list[str], text: Text) -> str:
    most = max(passed, key=lambda one: still_open[one])
    if still_open[most] == 0:
        return text("burnup.summary_none_open")
    return text("burnup.summary_open", milestone=text(f"milestone.name.{most}"), open=still_open[most])


def _known(frame: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    counted = pd.to_numeric(frame["counted"]).fillna(0)
    return frame[(frame["month"] <= as_of) & (counted > 0) & frame["attained"].notna()]
