"""連絡会議資料 on its page: what it is made from, what it will hold, and the files at a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from components.announcement_block import announcement_block
from components.cards import kpi_row
from components.chart_block import block_title, screen_only
from components.documents.pack import Pack
from components.documents.pack_fonts import MissingFontError, font_files
from components.documents.table_files import TableColumn
from components.fragments import apart
from components.hand_out_form import NATION, HandOutChoice, hand_out_form, place_name
from components.hand_out_progress import archive_progress, start_archive
from components.headline_cards import headline_cards
from components.meeting_entry import propose
from components.messages import alert, working
from components.pack_files import PACK_FORMATS, pack_files
from components.pack_kept import offer_pack
from components.pack_words import pack_words
from components.tables import table_html
from components.text import Text
from data.views.meetings import MeetingDesk, MeetingsView
from data.views.pack import PackView

MakePack = Callable[[str | None, HandOutChoice], PackView]
"""Builds the hand-out of a prefecture (two digits) or of the nation (None)."""


def hand_out_block(
    view: MeetingsView, *, make: MakePack, desk: MeetingDesk | None, names: Mapping[str, str], text: Text
) -> None:
    """Offer the papers of a meeting: the hand-out and the announcement. Redraws by itself.

    ``make`` is called when a preview is opened or a file asked for; ``names`` are the prefectures that may be chosen.
    """
    apart(_block)(view, make=make, desk=desk, names=names, text=text)


def _block(
    view: MeetingsView, *, make: MakePack, desk: MeetingDesk | None, names: Mapping[str, str], text: Text
) -> None:
    with screen_only("hand_out"):
        block_title(text("hand_out.title"), note=text("hand_out.note"), summary=text("hand_out.how"))
        choice = hand_out_form(view.prefecture.code if view.prefecture else None, names=names, text=text)
        if not view.is_reported:
            alert([text("hand_out.not_reported", month=text.month(view.as_of.month))], kind="note")
        if view.problem is not None and "follow_ups" in choice.sections:
            alert([text("hand_out.without_follow_ups"), view.problem])
        if not choice.places:
            st.html(f'<p class="d-summary">{escape(text("hand_out.no_place"))}</p>')
    if len(choice.places) == 1:
        _single(choice, view=view, make=make, text=text)
    elif choice.places:
        _several(choice, view=view, make=make, text=text)
    archive_progress(text)
    announcement_block(choice, view=view, text=text)
    if desk is not None and choice.held_on is not None:
        agenda = "\n".join(choice.agenda)
        planned = partial(propose, prefecture=choice.prefecture, next_on=choice.held_on, agenda=agenda)
        if st.button(text("hand_out.propose"), key="hand_out_propose", on_click=planned, icon=":material/event:"):
            st.rerun()


def _single(choice: HandOutChoice, *, view: MeetingsView, make: MakePack, text: Text) -> None:
    (place,) = choice.places
    missing = missing_font(text)
    if missing:
        alert([missing])
    with st.container(key="hand_out_files", horizontal=True, vertical_alignment="center", gap="small"):
        offered = [one for one in PACK_FORMATS if not (one == "pdf" and missing)]
        words = text("hand_out.make_all", formats=len(offered))
        is_all = st.button(words, key="hand_out_all", type="primary", icon=":material/summarize:")
        asked = [
            one
            for one in PACK_FORMATS
            if st.button(
                text(f"hand_out.make_{one}"),
                key=f"hand_out_{one}",
                icon=":material/summarize:",
                disabled=one == "pdf" and bool(missing),
            )
        ]
    formats = offered if is_all else asked
    offer_pack(
        "hand_out",
        partial(_view, place, choice, make=make),
        of=(view.as_of, choice, text.language),
        formats=formats,
        label=lambda name: text("hand_out.take", name=name),
        text=text,
    )
    expander = st.expander(
        text("hand_out.preview", place=place_name(place, text=text)), key="hand_out_preview", on_change=_rerun
    )
    if expander.open:
        with expander, working(text("hand_out.working")):
            _preview(_view(place, choice, make=make), text=text)


def _several(choice: HandOutChoice, *, view: MeetingsView, make: MakePack, text: Text) -> None:
    missing = missing_font(text)
    offered = [one for one in PACK_FORMATS if not (one == "pdf" and missing)]
    if missing:
        alert([missing])
    formats = st.pills(
        text("hand_out.formats"),
        offered,
        selection_mode="multi",
        default=offered,
        key="hand_out_formats",
        format_func=lambda one: text(f"hand_out.format.{one}"),
    )
    if not formats:
        st.html(f'<p class="d-summary">{escape(text("hand_out.no_format"))}</p>')
        return
    if choice.meeting is not None:
        st.html(f'<p class="d-summary">{escape(text("hand_out.same_meeting"))}</p>')
    if st.button(
        text("hand_out.make_zip", places=len(choice.places)), key="hand_out_zip", icon=":material/folder_zip:"
    ):
        demo = "demo_" if view.is_synthetic else ""
        make_files = partial(_files, choice=choice, formats=formats, make=make, text=text)
        start_archive(choice.places, make=make_files, file_name=f"{demo}packs_{view.as_of.month}.zip")


def missing_font(text: Text) -> str:
    """Which font package the PDF lacks, as a sentence for the reader; empty where it has all."""
    try:
        font_files(text=text)
    except MissingFontError as error:
        return str(error)
    return ""


def _view(place: str, choice: HandOutChoice, *, make: MakePack) -> PackView:
    return make(None if place == NATION else place, choice)


def _files(
    place: str, *, choice: HandOutChoice, formats: Sequence[str], make: MakePack, text: Text
) -> tuple[Mapping[str, bytes], str | None]:
    """The files of a place for the archive, and why they lack the follow-ups, if they do."""
    view = _view(place, choice, make=make)
    return pack_files(view, formats=formats, text=text), view.problem


def _preview(found: PackView, *, text: Text) -> None:
    """The first page as the files will tell it, and what follows it: from the record the files are written from."""
    pack = pack_words(found, text=text)
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in pack.meeting)
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in pack.summary)
    told = text("meeting.legend_joint").join(one for one in (pack.as_of, pack.received, pack.demo) if one)
    st.html(
        f'<h3 class="d-hand-out-title">{escape(pack.title)}</h3><p class="d-summary">{escape(told)}</p>'
        f'<dl class="d-hand-out-meeting">{facts}</dl><ul class="d-assumed">{said}</ul>'
    )
    kpi_row(headline_cards(found.overview.headlines, text=text), text=text)
    frame = contents_frame(pack, text=text)
    columns = (
        TableColumn("title", text("hand_out.contents.title"), is_heading=True),
        TableColumn("kind", text("hand_out.contents.kind")),
        TableColumn("rows", text("hand_out.contents.rows"), kind="count"),
    )
    st.html(table_html(frame, columns=columns, caption=text("hand_out.contents"), text=text))


def contents_frame(pack: Pack, *, text: Text) -> pd.DataFrame:
    """What the hand-out holds besides its first lines: title, kind, rows of tables (blank for the others)."""
    parts: list[tuple[str, str, int | None]] = [] if pack.map is None else [(pack.map.title, "map", None)]
    parts += [(one.title, "chart", None) for one in pack.charts]
    parts += [(one.title, "table", len(one.rows)) for one in pack.tables]
    parts.append((pack.definitions_title, "words", None))
    return pd.DataFrame(
        [{"title": title, "kind": text(f"hand_out.kind.{kind}"), "rows": rows} for title, kind, rows in parts]
    ).astype({"rows": "Int64"})


def _rerun() -> None:
    """Do nothing: only with a callback is an expander drawn anew when it is opened."""
