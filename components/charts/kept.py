"""Pictures made once and shown again: drawing one costs a server more than all the numbers behind it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, the sentence that says what it shows, and the rows behind it.

    ``figure`` None: the sentence says it all. A kept one is a ``WrittenFigure``.
    """

    figure: go.Figure | None
    summary: str
    frame: pd.DataFrame


class WrittenFigure(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure as it is sent to the browser, and nothing else of it.

    Plotly copies a figure value by value each time it is shown, and one costs a server more than the block it stands
    in. This one can only be shown.
    """

    def __init__(self, figure: go.Figure) -> None:
        """Write down ``figure``."""
        self._written: dict[str, Any] = figure.to_dict()

    @property
    def height_px(self) -> int:
        """How high it is drawn."""
        return int(self._written["layout"]["height"])

    def to_dict(self) -> dict[str, Any]:
        """What it shows; the same object each time, which must not be changed."""
        return self._written


_pictures: OrderedDict[Hashable, Picture] = OrderedDict()
_lock = Lock()


def kept_picture(key: Hashable, *, make: Callable[[], Picture]) -> Picture:
    """The picture made for ``key``, kept while among the latest shown; callers must not change it.

    ``key`` must name everything the picture shows: the view's own key, the language, the chart, and what it marks.
    """
    with _lock:
        if key in _pictures:
            _pictures.move_to_end(key)
            return _pictures[key]
    made = make()
    picture = made if made.figure is None else replace(made, figure=WrittenFigure(made.figure))
    with _lock:
        _pictures[key] = picture
        while len(_pictures) > _MOST:
            _pictures.popitem(last=False)
    return picture
