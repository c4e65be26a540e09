"""Figures drawn once and shown again: drawing one costs a server more than all the figures behind it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

import plotly.graph_objects as go

_MOST: Final = 200
_figures: OrderedDict[Hashable, go.Figure] = OrderedDict()
_lock = Lock()


def kept_figure(key: Hashable, *, make: Callable[[], go.Figure]) -> go.Figure:
    """The figure made for ``key``, kept while among the latest shown; callers must not change it.

    ``key`` must name everything the figure shows: the view's own key, the language, the chart, and what it marks.
    """
    with _lock:
        if key in _figures:
            _figures.move_to_end(key)
            return _figures[key]
    figure = make()
    with _lock:
        _figures[key] = figure
        while len(_figures) > _MOST:
            _figures.popitem(last=False)
    return figure
