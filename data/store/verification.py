"""Prove a home: every byte against its hash, the chain of manifests, and each mart against a recomputation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.model import SnapshotKind
from data.store.clocks import in_force
from data.store.errors import DamagedSnapshotError
from data.store.files import sha256_of, temporary_files
from data.store.home import KEPT_MANIFESTS, MANIFEST_FILE, SNAPSHOTS, Store, read_kept_manifest
from data.store.manifest import Manifest, Vintage
from data.store.marts import MartRule, build_mart, required_marts
from data.store.state import KIND_WORDS, StoreState
from data.store.tables import canonical_table, frame, rows_sha256


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: ``file`` is the path below the home, ``message`` Japanese; a leftover is no error."""

    file: str
    message: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked and what was found."""

    manifests: int
    vintages: int
    marts_rebuilt: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing found is an error."""
        return not any(finding.is_error for finding in self.findings)


def verify(store: Store, *, rule: MartRule | None) -> VerifyReport:
    """Check a home; ``rule`` None leaves the recomputation of the marts out.

    Raises StoreError when no manifest can be read at all.
    """
    fresh = Store(store.home)
    state = fresh.open()
    findings = [Finding(MANIFEST_FILE, warning) for warning in state.manifest_warnings]
    findings += _check_kept_manifests(fresh, state.manifest)
    findings += [
        Finding(vintage.file, f"「{KIND_WORDS[vintage.kind]}」{vintage.month}{state.damaged[vintage.file]}")
        for vintage in {v.file: v for v in state.vintages}.values()
        if vintage.file in state.damaged
    ]
    rebuilt = 0
    if rule is not None:
        rebuilt, differing = _check_marts(fresh, state, rule)
        findings += differing
    findings += _leftovers(fresh.home, state)
    return VerifyReport(
        manifests=len(fresh.kept_manifests()),
        vintages=len(state.vintages),
        marts_rebuilt=rebuilt,
        findings=tuple(findings),
    )


def _check_kept_manifests(store: Store, current: Manifest) -> list[Finding]:
    findings: list[Finding] = []
    previous_sha256, kept_sequences = "", set()
    for path in store.kept_manifests():
        name = f"{KEPT_MANIFESTS}/{path.name}"
        manifest = read_kept_manifest(path)
        if manifest is None:
            findings.append(Finding(name, "保管された目録が壊れています（ハッシュ不一致）。"))
            previous_sha256 = ""
            continue
        kept_sequences.add(manifest.sequence)
        if previous_sha256 and manifest.previous_sha256 != previous_sha256:
            findings.append(Finding(name, "ひとつ前の目録とつながりません。"))
        if not _continues(current, manifest):
            findings.append(Finding(name, "今の目録に、この目録にあった版がないか、違う内容になっています。"))
        previous_sha256 = sha256_of(path.read_bytes())
    for sequence in range(1, current.sequence + 1):
        if sequence not in kept_sequences:
            is_newest = sequence == current.sequence
            message = "次の取り込みで保管されます。" if is_newest else "履歴が欠けています。"
            findings.append(
                Finding(KEPT_MANIFESTS, f"{sequence}回目の目録が保管されていません。{message}", is_error=not is_newest)
            )
    return findings


def _continues(current: Manifest, earlier: Manifest) -> bool:
    """Whether ``current`` still lists every vintage of ``earlier``, first and in order, with no receipt less."""
    return len(earlier.vintages) <= len(current.vintages) and all(
        now.continues(before) for now, before in zip(current.vintages, earlier.vintages, strict=False)
    )


def _check_marts(store: Store, state: StoreState, rule: MartRule) -> tuple[int, list[Finding]]:
    findings: list[Finding] = []
    rebuilt = 0

    def read(vintage: Vintage) -> pd.DataFrame:
        return frame(store.read(vintage))

    for month, moment in required_marts(state.vintages, rule=rule):
        at = f"{month}（{moment.isoformat()} 時点）の集計"
        try:
            rows, _ = build_mart(rule, vintages=state.vintages, month=month, known_at=moment, read=read)
        except DamagedSnapshotError as error:
            place = f"{SNAPSHOTS}/{SnapshotKind.SYSTEM_MART}-{month}"
            findings.append(Finding(place, f"{at}は、元のデータが壊れているため再計算できません（{error}）"))
            continue
        rebuilt += 1
        for kind, mart in rule.marts(rows):
            held = in_force(state.vintages, kind=kind, month=month, known_at=moment)
            place = held.file if held else f"{SNAPSHOTS}/{kind}-{month}"
            if held is None:
                findings.append(Finding(place, f"{at}がありません。"))
            elif held.rules != rule.version:
                message = f"{at}は前の版の規則（{held.rules}）によるものです。次の取り込みで計算し直されます。"
                findings.append(Finding(place, message, is_error=False))
            elif held.rows_sha256 != rows_sha256(canonical_table(mart, kind=kind)):
                findings.append(Finding(place, f"{at}が、元のデータからの再計算と一致しません。"))
    return rebuilt, findings


def _leftovers(home: Path, state: StoreState) -> list[Finding]:
    published = {vintage.file for vintage in state.vintages}
    stray = [
        path.relative_to(home).as_posix()
        for path in sorted((home / SNAPSHOTS).glob("*.parquet"))
        if path.relative_to(home).as_posix() not in published
    ]
    temporary = [path.relative_to(home).as_posix() for path in temporary_files(home)]
    return [
        Finding(file, "途中で止まった取り込みの残りです。読まれることはありません。", is_error=False)
        for file in temporary + [file for file in stray if file not in temporary]
    ]
