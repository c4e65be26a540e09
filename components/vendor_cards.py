"""The cards of the vendor page: flags by severity, and the vendors, systems and bodies under them."""

from __future__ import annotations

from components.cards import Card, Comparison, Direction
from components.flag_words import severity_words
from components.text import Text
from data.model import shift_month
from data.views.vendor_risk import VendorRiskView


def vendor_cards(view: VendorRiskView, *, text: Text) -> tuple[Card, ...]:
    """The five cards, each read against the month before."""
    now = view.figures
    return (
        _card(
            view, "high", unit=text("vendors.unit_flags"),
            beside=tuple(
                Comparison(severity_words(level, text=text), text("vendors.flags", flags=count))
                for level, count in ((2, now.middle), (1, now.low))
            ), text=text,
        ),
        _card(
            view, "vendors", unit=text("vendors.unit_vendors"),
            detail=text("vendors.of_vendors", vendors=now.known_vendors), text=text,
        ),
        _card(
            view, "open_systems", unit=text("vendors.unit_systems"),
            detail=text(
                "vendors.of_open",
                systems=now.all_open_systems,
                share=text.percent(now.open_systems / now.all_open_systems if now.all_open_systems else None),
            ), text=text,
        ),
        _card(
            view, "bodies", unit=text("vendors.unit_bodies"),
            detail=text("vendors.of_bodies_own" if view.own_systems else "vendors.of_bodies", bodies=now.all_bodies),
            text=text,
        ),
        Card(
            title=text("vendors.card.unknown"),
            value=text.count(view.unknown_systems),
            unit=text("vendors.unit_systems"),
            detail=text(
                "vendors.of_systems",
                systems=view.systems,
                share=text.percent(view.unknown_systems / view.systems if view.systems else None),
            ),
            comparisons=(Comparison(text("vendors.card.unknown_beside"), text("vendors.card.unknown_why")),),
            as_of=text("cards.as_of", month=text.month(view.as_of.month)),
        ),
    )  # fmt: skip


def _card(
    view: VendorRiskView,
    field: str,
    *,
    unit: str,
    text: Text,
    detail: str = "",
    beside: tuple[Comparison, ...] = (),
) -> Card:
    value = int(getattr(view.figures, field))
    comparisons = beside
    if view.previous is not None:
        difference = value - int(getattr(view.previous, field))
        direction: Direction = "same" if difference == 0 else "bad" if difference > 0 else "good"
        month = text.month(shift_month(view.as_of.month, -1))
        label = text("vendors.card.previous", month=month)
        comparisons = (*beside, Comparison(label, text.change(difference), direction))
    return Card(
        title=text(f"vendors.card.{field}"),
        value=text.count(value),
        unit=unit,
        detail=detail,
        comparisons=comparisons,
        as_of=text("cards.as_of", month=text.month(view.as_of.month)),
    )
