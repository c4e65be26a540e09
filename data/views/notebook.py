"""The door for notebooks: the views of one home as typed pandas frames, and the same questions as on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from data.access import Home, Reader, Scope, default_home
from data.access.fact_dictionary import FACT_VIEWS
from data.access.fact_schema import quoted
from data.access.facts import as_frame
from data.model import AsOf
from data.views.console import run_sql
from data.views.exploration import Answer, Question, explore
from data.views.flag_systems import facts_with_flags

_BEFORE_DATA = "2023-03"
"""A month before the support period, of which no report can exist."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """One home at one as-of point. Every frame is new and may be changed.

    The columns of a frame are those of ``FACT_VIEWS`` (docs/facts.md): texts str, integers Int64, numbers Float64,
    truth boolean, dates datetime64[s], moments datetime64[us]; blank = unknown, never zero.
    """

    reader: Reader
    as_of: AsOf

    @property
    def months(self) -> tuple[str, ...]:
        """The reported months up to the as-of month, ascending."""
        facts = self.reader.facts(known_at=self.as_of.known_at)
        return tuple(month for month in facts.months if month <= self.as_of.month)

    @property
    def is_synthetic(self) -> bool:
        """Whether the home holds invented demo data: say so beside every figure."""
        return self.reader.at(self.as_of).is_synthetic

    def systems(self, *months: str) -> pd.DataFrame:
        """Applicable systems of the months (none given = the as-of month): the view ``systems``."""
        return self._view("systems", months)

    def every_system(self, *months: str) -> pd.DataFrame:
        """As ``systems``, with those that do not apply: the view ``every_system``."""
        return self._view("every_system", months)

    def flagged_systems(self, *months: str) -> pd.DataFrame:
        """As ``systems``, with the vendor flags of each: the view ``flagged_systems``."""
        return self._view("flagged_systems", months)

    def bodies(self, *months: str) -> pd.DataFrame:
        """The bodies of the months (none given = the as-of month): the view ``bodies``."""
        return self._view("bodies", months)

    def milestones(self, *months: str) -> pd.DataFrame:
        """The milestones of the months' systems (none given = the as-of month): the view ``milestones``."""
        return self._view("milestones", months)

    def flags(self, *months: str) -> pd.DataFrame:
        """The vendor flags of the months (none given = the as-of month), system by system: the view ``flags``."""
        return self._view("flags", months)

    def flag_sets(self) -> pd.DataFrame:
        """The flags in each value of ``flag_bits``: the view ``flag_sets``."""
        return self._list("flag_sets")

    def vendors(self) -> pd.DataFrame:
        """The list of vendors in force."""
        return self._list("vendors")

    def products(self) -> pd.DataFrame:
        """The list of conforming products in force."""
        return self._list("products")

    def events(self) -> pd.DataFrame:
        """The vendor events in force."""
        return self._list("events")

    def explore(self, question: Question) -> Answer:
        """Answer a question as the page 探索 does."""
        return explore(self.reader, as_of=self.as_of, question=question)

    def sql(self, text: str) -> pd.DataFrame:
        """Run one SELECT over the views, as the console does. Raises RefusedError as ``run_sql``."""
        return run_sql(self.reader, as_of=self.as_of, sql=text).frame

    def _view(self, name: str, months: tuple[str, ...]) -> pd.DataFrame:
        chosen = months or (self.as_of.month,)
        facts = self.reader.facts(known_at=self.as_of.known_at)
        if name in ("flags", "flagged_systems"):
            facts = facts_with_flags(self.reader, as_of=self.as_of, months=chosen)
        keys = [one for one in ("month", "body_code", "business", "milestone", "flag") if one in FACT_VIEWS[name].names]
        listed = ", ".join(map(quoted, chosen))
        sql = f"SELECT * FROM {name} WHERE month IN ({listed}) ORDER BY {', '.join(keys)}"
        return as_frame(facts.table(sql, month=self.as_of.month))

    def _list(self, name: str) -> pd.DataFrame:
        facts = self.reader.facts(known_at=self.as_of.known_at)
        return as_frame(facts.table(f"SELECT * FROM {name}", month=self.as_of.month))


def open_home(
    home: Path | str | None = None,
    *,
    as_of: str | None = None,
    known_at: datetime | None = None,
    prefecture: str | None = None,
) -> Notebook:
    """Open a data home (None = that of ``DASHBOARD_HOME``, else ``var``) at a month (None = the one pages open with).

    ``known_at``: only what was received by then. ``prefecture`` (two digits): what that prefecture's staff may see.
    """
    scope = Scope() if prefecture is None else Scope(frozenset({prefecture}))
    reader = Home(Path(home) if home is not None else default_home()).reader(scope=scope)
    return Notebook(reader, AsOf(as_of or reader.opening_month or _BEFORE_DATA, known_at))
