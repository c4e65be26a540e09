"""Who entered the month in time: the deadline, each body's state, its streaks, and the discipline of a group.

Due is the 10th of the next month, 23:59:59 in Japan. Whether a body was in time is judged by when its last applicable
system was entered (入力日時), never by when its file was received; a body that enters again after the deadline counts
as late. What is missing is judged at the receipt of the month's file: before the deadline it is 受付中, nobody's fault.
Source: metrics.md §4.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import JST, shift_month

INPUT_COLUMNS: Final = ("body_code", "business", "is_applicable", "is_reported", "entered_at")
"""What :func:`body_inputs` needs of a mart."""


class EntryState(StrEnum):
    """A body's input of one month, with its entry times.

    ``REPORTED``: complete, but whether in time is not known. ``PENDING`` (受付中): incomplete before the deadline.
    ``NOT_APPLICABLE``: it reported, but all its systems are 対象外.
    """

    ON_TIME = "on_time"
    LATE = "late"
    PARTIAL = "partial"
    MISSING = "missing"
    PENDING = "pending"
    REPORTED = "reported"
    NOT_APPLICABLE = "not_applicable"


BEHIND: Final = (EntryState.LATE, EntryState.PARTIAL, EntryState.MISSING)
INCOMPLETE: Final = (EntryState.PARTIAL, EntryState.MISSING, EntryState.PENDING)
"""States of a body that has yet to enter something."""

_UNDECIDED: Final = (EntryState.PENDING, EntryState.NOT_APPLICABLE)
_STREAKS: Final = {
    "on_time_streak": (EntryState.ON_TIME,),
    "behind_streak": BEHIND,
    "missing_streak": (EntryState.MISSING,),
}


def due_at(month: str, *, day: int = 10) -> datetime:
    """The last second in which a month's input is in time.

    >>> due_at("2025-12").isoformat()
    '2026-01-10T23:59:59+09:00'
    """
    first = date.fromisoformat(f"{shift_month(month, 1)}-01")
    return datetime.combine(first.replace(day=day), time(23, 59, 59), tzinfo=JST)


def collecting_month(now: datetime, *, day: int = 10) -> str:
    """The month whose deadline comes next at ``now`` (aware).

    >>> collecting_month(datetime(2026, 2, 10, 23, 59, 59, tzinfo=JST)), collecting_month(
    ...     datetime(2026, 2, 11, tzinfo=JST))
    ('2026-01', '2026-02')
    """
    this = now.astimezone(JST).strftime("%Y-%m")
    before = shift_month(this, -1)
    return before if now <= due_at(before, day=day) else this


def body_inputs(systems: pd.DataFrame) -> pd.DataFrame:
    """One row per body of ``systems`` (a mart's ``INPUT_COLUMNS``), in code order.

    Columns: body_code, systems_applicable, systems_reported (of those), systems_counted (all with a report),
    systems_timed (applicable, reported and with an entry time), entered_at (the last entry of an applicable system,
    null without one).

    >>> systems = pd.DataFrame({"body_code": ["20201"] * 3, "business": ["a", "b", "c"],
    ...     "is_applicable": [True, True, False], "is_reported": [True, False, True],
    ...     "entered_at": ["2026-02-05T10:00:00+09:00", None, "2026-02-20T10:00:00+09:00"]})
    >>> body_inputs(systems).astype(object).iloc[0].tolist()
    ['20201', 2, 1, 2, 1, '2026-02-05T10:00:00+09:00']
    """
    places, codes = pd.factorize(systems["body_code"], sort=True)
    is_applicable = systems["is_applicable"].to_numpy(dtype=np.bool_)
    is_reported = systems["is_reported"].to_numpy(dtype=np.bool_)
    moments, texts = pd.factorize(systems["entered_at"], sort=True)
    is_timed = is_applicable & is_reported & (moments >= 0)
    last = np.full(len(codes), -1, dtype=np.int64)
    np.maximum.at(last, places[is_timed], moments[is_timed])

    def count(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        return np.bincount(places[mask], minlength=len(codes)).astype(np.int64)

    entered = pd.Series(pd.api.extensions.take(np.asarray(texts, dtype=object), last, allow_fill=True), dtype="str")
    return pd.DataFrame(
        {
            "body_code": pd.Series(codes, dtype="str"),
            "systems_applicable": count(is_applicable),
            "systems_reported": count(is_applicable & is_reported),
            "systems_counted": count(is_reported),
            "systems_timed": count(is_timed),
            "entered_at": entered,
        }
    )


def entry_states(inputs: pd.DataFrame, *, due: datetime, judged_at: datetime) -> pd.DataFrame:
    """``inputs`` (rows of :func:`body_inputs`) with state (an ``EntryState``) and delay_days (Int64, of the late).

    ``judged_at``: when the month's file was received. A delay is counted in days of the calendar in Japan. Where an
    entry time is not known, a complete body is late only if a known one is after the deadline.

    Entered on the last second, the first second after, three days late, in part, and not at all:

    >>> rows = pd.DataFrame({"systems_applicable": [2] * 5, "systems_reported": [2, 2, 2, 1, 0],
    ...     "systems_counted": [2, 2, 2, 1, 0], "systems_timed": [2, 2, 2, 1, 0],
    ...     "entered_at": ["2026-02-10T23:59:59+09:00", "2026-02-11T00:00:00+09:00", "2026-02-13T09:00:00+09:00",
    ...                    "2026-02-05T09:00:00+09:00", None]})
    >>> found = entry_states(rows, due=due_at("2026-01"), judged_at=datetime(2026, 2, 15, tzinfo=JST))
    >>> found["state"].tolist(), found["delay_days"].tolist()
    (['on_time', 'late', 'late', 'partial', 'missing'], [<NA>, 1, 3, <NA>, <NA>])
    """
    entered = pd.to_datetime(inputs["entered_at"], format="ISO8601", utc=True)
    is_after = (entered > pd.Timestamp(due)).fillna(value=False)
    reported, applicable = inputs["systems_reported"], inputs["systems_applicable"]
    is_complete = (reported == applicable) & (applicable > 0)
    is_timed = (inputs["systems_timed"] == applicable) & is_complete
    is_open = judged_at <= due
    state = pd.Series(str(EntryState.PENDING if is_open else EntryState.PARTIAL), index=inputs.index, dtype="str")
    state = state.mask(inputs["systems_counted"] == 0, str(EntryState.PENDING if is_open else EntryState.MISSING))
    state = state.mask((applicable == 0) & (inputs["systems_counted"] > 0), str(EntryState.NOT_APPLICABLE))
    state = state.mask(is_complete, str(EntryState.REPORTED))
    state = state.mask(is_timed & ~is_after, str(EntryState.ON_TIME))
    state = state.mask(is_complete & is_after, str(EntryState.LATE))
    days = (entered.dt.tz_convert(JST).dt.tz_localize(None).dt.normalize() - pd.Timestamp(due.date())).dt.days
    return inputs.assign(state=state, delay_days=days.astype("Int64").where(state == EntryState.LATE))


def streaks(states: pd.DataFrame) -> pd.DataFrame:
    """Per body of ``states`` (body_code, month, state), by code: months in a row up to the last.

    Columns on_time_streak, behind_streak (late, in part or missing) and missing_streak. A month that is still open, one
    of 対象外 only and one nobody reported are passed over.

    In time, late, missing, missing, open:

    >>> told = ["on_time", "late", "missing", "missing", "pending"]
    >>> states = pd.DataFrame({"body_code": "20201", "month": [f"2026-0{n}" for n in range(1, 6)], "state": told})
    >>> streaks(states).iloc[0].tolist()
    [0, 3, 2]
    """
    wide = states.pivot(index="body_code", columns="month", values="state").sort_index(axis=1)
    cells = wide.to_numpy(dtype=object)
    is_passed = np.asarray(pd.isna(cells) | np.isin(cells.astype(str), [str(one) for one in _UNDECIDED]))
    found = {}
    for name, members in _STREAKS.items():
        hit = np.isin(cells.astype(str), [str(one) for one in members])
        alive = np.ones(len(cells), dtype=np.bool_)
        count = np.zeros(len(cells), dtype=np.int64)
        for place in range(cells.shape[1] - 1, -1, -1):
            alive &= hit[:, place] | is_passed[:, place]
            count += alive & hit[:, place]
        found[name] = count
    return pd.DataFrame(found, index=wide.index)


def discipline(states: pd.DataFrame, *, by: tuple[str, ...] = ("month",)) -> pd.DataFrame:
    """Bodies per state in each group of ``states`` (state and the columns ``by``), in the order of ``by``.

    Columns: ``by``, one per ``EntryState``, bodies (those with something to enter), on_time_share and behind_share of
    them (Float64; null in a month still open, where not every entry time is known, and without bodies).

    >>> states = pd.DataFrame({"month": ["2026-01"] * 5,
    ...                        "state": ["on_time", "on_time", "late", "missing", "not_applicable"]})
    >>> found = discipline(states).astype(object).iloc[0]
    >>> found["bodies"], found["on_time_share"], found["behind_share"]
    (4, 0.5, 0.5)
    """
    counts = states.groupby([*by, "state"], sort=True).size().unstack("state", fill_value=0)
    counts = counts.reindex(columns=[str(one) for one in EntryState], fill_value=0).reset_index()
    counts.columns.name = None
    bodies = counts[[str(one) for one in EntryState if one is not EntryState.NOT_APPLICABLE]].sum(axis=1)
    is_known = (bodies > 0) & (counts[str(EntryState.PENDING)] == 0) & (counts[str(EntryState.REPORTED)] == 0)
    known = bodies.astype("Float64").where(is_known)
    behind = counts[[str(one) for one in BEHIND]].sum(axis=1)
    return counts.assign(
        bodies=bodies, on_time_share=counts[str(EntryState.ON_TIME)] / known, behind_share=behind / known
    )
