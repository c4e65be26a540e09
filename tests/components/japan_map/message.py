"""A second reader of the map's message, written from the description of the layout, as the browser's is."""

from __future__ import annotations

import json
import zlib
from typing import Any


class Message:
    """A decoded message: ``head``, ``classes``, ``values``, ``outlined``, ``months``."""

    def __init__(self, data: bytes) -> None:
        self._bytes = zlib.decompress(data)
        self._at = 0
        self.head: dict[str, Any] = json.loads(self._take(int.from_bytes(self._take(4), "little")))
        self._regions = self.head["regions"]
        self.classes = list(self._take(self._regions))
        self.values = written(self._integers(self.head["values"]["planes"]), self.head["values"])
        self.outlined = self._flags(self._take_bits()) if self.head["outlined"] else None
        self.months = self._months() if "frames" in self.head else None
        assert self._at == len(self._bytes), "bytes are left over"

    def _months(self) -> list[tuple[str, list[int], list[float | str | None], list[bool] | None]]:
        frames = self.head["frames"]
        modulus = 256 ** frames["values"]["planes"]
        classes, integers, bits = [0] * self._regions, [0] * self._regions, 0
        months = []
        for label, has_outline in zip(frames["labels"], frames["outlined"], strict=True):
            classes = [(a + b) % 256 for a, b in zip(classes, self._take(self._regions), strict=True)]
            moved = self._integers(frames["values"]["planes"])
            integers = [(a + b) % modulus for a, b in zip(integers, moved, strict=True)]
            bits ^= self._take_bits()
            months.append(
                (label, classes, written(integers, frames["values"]), self._flags(bits) if has_outline else None)
            )
        return months

    def _take(self, length: int) -> bytes:
        self._at += length
        return self._bytes[self._at - length : self._at]

    def _take_bits(self) -> int:
        return int.from_bytes(self._take(-(-self._regions // 8)), "little")

    def _flags(self, bits: int) -> list[bool]:
        return [bool(bits >> place & 1) for place in range(self._regions)]

    def _integers(self, planes: int) -> list[int]:
        rows = [self._take(self._regions) for _ in range(planes)]
        return [sum(byte << 8 * plane for plane, byte in enumerate(column)) for column in zip(*rows, strict=True)]


def written(integers: list[int], spec: dict[str, Any]) -> list[float | str | None]:
    """Numbers or texts as the tooltip would show them; None where unknown."""
    if "texts" in spec:
        return [spec["texts"][integer - 1] if integer else None for integer in integers]
    return [(integer - 1 + spec["offset"]) / 10 ** spec["decimals"] if integer else None for integer in integers]
