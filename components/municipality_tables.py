"""Names, file heads and source lines of the sheet of one body."""

from __future__ import annotations

from datetime import date

from components.body_search import full_name
from components.cuts import cut_of, cut_part, place_words
from components.documents.table_files import TableHead
from components.progress_tables import file_lines
from components.text import Text
from components.theme import JUDGEMENT
from data.model import Judgement
from data.views.municipality import MunicipalityView


def business_names(view: MunicipalityView, *, text: Text) -> dict[str, str]:
    """Business id to shown name of the systems of ``view``, in their order."""
    names = view.systems["name"] if text.language == "ja" else view.systems["english"]
    return dict(zip(view.systems["business"], names, strict=True))


def judgement_words(judgement: str | None, *, text: Text) -> str:
    """A 判定 by mark and word; the unknown sign where there is none."""
    if judgement is None:
        return text("unknown")
    one = Judgement(judgement)
    return f"{JUDGEMENT[one].mark} {text(f'judgement.{one.name.lower()}')}"


def written_day(day: str | None, *, text: Text) -> str:
    """An ISO date in words, or the unknown sign."""
    return text("unknown") if day is None else text.date(date.fromisoformat(day))


def sheet_place(view: MunicipalityView, *, text: Text) -> str:
    """What heads and files call the body of ``view``: its name with its prefecture, and the businesses it is cut to."""
    return place_words(full_name(view.body, text=text), cut=cut_of(view.cut_to), text=text)


def sheet_head(view: MunicipalityView, *, title: str, text: Text, measures: tuple[str, ...] = ()) -> TableHead:
    """What a downloaded table of ``view`` says about itself; ``measures`` are those whose definitions it needs."""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(sheet_place(view, text=text),),
        definitions=tuple(
            text("table.definition", name=text(f"measure.{measure}"), rule=text(f"definitions.{measure}.rule"))
            for measure in measures
        ),
        sources=file_lines(view, text=text),
        is_synthetic=view.is_synthetic,
    )


def sheet_file(view: MunicipalityView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    return f"{'demo_' if view.is_synthetic else ''}{what}_{view.body.code}{cut_part(view.cut_to)}_{view.as_of.month}"
