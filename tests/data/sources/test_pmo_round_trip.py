from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import load_reference
from tests.data.sources.building import read_one
from tests.data.sources.pmo_building import (
    STEPS,
    WRITERS,
    Record,
    Writer,
    as_csv,
    as_parquet,
    plain,
    record,
)

pytestmark = pytest.mark.slow

SYSTEMS = [
    (body, business)
    for body in load_reference().bodies[::97]
    for business in load_reference().businesses
    if business.is_prefectural or not body.is_prefecture
]
WORDS = {"D": "完了済み", "W": "作業中", "U": "未着手", "N": "対象外"}
NAMES = st.text(st.characters(codec="cp932", categories=("L", "N")), min_size=1, max_size=6)
DAYS = st.dates(date(2023, 4, 1), date(2026, 1, 31)).map(date.isoformat)

MOMENTS = st.datetimes(datetime(2023, 4, 1), datetime(2026, 2, 10)).map(
    lambda moment: moment.isoformat(timespec="seconds") + "+09:00"
)


@st.composite
def stored_systems(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows as they should be stored, of distinct systems, in key order."""
    vendors = draw(st.dictionaries(st.sampled_from(["A01", "B2", "C-3"]), NAMES, min_size=1))
    rows = []
    for body, business in draw(st.lists(st.sampled_from(SYSTEMS), min_size=1, max_size=6, unique=True)):
        vendor = draw(st.sampled_from([None, *vendors]))
        is_designated = draw(st.booleans())
        row: dict[str, Any] = {"body_code": body.code, "business": business.id}
        row |= {"vendor_code": vendor, "vendor_name": vendors[vendor] if vendor else None}
        row |= {"product_name": draw(st.none() | NAMES)}
        row |= {"steps": draw(st.none() | st.text("DWUN", min_size=40, max_size=40))}
        row |= {"planned_live_on": draw(st.none() | DAYS), "live_on": draw(st.none() | DAYS)}
        row |= {"is_designated": is_designated}
        row |= {"designated_reason": draw(st.none() | st.integers(1, 4)) if is_designated else None}
        row |= {"designated_due_on": draw(st.none() | DAYS) if is_designated else None}
        row |= {"designated_on": draw(st.none() | DAYS) if is_designated else None}
        row |= {"entered_at": draw(st.none() | MOMENTS)}
        row |= {"self_assessment": draw(st.sampled_from([None, "順調", "要注意", "遅れ"]))}
        row |= {"successor_vendor_code": draw(st.sampled_from([None, "none", *vendors]))}
        row |= {"platform": draw(st.sampled_from([None, "ガバメントクラウド", "その他"]))}
        remark = draw(st.none() | NAMES)
        row |= {"extra": None if remark is None else f'{{"備考": "{remark}"}}'}
        rows.append(row)
    return sorted(rows, key=lambda row: (row["body_code"], row["business"]))


def as_record(row: dict[str, Any]) -> Record:
    reference = load_reference()
    body, business = reference.body(row["body_code"]), reference.business(row["business"])
    assert body is not None
    assert business is not None
    steps = dict(zip(STEPS, [WORDS[one] for one in row["steps"]] if row["steps"] else [""] * 40, strict=True))
    successor = {"none": "なし"}.get(row["successor_vendor_code"], row["successor_vendor_code"])
    cells = {
        "対象年月": "2026-01",
        "団体コード": body.code6,
        "業務": business.name,
        "ベンダコード": row["vendor_code"],
        "ベンダ名": row["vendor_name"],
        "製品名": row["product_name"],
        **steps,
        "移行予定日": row["planned_live_on"],
        "運用開始日": row["live_on"],
        "特定移行": "○" if row["is_designated"] else "",
        "事由": row["designated_reason"],
        "特定移行期限": row["designated_due_on"],
        "入力日時": row["entered_at"],
        "自己評価": row["self_assessment"],
        "後継ベンダコード": successor,
        "特定移行指定日": row["designated_on"],
        "移行先基盤": row["platform"],
        "備考": row["extra"][8:-2] if row["extra"] else "",
    }
    return {heading: "" if cell is None else cell for heading, cell in cells.items()}


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=40)
@given(rows=stored_systems(), seed=st.randoms(use_true_random=False))
def test_any_report_reads_back_as_it_was_written(write: Writer, rows: list[dict[str, Any]], seed: Any) -> None:
    records = [as_record(row) for row in rows]
    seed.shuffle(records)
    assert plain(read_one(write(records), name="入力").rows) == rows


@pytest.mark.slow
@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_a_month_of_all_systems_is_read_in_seconds(write: Writer) -> None:
    reference = load_reference()
    records = [
        record(団体コード=body.code6, 業務=business.name, 移行予定日=f"2026-{3 + number % 9:02d}-28", 備考=f"{number}")
        for body in reference.bodies
        for number, business in enumerate(reference.businesses)
        if business.is_prefectural or not body.is_prefecture
    ]
    content = write(records)
    started = time.process_time()
    assert len(read_one(content, name="入力").rows) == 34_914
    # Two seconds on an idle machine; a busy one takes up to twice the processor time.
    assert time.process_time() - started < 4
