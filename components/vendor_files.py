"""What the pictures and files of the vendor pages share: their head, their names, and the words of a vendor."""

from __future__ import annotations

import pandas as pd

from components.cuts import cut_part
from components.documents.table_files import TableHead
from components.progress_tables import file_lines
from components.text import Text
from data.views.vendor_risk import VendorRiskView


def vendor_head(view: VendorRiskView, *, title: str, place: str, text: Text, rules: tuple[str, ...] = ()) -> TableHead:
    """What a downloaded table of ``view`` says about itself; ``rules`` are finished sentences of what it rests on."""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place,),
        definitions=(text("vendors.own_judgement"), *rules),
        sources=file_lines(view, text=text),
        is_synthetic=view.is_synthetic,
    )


def vendor_file(view: VendorRiskView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo, place = "demo_" if view.is_synthetic else "", view.place.code if view.place else "nation"
    return f"{demo}vendor_{what}_{place}{cut_part(view.cut_to)}_{view.as_of.month}"


def named(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """``frame`` (name; null = ベンダ不明) with that said in words, and its businesses and prefectures by language."""
    found = frame
    if "name" in found:
        unknown = text("vendors.unknown_vendor")
        found = found.assign(name=[unknown if pd.isna(name) else str(name) for name in found["name"]])
    for column, english in (("business_name", "business_english"), ("prefecture", "prefecture_english")):
        if text.language != "ja" and english in found:
            found = found.assign(**{column: found[english]})
    return found
