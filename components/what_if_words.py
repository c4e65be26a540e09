"""What 影響の試算 says in words: its cards, its sentence, what it assumes, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import pandas as pd

from components.cards import Card, Comparison
from components.cuts import cut_part
from components.documents.table_files import TableColumn
from components.text import Text
from data.views.what_if import ImpactCounts, WhatIfView
from data.views.what_if_counts import UNKNOWN_STATES

_Beside = Callable[[str], tuple[Comparison, ...]]
_DAYS: Final = ("first_planned",)
_MONTHS: Final = ("last_expected", "first_month", "last_month")
_ASSUMED: Final = ("hit", "national", "alternatives", "capacity", "order", "greedy", "horizon", "course")
_ASSUMED_SLIP: Final = ("hit", "national", "slip", "course")


def shock_words(view: WhatIfView, *, text: Text) -> str:
    """What is supposed to happen, as a phrase for titles."""
    names = text("what_if.joint").join(name for _, name in view.vendors)
    month = text.month(view.shock.month)
    if view.shock.slip_months is None:
        return text("what_if.shock.withdrawal", vendors=names, month=month)
    return text("what_if.shock.slip", vendors=names, month=month, months=view.shock.slip_months)


def what_if_sentences(view: WhatIfView, *, place: str, text: Text) -> tuple[str, ...]:
    """The answer in a few sentences; that the data is invented comes last."""
    counts = view.counts
    key = "what_if.said.hit_own" if counts.own_systems else "what_if.said.hit"
    values = _numbers(counts) | {"own": counts.own_systems}
    said = [text(key, shock=shock_words(view, text=text), place=place, **values)]
    if counts.systems:
        said.append(text("what_if.said.imminent", months=view.imminent_months, **_numbers(counts)))
        if view.shock.is_withdrawal:
            said.append(text("what_if.said.alternative", **_numbers(counts)))
            if counts.placed is None:
                said.append(unknown_reason(view, text=text))
            else:
                said.append(text("what_if.said.slots", months=view.horizon_months, **_numbers(counts)))
        if counts.newly_late is not None:
            said.append(text("what_if.said.late", **_numbers(counts)))
    said.append(text("what_if.said.own"))
    if view.is_synthetic:
        said.append(text("what_if.said.demo"))
    return tuple(said)


def what_if_file(view: WhatIfView, what: str) -> str:
    """Name of a downloaded file, without its ending: what, shock, place, businesses; invented data says so."""
    demo, place = "demo_" if view.is_synthetic else "", view.place.code if view.place else "nation"
    vendors = "-".join(code for code, _ in view.vendors[:4])
    slip = "" if view.shock.slip_months is None else f"_slip{view.shock.slip_months}"
    cut = cut_part(frozenset(view.businesses) or None)
    return f"{demo}{what}_{vendors}_{view.shock.month}{slip}_{place}{cut}_{view.as_of.month}"


def assumptions(view: WhatIfView, *, text: Text) -> tuple[str, ...]:
    """What the calculation supposes, a sentence each."""
    kinds = _ASSUMED if view.shock.is_withdrawal else _ASSUMED_SLIP
    return tuple(
        text(
            f"what_if.assumed.{kind}",
            months=view.horizon_months,
            preparation=view.shock.preparation_months,
            due=text.month(view.programme_due[:7]),
            as_of=text.month(view.as_of.month),
        )
        for kind in kinds
    )


def impact_cards(view: WhatIfView, *, text: Text) -> tuple[Card, ...]:
    """The key figures of the place, each against what it is a part of and against the nation."""
    counts, nation, is_part = view.counts, view.nation, view.counts != view.nation
    as_of = text("cards.as_of", month=text.month(view.as_of.month))

    def beside(name: str) -> tuple[Comparison, ...]:
        whole = getattr(nation, name)
        return (Comparison(text("filter.nation"), text.count(whole)),) if is_part and whole is not None else ()

    cards = [
        Card(
            text("what_if.card.systems"),
            text.count(counts.systems),
            unit=text("what_if.unit.systems"),
            comparisons=(
                Comparison(text("what_if.card.of_open"), _share(counts.systems, counts.open_systems, text=text)),
                *beside("systems"),
            ),
            detail=text("what_if.card.of_theirs", systems=counts.vendor_systems),
            as_of=as_of,
            term="what_if_affected",
        ),
        Card(
            text("what_if.card.bodies"),
            text.count(counts.bodies),
            unit=text("what_if.unit.bodies"),
            comparisons=(
                Comparison(text("what_if.card.of_open_bodies"), _share(counts.bodies, counts.open_bodies, text=text)),
                *beside("bodies"),
            ),
            detail=text("what_if.card.of_customers", bodies=counts.vendor_bodies),
            as_of=as_of,
        ),
        Card(
            text("what_if.card.imminent", months=view.imminent_months),
            text.count(counts.imminent),
            unit=text("what_if.unit.systems"),
            comparisons=(
                Comparison(text("what_if.card.of_hit"), _share(counts.imminent, counts.systems, text=text)),
                *beside("imminent"),
            ),
            detail=text("what_if.card.in_bodies", bodies=counts.imminent_bodies),
        ),
    ]
    if view.shock.is_withdrawal:
        cards += _withdrawal_cards(view, beside=beside, text=text)
    cards.append(_late_card(view, beside=beside("newly_late"), text=text))
    return tuple(cards)


def unknown_reason(view: WhatIfView, *, text: Text) -> str:
    """Why nobody can say who would take the systems: no list of products, or nobody has gone live yet."""
    is_listed = view.nation.without_alternative is not None
    return text("what_if.card.unmeasured" if is_listed else "what_if.card.unlisted")


def outcome_columns(view: WhatIfView) -> tuple[str, ...]:
    """The counts of what becomes of systems that are known of ``view``; what nobody can say has no column of zeros."""
    nation = view.nation
    told = ("without_alternative", "placed", "full", "newly_late")
    return tuple(name for name in told if getattr(nation, name) is not None)


def body_rows(view: WhatIfView, *, text: Text) -> pd.DataFrame:
    """The bodies of ``view`` in the reader's words: the columns of ``body_columns``."""
    rows = view.bodies
    is_japanese = text.language == "ja"
    return rows.assign(
        prefecture=rows["prefecture" if is_japanese else "prefecture_english"],
        name=rows["name" if is_japanese else "english"],
        state=[text(f"what_if.state.{state}") for state in rows["state"]],
    )


def dated(rows: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """``rows`` with their days and months (ISO, as files have them) in the reader's words, for the screen."""
    days = {name: [_day(day, text=text) for day in rows[name]] for name in _DAYS if name in rows}
    months = {name: [_month(month, text=text) for month in rows[name]] for name in _MONTHS if name in rows}
    return rows.assign(**days, **months)


def body_columns(view: WhatIfView, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``body_rows``; what another vendor offers is asked for withdrawals only."""
    return (
        TableColumn("body_code", text("column.code")),
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("state", text("what_if.column.state")),
        *(
            TableColumn(name, text(f"what_if.column.{name}"), kind="count")
            for name in ("systems", "imminent", "designated", *outcome_columns(view))
        ),
        TableColumn("first_planned", text("what_if.column.first_planned")),
        TableColumn("last_expected", text("what_if.column.last_expected")),
    )


def system_rows(view: WhatIfView, *, text: Text) -> pd.DataFrame:
    """The systems of ``view`` in the reader's words: the columns of ``system_columns``."""
    rows = view.systems
    is_japanese = text.language == "ja"
    successor = rows["successor_vendor_code"]
    return rows.assign(
        place=range(1, len(rows) + 1),
        prefecture=rows["prefecture" if is_japanese else "prefecture_english"],
        name=rows["name" if is_japanese else "english"],
        business=rows["business_name" if is_japanese else "business_english"],
        state=[text(f"what_if.state.{state}") for state in rows["state"]],
        designated=[text("map.designated_yes" if flag else "map.designated_no") for flag in rows["is_designated"]],
        newly_late=[
            text("unknown" if state in UNKNOWN_STATES else "what_if.yes" if flag else "what_if.no")
            for flag, state in zip(rows["is_newly_late"], rows["state"], strict=True)
        ],
        successor=successor.where(successor != "none", text("what_if.none")),
    )


def system_columns(view: WhatIfView, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``system_rows``."""
    found = (
        TableColumn("place", text("what_if.column.place"), kind="count"),
        TableColumn("body_code", text("column.code")),
        TableColumn("prefecture", text("column.prefecture")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("business", text("column.business")),
        TableColumn("vendor_code", text("what_if.column.vendor")),
        TableColumn("state", text("what_if.column.state")),
        TableColumn("planned_live_on", text("what_if.column.planned")),
        TableColumn("due", text("what_if.column.due")),
        TableColumn("designated", text("map.designated")),
        TableColumn("successor", text("what_if.column.successor")),
        TableColumn("alternatives", text("what_if.column.alternatives"), kind="count"),
        TableColumn("slot_vendor", text("what_if.column.slot_vendor")),
        TableColumn("expected", text("what_if.column.expected")),
        TableColumn("wait_months", text("what_if.column.wait_months"), kind="count"),
        TableColumn("newly_late", text("what_if.column.is_newly_late")),
    )
    hidden = () if view.shock.is_withdrawal else ("alternatives", "slot_vendor", "successor")
    return tuple(column for column in found if column.name not in hidden)


def _withdrawal_cards(view: WhatIfView, *, beside: _Beside, text: Text) -> Sequence[Card]:
    counts = view.counts
    return (
        Card(
            text("what_if.card.with_alternative"),
            _number(counts.bodies_with_alternative, text=text),
            unit=text("what_if.unit.bodies"),
            comparisons=(
                Comparison(
                    text("what_if.card.without_alternative"),
                    text("what_if.card.bodies_systems", bodies=counts.bodies_without_alternative,
                         systems=counts.without_alternative),
                ),
                *beside("bodies_with_alternative"),
            ),
            detail=text("what_if.card.of_bodies", bodies=counts.bodies),
            term="what_if_alternative",
            unknown_reason=text("what_if.card.unlisted"),
        ),
        Card(
            text("what_if.card.placed"),
            _number(counts.placed, text=text),
            unit=text("what_if.unit.systems"),
            comparisons=(
                Comparison(text("what_if.card.full"), text("what_if.systems", systems=counts.full)),
                *beside("placed"),
            ),
            detail=text("what_if.card.placed_bodies", bodies=counts.placed_bodies),
            term="what_if_reallocation",
            unknown_reason=unknown_reason(view, text=text),
        ),
    )  # fmt: skip


def _late_card(view: WhatIfView, *, beside: tuple[Comparison, ...], text: Text) -> Card:
    counts, at_due = view.counts, view.live_at_due
    comparisons = beside
    if at_due is not None and view.applicable and view.nation.newly_late is not None:
        without, with_shock = (systems / view.applicable for systems in at_due)
        label = text("what_if.card.live_at_due", month=text.month(view.programme_due[:7]))
        value = text("what_if.card.from_to", without=text.percent(without), with_shock=text.percent(with_shock))
        comparisons = (*beside, Comparison(label, value))
    return Card(
        text("what_if.card.newly_late"),
        _number(counts.newly_late, text=text),
        unit=text("what_if.unit.systems"),
        comparisons=comparisons,
        detail=text("what_if.card.in_bodies", bodies=counts.newly_late_bodies),
        unknown_reason=unknown_reason(view, text=text),
    )


def _number(count: int | None, *, text: Text) -> str | None:
    return None if count is None else text.count(count)


def _share(part: int, whole: int, *, text: Text) -> str:
    return text.percent(part / whole if whole else None)


def _numbers(counts: ImpactCounts) -> dict[str, int | None]:
    return {name: getattr(counts, name) for name in ImpactCounts.__dataclass_fields__}


def _day(day: object, *, text: Text) -> str:
    return text.date(date.fromisoformat(day)) if isinstance(day, str) else text("unknown")


def _month(month: object, *, text: Text) -> str:
    return text.month(month) if isinstance(month, str) else text("unknown")
