"""The stored form of rows: one form, one set of bytes, and hashes that see every difference."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import TABLES, SnapshotKind
from data.store import DamagedSnapshotError
from data.store.tables import KEYS, arrow_schema, canonical_table, decode, encode, frame, rows_sha256
from tests.data.store.tiny import PROGRESS, progress

ROWS = progress("2026-01", 10, None, 40).rows


def test_every_kind_has_a_key_of_its_own_columns() -> None:
    for kind in SnapshotKind:
        assert KEYS[kind]
        assert set(KEYS[kind]) <= {column.name for column in TABLES[kind]}
        assert arrow_schema(kind).names == [column.name for column in TABLES[kind]]


def test_rows_come_back_as_they_went_in() -> None:
    table = canonical_table(ROWS, kind=PROGRESS)

    back = frame(decode(encode(table, kind=PROGRESS, month="2026-01"), kind=PROGRESS))

    assert back.dtypes.astype(str).to_dict() == {"body_code": "str", "business": "str", "steps_counted": "Int64"}
    assert back["body_code"].tolist() == ["01100", "01100", "13101"]
    assert back["steps_counted"].isna().tolist() == [False, True, False]
    assert back["steps_counted"].dropna().tolist() == [10, 40]


def test_some_rows_and_some_columns_can_be_read_alone() -> None:
    content = encode(canonical_table(ROWS, kind=PROGRESS), kind=PROGRESS, month="2026-01")

    rows = frame(decode(content, kind=PROGRESS, where={"body_code": {"01100"}}))
    assert rows["body_code"].tolist() == ["01100", "01100"]
    assert rows.columns.tolist() == [column.name for column in TABLES[PROGRESS]]

    some = frame(decode(content, kind=PROGRESS, where={"body_code": {"13101"}}, only=["body_code", "steps_counted"]))
    assert some.to_dict("list") == {"body_code": ["13101"], "steps_counted": [40]}


def test_the_file_says_what_it_is_and_holds_no_clock() -> None:
    table = canonical_table(ROWS, kind=PROGRESS)

    first = encode(table, kind=PROGRESS, month="2026-01")

    assert encode(table, kind=PROGRESS, month="2026-01") == first
    assert encode(table, kind=PROGRESS, month="2026-02") != first
    metadata = pq.read_schema(io.BytesIO(first)).metadata
    assert metadata == {b"dashboard.kind": b"mic_progress", b"dashboard.month": b"2026-01"}


cells = st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=3, max_size=3)


@pytest.mark.slow
@given(first=cells, second=cells)
def test_equal_hashes_mean_equal_rows(first: list[int | None], second: list[int | None]) -> None:
    hashes = [
        rows_sha256(canonical_table(progress("2026-01", *steps).rows, kind=PROGRESS)) for steps in (first, second)
    ]

    assert (hashes[0] == hashes[1]) == (first == second)


def test_the_hash_of_rows_is_a_constant_of_the_format() -> None:
    """A changed algorithm would make every stored home look altered: the expected value is written down here."""
    content_hash = rows_sha256(canonical_table(ROWS, kind=PROGRESS))

    assert content_hash == "9bbfc6e6e55ea54394a543d87d4b64e8e9028d1a875c013ef1f2889d540c28c8"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROWS.drop(columns="steps_counted"), "columns"),
        (ROWS.assign(extra=1), "columns"),
        (pd.concat([ROWS, ROWS.head(1)]), "twice"),
        (ROWS.assign(body_code=None), "blank key"),
        (ROWS.assign(steps_counted=0.5), "0.5"),
        (ROWS.assign(body_code=[1100, 1100, 13101]), "str"),
    ],
    ids=["missing column", "further column", "key twice", "blank key", "half a step", "number as code"],
)
def test_rows_no_reader_should_hand_over_are_refused(rows: pd.DataFrame, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        canonical_table(rows, kind=PROGRESS)


def test_a_column_that_came_later_is_blank_in_an_older_file() -> None:
    older = canonical_table(ROWS, kind=PROGRESS).drop_columns(["steps_counted"])

    back = frame(decode(encode(older, kind=PROGRESS, month="2026-01"), kind=PROGRESS))

    assert back["steps_counted"].isna().all()
    assert back["body_code"].tolist() == ["01100", "01100", "13101"]


def test_bytes_that_are_no_table_are_damage() -> None:
    with pytest.raises(DamagedSnapshotError):
        decode(b"PAR1 and then nothing", kind=PROGRESS)


def test_unequal_chunking_of_equal_rows_has_one_hash() -> None:
    table = canonical_table(ROWS, kind=PROGRESS)
    pieces = pa.concat_tables([table.slice(0, 1), table.slice(1)])

    assert rows_sha256(pieces) == rows_sha256(table)


texts = st.lists(st.one_of(st.none(), st.text(alphabet="a髙", max_size=3)), min_size=3, max_size=3)


@given(first=texts, second=texts)
def test_equal_hashes_mean_equal_texts(first: list[str | None], second: list[str | None]) -> None:
    hashes = [rows_sha256(pa.table({"text": pa.array(cells, pa.string())})) for cells in (first, second)]

    assert (hashes[0] == hashes[1]) == (first == second)


def test_the_hash_does_not_depend_on_how_the_rows_lie_in_memory() -> None:
    whole = pa.table({"text": pa.array(["ab", None, "髙", "c", ""], pa.string())})

    assert rows_sha256(whole.slice(1)) == rows_sha256(pa.table({"text": pa.array([None, "髙", "c", ""], pa.string())}))
    assert rows_sha256(pa.concat_tables([whole.slice(0, 2), whole.slice(2)])) == rows_sha256(whole)
