"""The vendor page's summary: how much hangs on flagged vendors, on which and why, and what moved.

Crowded months and businesses without alternatives are told where they are drawn.
"""

from __future__ import annotations

from typing import Final

from components.flag_words import flag_words
from components.text import Text
from data.views.vendor_risk import VendorRiskView

VENDORS_NAMED: Final = 3


def vendor_sentences(view: VendorRiskView, *, place: str, text: Text) -> tuple[str, ...]:
    """The paragraph, sentence by sentence; what is not known or not the case is left out."""
    parts = (
        _state(view, place=place, text=text),
        _largest(view, text=text),
        _without(view, text=text),
        _change(view, text=text),
        text("vendors.sentence.own"),
        text("sentence.demo") if view.is_synthetic else "",
    )
    return tuple(part for part in parts if part)


def _state(view: VendorRiskView, *, place: str, text: Text) -> str:
    now = view.figures
    values = {
        "month": text.month(view.as_of.month),
        "place": place,
        "systems": view.systems,
        "own": text("vendors.sentence.own_systems", own=view.own_systems) if view.own_systems else "",
        "open": view.open_systems,
    }
    if not now.vendors:
        return text("vendors.sentence.none", **values)
    share = text.percent(now.open_systems / now.all_open_systems if now.all_open_systems else None)
    return text(
        "vendors.sentence.state",
        **values,
        vendors=now.vendors,
        flagged=now.open_systems,
        share=share,
        bodies=now.bodies,
    )


def _largest(view: VendorRiskView, *, text: Text) -> str:
    flagged = view.vendors[(view.vendors["level"] > 0) & view.vendors["vendor_code"].notna()]
    flagged = flagged[flagged["flags"].str.contains("V[1-5]", regex=True) & (flagged["open_systems"] > 0)]
    if flagged.empty:
        return ""
    parts = [
        text(
            "vendors.sentence.vendor",
            vendor=row["name"],
            open=int(row["open_systems"]),
            bodies=int(row["open_bodies"]),
            flags=text("vendors.joint").join(
                flag_words(one.split(":")[0], text=text) for one in str(row["flags"]).split() if one < "V6"
            ),
        )
        for row in flagged.head(VENDORS_NAMED).to_dict("records")
    ]
    return text("vendors.sentence.largest", vendors=text("vendors.joint").join(parts))


def _without(view: VendorRiskView, *, text: Text) -> str:
    """Withdrawals without a successor, and vendors without a conforming product."""
    kinds = {one.flag: one for one in view.kinds}
    parts = [
        text(f"vendors.sentence.{key}", systems=kinds[flag].open_systems, vendors=_names(view, flag, text=text))
        for key, flag in (("withdrawn", "V1"), ("no_product", "V2"))
        if kinds[flag].open_systems
    ]
    return "".join(parts) if text.language == "ja" else " ".join(parts)


def _names(view: VendorRiskView, flag: str, *, text: Text) -> str:
    codes = next(one.vendors for one in view.kinds if one.flag == flag)
    names = [str(view.name(code)) for code in codes]
    shown = text("vendors.joint").join(names[:VENDORS_NAMED])
    more = len(names) - VENDORS_NAMED
    return text("vendors.sentence.more", vendors=shown, more=more) if more > 0 else shown


def _change(view: VendorRiskView, *, text: Text) -> str:
    if view.previous is None:
        return ""
    return text(
        "vendors.sentence.change",
        high=text.change(view.figures.high - view.previous.high),
        systems=text.change(view.figures.open_systems - view.previous.open_systems),
        bodies=text.change(view.figures.bodies - view.previous.bodies),
    )
