"""What a reader sees: one manifest, the damage found, and the vintages that hold at a point on both clocks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from data.model import JST, AsOf, SnapshotKind
from data.store.clocks import MONTHLY_REPORTS, ranked, report_months
from data.store.files import sha256_of
from data.store.manifest import Manifest, Vintage, encode_manifest

KIND_WORDS: Final[dict[SnapshotKind, str]] = {
    SnapshotKind.MIC_PROGRESS: "総務省の進捗状況",
    SnapshotKind.DESIGNATED_LIST: "特定移行支援システムの一覧",
    SnapshotKind.APPLICABILITY: "対象業務の表",
    SnapshotKind.PMO_REPORT: "PMO の月次報告",
    SnapshotKind.MIC_STEPS: "総務省のステップ別の状況",
    SnapshotKind.STEP_TABLE: "ステップの表",
    SnapshotKind.VENDORS: "ベンダの一覧",
    SnapshotKind.PRODUCTS: "適合製品の一覧",
    SnapshotKind.VENDOR_EVENTS: "ベンダの動き",
    SnapshotKind.POPULATION: "人口表",
    SnapshotKind.SYSTEM_MART: "月次の集計",
    SnapshotKind.BODY_MART: "団体別の月次の集計",
}

_ONLY_THE_ORIGINAL: Final = (
    "使えないのはこの保存ファイルだけです。これから計算した集計は正常なので、そのまま表示しています。"
    "集計に含まれない項目は表示できません。元のファイルをもう一度取り込むと直ります。"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The vintages that hold at one as_of; None where nothing was known.

    ``progress`` is the month's report that counts: the PMO's where there is one, else MIC's. ``received_at`` is when it
    last arrived by then, a report of equal rows included. ``is_report_damaged``: its own file cannot be read, only the
    marts computed from it. ``fingerprint`` names the served content: equal fingerprints mean equal answers, so it is a
    sound cache key. ``warnings`` are Japanese and name each damaged file passed over, or known only by the marts
    computed from it. ``earlier_reports``: the PMO report of every earlier month, oldest first, without damaged ones:
    what the month's own report leaves out still holds as these say it, so that the fingerprint names them too.
    """

    as_of: AsOf
    progress_mart: Vintage | None
    body_mart: Vintage | None
    progress: Vintage | None
    designated: Vintage | None
    applicability: Vintage | None
    warnings: tuple[str, ...]
    step_table: Vintage | None = None
    vendors: Vintage | None = None
    products: Vintage | None = None
    vendor_events: Vintage | None = None
    population: Vintage | None = None
    is_report_damaged: bool = False
    earlier_reports: tuple[Vintage, ...] = ()

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """The vintages served, without the blanks."""
        reports = (self.progress_mart, self.body_mart, self.progress, self.designated, self.applicability)
        served = (*reports, self.step_table, self.vendors, self.products, self.vendor_events, self.population)
        return tuple(vintage for vintage in served if vintage is not None)

    @property
    def received_at(self) -> datetime | None:
        """When the month's report last arrived as far as known, or None where there is none."""
        return self.progress.last_received_at(self.as_of.known_at) if self.progress else None

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name the content served."""
        named = (*self.vintages, *self.earlier_reports)
        names = "\n".join(f"{vintage.kind} {vintage.month} {vintage.sha256}" for vintage in named)
        unread = "\nreport unread" if self.is_report_damaged else ""
        # Only where it was confirmed: what is kept of other months stays in use.
        is_again = self.progress is not None and self.progress.received_at != self.received_at
        again = f"\nreceived again {self.received_at}" if is_again else ""
        return hashlib.sha256(f"{self.as_of.month}\n{names}{unread}{again}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class StoreState:
    """An immutable view of one manifest. ``damaged`` maps the path below the home to what is wrong with the file."""

    manifest: Manifest
    damaged: Mapping[str, str]
    manifest_warnings: tuple[str, ...] = ()

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Every vintage ever published, in order."""
        return self.manifest.vintages

    @cached_property
    def content_id(self) -> str:
        """Names everything the manifest lists: two manifests of one place in the sequence still differ by it."""
        return sha256_of(encode_manifest(self.manifest))

    @cached_property
    def months(self) -> tuple[str, ...]:
        """Months with a monthly report, ascending (YYYY-MM)."""
        return report_months(self.vintages)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever imported."""
        return not self.vintages

    @property
    def is_synthetic(self) -> bool:
        """Whether the home holds demo data (架空のデモデータ)."""
        return any(vintage.is_synthetic for vintage in self.vintages)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the home as a whole, in Japanese: the manifest, then each damaged file."""
        names = {vintage.file: vintage for vintage in self.vintages}
        files = tuple(f"{_described(names[file])}{reason}" for file, reason in self.damaged.items())
        return self.manifest_warnings + files

    @cached_property
    def _by_id(self) -> dict[str, Vintage]:
        return {vintage.snapshot_id: vintage for vintage in self.vintages}

    def vintage(self, snapshot_id: str) -> Vintage | None:
        """A vintage with that content, or None when no such snapshot was published."""
        return self._by_id.get(snapshot_id)

    def months_at(self, known_at: datetime | None) -> tuple[str, ...]:
        """Months whose report was known at a moment, ascending."""
        return report_months(self.vintages, known_at=known_at)

    def resolve(self, as_of: AsOf) -> Resolved:
        """The vintages that hold at ``as_of``. A damaged one is passed over for the last good one, with a warning.

        A damaged table stays in force where the mart served was computed from it: its figures are still shown, so its
        name and date must be too. Raises ValueError for a ``known_at`` without an offset.
        """
        if as_of.known_at is not None and as_of.known_at.tzinfo is None:
            raise ValueError("known_at needs an offset")
        warnings = list(self.manifest_warnings)
        marts = ranked(self.vintages, kind=SnapshotKind.SYSTEM_MART, month=as_of.month, known_at=as_of.known_at)
        mart = next((vintage for vintage in marts if vintage.file not in self.damaged), None)
        shown = mart.inputs if mart else ()
        served = {kind: self._serve(kind, as_of=as_of, shown=shown, warnings=warnings) for kind in SnapshotKind}
        progress = next((served[kind] for kind in MONTHLY_REPORTS if served[kind]), None)
        return Resolved(
            as_of=as_of,
            progress_mart=served[SnapshotKind.SYSTEM_MART],
            body_mart=served[SnapshotKind.BODY_MART],
            progress=progress,
            designated=served[SnapshotKind.DESIGNATED_LIST],
            applicability=served[SnapshotKind.APPLICABILITY],
            step_table=served[SnapshotKind.STEP_TABLE],
            vendors=served[SnapshotKind.VENDORS],
            products=served[SnapshotKind.PRODUCTS],
            vendor_events=served[SnapshotKind.VENDOR_EVENTS],
            population=served[SnapshotKind.POPULATION],
            warnings=tuple(warnings),
            is_report_damaged=progress is not None and progress.file in self.damaged,
            earlier_reports=self._earlier_reports(as_of),
        )

    @cached_property
    def _pmo_reports(self) -> tuple[Vintage, ...]:
        """Every PMO report by month, within a month the one that holds last."""
        found = (vintage for vintage in self.vintages if vintage.kind is SnapshotKind.PMO_REPORT)
        return tuple(sorted(found, key=lambda vintage: (vintage.month, vintage.received_at, vintage.sequence)))

    def _earlier_reports(self, as_of: AsOf) -> tuple[Vintage, ...]:
        known = (v for v in self._pmo_reports if as_of.known_at is None or v.received_at <= as_of.known_at)
        by_month = {vintage.month: vintage for vintage in known if vintage.month < as_of.month}
        return tuple(vintage for vintage in by_month.values() if vintage.file not in self.damaged)

    def _serve(self, kind: SnapshotKind, *, as_of: AsOf, shown: Collection[str], warnings: list[str]) -> Vintage | None:
        """The first vintage that is sound, or ``shown`` (snapshot ids) by the mart computed from it."""
        candidates = ranked(self.vintages, kind=kind, month=as_of.month, known_at=as_of.known_at)
        found = next((v for v in candidates if v.file not in self.damaged or v.snapshot_id in shown), None)
        for vintage in candidates:
            if vintage is found:
                break
            instead = f"代わりに{_described(found)}を使っています" if found else "使える版がないため、表示できません"
            warnings.append(f"{_described(vintage)}{self.damaged[vintage.file]}{instead}。")
        if found is not None and found.file in self.damaged:
            warnings.append(f"{_described(found)}{self.damaged[found.file]}{_ONLY_THE_ORIGINAL}")
        return found


def _described(vintage: Vintage) -> str:
    received = vintage.received_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
    return f"「{KIND_WORDS[vintage.kind]}」{vintage.month}（{received} 受信、{vintage.file}）"
