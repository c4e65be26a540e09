"""Pictures made once and shown again: drawing one costs a server more than all the numbers behind it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Final

import pandas as pd
import plotly.graph_objects as go

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, the sentence that says what it shows, and the rows behind it."""

    figure: go.Figure
    summary: str
    frame: pd.DataFrame


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
    picture = make()
    with _lock:
        _pictures[key] = picture
        while len(_pictures) > _MOST:
            _pictures.popitem(last=False)
    return picture
