"""Write one month as the operator's PMO interchange file (format C), in Parquet, byte for byte the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.demo.simulation.assessments import SILENT
from data.demo.simulation.assessments import WORDS as ASSESSMENT_WORDS
from data.demo.simulation.chance import Flags, Ints, stream
from data.demo.simulation.designation import CATEGORY_CREATED
from data.demo.simulation.incidents import SYNTHETIC
from data.demo.simulation.programme import Programme
from data.demo.simulation.progress import Steps
from data.demo.simulation.reporting import Edition, entry_texts
from data.demo.simulation.steps import SKIPPED, STATUS_WORDS, step_status
from data.demo.simulation.succession import EXPLICITLY_NONE, UNSAID
from data.demo.simulation.timeline import FAR, iso_days, month_index
from data.model import STEPS_PER_SYSTEM

DIFFICULT_THEN: Final = "移行困難（当時）"
"""Extra column of the files before the category existed: the systems then called 移行困難システム."""
_PLATFORMS: Final = ("ガバメントクラウド", "その他")
_MARK: Final = "○"
_NONE: Final = "なし"
_VENDOR_KNOWN_FROM_STEPS: Final = 17
_MISTAKEN_STEPS: Final = 4

_Columns = dict[str, pa.Array]


def file_name(edition: Edition) -> str:
    """Name of a month's file: it says that the data is invented, and which correction it is."""
    correction = f"_訂正{edition.number}" if edition.number else ""
    return f"{SYNTHETIC}_pmo_{edition.month}{correction}.parquet"


def write_month(programme: Programme, edition: Edition, directory: Path) -> Path:
    """Write one edition of a month; a system without an entry by its closing day has no row."""
    month = month_index(edition.month)
    universe = programme.universe
    days = programme.reporting.day(universe, month)
    rows = np.flatnonzero(days <= edition.last_entry_day)
    is_mistaken = programme.reporting.is_mistaken[universe.body, month] & edition.has_mistakes
    live, counted = _as_entered(programme, month, is_mistaken)
    status = step_status(programme.step_order, programme.schedule.block, counted, month=month)
    status[~universe.is_applicable] = SKIPPED
    status = status[rows]
    columns: _Columns = {"対象年月": _coded(np.zeros(len(rows), dtype=np.int64), [edition.month])}
    columns["団体コード"] = _coded(universe.body[rows], [body.code6 for body in universe.bodies])
    columns["業務"] = _coded(universe.business[rows], [business.name for business in universe.businesses])
    columns |= _vendor_columns(programme, month, rows, counted)
    for step in range(STEPS_PER_SYSTEM):
        columns[f"ステップ{step + 1:02d}"] = _coded(status[:, step].astype(np.int64), STATUS_WORDS)
    planned = programme.plans.current(month)
    live_in_file = np.where(live <= month, live, FAR)
    columns["移行予定日"] = _dates(planned[rows], programme.go_lives.day[rows])
    columns["運用開始日"] = _dates(live_in_file[rows], programme.go_lives.day[rows])
    columns |= _designation_columns(programme, month, rows)
    columns["入力日時"] = _entries(programme, edition, month, days, rows)
    word = programme.assessments.words(universe, programme.go_lives, programme.designations, planned, month)
    columns["自己評価"] = _coded(np.where(word == SILENT, -1, word)[rows], ASSESSMENT_WORDS)
    columns |= _other_columns(programme, month, rows, counted)
    path = directory / file_name(edition)
    # Without Arrow's own schema a reader gets plain text columns instead of this file's dictionaries.
    pq.write_table(pa.table(columns), path, compression="zstd", store_schema=False)
    return path


def _as_entered(programme: Programme, month: int, is_mistaken: Flags) -> tuple[Ints, Steps]:
    """Go-live months and step counts, with the mistakes of a file that is corrected later."""
    live = programme.go_lives.live
    counted = programme.progress[:, month]
    is_wrong = is_mistaken & programme.universe.is_applicable
    live = np.where(is_wrong & (live <= month), FAR, live)
    counted = np.where(is_wrong, np.minimum(counted + _MISTAKEN_STEPS, STEPS_PER_SYSTEM), counted).astype(np.int8)
    return live, counted


def _vendor_columns(programme: Programme, month: int, rows: Ints, counted: Steps) -> _Columns:
    universe, vendors = programme.universe, programme.vendors
    vendor = programme.succession.vendor(month)
    waits = stream(programme.seed, "vendor unknown").random(int(universe.family.max()) + 1) < 0.08
    is_known = universe.is_applicable & ~(waits[universe.family] & (counted < _VENDOR_KNOWN_FROM_STEPS))
    shown = np.where(is_known, vendor, -1)[rows]
    businesses = len(universe.businesses)
    product = np.where(shown >= 0, shown * businesses + universe.business[rows], -1)
    has_product = vendors.has_product.ravel()
    product = np.where((product >= 0) & has_product[product], product, -1)
    names = [f"製品{code}-{number + 1:02d}" for code in vendors.codes for number in range(businesses)]
    return {
        "ベンダコード": _coded(shown, vendors.codes),
        "ベンダ名": _coded(shown, vendors.names),
        "製品名": _coded(product, names),
    }


def _designation_columns(programme: Programme, month: int, rows: Ints) -> _Columns:
    """The mark, reason, deadline and date of 特定移行; before the category existed only what it was called then."""
    found = programme.designations
    if month < CATEGORY_CREATED:
        blank = np.full(len(rows), -1, dtype=np.int64)
        columns = {name: _coded(blank, [_MARK]) for name in ("特定移行", "事由", "特定移行期限", "特定移行指定日")}
        return columns | {DIFFICULT_THEN: _coded(np.where(found.listed_from[rows] <= month, 0, -1), [_MARK])}
    live = programme.go_lives.live
    # Most marks are removed some months after go-live; some are forgotten.
    is_on = (found.designated_from <= month) & ~((live + 1 + live % 4 <= month) & (live % 7 != 0))
    is_on = is_on[rows]
    draw = stream(programme.seed, "deadlines said").random(programme.universe.systems)[rows]
    is_due_said = is_on & (draw > 0.04) & (found.designated_from[rows] + (draw * 3).astype(np.int64) <= month)
    day = np.where(found.designated_from == CATEGORY_CREATED, 24 + found.deadline % 5, 1 + found.listed_from % 28)
    return {
        "特定移行": _coded(np.where(is_on, 0, -1), [_MARK]),
        "事由": _coded(np.where(is_on, found.reason[rows], -1), ["", "1", "2", "3", "4"]),
        "特定移行期限": _dates(np.where(is_due_said, found.deadline[rows], FAR), np.full(len(rows), 31)),
        "特定移行指定日": _dates(np.where(is_on, found.designated_from[rows], FAR), day[rows]),
    }


def _other_columns(programme: Programme, month: int, rows: Ints, counted: Steps) -> _Columns:
    universe, vendors = programme.universe, programme.vendors
    said = programme.succession.successor(month)[rows]
    successor = np.where(said == EXPLICITLY_NONE, len(vendors.codes), np.where(said == UNSAID, -1, said))
    draw = stream(programme.seed, "platform").random(int(programme.schedule.block.max()) + 1)[programme.schedule.block]
    platform = np.where(draw < 0.84, 0, np.where(draw < 0.97, 1, -1))
    platform = np.where(universe.is_applicable & (counted >= _VENDOR_KNOWN_FROM_STEPS), platform, -1)
    return {
        "後継ベンダコード": _coded(successor, (*vendors.codes, _NONE)),
        "移行先基盤": _coded(platform[rows], _PLATFORMS),
    }


def _entries(programme: Programme, edition: Edition, month: int, days: Ints, rows: Ints) -> pa.Array:
    minute = programme.reporting.entry_minute[programme.universe.body, month]
    keys, at = np.unique(days[rows] * 1440 + minute[rows], return_inverse=True)
    return _coded(at, entry_texts(edition.month, keys // 1440, keys % 1440))


def _dates(months: Ints, days: Ints) -> pa.Array:
    """ISO dates as text, blank from FAR on."""
    is_said = months < FAR
    keys, at = np.unique(months[is_said] * 32 + days[is_said], return_inverse=True)
    numbers = np.full(len(months), -1, dtype=np.int64)
    numbers[is_said] = at
    return _coded(numbers, iso_days(keys // 32, keys % 32).tolist())


def _coded(numbers: Ints, words: Sequence[str]) -> pa.Array:
    """A text column from numbers into words; a negative number is a blank."""
    indices = pa.array(np.maximum(numbers, 0).astype(np.int32), mask=numbers < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words), type=pa.string()))
