"""What a mean that counts 対象外 as done says of its n, on a page cut to some businesses."""

from __future__ import annotations

from components.progress_tables import localised
from components.text import Text
from data.views.overview import OverviewView
from data.views.weighting import RATE_MEASURES, Weighting


def not_applicable_words(measure: str, *, counted: int, apart: int, text: Text) -> str:
    """Of how many the mean ``measure`` is, and how many of these are 対象外: bodies, or systems where each counts."""
    unit = "systems" if measure == RATE_MEASURES[Weighting.SYSTEM] else "bodies"
    return text(f"not_applicable.mean.{unit}", counted=counted, apart=apart)


def business_note(view: OverviewView, *, text: Text) -> str:
    """The n of each business's mean that counts 対象外 bodies, where the page is cut to some; else nothing."""
    rows = localised(view.businesses, text=text)
    rows = rows[rows["systems_counted"] > rows["systems_reported"]]
    if view.cut_to is None or rows.empty:
        return ""
    parts = [
        text("not_applicable.business", name=name, counted=int(counted), apart=int(counted - reported))
        for name, counted, reported in zip(rows["name"], rows["systems_counted"], rows["systems_reported"], strict=True)
    ]
    return text("map.summary_joint").join(parts)
