"""A view's headlines as cards: how each measure is written, compared and dated."""

from __future__ import annotations

from collections.abc import Sequence

from components.cards import Card, Comparison, Direction
from components.not_applicable import not_applicable_words
from components.text import Text
from data.views.headlines import Comparator, Headline
from data.views.weighting import RATE_MEASURES, Weighting

_MEANS = tuple(RATE_MEASURES.values())
_SHARES = ("migrated_share", *_MEANS)
_LOWER_IS_BETTER = ("bodies_below_half", "late_systems", "bodies_unreported")
_NEITHER = ("designated_systems",)
"""特定移行 is its own category: more of it is neither better nor worse."""


def headline_cards(headlines: Sequence[Headline], *, text: Text) -> tuple[Card, ...]:
    """Write each headline as a card, in the order given."""
    return tuple(_card(headline, text=text) for headline in headlines)


def _card(headline: Headline, *, text: Text) -> Card:
    measure = headline.measure
    return Card(
        title=text(f"measure.{measure}"),
        value=None if headline.value is None else _number(headline.value, measure, text),
        unit="" if headline.value is None else _unit(headline.value, measure, text),
        detail=_detail(headline, text=text),
        comparisons=(
            *_beside(headline, text=text),
            *(_comparison(item, headline=headline, text=text) for item in headline.comparators),
        ),
        trend=headline.trend,
        as_of=text("cards.as_of", month=text.month(headline.as_of)) if headline.as_of else "",
        term=measure,
        unknown_reason=_unknown_reason(headline, text=text),
    )


def _unknown_reason(headline: Headline, *, text: Text) -> str:
    is_by_people = headline.measure == RATE_MEASURES[Weighting.POPULATION]
    return text("cards.no_population" if is_by_people and headline.reported else "cards.not_in_rates")


def _number(value: float, measure: str, text: Text) -> str:
    return text.percent_number(value) if measure in _SHARES else text.count(int(value))


def _detail(headline: Headline, *, text: Text) -> str:
    if headline.value is None or headline.measure == "designated_systems":
        return ""
    if headline.not_applicable and headline.measure == "all_migrated_bodies":
        words = text("cards.reported_applicable", reported=headline.reported, bodies=headline.bodies)
    elif headline.systems is None:
        words = text("cards.reported", reported=headline.reported, bodies=headline.bodies)
    else:
        words = text("cards.reported_systems", reported=headline.reported_systems, systems=headline.systems)
    if headline.left_out:
        words = text("cards.left_out", words=words, bodies=headline.left_out)
    if headline.not_applicable and headline.measure in _MEANS:
        mean = not_applicable_words(
            headline.measure, counted=headline.counted, apart=headline.not_applicable, text=text
        )
        words = text("cards.mean_of", words=words, mean=mean)
    return text("cards.reference_only", words=words) if headline.is_reference_only else words


def _beside(headline: Headline, *, text: Text) -> tuple[Comparison, ...]:
    """What must stand beside the figure itself: the spread of a mean, the bodies behind a count of systems."""
    if headline.spread is not None:
        low, middle, high = (text.percent_number(share) for share in headline.spread)
        is_weighted = headline.measure != RATE_MEASURES[Weighting.BODY]
        label = text("cards.spread_bodies" if is_weighted else "cards.spread")
        return (Comparison(label, text("cards.spread_values", low=low, middle=middle, high=high)),)
    beside = tuple(
        Comparison(text(f"cards.beside.{measure}"), _with_unit(value, headline.measure, text))
        for measure, value in headline.beside
    )
    if headline.designated_bodies is not None:
        bodies = Comparison(text("cards.designated_bodies"), text("cards.bodies", bodies=headline.designated_bodies))
        return (bodies, *beside)
    return beside


def _comparison(item: Comparator, *, headline: Headline, text: Text) -> Comparison:
    measure = headline.measure
    if item.kind == "published":
        label = text("cards.published", confidence=text(f"confidence.{item.confidence}"))
        return Comparison(label, _with_unit(item.value, measure, text))
    if item.kind == "nation":
        return Comparison(text("cards.nation"), _with_unit(item.value, measure, text))
    label = text("cards.previous")
    if headline.value is None:
        return Comparison(label, text("unknown"))
    difference = headline.value - item.value
    written = text.points(difference) if measure in _SHARES else text.change(int(difference))
    return Comparison(label, written, _direction(difference, measure))


def _unit(value: float, measure: str, text: Text) -> str:
    return text(f"measure.{measure}.unit", count=int(value))


def _with_unit(value: float, measure: str, text: Text) -> str:
    number, unit = _number(value, measure, text), _unit(value, measure, text)
    return number + unit if measure in _SHARES else text("cards.quantity", number=number, unit=unit)


def _direction(difference: float, measure: str) -> Direction:
    if measure in _NEITHER:
        return "none"
    if round(difference, 4) == 0:
        return "same"
    return "good" if (difference > 0) is not (measure in _LOWER_IS_BETTER) else "bad"
