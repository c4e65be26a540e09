"""Turn a point question ("whose land is here?") into polygons that share their borders exactly.

A raster would draw stairs. Here the grid only says *between which two grid points* a border passes; bisection
then finds the place itself, so the result is as exact as the source and neighbours share every vertex.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

NOTHING: Final = 0
"""Label of a place that belongs to no one: the sea, a foreign shore."""

_AROUND: Final = tuple((da, db) for da in (-1, 0, 1) for db in (-1, 0, 1) if (da, db) != (0, 0))


@dataclass(slots=True)
class Tracer:
    """Grid over ``label_at(lon, lat)``: coarse cells find each border once, fine cells follow it to its end.

    ``coarse`` cell size in degrees is a whole multiple of the fine one (``fine_per_coarse``); areas smaller than a
    coarse cell may be missed. ``bisections`` halve a fine edge that often (error = fine / 2 ** (bisections + 1)).
    ``reach`` is how many coarse cells beyond known land are searched for more land.
    """

    label_at: Callable[[float, float], int]
    coarse: float
    fine_per_coarse: int
    bisections: int
    reach: int
    origin: tuple[float, float]
    _labels: dict[tuple[int, int], int] = field(default_factory=dict)

    def trace(self, seeds: Iterable[tuple[float, float]]) -> dict[int, list[Polygon]]:
        """Polygons (lon, lat) per label of everything reachable from ``seeds``; places without a label are left out."""
        edges = self._follow(self._coarse_borders(seeds))
        lines = self._lines(edges)
        faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(shapely.line_merge(lines)))))
        owned: dict[int, list[Polygon]] = {}
        for face, label in zip(faces, self._owners(faces), strict=True):
            if label != NOTHING:
                owned.setdefault(label, []).append(face)
        return owned

    def _owners(self, faces: npt.NDArray[Any]) -> list[int]:
        """The label most grid points inside each face carry; a face between the points is asked itself.

        One point would not do: a source may have a hair-thin slit exactly where one looks.
        """
        keys = np.asarray(list(self._labels), dtype=np.float64)
        labels = np.fromiter(self._labels.values(), dtype=np.int64, count=len(self._labels))
        points = shapely.points(keys * (self.coarse / self.fine_per_coarse) + np.asarray(self.origin))
        where, which = shapely.STRtree(points).query(faces, predicate="contains")
        votes: dict[int, Counter[int]] = {}
        for face, label in zip(where.tolist(), labels[which].tolist(), strict=True):
            votes.setdefault(face, Counter())[label] += 1
        owners = []
        for number, face in enumerate(faces):
            inside = face.representative_point()
            ranked = sorted(votes.get(number, {}).items(), key=lambda vote: (-vote[1], vote[0]))
            owners.append(ranked[0][0] if ranked else self.label_at(inside.x, inside.y))
        return owners

    def _place(self, i: float, j: float) -> tuple[float, float]:
        step = self.coarse / self.fine_per_coarse
        return self.origin[0] + i * step, self.origin[1] + j * step

    def _label(self, i: int, j: int) -> int:
        found = self._labels.get((i, j))
        if found is None:
            found = self._labels[i, j] = self.label_at(*self._place(i, j))
        return found

    def _coarse_borders(self, seeds: Iterable[tuple[float, float]]) -> list[tuple[int, int, int]]:
        """Flood coarse grid points outwards from the seeds: one fine edge (i, j, axis) per coarse border edge."""
        k = self.fine_per_coarse
        known: dict[tuple[int, int], int] = {}
        waiting = deque(
            (round((lon - self.origin[0]) / self.coarse), round((lat - self.origin[1]) / self.coarse), self.reach)
            for lon, lat in seeds
        )
        while waiting:
            a, b, left = waiting.popleft()
            if self._label(a * k, b * k) != NOTHING:
                left = self.reach
            if left <= known.get((a, b), -1):
                continue
            known[a, b] = left
            if left:
                around = ((a + da, b + db) for da, db in _AROUND)
                waiting.extend((*cell, left - 1) for cell in around if known.get(cell, -1) < left - 1)
        edges = []
        for a, b in sorted(known):
            for axis, (da, db) in enumerate(((1, 0), (0, 1))):
                if (a + da, b + db) in known and self._label(a * k, b * k) != self._label((a + da) * k, (b + db) * k):
                    edges.append(self._fine_edge(a * k, b * k, axis))
        return edges

    def _fine_edge(self, i: int, j: int, axis: int) -> tuple[int, int, int]:
        """Narrow a coarse edge that crosses a border down to one fine edge that does."""
        low, high = 0, self.fine_per_coarse
        first = self._label(i, j)
        while high - low > 1:
            middle = (low + high) // 2
            if self._label(i + middle * (1 - axis), j + middle * axis) == first:
                low = middle
            else:
                high = middle
        return i + low * (1 - axis), j + low * axis, axis

    def _follow(self, starts: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        """Walk from fine edge to fine edge across cells until every border is closed: cell → its crossed edges."""
        cells: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        waiting = [cell for edge in starts for cell in _cells_beside(edge)]
        while waiting:
            cell = waiting.pop()
            if cell in cells:
                continue
            i, j = cell
            a, b = self._label(i, j), self._label(i + 1, j)
            c, d = self._label(i + 1, j + 1), self._label(i, j + 1)
            crossed = cells[cell] = []
            if a != b:
                crossed.append((i, j, 0))
                waiting.append((i, j - 1))
            if b != c:
                crossed.append((i + 1, j, 1))
                waiting.append((i + 1, j))
            if c != d:
                crossed.append((i, j + 1, 0))
                waiting.append((i, j + 1))
            if d != a:
                crossed.append((i, j, 1))
                waiting.append((i - 1, j))
        return cells

    def _crossing(self, edge: tuple[int, int, int]) -> tuple[float, float]:
        """Where on a fine edge the border passes, in fine grid units."""
        i, j, axis = edge
        first = self._label(i, j)
        low, high = 0.0, 1.0
        for _ in range(self.bisections):
            middle = (low + high) / 2
            if self.label_at(*self._place(i + middle * (1 - axis), j + middle * axis)) == first:
                low = middle
            else:
                high = middle
        middle = (low + high) / 2
        return i + middle * (1 - axis), j + middle * axis

    def _lines(self, cells: dict[tuple[int, int], list[tuple[int, int, int]]]) -> shapely.MultiLineString:
        points: dict[tuple[int, int, int], tuple[float, float]] = {}
        for crossed in cells.values():
            for edge in crossed:
                if edge not in points:
                    points[edge] = self._crossing(edge)
        ends: list[tuple[tuple[float, float], tuple[float, float]]] = []
        for crossed in cells.values():
            here = [points[edge] for edge in crossed]
            if len(here) == 2:
                ends.append((here[0], here[1]))
            elif here:
                meeting = (sum(x for x, _ in here) / len(here), sum(y for _, y in here) / len(here))
                ends.extend((point, meeting) for point in here)
        flat: npt.NDArray[np.float64] = np.asarray(ends, dtype=np.float64).reshape(-1, 2)
        step = self.coarse / self.fine_per_coarse
        flat = flat * step + np.asarray(self.origin)
        lines = shapely.linestrings(flat, indices=np.repeat(np.arange(len(ends)), 2))
        return shapely.multilinestrings(lines)


def _cells_beside(edge: tuple[int, int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    i, j, axis = edge
    return ((i, j), (i, j - 1)) if axis == 0 else ((i, j), (i - 1, j))
