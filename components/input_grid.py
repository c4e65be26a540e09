"""Month by month who entered in time: marks per body, or shares per prefecture, as tables a screen reader can walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

import pandas as pd

from components.charts.input import state_mark
from components.navigation import page_anchor
from components.text import Text

CLASSES: Final = ((1.0, "all"), (0.95, "most"), (0.9, "fewer"), (0.0, "few"))
"""Grounds of a share in time: from this share on, the end of its class name."""

_BEHIND: Final = frozenset({"late", "partial", "missing"})


def body_grid(
    bodies: pd.DataFrame,
    states: pd.DataFrame,
    *,
    months: Sequence[str],
    shares: Sequence[tuple[str, Mapping[str, Any]]],
    caption: str,
    text: Text,
) -> str:
    """Write a row of marks per body of ``bodies`` (body_code, name, english, behind_streak), a column per month.

    A streak that is null is unknown. ``states``: body_code, month, state, delay_days; a month nobody reported is
    unknown. ``shares``: rows under the bodies, each a label and its share in time by month.
    """
    told = {
        (code, month): (state, None if pd.isna(days) else int(days))
        for code, month, state, days in zip(
            *(states[name].tolist() for name in ("body_code", "month", "state", "delay_days")), strict=True
        )
    }
    rows = []
    for body in bodies.to_dict("records"):
        name = str(text.pick(body["name"], body["english"]))
        href = page_anchor("municipality", prefecture=body["body_code"][:2], body=body["body_code"], system="")
        cells = "".join(_mark_cell(told.get((body["body_code"], month)), month=month, text=text) for month in months)
        behind = _streak_words(body["behind_streak"], text=text)
        rows.append(
            f'<tr><th scope="row"><a href="{href}" target="_self">{escape(name)}</a></th>{cells}'
            f'<td class="d-in-streak">{escape(behind)}</td></tr>'
        )
    foot = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{_share_cells(found, months=months, text=text)}<td></td></tr>'
        for label, found in shares
    )
    return _table("".join(rows), foot, months=months, caption=caption, last=text("inputs.grid.behind"), text=text)


def prefecture_grid(
    discipline: pd.DataFrame,
    *,
    names: Mapping[str, str],
    months: Sequence[str],
    nation: Mapping[str, Any],
    caption: str,
    text: Text,
) -> str:
    """Write a row of shares in time per prefecture of ``discipline`` (prefecture_code, month, on_time_share).

    ``names``: two-digit code to name, in the order of the rows; ``nation``: the nation's share by month.
    """
    by_place: dict[str, dict[str, Any]] = {}
    columns = (discipline[name].tolist() for name in ("prefecture_code", "month", "on_time_share"))
    for code, month, share in zip(*columns, strict=True):
        by_place.setdefault(code, {})[month] = share
    rows = "".join(
        f'<tr><th scope="row"><a href="{page_anchor("inputs", prefecture=code)}" target="_self">{escape(name)}</a></th>'
        f"{_share_cells(by_place.get(code, {}), months=months, text=text)}</tr>"
        for code, name in names.items()
    )
    label = escape(text("filter.nation"))
    foot = f'<tr><th scope="row">{label}</th>{_share_cells(nation, months=months, text=text)}</tr>'
    return _table(rows, foot, months=months, caption=caption, last="", text=text)


def _streak_words(streak: Any, *, text: Text) -> str:
    if pd.isna(streak):
        return text("unknown")
    return text("inputs.grid.months", months=int(streak)) if streak else ""


def share_class(share: float) -> str:
    """The ground of a share in time; short of all is never drawn as all.

    >>> [share_class(share) for share in (1.0, 0.9999, 0.95, 0.9, 0.1)]
    ['all', 'most', 'most', 'fewer', 'few']
    """
    return next(name for least, name in CLASSES if share >= least)


def _table(rows: str, foot: str, *, months: Sequence[str], caption: str, last: str, text: Text) -> str:
    spans = [(year, len(list(of_year))) for year, of_year in groupby(months, key=lambda month: month[:4])]
    years = "".join(
        f'<th scope="colgroup" colspan="{width}">{escape(text("inputs.grid.year", year=year))}</th>'
        for year, width in spans
    )
    numbers = "".join(
        f'<th scope="col"><abbr title="{escape(text.month(month))}">{int(month[5:])}</abbr></th>' for month in months
    )
    place = escape(text("column.name"))
    ending = f'<th scope="col" rowspan="2">{escape(last)}</th>' if last else ""
    label = escape(caption)
    return (
        f'<div class="d-table d-in-grid" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption>{label}</caption><thead><tr><th scope="col" rowspan="2">{place}</th>{years}{ending}</tr>'
        f"<tr>{numbers}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


def _mark_cell(told: tuple[str, int | None] | None, *, month: str, text: Text) -> str:
    if told is None:
        return f'<td class="d-in-none" title="{escape(text("inputs.grid.no_file"))}">{escape(text("unknown"))}</td>'
    state, days = told
    word = text(f"input.state.{state}")
    said = f"{word} {text('inputs.grid.days', days=days)}" if days is not None else word
    title = escape(f"{text.month(month)} {said}")
    shown = f"{state_mark(state)}{'' if days is None else days}"
    weight = " d-in-behind" if state in _BEHIND else ""
    return (
        f'<td class="d-in-{state}{weight}" title="{title}"><span aria-hidden="true">{escape(shown)}</span>'
        f'<span class="d-in-said">{escape(said)}</span></td>'
    )


def _share_cells(shares: Mapping[str, Any], *, months: Sequence[str], text: Text) -> str:
    cells = []
    for month in months:
        share = shares.get(month)
        if share is None or pd.isna(share):
            cells.append(f'<td class="d-in-none">{escape(text("unknown"))}</td>')
        else:
            shown = text.percent_number(float(share), digits=0 if float(share) in (0.0, 1.0) else 1)
            cells.append(f'<td class="d-in-share-{share_class(float(share))}">{escape(shown)}</td>')
    return "".join(cells)
