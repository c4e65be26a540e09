"""One measured figure, as a JSON line."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A figure and, where it has one, the bar it must not pass."""

    name: str
    value: float
    unit: str
    bar: float | None = None

    @property
    def is_ok(self) -> bool | None:
        """Whether the figure keeps its bar; None without one."""
        return None if self.bar is None else self.value <= self.bar

    def line(self) -> str:
        """The figure as one JSON object: name, value, unit, bar, ok."""
        fields = {
            "name": self.name,
            "value": round(self.value, 1),
            "unit": self.unit,
            "bar": self.bar,
            "ok": self.is_ok,
        }
        return json.dumps(fields, ensure_ascii=False)
