"""Degrees to pixels and back: one conic projection per panel of a picture, written into the file it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Bounds = tuple[float, float, float, float]
"""x0, y0, x1, y1: pixels (y down) or degrees (west, south, east, north)."""

_Array = npt.NDArray[np.float64]
_EARTH_RADIUS_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a picture: Lambert's conformal cone touching at ``lat0``, upright at ``lon0``, scaled into ``frame``.

    Pixel x = ``x0`` + ``pixels_per_km`` · easting, y = ``y0`` − ``pixels_per_km`` · northing (y grows downwards).
    """

    frame: Bounds
    lon0: float
    lat0: float
    pixels_per_km: float
    x0: float
    y0: float

    @classmethod
    def fitted(cls, shape: BaseGeometry, *, frame: Bounds, padding: float, largest_scale: float = float("inf")) -> Self:
        """Fit ``shape`` (degrees) centred into ``frame`` (pixels), leaving ``padding`` pixels free all round.

        ``largest_scale`` is the most pixels a kilometre may take.
        """
        west, south, east, north = shape.bounds
        unit = cls(frame=frame, lon0=(west + east) / 2, lat0=(south + north) / 2, pixels_per_km=1.0, x0=0.0, y0=0.0)
        left, top, right, bottom = unit.to_pixels(shape).bounds
        width, height = frame[2] - frame[0] - 2 * padding, frame[3] - frame[1] - 2 * padding
        scale = min(width / (right - left), height / (bottom - top), largest_scale)
        return cls(
            frame=frame,
            lon0=unit.lon0,
            lat0=unit.lat0,
            pixels_per_km=scale,
            x0=(frame[0] + frame[2]) / 2 - scale * (left + right) / 2,
            y0=(frame[1] + frame[3]) / 2 - scale * (top + bottom) / 2,
        )

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Read back what :meth:`to_record` wrote."""
        return cls(**(record | {"frame": tuple(record["frame"])}))

    def to_record(self) -> dict[str, Any]:
        """The panel as plain JSON values, rounded far below a pixel."""
        return {
            "frame": [round(edge, 1) for edge in self.frame],
            "lon0": self.lon0,
            "lat0": self.lat0,
            "pixels_per_km": self.pixels_per_km,
            "x0": self.x0,
            "y0": self.y0,
        }

    def rounded(self) -> Self:
        """The same panel with numbers short enough to be written exactly."""
        return type(self)(
            frame=self.frame,
            lon0=round(self.lon0, 4),
            lat0=round(self.lat0, 4),
            pixels_per_km=round(self.pixels_per_km, 6),
            x0=round(self.x0, 3),
            y0=round(self.y0, 3),
        )

    def to_pixels(self, shape: BaseGeometry) -> BaseGeometry:
        """``shape`` from degrees (lon, lat) to pixels."""
        return _transformed(shape, self._forward)

    def to_degrees(self, shape: BaseGeometry) -> BaseGeometry:
        """``shape`` from pixels to degrees (lon, lat)."""
        return _transformed(shape, self._backward)

    def contains(self, x: float, y: float) -> bool:
        """Whether a pixel lies in this panel's frame."""
        return self.frame[0] <= x <= self.frame[2] and self.frame[1] <= y <= self.frame[3]

    def _cone(self) -> tuple[float, float]:
        """Cone constant and its radius (km) at ``lat0``."""
        n = float(np.sin(np.radians(self.lat0)))
        return n, _EARTH_RADIUS_KM / float(np.tan(np.radians(self.lat0)))

    def _forward(self, lon: _Array, lat: _Array) -> tuple[_Array, _Array]:
        n, rho0 = self._cone()
        rho = rho0 * (_half_tangent(np.asarray(self.lat0)) / _half_tangent(lat)) ** n
        theta = n * np.radians(lon - self.lon0)
        return (
            self.x0 + self.pixels_per_km * rho * np.sin(theta),
            self.y0 - self.pixels_per_km * (rho0 - rho * np.cos(theta)),
        )

    def _backward(self, x: _Array, y: _Array) -> tuple[_Array, _Array]:
        n, rho0 = self._cone()
        east, north = (x - self.x0) / self.pixels_per_km, (self.y0 - y) / self.pixels_per_km
        rho, theta = np.hypot(east, rho0 - north), np.arctan2(east, rho0 - north)
        half = _half_tangent(np.asarray(self.lat0)) * (rho0 / rho) ** (1 / n)
        return self.lon0 + np.degrees(theta / n), 2 * np.degrees(np.arctan(half)) - 90.0


def _half_tangent(lat: _Array) -> _Array:
    return np.asarray(np.tan(np.radians(45.0 + lat / 2)))


def _transformed(shape: BaseGeometry, how: Callable[[_Array, _Array], tuple[_Array, _Array]]) -> BaseGeometry:
    def both(points: _Array) -> _Array:
        return np.column_stack(how(points[:, 0], points[:, 1]))

    moved: BaseGeometry = shapely.transform(shape, both)
    return moved
