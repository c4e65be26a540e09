"""What was known at one point on both clocks, cut to a scope and, if asked for, to some businesses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

import pandas as pd

from data.access.columns import TOTALS_COLUMNS, VENDOR_COLUMNS
from data.access.derived import DerivedTables
from data.access.scope import NATIONWIDE, Scope, cut_to_scope
from data.access.shelf import Shelf
from data.access.source import Source, source_of, sources_of
from data.access.successors import last_successors
from data.model import TABLES, AsOf, SnapshotKind
from data.reference import load_reference
from data.rules.body_mart import body_mart
from data.rules.progress import system_mart, system_universe
from data.store import Resolved, Vintage

DESIGNATED_SINCE: Final = "2024-12"
"""Month of the policy revision (2024-12-24) that made the category 特定移行支援システム."""

T = TypeVar("T")


class Reading:
    """What was known at one as-of point, cut to a scope."""

    def __init__(
        self, shelf: Shelf, *, resolved: Resolved, as_of: AsOf, scope: Scope, businesses: frozenset[str] | None = None
    ) -> None:
        self._shelf = shelf
        self._resolved = resolved
        self._scope = scope
        self._businesses = businesses
        self.as_of = as_of

    @property
    def fingerprint(self) -> str:
        """Names the exact snapshots behind every answer, and the businesses; equal ones mean equal answers."""
        found = self._resolved.fingerprint
        return found if self._businesses is None else "+".join((found, *sorted(self._businesses)))

    @property
    def scope(self) -> Scope:
        """Whose restricted rows this reading shows."""
        return self._scope

    @property
    def is_reported(self) -> bool:
        """Whether a progress report of the month is known."""
        return self._resolved.progress is not None

    @property
    def has_steps(self) -> bool:
        """Whether the month's report tells steps and dates (the PMO's), not only rates (MIC's)."""
        report = self._resolved.progress
        return report is not None and report.kind is SnapshotKind.PMO_REPORT

    @property
    def is_report_readable(self) -> bool:
        """Whether the month's report itself can be read, not only the figures computed from it before its damage."""
        return self.is_reported and not self._resolved.is_report_damaged

    @property
    def received_at(self) -> datetime | None:
        """When the month's progress report was last received, unchanged or not; None without one."""
        return self._resolved.received_at

    @property
    def is_synthetic(self) -> bool:
        """Whether any file behind this reading is invented demo data."""
        return any(vintage.is_synthetic for vintage in self._resolved.vintages)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which damaged files were passed over here and what is served instead, or that only the original is lost."""
        return self._resolved.warnings

    @property
    def has_designations(self) -> bool:
        """Whether the month's report tells which systems are 特定移行: from the month the category was made on."""
        return self.has_steps and self.as_of.month >= DESIGNATED_SINCE

    @property
    def designated_as_of(self) -> str | None:
        """The date of the 特定移行 list in force: the PMO report's month, else the latest list's; None without."""
        if self.has_designations:
            return self.as_of.month
        vintage = self._resolved.designated
        return vintage.month if vintage else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The imported files behind this reading."""
        return sources_of(self._resolved.progress, self._resolved.designated, self._resolved.applicability)

    @property
    def vendor_sources(self) -> tuple[Source, ...]:
        """The lists of vendors, conforming products and vendor events in force, those that were imported."""
        return sources_of(self._resolved.vendors, self._resolved.products, self._resolved.vendor_events)

    @property
    def population_source(self) -> Source | None:
        """The population table in force, which only figures weighted by it rest on; None without one."""
        vintage = self._resolved.population
        return source_of(vintage) if vintage else None

    def for_totals(self) -> Reading:
        """This reading without a scope: for totals of the nation and of prefectures, never for a row of its own."""
        return Reading(
            self._shelf, resolved=self._resolved, as_of=self.as_of, scope=NATIONWIDE, businesses=self._businesses
        )

    def systems(self) -> pd.DataFrame:
        """One row per body and business (columns of ``system_mart.sql``), cut to the scope. Do not change it.

        A month without a report answers every system unreported. Some 35,000 rows: for trends take ``bodies``.
        """
        if self._businesses is not None:
            return self.keep("systems", make=self._systems)
        return self._shelf.keep_table(("systems", *self._key), make=self._systems)

    def all_systems(self, *, only: Sequence[str]) -> pd.DataFrame:
        """Every system of the month (columns ``only`` of ``SYSTEM_MART``), cut to the scope, by body and business.

        Read from the file at every call: ``keep`` what you make of it. A month without a report has none.
        """
        mart = self._resolved.progress_mart
        if mart is None:
            return _no_rows(SnapshotKind.SYSTEM_MART)[list(only)]
        rows = self._only_businesses(self._shelf.rows(mart, where={}, only=only))
        return cut_to_scope(rows[list(only)], columns=TABLES[SnapshotKind.SYSTEM_MART], scope=self._scope)

    def vendor_codes(self) -> frozenset[str]:
        """Every vendor of a system of the month within the scope."""
        mart = self._resolved.progress_mart
        return self._shelf.vendor_codes(mart, prefectures=self._scope.prefectures) if mart else frozenset()

    def bodies(self) -> pd.DataFrame:
        """One row per body (columns of ``BODY_MART``, then prefecture_code, is_municipality), cut to the scope.

        In code order. Do not change it.
        """
        return self.keep("bodies", make=self._bodies)

    def designated(self) -> pd.DataFrame:
        """One row per designated system in force (columns of ``DESIGNATED_LIST``); 共通機能 only from a list."""
        return self.keep("designated", make=self._designated)

    def body_systems(self, *bodies: str, only: Sequence[str] | None = None) -> pd.DataFrame:
        """The systems of some bodies, or with none named of all, of the month (columns of ``SYSTEM_MART``), cut.

        ``only`` some columns, among them body_code and business, are read much faster. A month without a report answers
        every system unreported. Read from the file at every call: ``keep`` what you make of it.
        """
        mart = self._resolved.progress_mart
        if mart is None:
            systems = self.systems()
            return systems[systems["body_code"].isin(bodies)].reset_index(drop=True) if bodies else systems
        where = {"body_code": bodies} if bodies else {}
        rows = self._only_businesses(self._shelf.rows(mart, where=where, only=only))
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.SYSTEM_MART], scope=self._scope)

    def body_report(self, *bodies: str, only: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows of one body, or of some, in the month's PMO report (columns of ``PMO_REPORT``), cut to the scope.

        None without one, nor where its file is damaged; ``only`` as in ``body_systems``. Read from the file at every
        call: ``keep`` what you make of it.
        """
        report = self._readable_report
        if report is None:
            return _no_rows(SnapshotKind.PMO_REPORT)
        rows = self._only_businesses(self._shelf.rows(report, where={"body_code": bodies}, only=only))
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.PMO_REPORT], scope=self._scope)

    def vendor_systems(self) -> pd.DataFrame:
        """Every applicable system of the month with what vendor risk rests on, cut to the scope; by body and business.

        Columns: body_code, business, is_reported, phase, judgement, planned_live_on, first_planned_live_on, live_on,
        is_designated, overdue_months, vendor_code (null = unknown), successor_vendor_code (as the system's last report
        says, 前月値 like the vendor: a code, "none" = explicitly none, null = unknown). Read from the files at every
        call: ``keep`` what you make.
        """
        mart = self._resolved.progress_mart
        columns = [*VENDOR_COLUMNS, "successor_vendor_code"]
        if mart is None:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
        read = (*VENDOR_COLUMNS, "is_applicable", "last_report_month")
        systems = self._only_businesses(self._shelf.rows(mart, where={}, only=read))
        systems = systems[systems["is_applicable"]].reset_index(drop=True)
        reports = {report.month: report for report in self._resolved.earlier_reports}
        if (own := self._readable_report) is not None:
            reports[own.month] = own
        found = systems.assign(successor_vendor_code=last_successors(self._shelf, systems, reports=reports))
        tables = (*TABLES[SnapshotKind.SYSTEM_MART], *TABLES[SnapshotKind.PMO_REPORT])
        return cut_to_scope(found[columns], columns=tables, scope=self._scope)

    def stored(self, kind: SnapshotKind, *, only: Sequence[str]) -> pd.DataFrame:
        """Every row of the snapshot of ``kind`` in force, ``only`` some columns. Read at every call: ``keep`` it."""
        vintage = next((held for held in self._resolved.vintages if held.kind is kind), None)
        rows = _no_rows(kind)[list(only)] if vintage is None else self._shelf.listed(vintage, only=only)
        return cut_to_scope(rows, columns=TABLES[kind], scope=self._scope)

    def vendor_facts(self, kind: SnapshotKind) -> pd.DataFrame:
        """The list of vendors, conforming products or vendor events in force (columns of ``TABLES[kind]``).

        None where no list was imported. An event of one body outside the scope is left out. Do not change it.
        """
        vintage = next((held for held in self._resolved.vintages if held.kind is kind), None)
        if vintage is None:
            return _no_rows(kind)
        rows = self.keep(f"facts/{kind}", make=lambda: self._shelf.listed(vintage))
        seen = self._scope.prefectures
        if kind is not SnapshotKind.VENDOR_EVENTS or seen is None:
            return rows
        return rows[rows["body_code"].isna() | rows["body_code"].str[:2].isin(seen)].reset_index(drop=True)

    def population(self) -> pd.DataFrame:
        """One row per body of the population table in force (columns of ``POPULATION``), none without one.

        A body that is not in it has an unknown population, never zero. Do not change it.
        """
        return self.keep("population", make=self._population)

    def keep(self, name: str, *, make: Callable[[], T]) -> T:
        """A value derived from this reading, kept per fingerprint and scope. Do not change it."""
        return self._shelf.keep((name, *self._key), make=make)

    @property
    def derived(self) -> DerivedTables:
        """The home's derived tables; one made from this reading needs ``fingerprint`` in its name, and its scope."""
        return self._shelf.derived

    @property
    def _readable_report(self) -> Vintage | None:
        """The month's PMO report, None without one or where its file is damaged."""
        return self._resolved.progress if self.has_steps and self.is_report_readable else None

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.as_of.month, self.fingerprint, self._scope)

    def _systems(self) -> pd.DataFrame:
        mart = self._resolved.progress_mart
        if mart is None:
            universe = system_universe(load_reference())
            rows = system_mart(None, self._applicability(), universe=universe, month=self.as_of.month)
            rows = self._only_businesses(rows)
        elif self._businesses is None:
            rows = self._shelf.query("system_mart", vintage=mart)
        else:
            rows = self._shelf.rows(mart, where={"business": self._businesses}, only=TOTALS_COLUMNS)
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.SYSTEM_MART], scope=self._scope)

    def _bodies(self) -> pd.DataFrame:
        mart = self._resolved.body_mart
        if mart is None or self._businesses is not None:
            rows = body_mart(self.for_totals().systems())
        else:
            rows = self._shelf.query("body_mart", vintage=mart)
        cut = cut_to_scope(rows, columns=TABLES[SnapshotKind.BODY_MART], scope=self._scope)
        return cut.assign(
            prefecture_code=cut["body_code"].str.slice(0, 2), is_municipality=~cut["body_code"].str.endswith("000")
        )

    def _designated(self) -> pd.DataFrame:
        if self.has_designations:
            systems = self.systems()
            is_designated = systems["is_designated"].fillna(value=False).astype("bool")
            return systems.loc[is_designated, ["body_code", "business"]].reset_index(drop=True)
        vintage = self._resolved.designated
        if vintage is None:
            return _no_rows(SnapshotKind.DESIGNATED_LIST)
        rows = self._only_businesses(self._shelf.query("designated_list", vintage=vintage))
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.DESIGNATED_LIST], scope=self._scope)

    def _only_businesses(self, rows: pd.DataFrame) -> pd.DataFrame:
        if self._businesses is None:
            return rows
        return rows[rows["business"].isin(self._businesses)].reset_index(drop=True)

    def _population(self) -> pd.DataFrame:
        vintage = self._resolved.population
        if vintage is None:
            return _no_rows(SnapshotKind.POPULATION)
        rows = self._shelf.query("population", vintage=vintage)
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.POPULATION], scope=self._scope)

    def _applicability(self) -> pd.DataFrame | None:
        held = self._resolved.applicability
        return self._shelf.query("applicability", vintage=held) if held else None


def _no_rows(kind: SnapshotKind) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in TABLES[kind]})
