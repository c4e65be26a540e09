"""Boundaries of the map: the built-in set and its build, and official ones an operator may put in its place.

Only ``index`` is needed to serve pages; the other modules load geometry libraries and run when a set is made.
"""

from __future__ import annotations

from data.boundaries.index import MapIndex, load_map_index

__all__ = ["MapIndex", "load_map_index"]
