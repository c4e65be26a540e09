"""The one way in: files → checked rows → marts → one publication. The demo comes this way too.

All files of a call are read and checked before the home is touched, and published together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from data.model import JST, Snapshot, SnapshotKind
from data.reference import load_reference
from data.rules.body_mart import body_mart
from data.rules.chain import month_mart, rules_version
from data.rules.progress import system_universe
from data.sources import dropped_vendor_faults, read_source, vendor_faults
from data.sources.faults import Fault, FaultyInput
from data.sources.tables import WHOLE_LIST_MONTH
from data.store.clocks import in_force
from data.store.errors import ImportRefusedError
from data.store.home import Store
from data.store.marts import MartInputs, MartRule, refresh_marts
from data.store.tables import frame
from data.store.transaction import Transaction, publishing
from data.store.verification import VerifyReport, verify

ImportStatus = Literal["取り込みました", "変更なし"]

_CLOCK_TOLERANCE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one table of one file. ``sha256`` is that of the stored snapshot which states its rows."""

    source_name: str
    kind: SnapshotKind
    month: str
    rows: int
    status: ImportStatus
    sha256: str
    notes: tuple[str, ...] = ()


class ImportFaults(FaultyInput):
    """Some of the files are faulty; ``inputs`` holds one FaultyInput per such file, in the order given.

    ``faults`` has them all; with several faulty files each fault's sheet is preceded by its file's name.
    """

    def __init__(self, inputs: Sequence[FaultyInput]) -> None:
        """Gather the faults of at least one faulty file."""
        self.inputs: tuple[FaultyInput, ...] = tuple(inputs)
        several = len(self.inputs) > 1
        super().__init__(
            "、".join(faulty.source_name for faulty in self.inputs),
            [
                replace(fault, sheet=" ".join(filter(None, (faulty.source_name, fault.sheet)))) if several else fault
                for faulty in self.inputs
                for fault in faulty.faults
            ],
        )

    def __str__(self) -> str:
        """Say a line for each faulty file: its name, its first fault and how many there are."""
        return "\n".join(str(faulty) for faulty in self.inputs)


def import_files(
    files: Sequence[Path | tuple[str, bytes]],
    *,
    home: Path,
    received_at: datetime | None = None,
    is_synthetic: bool = False,
    today: date | None = None,
) -> tuple[ImportReport, ...]:
    """Read, check and publish files (paths, or names with bytes): all of them or none.

    ``received_at`` is when the programme learnt them (None: now). ``today`` is what a month in the future is judged
    against. Raises ImportFaults with every fault of every file, ImportRefusedError when the files are sound but may
    not enter this home (demo and real data, an earlier ``received_at``), StoreError when the home cannot be written.
    In every such case the home is left as it was.
    """
    if received_at is not None:
        _check_received_at(received_at, is_synthetic=is_synthetic)
    read = _read_all(files, today=today)
    _check_vendors(read, home=home)
    snapshots = [replace(snapshot, is_synthetic=is_synthetic) for snapshot in read]
    if not snapshots:
        return ()
    with publishing(Store(home), recorded_at=received_at if is_synthetic else None) as transaction:
        moment = (received_at or transaction.recorded_at).astimezone(UTC)
        reports = [_add(transaction, snapshot, received_at=moment) for snapshot in snapshots]
        refresh_marts(transaction, rule=mart_rule())
        transaction.commit()
    return tuple(reports)


def verify_home(home: Path, *, rebuild: bool = True) -> VerifyReport:
    """Check every stored byte, the chain of manifests and, with ``rebuild``, each mart against a recomputation.

    Raises StoreError when no manifest of the home can be read.
    """
    return verify(Store(home), rule=mart_rule() if rebuild else None)


@lru_cache(maxsize=1)
def mart_rule() -> MartRule:
    """How this programme's monthly marts are computed."""
    return rule_over(system_universe(load_reference()))


def rule_over(universe: pd.DataFrame) -> MartRule:
    """How the monthly marts of the systems of ``universe`` (body_code, business) are computed."""
    reference = load_reference()

    def build(inputs: MartInputs) -> pd.DataFrame:
        return month_mart(
            inputs.tables[SnapshotKind.PMO_REPORT],
            rates=inputs.tables[SnapshotKind.MIC_PROGRESS],
            previous=inputs.previous,
            applicability=inputs.tables[SnapshotKind.APPLICABILITY],
            step_table=inputs.tables[SnapshotKind.STEP_TABLE],
            universe=universe,
            month=inputs.month,
            reference=reference,
        )

    return MartRule(
        version=rules_version(reference),
        reads=(
            SnapshotKind.PMO_REPORT,
            SnapshotKind.MIC_PROGRESS,
            SnapshotKind.APPLICABILITY,
            SnapshotKind.STEP_TABLE,
        ),
        build=build,
        chained_by=(SnapshotKind.PMO_REPORT,),
        digest=body_mart,
    )


def _read_all(files: Sequence[Path | tuple[str, bytes]], *, today: date | None) -> list[Snapshot]:
    snapshots: list[Snapshot] = []
    faulty: list[FaultyInput] = []
    for file in files:
        name = file.name if isinstance(file, Path) else file[0]
        try:
            snapshots.extend(read_source(file if isinstance(file, Path) else file[1], name=name, today=today))
        except FaultyInput as error:
            faulty.append(error)
        except OSError as error:
            reason = f"ファイルを開けません（{error.strerror or error}）。場所と権限を確かめてください。"
            faulty.append(FaultyInput(name, [Fault(sheet="", row=None, column="", value=str(file), reason=reason)]))
    if faulty:
        raise ImportFaults(faulty)
    return snapshots


def _check_vendors(snapshots: Sequence[Snapshot], *, home: Path) -> None:
    """Refuse products and events of vendors that are on no list, and a list without vendors that they name.

    A list that this call does not bring is the one in force in the home.
    """
    by_kind = {snapshot.kind: snapshot for snapshot in snapshots}
    listed = by_kind.get(SnapshotKind.VENDORS)
    products, events = by_kind.get(SnapshotKind.PRODUCTS), by_kind.get(SnapshotKind.VENDOR_EVENTS)
    if listed is None and products is None and events is None:
        return
    others = (SnapshotKind.PRODUCTS, SnapshotKind.VENDOR_EVENTS)
    held = _held({SnapshotKind.VENDORS} if listed is None else set(others) - set(by_kind), home=home)
    vendors = held.get(SnapshotKind.VENDORS) if listed is None else listed.rows
    refused = vendor_faults(vendors, products, events)
    if listed is not None:
        refused += dropped_vendor_faults(listed, held)
    if refused:
        raise ImportFaults(refused)


def _held(kinds: Collection[SnapshotKind], *, home: Path) -> dict[SnapshotKind, pd.DataFrame]:
    """The rows in force of lists that are whole every time; a list the home does not have is left out."""
    if not kinds:
        return {}
    store = Store(home)
    vintages = store.open().vintages
    found = {kind: in_force(vintages, kind=kind, month=WHOLE_LIST_MONTH) for kind in sorted(kinds)}
    return {kind: frame(store.read(vintage)) for kind, vintage in found.items() if vintage is not None}


def _add(transaction: Transaction, snapshot: Snapshot, *, received_at: datetime) -> ImportReport:
    vintage = transaction.add(snapshot, received_at=received_at)
    notes = list(snapshot.notes)
    if vintage.file in transaction.mended:
        notes.append("壊れていた保存ファイルを書き直しました。")
    if transaction.is_received_again(vintage):
        again = received_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
        notes.append(f"同じ内容を {again} にも受信したことを記録しました。")
    return ImportReport(
        source_name=snapshot.source_name,
        kind=snapshot.kind,
        month=snapshot.month,
        rows=vintage.rows,
        status="取り込みました" if transaction.is_added(vintage) else "変更なし",
        sha256=vintage.sha256,
        notes=tuple(notes),
    )


def _check_received_at(received_at: datetime, *, is_synthetic: bool) -> None:
    if received_at.tzinfo is None:
        raise ValueError("received_at needs an offset")
    if not is_synthetic and received_at > datetime.now(UTC) + _CLOCK_TOLERANCE:
        given = received_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
        raise ImportRefusedError(
            f"受信日時 {given} は未来です。以後の取り込みができなくなるため、受け付けません。"
            "--received-at を確かめてください。何も保存していません。"
        )
