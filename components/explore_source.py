"""What 探索 asks the data for: functions a page ties to its reader, so that components never read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.model import AsOf
from data.views.comparison import Comparison
from data.views.console import SqlAnswer
from data.views.exploration import Answer, Question
from data.views.explore_behind import Behind
from data.views.saved_views import ViewDesk

RunSql = Callable[[str, threading.Event, Callable[[str], None]], SqlAnswer]
"""Run a statement, which another thread stops by setting the event; raises ``data.views.console.RefusedError``.

Tells how far it is: "waiting" for another statement, "checking" this one, "loading" the data, "working"."""


@dataclass(frozen=True, slots=True)
class ExploreSource:
    """The data at one as-of point; ``data_id`` names its state. ``vendors``: code to name.

    ``map_url(prefecture, is_by_municipality)``.
    ``behind(question, group, measure, page)``: the systems a measure counts in a mark. ``peers(body)``: its like.
    """

    as_of: AsOf
    data_id: str
    months: tuple[str, ...]
    vendors: Mapping[str, str]
    answer: Callable[[Question], Answer]
    values: Callable[[str], Sequence[str]]
    behind: Callable[[Question, Mapping[str, str], str, int], Behind]
    compare: Callable[[Question, Question], Comparison]
    peers: Callable[[str], Sequence[str]]
    sql: RunSql
    map_url: Callable[[str | None, bool], str]
    map_credit: str
    files: tuple[str, ...]
    desk: ViewDesk
    is_synthetic: bool
