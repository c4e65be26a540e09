"""Read the reference tables into frozen records, once per process."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from data.model import BodyKind
from data.reference.codes import check_digit, comparable_name
from data.reference.thresholds import Rules, read_rules

HERE: Final = Path(__file__).parent
COMMON_FUNCTION: Final = "common_function"
"""Id of 共通機能: a column of the Digital Agency's lists that is never a system."""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One of the 47 prefectures; ``code`` has two digits."""

    code: str
    name: str
    kana: str
    english: str


@dataclass(frozen=True, slots=True)
class Body:
    """One of the 1,788 local governments. Coordinates (degrees) are its office's; a prefecture's are None."""

    code: str
    name: str
    kana: str
    english: str
    kind: BodyKind
    latitude: float | None
    longitude: float | None

    @property
    def prefecture_code(self) -> str:
        """Two digits of the prefecture it lies in (its own for a prefecture)."""
        return self.code[:2]

    @property
    def code6(self) -> str:
        """The code with its check digit, as the Digital Agency writes it."""
        return self.code + check_digit(self.code)

    @property
    def is_prefecture(self) -> bool:
        """Whether this is a prefecture, which runs only the prefectural businesses."""
        return self.kind is BodyKind.PREFECTURE


@dataclass(frozen=True, slots=True)
class Business:
    """One of the 20 基幹業務, or 共通機能 (number 21, no ministry)."""

    id: str
    number: int
    name: str
    english: str
    ministry: str
    ministry_english: str
    aliases: tuple[str, ...]
    is_prefectural: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One of the 40 sub-steps. ``label`` and ``name`` are empty where no public source confirms them."""

    ordinal: int
    label: str
    name: str
    is_ordinal_confirmed: bool


@dataclass(frozen=True, slots=True)
class Milestone:
    """One row of the notice's 移行推進マイルストン; matched to a step by its label, never by position."""

    id: str
    phase: int
    phase_name: str
    step_label: str
    work: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure somebody else published, shown beside ours with its source and our confidence in it."""

    id: str
    measure: str
    measure_english: str
    as_of: str
    published_on: str
    value: float
    unit: str
    scope: str
    scope_english: str
    confidence: str
    source: str
    note: str

    @property
    def is_share(self) -> bool:
        """Whether ``value`` is a share 0-1; otherwise it is a count."""
        return self.unit == "率"


@dataclass(frozen=True)
class Reference:
    """All reference tables; look-ups are by code, id or name and answer None or () when unknown."""

    prefectures: tuple[Prefecture, ...]
    bodies: tuple[Body, ...]
    businesses: tuple[Business, ...]
    common_function: Business
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    published: tuple[PublishedFigure, ...]
    rules: Rules

    @cached_property
    def municipalities(self) -> tuple[Body, ...]:
        """The 1,741 municipalities in ascending code order."""
        return tuple(body for body in self.bodies if not body.is_prefecture)

    @cached_property
    def _body_by_code(self) -> dict[str, Body]:
        return {body.code: body for body in self.bodies}

    @cached_property
    def _prefecture_by_key(self) -> dict[str, Prefecture]:
        by_code = {prefecture.code: prefecture for prefecture in self.prefectures}
        return by_code | {prefecture.name: prefecture for prefecture in self.prefectures}

    @cached_property
    def _business_by_name(self) -> dict[str, str]:
        return {
            name: business.id
            for business in (*self.businesses, self.common_function)
            for name in (business.name, *business.aliases)
        }

    @cached_property
    def _business_by_id(self) -> dict[str, Business]:
        return {business.id: business for business in (*self.businesses, self.common_function)}

    @cached_property
    def _bodies_by_name(self) -> dict[str, tuple[Body, ...]]:
        found: defaultdict[str, list[Body]] = defaultdict(list)
        for body in self.bodies:
            found[comparable_name(body.name)].append(body)
        return {name: tuple(bodies) for name, bodies in found.items()}

    def body(self, code: str) -> Body | None:
        """The body with a five-digit code, or None."""
        return self._body_by_code.get(code)

    def prefecture(self, code_or_name: str) -> Prefecture | None:
        """The prefecture with a two-digit code or a full name (長野県), or None."""
        return self._prefecture_by_key.get(code_or_name)

    def municipalities_of(self, prefecture_code: str) -> tuple[Body, ...]:
        """The municipalities of one prefecture in ascending code order."""
        return tuple(body for body in self.municipalities if body.prefecture_code == prefecture_code)

    def business(self, business_id: str) -> Business | None:
        """The business (or 共通機能) with an id, or None."""
        return self._business_by_id.get(business_id)

    def business_id(self, name: str) -> str | None:
        """The id of a business by its name or one of MIC's aliases, or None."""
        return self._business_by_name.get("".join(name.split()))

    def resolve_body(self, name: str, *, prefecture_name: str | None = None) -> tuple[Body, ...]:
        """Bodies of that name, variant characters unified, within the prefecture where one is given.

        Empty when unknown, several when ambiguous: 25 names repeat across prefectures, so a name is never a key.
        """
        found = self._bodies_by_name.get(comparable_name(name), ())
        if prefecture_name is None:
            return found
        prefecture = self.prefecture(prefecture_name)
        return tuple(body for body in found if prefecture is not None and body.prefecture_code == prefecture.code)

    @property
    def provisional_steps(self) -> tuple[Step, ...]:
        """The steps whose label carries a milestone but whose place among the 40 is unconfirmed (要確認)."""
        labels = {milestone.step_label for milestone in self.milestones if milestone.step_label}
        return tuple(step for step in self.steps if step.label in labels and not step.is_ordinal_confirmed)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _degrees(text: str) -> float | None:
    return float(text) if text else None


def _body(row: dict[str, str]) -> Body:
    return Body(
        code=row["code"],
        name=row["name"],
        kana=row["kana"],
        english=row["english"],
        kind=BodyKind(row["kind"]),
        latitude=_degrees(row["latitude"]),
        longitude=_degrees(row["longitude"]),
    )


def _business(row: dict[str, str]) -> Business:
    return Business(
        id=row["id"],
        number=int(row["number"]),
        name=row["name"],
        english=row["english"],
        ministry=row["ministry"],
        ministry_english=row["ministry_english"],
        aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
        is_prefectural=row["is_prefectural"] == "1",
    )


@lru_cache(maxsize=1)
def load_reference() -> Reference:
    """All reference tables of this installation, read once."""
    businesses = tuple(_business(row) for row in _rows("businesses.csv"))
    return Reference(
        prefectures=tuple(Prefecture(**row) for row in _rows("prefectures.csv")),
        bodies=tuple(_body(row) for row in _rows("bodies.csv")),
        businesses=tuple(business for business in businesses if business.id != COMMON_FUNCTION),
        common_function=next(business for business in businesses if business.id == COMMON_FUNCTION),
        steps=tuple(
            Step(int(row["ordinal"]), row["label"], row["name"], row["is_ordinal_confirmed"] == "1")
            for row in _rows("steps.csv")
        ),
        milestones=tuple(
            Milestone(
                id=row["id"],
                phase=int(row["phase"]),
                phase_name=row["phase_name"],
                step_label=row["step_label"],
                work=row["work"],
                due_on=date.fromisoformat(row["due_on"]),
            )
            for row in _rows("milestones.csv")
        ),
        published=tuple(
            PublishedFigure(**(row | {"value": float(row["value"])}))  # type: ignore[arg-type]  # the other columns are text
            for row in _rows("published.csv")
        ),
        rules=read_rules(),
    )
