"""Unpack an xlsx archive without trusting a single size it declares.

A workbook comes from outside. A few kilobytes can expand to gigabytes, and headers can lie about it, so every part
is inflated here under a cap before any spreadsheet library sees it; what passes is packed anew from the bytes checked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

MAX_EXPANDED_BYTES: Final = 128 * 2**20
"""Largest total of all parts once inflated; a month of all systems with 60 columns needs about 75 MB."""

MAX_PARTS: Final = 2_000
_CHUNK_BYTES: Final = 2**20
_FEED_BYTES: Final = 2**16
_LOCAL_HEADER_BYTES: Final = 30
_ENCRYPTED_FLAG: Final = 0x1
_CENTRAL_SIGNATURE: Final = b"PK\x01\x02"

_TRUNCATED: Final = (
    "ファイルが途中で切れているか、壊れています。もう一度入手するか、Excel で開いて保存し直してください。"
)
_BOMB: Final = (
    f"展開すると{MAX_EXPANDED_BYTES // 2**20}MBを超えるか、大きさの記載が実際と異なる圧縮ファイルです。"
    "安全のため開きませんでした。提供元に確かめてください。"
)


class UnsafeArchive(ValueError):
    """An archive that must not be opened; the message is the Japanese reason for the fault list."""


def checked_parts(content: bytes) -> dict[str, bytes]:
    """Inflate the XML parts of an xlsx archive, by part name.

    Everything is first inflated without being kept, so that a bomb costs neither memory nor more than a second.
    Raises UnsafeArchive for a damaged, truncated, encrypted or over-large archive, or one that is not a workbook.
    """
    entries = _entries(content)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise UnsafeArchive("パスワードで保護されています。保護を外して保存し直してください。")
    if sum(entry.file_size for entry in entries) > MAX_EXPANDED_BYTES:
        raise UnsafeArchive(_BOMB)
    allowance = MAX_EXPANDED_BYTES
    for entry in entries:
        allowance -= _verified_size(content, entry, allowance)
    parts = {
        entry.filename: _verified_part(content, entry)
        for entry in entries
        if entry.filename.lower().endswith((".xml", ".rels"))
    }
    if "xl/workbook.xml" not in parts or "[Content_Types].xml" not in parts:
        raise UnsafeArchive("Excel ブック（.xlsx）ではありません。Excel で開いて .xlsx 形式で保存し直してください。")
    for part in parts.values():
        if b"\0" in part or b"<!DOCTYPE" in part:
            raise UnsafeArchive("Excel ブックとして扱えない内容があります。Excel で開いて保存し直してください。")
    return parts


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Pack checked parts as an uncompressed archive, so that a library reads exactly what was checked."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for name, part in parts.items():
            target.writestr(zipfile.ZipInfo(name), part)
    archive.seek(0)
    return archive


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    if content.count(_CENTRAL_SIGNATURE) > MAX_PARTS:
        raise UnsafeArchive(_BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnsafeArchive(_TRUNCATED) from error
    if len({entry.filename for entry in entries}) != len(entries):
        raise UnsafeArchive(_TRUNCATED)
    return entries


def _verified_size(content: bytes, entry: zipfile.ZipInfo, allowance: int) -> int:
    """The true inflated size of a part; it must be within the allowance and match size and checksum declared."""
    size = checksum = 0
    for chunk in _inflate(content, entry):
        size += len(chunk)
        if size > allowance or size > entry.file_size:
            raise UnsafeArchive(_BOMB)
        checksum = zlib.crc32(chunk, checksum)
    if size != entry.file_size or checksum != entry.CRC:
        raise UnsafeArchive(_TRUNCATED)
    return size


def _verified_part(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """A part whose size has been verified, inflated in one piece: joining chunks would hold it twice."""
    stored = content[slice(*_extent(content, entry))]
    if entry.compress_type == zipfile.ZIP_STORED:
        return stored
    return zlib.decompress(stored, wbits=-zlib.MAX_WBITS, bufsize=max(entry.file_size, 1))


def _extent(content: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the stored bytes of a part begin and end."""
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
        raise UnsafeArchive(_TRUNCATED)
    names_bytes = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = entry.header_offset + _LOCAL_HEADER_BYTES + names_bytes
    stop = start + entry.compress_size
    if stop > len(content):
        raise UnsafeArchive(_TRUNCATED)
    return start, stop


def _inflate(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Chunks of one part. The zip module stops at the declared size, other readers do not: inflate what is there."""
    start, stop = _extent(content, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        for offset in range(start, stop, _CHUNK_BYTES):
            yield content[offset : min(offset + _CHUNK_BYTES, stop)]
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise UnsafeArchive("Excel が使わない圧縮方式です。Excel で開いて .xlsx 形式で保存し直してください。")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for offset in range(start, stop, _FEED_BYTES):
            pending = content[offset : min(offset + _FEED_BYTES, stop)]
            while pending and not inflater.eof:
                yield inflater.decompress(pending, _CHUNK_BYTES)
                pending = inflater.unconsumed_tail
        yield inflater.flush(_CHUNK_BYTES)
    except zlib.error as error:
        raise UnsafeArchive(_TRUNCATED) from error
    if not inflater.eof:
        raise UnsafeArchive(_TRUNCATED)
