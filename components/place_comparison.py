"""A prefecture among the 47: its place by a chosen measure, and the prefectures with about as many municipalities."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.chart_block import chart_block
from components.charts.kept import Picture, kept_picture
from components.charts.ranking import ranking_figure
from components.documents.table_files import TableColumn
from components.filters import filter_bar, list_filter
from components.fragments import apart
from components.progress_tables import file_name, localised, table_head
from components.text import Text
from data.views.places import LOWER_IS_BETTER, PLACE_MEASURES, Position
from data.views.prefecture import PrefectureView

_DEFINED_AS: Final = {"late_share": "judgement", "reported_share": "reported"}
"""The definition behind a share that is counted from another measure."""


def place_comparison(view: PrefectureView, *, place: str, text: Text) -> None:
    """Show the place of the prefecture among the 47 by the measure chosen, beside those of similar size.

    Runs as a fragment: another measure redraws nothing else.
    """
    apart(_comparison)(view, place=place, text=text)


def measure_word(view: PrefectureView, measure: str, *, text: Text) -> str:
    """Name a measure of the comparison; the mean by its weighting."""
    return text(f"measure.{view.overview.rate.measure if measure == 'step_completion_mic' else measure}")


def position_sentence(view: PrefectureView, position: Position, *, text: Text) -> str:
    """Say the place of the prefecture by one measure; that nothing is known of it where so."""
    word = measure_word(view, position.measure, text=text)
    if position.place is None or position.value is None:
        return text("place.unknown", measure=word)
    value = text.percent(position.value)
    if not position.is_ranked:
        return text("place.all_equal", measure=word, value=value, known=position.known)
    order = text("place.low_first" if position.measure in LOWER_IS_BETTER else "place.high_first")
    return text(
        "place.position",
        measure=word,
        value=value,
        known=position.known,
        place=_rank(position, text=text),
        order=order,
        median=text.percent(position.median),
    )


def positions_sentence(view: PrefectureView, *, text: Text) -> str:
    """Say the places by the rate and by go-live in one sentence for the summary; nothing where none is known.

    Where all prefectures are equal there is no place to tell.
    """
    found = {one.measure: one for one in view.positions if one.is_ranked}
    rate, live = found.get("step_completion_mic"), found.get("migrated_share")
    if rate is None:
        return ""
    mean = measure_word(view, "step_completion_mic", text=text)
    if live is None:
        return text("place.summary", mean=mean, known=rate.known, place=_rank(rate, text=text))
    return text(
        "place.summary_both",
        mean=mean,
        known=rate.known,
        place=_rank(rate, text=text),
        live_known=live.known,
        live_place=_rank(live, text=text),
    )


def _rank(position: Position, *, text: Text) -> str:
    return text("place.rank_shared" if position.sharing > 1 else "place.rank", place=position.place)


def _comparison(view: PrefectureView, *, place: str, text: Text) -> None:
    offered = {one.measure: one for one in view.positions}
    words = {measure: measure_word(view, measure, text=text) for measure in offered}
    with filter_bar("place"):
        measure = list_filter(
            text, name="compare", label=text("place.measure"), words=words, width_px=260, known=PLACE_MEASURES
        )
    title = text("place.title", place=place)
    chart_block(
        kept_picture(
            (view.key, text.language, "places", measure),
            make=lambda: _picture(view, offered[measure], place=place, word=words[measure], text=text),
        ),
        title=title,
        note=text("place.note"),
        columns=_columns(words, measure=measure, text=text),
        head=table_head(
            view.overview,
            title=title,
            place=place,
            measures=(_DEFINED_AS.get(measure, _weighted(view, measure)),),
            text=text,
        ),
        file_name=file_name(view.overview, "places"),
        text=text,
        key="places",
    )


def _picture(view: PrefectureView, position: Position, *, place: str, word: str, text: Text) -> Picture:
    table = localised(view.places, text=text)
    is_shown = table["code"].isin((*view.similar, _code(view)))
    shown = table[is_shown].rename(columns={position.measure: "share"}).assign(compared=position.median)
    names = {
        str(row["code"]): text("place.row", name=row["name"], bodies=int(row["bodies"]))
        for row in shown[["code", "name", "bodies"]].to_dict("records")
    }
    shown = shown.assign(name=shown["code"].map(names))
    figure = ranking_figure(
        shown,
        measure=word,
        text=text,
        comparison=text("place.median"),
        highlight=names[_code(view)],
        row_px=26,
    )
    return Picture(figure, summary=position_sentence(view, position, text=text), frame=_placed(table, position.measure))


def _placed(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """All 47 by ``measure``, the first place first, the unknown last."""
    is_low_first = measure in LOWER_IS_BETTER
    place = table[measure].rank(method="min", ascending=is_low_first).astype("Int64")
    return table.assign(place=place).sort_values(["place", "code"], na_position="last", ignore_index=True)


def _columns(words: dict[str, str], *, measure: str, text: Text) -> tuple[TableColumn, ...]:
    others = tuple(TableColumn(one, word, kind="share") for one, word in words.items() if one != measure)
    return (
        TableColumn("place", text("bodies.place"), kind="count"),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn(measure, words[measure], kind="share"),
        *others,
        TableColumn("change", text("column.change"), kind="points"),
        TableColumn("bodies", text("column.bodies"), kind="count"),
        TableColumn("bodies_reported", text("column.bodies_reported"), kind="count"),
    )


def _weighted(view: PrefectureView, measure: str) -> str:
    return view.overview.rate.measure if measure == "step_completion_mic" else measure


def _code(view: PrefectureView) -> str:
    return view.overview.place.code if view.overview.place else ""
