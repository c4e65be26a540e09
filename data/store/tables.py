"""Rows in their one stored form: declared columns and types, key order, and bytes that depend on nothing else.

Two hashes are kept. The file's SHA-256 finds damage. The rows' SHA-256 says whether two tables state the same; it is
taken from the values and not from the file, so that a newer Parquet writer does not make equal rows look different.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.model import TABLES, SnapshotKind
from data.store.errors import DamagedSnapshotError

KEYS: Final[dict[SnapshotKind, tuple[str, ...]]] = {
    SnapshotKind.MIC_PROGRESS: ("body_code", "business"),
    SnapshotKind.DESIGNATED_LIST: ("body_code", "business"),
    SnapshotKind.APPLICABILITY: ("body_code", "business", "applies_from"),
    SnapshotKind.PMO_REPORT: ("body_code", "business"),
    SnapshotKind.MIC_STEPS: ("body_code", "business"),
    SnapshotKind.STEP_TABLE: ("ordinal",),
    SnapshotKind.VENDORS: ("vendor_code",),
    SnapshotKind.PRODUCTS: ("vendor_code", "business", "conforms_from"),
    SnapshotKind.VENDOR_EVENTS: ("vendor_code", "happened_on", "event", "business", "body_code"),
    SnapshotKind.POPULATION: ("body_code",),
    SnapshotKind.SYSTEM_MART: ("body_code", "business"),
    SnapshotKind.BODY_MART: ("body_code",),
}
"""Columns that identify a row; rows are stored in their order."""

BLANK_MEANS_ALL: Final[dict[SnapshotKind, tuple[str, ...]]] = {SnapshotKind.VENDOR_EVENTS: ("business", "body_code")}
"""Columns of a key that may be blank, because a blank says "all"; such rows are stored after the others."""

_ARROW: Final[dict[str, pa.DataType]] = {
    "str": pa.string(),
    "bool": pa.bool_(),
    "boolean": pa.bool_(),
    "Int64": pa.int64(),
    "Float64": pa.float64(),
}


def arrow_schema(kind: SnapshotKind) -> pa.Schema:
    """Arrow types of a kind's declared columns, in storage order."""
    return pa.schema([pa.field(column.name, _ARROW[column.dtype]) for column in TABLES[kind]])


def canonical_table(rows: pd.DataFrame, *, kind: SnapshotKind) -> pa.Table:
    """The rows as stored: exactly ``TABLES[kind]``, sorted by ``KEYS[kind]``.

    Raises ValueError for other columns, a value of another type, or a key that is blank or occurs twice: readers
    check their input first, so any of these is a fault of the program.
    """
    expected = [column.name for column in TABLES[kind]]
    if sorted(rows.columns) != sorted(expected):
        raise ValueError(f"{kind}: columns {list(rows.columns)}, expected {expected}")
    keys = list(KEYS[kind])
    never_blank = [key for key in keys if key not in BLANK_MEANS_ALL.get(kind, ())]
    if rows[never_blank].isna().to_numpy().any():
        raise ValueError(f"{kind}: a row has a blank key ({', '.join(keys)})")
    if rows.duplicated(keys).any():
        raise ValueError(f"{kind}: a key occurs twice ({', '.join(keys)})")
    ordered = rows[expected].sort_values(keys, kind="stable", ignore_index=True)
    try:
        table = pa.Table.from_pandas(ordered, schema=arrow_schema(kind), preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueError(f"{kind}: {error}") from error
    return table.replace_schema_metadata(None)


def rows_sha256(table: pa.Table) -> str:
    """Hash of a canonical table's names, types, values and blanks, whoever wrote the file."""
    digest = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        values = column.combine_chunks()
        digest.update(f"{name}:{values.type}:{len(values)}\n".encode())
        digest.update(np.packbits(values.is_null().to_numpy(zero_copy_only=False)).tobytes())
        if pa.types.is_string(values.type):
            lengths, content = _text_bytes(values.fill_null(""))
            digest.update(lengths)
            digest.update(content)
        else:
            filled = values.fill_null(pa.scalar(0).cast(values.type)).to_numpy(zero_copy_only=False)
            digest.update(filled.astype(filled.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def _text_bytes(texts: pa.StringArray) -> tuple[bytes, bytes]:
    """Lengths in bytes of texts without blanks, and their UTF-8 end to end, taken straight from Arrow's buffers."""
    _, offsets, content = texts.buffers()
    bounds = np.frombuffer(offsets, dtype="<i4")[texts.offset : texts.offset + len(texts) + 1].astype("<i8")
    whole = b"" if content is None else memoryview(content)[bounds[0] : bounds[-1]].tobytes()
    return np.diff(bounds).tobytes(), whole


def encode(table: pa.Table, *, kind: SnapshotKind, month: str) -> bytes:
    """A canonical table as Parquet; the same rows, kind and month give the same bytes (no clock, no machine in them).

    Kind and month are written inside, so that a file found alone still says what it is.
    """
    labelled = table.replace_schema_metadata({"dashboard.kind": str(kind), "dashboard.month": month})
    buffer = io.BytesIO()
    pq.write_table(
        labelled,
        buffer,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        row_group_size=1_048_576,
        store_schema=True,
    )
    return buffer.getvalue()


def decode(
    content: bytes,
    *,
    kind: SnapshotKind,
    where: Mapping[str, Collection[str]] | None = None,
    only: Sequence[str] | None = None,
) -> pa.Table:
    """Read a snapshot's bytes into today's columns of its kind; a column it does not have yet is blank.

    With ``where`` (column to values) only rows that have one of the values in each, with ``only`` these columns alone.

    Raises DamagedSnapshotError when the bytes are no Parquet file.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        wanted = None if only is None else [name for name in only if name in file.schema_arrow.names]
        stored = file.read(columns=wanted, use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise DamagedSnapshotError(f"保存されたデータを読めません（{error}）。") from error
    for name, values in (where or {}).items():
        stored = stored.filter(pc.is_in(stored[name], value_set=pa.array(sorted(values))))
    schema = pa.schema([field for field in arrow_schema(kind) if only is None or field.name in only])
    columns = [
        stored.column(field.name).cast(field.type)
        if field.name in stored.column_names
        else pa.nulls(len(stored), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as pandas with nullable numbers: Int64, Float64, str; bool only where nothing is blank."""
    series = {name: _series(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    return pd.DataFrame(series)


def _series(column: pa.ChunkedArray) -> pd.Series[Any]:
    text = pd.StringDtype(na_value=np.nan)  # stated, because a column of blanks only would else have no type
    nullable: dict[pa.DataType, Any] = {
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.string(): text,
        pa.large_string(): text,
    }
    if column.null_count:
        nullable[pa.bool_()] = pd.BooleanDtype()
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.int64() if column.type.scale == 0 else pa.float64())
    if pa.types.is_integer(column.type):
        column = column.cast(pa.int64())
    if pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
    series: pd.Series[Any] = column.to_pandas(types_mapper=nullable.get)
    return series
