"""What a meeting's papers are made from: the places, the sections, and the meeting itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from components.meeting_words import prefecture_name
from components.messages import alert
from components.text import Text
from data.views.pack import INTERNAL_SECTIONS, PACK_SECTIONS, MeetingHead

NATION: Final = "nation"
"""The place of the 幹部説明資料; every other place is a prefecture of two digits."""
TEXT_LIMIT: Final = 400
LINE_LIMIT: Final = 60
_OF_THE_NATION: Final = frozenset({"prefectures", "vendors"})
_OF_A_PREFECTURE: Final = frozenset({"bodies", "follow_ups", "flags"})


@dataclass(frozen=True, slots=True)
class HandOutChoice:
    """What the reader chose: ``places`` in the order of the files; ``participants`` are announced only."""

    places: tuple[str, ...]
    sections: frozenset[str]
    held_on: date | None
    time: str
    venue: str
    agenda: tuple[str, ...]
    participants: str

    @property
    def meeting(self) -> MeetingHead | None:
        """What the first page tells of the meeting; None while nothing is said of it."""
        if self.held_on is None and not self.time and not self.venue and not self.agenda:
            return None
        return MeetingHead(self.held_on, self.venue, self.agenda, self.time)

    @property
    def prefecture(self) -> str | None:
        """The only prefecture chosen, whose meeting is announced; None without one, or with several."""
        found = [place for place in self.places if place != NATION]
        return found[0] if len(found) == 1 else None


def hand_out_form(place: str | None, *, names: Mapping[str, str], text: Text) -> HandOutChoice:
    """Draw the choices; ``place`` is the page's prefecture, ``names`` those that may be chosen (code to name)."""
    left, right = st.columns(2, gap="medium")
    with left:
        places = _places(place, names=names, text=text)
        day, time = st.columns(2)
        with day:
            held_on = st.date_input(text("hand_out.day"), None, key="hand_out_day", format="YYYY-MM-DD")
        with time:
            hours = _typed("time", limit=LINE_LIMIT, text=text)
        venue = _typed("venue", limit=LINE_LIMIT, text=text)
    with right:
        agenda = _typed("agenda", limit=TEXT_LIMIT, height_px=120, text=text)
        participants = _typed("participants", limit=TEXT_LIMIT, height_px=96, text=text)
    sections = _sections(places, text=text)
    return HandOutChoice(
        places=places,
        sections=sections,
        held_on=held_on if isinstance(held_on, date) else None,
        time=hours,
        venue=venue,
        agenda=tuple(line.strip() for line in agenda.splitlines() if line.strip()),
        participants=participants,
    )


def _typed(what: str, *, limit: int, text: Text, height_px: int | None = None) -> str:
    """Draw a field of one line, or of several, and return what it holds; one that is too long says so and is left out.

    The field has no limit of its own: with one, a longer paste would be dropped without a word.
    """
    label, told = text(f"hand_out.{what}"), text("hand_out.limit", characters=limit)
    key = f"hand_out_{what}"
    if height_px is None:
        words = st.text_input(label, key=key, help=told).strip()
    else:
        words = st.text_area(label, key=key, height=height_px, help=told).strip()
    if len(words) <= limit:
        return words
    alert([text("hand_out.too_long", field=text(f"hand_out.short.{what}"), count=len(words), limit=limit)])
    return ""


def offered_sections(places: tuple[str, ...]) -> tuple[str, ...]:
    """The sections that hand-outs of ``places`` can have, in reading order.

    >>> "bodies" in offered_sections(("20",)), "vendors" in offered_sections(("20",))
    (True, False)
    >>> "bodies" in offered_sections((NATION,)), "vendors" in offered_sections((NATION,))
    (False, True)
    """
    without: frozenset[str] = frozenset()
    if NATION not in places:
        without = _OF_THE_NATION
    elif places == (NATION,):
        without = _OF_A_PREFECTURE
    return tuple(section for section in PACK_SECTIONS if section not in without)


def _places(place: str | None, *, names: Mapping[str, str], text: Text) -> tuple[str, ...]:
    options = [*names, NATION]
    is_all = st.toggle(text("hand_out.all", prefectures=len(names)), key=f"hand_out_all_{place or ''}")
    chosen = st.multiselect(
        text("hand_out.places"),
        options,
        [place] if place in names else [],
        key=f"hand_out_places_{place or ''}",
        format_func=partial(place_name, text=text),
        placeholder=text("hand_out.choose"),
        disabled=is_all,
        select_all=False,
    )
    return tuple(names) if is_all else tuple(one for one in options if one in chosen)


def place_name(place: str, *, text: Text) -> str:
    """A place in the reader's words."""
    return text("hand_out.nation") if place == NATION else prefecture_name(place, text=text)


def _sections(places: tuple[str, ...], *, text: Text) -> frozenset[str]:
    offered = offered_sections(places)
    chosen = st.pills(
        text("hand_out.sections"),
        offered,
        selection_mode="multi",
        default=[section for section in offered if section not in INTERNAL_SECTIONS],
        key=f"hand_out_sections_{len(offered)}_{offered[-1]}",
        width="stretch",
        format_func=partial(_section_name, text=text),
        help=text("hand_out.always"),
    )
    return frozenset(chosen)


def _section_name(section: str, *, text: Text) -> str:
    name = text(f"hand_out.section.{section}")
    return text("hand_out.internal", section=name) if section in INTERNAL_SECTIONS else name
