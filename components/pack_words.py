"""A hand-out in the reader's words: the pages' own sentences, cards, map and tables, made ready for the files."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from components.documents.pack import Pack, PackCard, PackClass, PackMap, PackRegion
from components.headline_cards import headline_cards
from components.map_block import map_summary, palette
from components.overview_sentences import overview_sentences
from components.pack_charts import pack_charts
from components.pack_tables import pack_tables
from components.prefecture_layout import prefecture_sentences
from components.progress_tables import source_lines
from components.text import Text
from data.reference import load_reference
from data.views.layers import band_counts
from data.views.pack import MeetingHead, PackView

_MEASURES: Final = (
    "step_completion_mic",
    "migrated_share",
    "judgement",
    "overdue_months",
    "milestone_attained",
    "input",
)
_OF_PREFECTURES: Final = "designated_of_prefectures"
_WITH_RATES: Final = ("step_completion_mic", "designated_systems", "input")


def pack_words(view: PackView, *, text: Text) -> Pack:
    """Write ``view`` for its reader."""
    overview, place = view.overview, place_name(view, text=text)
    measures = _MEASURES if overview.has_steps else _WITH_RATES
    if view.changes is not None:
        measures = (*measures, "month_changes")
    demo = f"{text('frame.demo')} {text('frame.demo_note')}" if overview.is_synthetic else ""
    return Pack(
        title=text("pack.title" if view.place else "pack.title_nation", place=place),
        place=place,
        as_of=text("pack.as_of", month=text.month(view.as_of.month)),
        received=text("frame.received", date=text.date(overview.received_at)) if overview.received_at else "",
        demo=demo,
        meeting=_meeting(view.meeting, text=text) if view.meeting else (),
        summary_title=text("pack.summary"),
        summary=_summary(view, place=place, text=text),
        cards=_cards(view, text=text),
        map=_map(view, place=place, text=text) if "map" in view.sections else None,
        charts=pack_charts(view, place=place, text=text),
        tables=pack_tables(view, place=place, text=text),
        own_rules=text("pack.own_rules") if overview.has_steps else "",
        definitions_title=text("pack.definitions"),
        definitions=tuple((text(f"measure.{one}"), text(f"definitions.{one}.rule")) for one in measures),
        sources_title=text("frame.sources"),
        sources=source_lines(overview, text=text),
    )


def place_name(view: PackView, *, text: Text) -> str:
    """The prefecture's name, or the word for the nation."""
    return text.pick(view.place.name, view.place.english) if view.place else text("filter.nation")


def _meeting(head: MeetingHead, *, text: Text) -> tuple[tuple[str, str], ...]:
    """What is not fixed yet says so; an agenda without items is left out."""
    day = text.date(head.held_on) if head.held_on else text("pack.meeting.open")
    told = [
        (text("pack.meeting.held_on"), f"{day} {head.time}".strip()),
        (text("pack.meeting.venue"), head.venue or text("pack.meeting.open")),
    ]
    items = (text("pack.meeting.item", number=number, item=item) for number, item in enumerate(head.agenda, start=1))
    agenda = "\n".join(items)
    return (*told, (text("pack.meeting.agenda"), agenda)) if agenda else tuple(told)


def _summary(view: PackView, *, place: str, text: Text) -> tuple[str, ...]:
    overview = view.overview
    month = text.month(view.as_of.month)
    if overview.empty_reason is not None:
        return (text("pack.month_not_reported", month=month),)
    if view.prefecture is None:
        said = overview_sentences(overview, place=place, text=text)
    else:
        said = prefecture_sentences(view.prefecture, place=place, text=text)
    # The sentence on demo data speaks of the screen; a hand-out says it on every page.
    said = tuple(one for one in said if one != text("sentence.demo"))
    if view.prefecture is None:
        return (*said, *_designated(view, text=text))
    return said if overview.summary.reported else (text("pack.no_report", place=place, month=month), *said)


def _designated(view: PackView, *, text: Text) -> tuple[str, ...]:
    """Why the nation's 特定移行 are more than those of its 判定: some are the prefectures' own."""
    beside = {name: count for one in view.overview.headlines for name, count in one.beside}
    every, own = beside.get("designated_systems"), beside.get(_OF_PREFECTURES)
    if not every or not own:
        return ()
    return (text("pack.designated_of_prefectures", systems=every, own=own, judged=every - own),)


def _cards(view: PackView, *, text: Text) -> tuple[PackCard, ...]:
    # A place without a report has unknown figures for that reason, whatever the kind of the file.
    unknown = "" if view.overview.summary.reported else text("unreported")
    # In a card of late systems they would read as late; a sentence tells them.
    headlines = [
        replace(one, beside=tuple(pair for pair in one.beside if pair[0] != _OF_PREFECTURES))
        for one in view.overview.headlines
    ]
    return tuple(
        PackCard(
            title=card.title,
            value=text("unknown") if card.value is None else f"{card.value}{card.unit}",
            detail=unknown or card.unknown_reason if card.value is None else card.detail,
            comparisons=tuple(text("pack.beside", label=one.label, value=one.value) for one in card.comparisons),
        )
        for card in headline_cards(headlines, text=text)
    )


def _map(view: PackView, *, place: str, text: Text) -> PackMap:
    layer = view.layer
    counts = band_counts(layer.classes, bands=layer.bands)
    return PackMap(
        title=text("overview.map_title", place=place, measure=text(f"measure.{layer.value_measure}")),
        summary=map_summary(layer, text=text),
        credit=text("source.map", credit=layer.credit),
        width=view.picture.width,
        height=view.picture.height,
        regions=tuple(
            PackRegion(name=_region_name(code, text=text), path=path, kind=kind)
            for code, path, kind in zip(layer.codes, view.picture.paths, layer.classes, strict=True)
        ),
        lines=view.picture.lines,
        legend=tuple(
            PackClass(
                label=f"{entry.mark} {entry.label}".strip(),
                fill=entry.fill,
                is_hatched=entry.pattern == "hatch",
                regions=count,
            )
            for entry, count in zip(palette(layer, text=text), counts, strict=True)
        ),
    )


def _region_name(code: str, *, text: Text) -> str:
    reference = load_reference()
    found = reference.prefecture(code) if len(code) == 2 else reference.body(code)
    return text.pick(found.name, found.english) if found else code
