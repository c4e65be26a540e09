"""Open a Parquet file from outside without trusting what it declares, as columns of distinct values."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.sources.archive import MAX_EXPANDED_BYTES, UnsafeArchive
from data.sources.sheet_xml import MAX_CELLS

MAGIC: Final = b"PAR1"

_DAMAGED: Final = "Parquet ファイルとして読めません。途中で切れているか、壊れています。もう一度書き出してください。"
_TOO_LARGE: Final = "Parquet ファイルの行と列が多すぎるか、展開すると大きすぎます。必要な行と列だけにしてください。"
_NESTED: Final = "入れ子の列がある Parquet ファイルです。1つの列に1つの値だけを入れて書き出してください。"


def parquet_table(content: bytes) -> pa.Table:
    """Read a whole Parquet file; text columns stay dictionaries, so that a repeated long text is held once.

    Raises UnsafeArchive, its message the Japanese reason, for a damaged, nested or over-large file.
    """
    if not content.endswith(MAGIC):
        raise UnsafeArchive(_DAMAGED)
    try:
        metadata = pq.read_metadata(pa.BufferReader(content))
        _check_size(metadata)
        schema = metadata.schema
        leaves = [schema.column(index) for index in range(metadata.num_columns)]
        if any("." in leaf.path or leaf.max_repetition_level for leaf in leaves):
            raise UnsafeArchive(_NESTED)
        texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
        with pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts) as file:
            return file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, UnsafeArchive):
            raise
        raise UnsafeArchive(_DAMAGED) from error


def _check_size(metadata: pq.FileMetaData) -> None:
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    if metadata.num_rows * max(metadata.num_columns, 1) > MAX_CELLS:
        raise UnsafeArchive(_TOO_LARGE)
    if sum(group.column(index).total_uncompressed_size for group in groups for index in range(group.num_columns)) > (
        MAX_EXPANDED_BYTES
    ):
        raise UnsafeArchive(_TOO_LARGE)
