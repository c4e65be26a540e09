"""What travels to the browser: a JSON head with the words, then one byte or a few for each region, deflated.

Layout before deflating: length of the head (4 bytes, little-endian), the head in UTF-8, ``regions`` class bytes,
the value planes, the outline bits if any, the frames if any. As Streamlit writes JSON, each Japanese letter would
cost six bytes and each value four. ``assets/payload.js`` is the reader of this format; change both or neither.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from components.japan_map.model import MapClass, MapFrame, MapNumbers, MapValues

MISSING: Final = 0
"""The integer of an unknown value; known ones start at 1."""

_MOST_CLASSES: Final = 256
_MOST_PLANES: Final = 3
_DEFLATE_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Integers:
    """Values as small integers and what the browser needs to write them out again.

    ``spec`` has ``planes`` (bytes a value), and either ``offset, decimals, unit`` or ``texts``.
    """

    series: tuple[tuple[int, ...], ...]
    spec: dict[str, Any]


def encode_payload(
    head: Mapping[str, Any],
    *,
    classes: Sequence[int],
    values: MapValues,
    outlined: Sequence[bool] | None = None,
    frames: Sequence[MapFrame] | None = None,
) -> bytes:
    """Join the head and the series of all regions into one deflated message.

    The head gains ``regions``, ``values`` (see ``Integers.spec``), ``outlined`` and, with frames, ``frames``.
    Raises ValueError when a series has another length than ``classes``, or a value doesn't fit.
    """
    regions = len(classes)
    numbers = encode_values([values])
    parts = [pack_classes(classes), pack_planes(numbers.series[0], planes=numbers.spec["planes"])]
    full = {**head, "regions": regions, "values": numbers.spec, "outlined": outlined is not None}
    _check_length("values", numbers.series[0], regions)
    if outlined is not None:
        _check_length("outlined", outlined, regions)
        parts.append(pack_bits(outlined))
    if frames:
        full["frames"], body = encode_frames(frames, regions=regions)
        parts.append(body)
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(b"".join([len(text).to_bytes(4, "little"), text, *parts]), _DEFLATE_LEVEL)


def encode_values(series: Sequence[MapValues]) -> Integers:
    """Turn values into integers that share one spec; 0 is unknown.

    Raises ValueError when numbers and texts are mixed, units differ, or the range needs more than three bytes.

    >>> encode_values([MapNumbers([81.57, None, 80.0], decimals=1, unit="%")])
    Integers(series=((17, 0, 1),), spec={'planes': 1, 'offset': 800, 'decimals': 1, 'unit': '%'})
    >>> encode_values([["はい", "", "いいえ", "はい"]])
    Integers(series=((1, 0, 2, 1),), spec={'planes': 1, 'texts': ['はい', 'いいえ']})
    """
    numbers = [values for values in series if isinstance(values, MapNumbers)]
    if not numbers:
        return _encode_texts([values for values in series if not isinstance(values, MapNumbers)])
    formats = {(values.decimals, values.unit) for values in numbers}
    if len(numbers) != len(series) or len(formats) > 1:
        raise ValueError("all values of one map must be texts, or numbers of one unit and precision")
    decimals, unit = formats.pop()
    scaled = [[_scaled(value, decimals) for value in values.values] for values in numbers]
    known = [value for row in scaled for value in row if value is not None]
    offset = min(known, default=0)
    planes = _planes_for(max(known, default=0) - offset + 1)
    shifted = tuple(tuple(MISSING if value is None else value - offset + 1 for value in row) for row in scaled)
    return Integers(shifted, {"planes": planes, "offset": offset, "decimals": decimals, "unit": unit})


def encode_frames(frames: Sequence[MapFrame], *, regions: int) -> tuple[dict[str, Any], bytes]:
    """Write the months one after another, each as its difference from the one before, which deflates to little.

    Classes differ modulo 256, values modulo the range of their planes, outline bits by exclusive or.
    Returns the part of the head (``labels, values, outlined``: one flag a month) and the bytes.
    Raises ValueError when a month's series has another length than ``regions``.
    """
    numbers = encode_values([frame.values for frame in frames])
    planes = numbers.spec["planes"]
    mask = (1 << 8 * planes) - 1
    body = bytearray()
    last_classes, last_values, last_bits = bytes(regions), (0,) * regions, bytes((regions + 7) // 8)
    for frame, values in zip(frames, numbers.series, strict=True):
        _check_length(frame.label, frame.classes, regions)
        _check_length(frame.label, values, regions)
        classes = pack_classes(frame.classes)
        bits = last_bits
        if frame.outlined is not None:
            _check_length(frame.label, frame.outlined, regions)
            bits = pack_bits(frame.outlined)
        body += bytes((now - before) & 255 for now, before in zip(classes, last_classes, strict=True))
        body += pack_planes(
            [(now - before) & mask for now, before in zip(values, last_values, strict=True)], planes=planes
        )
        body += bytes(now ^ before for now, before in zip(bits, last_bits, strict=True))
        last_classes, last_values, last_bits = classes, values, bits
    labels = [frame.label for frame in frames]
    flags = [frame.outlined is not None for frame in frames]
    return {"labels": labels, "values": numbers.spec, "outlined": flags}, bytes(body)


def check_classes(classes: Iterable[int], palette: Sequence[MapClass]) -> None:
    """Refuse a class index the palette doesn't have: it would be drawn in no colour or a wrong one.

    >>> check_classes([0, 2], [MapClass("低い", "white"), MapClass("高い", "navy")])
    Traceback (most recent call last):
    ValueError: class 2 is not in the palette of 2
    """
    wrong = sorted({index for index in classes if not 0 <= index < len(palette)})
    if wrong:
        raise ValueError(f"class {wrong[0]} is not in the palette of {len(palette)}")


def pack_classes(classes: Sequence[int]) -> bytes:
    """One byte a region. Raises ValueError outside 0 to 255.

    >>> pack_classes([0, 3, 255])
    b'\\x00\\x03\\xff'
    """
    if any(not 0 <= index < _MOST_CLASSES for index in classes):
        raise ValueError("a class index must lie in 0 to 255")
    return bytes(classes)


def pack_planes(values: Sequence[int], *, planes: int) -> bytes:
    """All low bytes, then all second bytes and so on: equal bytes side by side deflate well.

    >>> pack_planes([1, 258], planes=2)
    b'\\x01\\x02\\x00\\x01'
    """
    return b"".join(bytes((value >> shift) & 255 for value in values) for shift in range(0, 8 * planes, 8))


def pack_bits(flags: Sequence[bool]) -> bytes:
    """Eight flags a byte, the first in the lowest bit.

    >>> pack_bits([True, False, False, False, False, False, False, False, True])
    b'\\x01\\x01'
    """
    number = sum(1 << place for place, flag in enumerate(flags) if flag)
    return number.to_bytes((len(flags) + 7) // 8, "little")


@lru_cache(maxsize=64)
def codes_checksum(codes: tuple[str, ...]) -> int:
    """CRC-32 of the codes joined by commas: the browser refuses boundaries of other bodies.

    >>> codes_checksum(("01100", "01202"))
    2040432074
    """
    return zlib.crc32(",".join(codes).encode())


def _encode_texts(series: Sequence[Sequence[str]]) -> Integers:
    places: dict[str, int] = {"": MISSING}
    coded = tuple(tuple(places.setdefault(text, len(places)) for text in texts) for texts in series)
    return Integers(coded, {"planes": _planes_for(len(places) - 1), "texts": list(places)[1:]})


def _scaled(value: float | None, decimals: int) -> int | None:
    if value is None or value != value:
        return None
    # Rounding first, to the same digits as Python's own formatting; the product alone may fall off a tie.
    return round(round(value, decimals) * float(10**decimals))


def _planes_for(largest: int) -> int:
    planes = max(1, (largest.bit_length() + 7) // 8)
    if planes > _MOST_PLANES:
        raise ValueError(f"the values span {largest} steps; at most {256**_MOST_PLANES - 1} fit")
    return planes


def _check_length(name: str, series: Sequence[object], regions: int) -> None:
    if len(series) != regions:
        raise ValueError(f"{name}: {len(series)} regions instead of {regions}")
