"""What a question of 探索 may be cut by, grouped by and measured in: the dimensions and measures there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from data.model import BodyKind, Judgement
from data.reference import load_reference
from data.rules.body_facts import SILENT_MONTHS, size_class_names
from data.rules.input_state import InputState
from data.rules.judgement import WORST_FIRST
from data.rules.phases import PHASES
from data.rules.vendor_flags import FLAGS, NO_FLAG

MUNICIPAL_KINDS: Final = tuple(str(one) for one in BodyKind if one is not BodyKind.PREFECTURE)
"""The values of ``body_kind`` that the pages' totals are over: a question without a filter has the prefectures, too."""

MOST_SYSTEMS: Final = 20
FREE_OF_FLAGS: Final = NO_FLAG
"""The value of ``flag`` of a system that was judged and has none."""
OVERDUE_BANDS: Final = (0, 1, 4, 7, 13)
"""Where the bands of months past a date begin; the first holds everything that is not past one."""
MOST_REPLANS: Final = 3
"""Re-plans that are told apart: so many or more are one value."""
UNKNOWN: Final = ""
"""The value of a dimension that stands for 不明 (NULL) in filters, groups and addresses."""

UnitKind = Literal["count", "share", "points", "months"]
Basis = Literal["", "systems", "bodies"]
MeasureKind = Literal["systems", "share", "body_mean", "mean", "bodies", "sum", "body_max"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something systems are cut and grouped by.

    ``column`` of the documented views holds it, or it is worked out of theirs. ``values`` in their order as texts; None
    where they depend on the data (``dimension_values``). ``is_ordered``: the order means more or less, so that a range
    may be chosen. ``is_of_systems``: a state only applicable systems have; a question with it leaves 対象外 ones out of
    every measure.
    """

    id: str
    column: str
    is_ordered: bool
    values: tuple[str, ...] | None
    label_key: str
    is_of_systems: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a group of systems; ``definition`` is the anchor of its rule on 定義・出典.

    ``sql`` by ``kind``: of "systems" a condition (how many systems fulfil it), "share" likewise (of all applicable
    ones), of "body_mean" a number per system (mean over bodies of the mean over their systems), "mean" a number per
    system of which some are blank (mean over systems), "sum" a number per system, "body_max" a number per body (the
    greatest). ``known``: a condition; where no system of a group fulfils it the figure is unknown, not zero.
    ``has_not_applicable``: 対象外 systems are in it, as in the ministry's own mean.
    """

    id: str
    kind: MeasureKind
    sql: str
    unit: UnitKind
    label_key: str
    definition: str
    known: str = ""
    has_not_applicable: bool = False

    @property
    def basis(self) -> Basis:
        """What a rate is over, "" = it is none: how many of these reported is said beside it."""
        if self.kind == "body_mean":
            return "bodies"
        return "systems" if self.kind in ("share", "mean") else ""


def bases_of(measures: Iterable[str]) -> tuple[Basis, ...]:
    """What the rates among some measures (ids) are over, each once."""
    return tuple(dict.fromkeys(MEASURES[one].basis for one in measures if MEASURES[one].basis))


def reporting(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """How many reported and how many were asked, for what the rates among ``measures`` are over.

    ``reported_systems`` and ``asked_systems`` of applicable systems, ``reported_bodies`` and ``asked_bodies`` of bodies
    with a value; over several months whoever reported in one of them.
    """
    found: dict[str, Measure] = {}
    for measure in measures:
        is_of_bodies = measure.basis == "bodies"
        told = {"reported": f"{measure.sql} IS NOT NULL" if is_of_bodies else "is_reported", "asked": ""}
        for name, sql in told.items() if measure.basis else ():
            own = f"{name}_{measure.basis}"
            is_wide = is_of_bodies and measure.has_not_applicable
            found.setdefault(own, Measure(own, measure.basis or "systems", sql, "count", "", "", "", is_wide))
    return tuple(found.values())


def _dimensions() -> tuple[Dimension, ...]:
    reference = load_reference()
    counts = tuple(str(number) for number in range(MOST_SYSTEMS + 1))
    silent = tuple(str(number) for number in range(SILENT_MONTHS + 1))
    sizes = size_class_names(reference.rules.population_size_edges)
    ministries = tuple(dict.fromkeys(one.ministry for one in reference.businesses))
    judgements = tuple(str(one) for one in WORST_FIRST)

    def named(
        name: str, values: tuple[str, ...] | None, *, column: str = "", ordered: bool = False, state: bool = False
    ) -> Dimension:
        return Dimension(name, column or name, ordered, values, f"explore.dimension.{name}", is_of_systems=state)

    return (
        named("prefecture", tuple(one.code for one in reference.prefectures), column="prefecture_code"),
        named("body_kind", tuple(str(one) for one in BodyKind)),
        named("size_class", sizes, ordered=True),
        named("body", tuple(one.code for one in reference.bodies), column="body_code"),
        named("business", tuple(one.id for one in reference.businesses)),
        named("ministry", ministries),
        named("vendor", None, column="vendor_code", state=True),
        named("phase", tuple(str(one) for one in PHASES), ordered=True, state=True),
        named("judgement", judgements, state=True),
        named("designated", ("false", "true"), column="is_designated", state=True),
        named("flag", (*FLAGS, FREE_OF_FLAGS), state=True),
        named("overdue_band", tuple(map(str, OVERDUE_BANDS)), column=_overdue_band(), ordered=True, state=True),
        named(
            "replan_band", tuple(str(number) for number in range(MOST_REPLANS + 1)),
            column=f"CASE WHEN is_known THEN least(replan_count, {MOST_REPLANS}) END", ordered=True, state=True,
        ),
        named("input_state", tuple(str(one) for one in InputState)),
        named("unreported_months_of_3", silent, ordered=True),
        named("largest_vendor_systems", counts, ordered=True),
        named("month", None, ordered=True),
    )  # fmt: skip


def _overdue_band() -> str:
    """The band of months past a date as SQL, by where it begins."""
    bands = pairwise(OVERDUE_BANDS)
    cases = " ".join(f"WHEN overdue_months < {following} THEN {band}" for band, following in bands)
    return f"CASE {cases} WHEN overdue_months IS NOT NULL THEN {OVERDUE_BANDS[-1]} END"


def _measures() -> tuple[Measure, ...]:
    late = f"judgement = '{Judgement.LATE}'"
    live, known, judged = "is_live", "is_known", "judgement IS NOT NULL"
    over = "overdue_months > 0"
    own = "explore.measure"
    return (
        Measure("systems", "systems", "", "count", "measure.applicable_systems", "applicable_systems"),
        Measure("bodies", "bodies", "", "count", f"{own}.bodies", "explore"),
        Measure("migrated_systems", "systems", live, "count", f"{own}.migrated_systems", "migrated_share", known),
        Measure("migrated_share", "share", live, "share", "measure.migrated_share", "migrated_share", known),
        Measure(
            "step_completion_mic", "body_mean", "step_completion_mic", "share", "measure.step_completion_mic",
            "step_completion_mic", has_not_applicable=True,
        ),
        Measure(
            "step_completion_effective", "body_mean", "step_completion_effective", "share",
            f"{own}.step_completion_effective", "explore",
        ),
        Measure("late_systems", "systems", late, "count", "measure.late_systems", "late_systems", judged),
        Measure("late_share", "share", late, "share", f"{own}.late_share", "late_systems", known),
        Measure("unreported_systems", "systems", "NOT is_reported", "count", f"{own}.unreported_systems", "reported"),
        Measure(
            "designated_systems", "systems", "is_designated", "count", "measure.designated_systems",
            "designated_systems", "is_designated IS NOT NULL",
        ),
        Measure("overdue_systems", "systems", over, "count", f"{own}.overdue_systems", "overdue_months", judged),
        Measure("overdue_mean", "mean", "overdue_months", "months", f"{own}.overdue_mean", "overdue_months", over),
        Measure("replans", "sum", "replan_count", "count", f"{own}.replans", "explore", known),
        Measure(
            "most_of_one_vendor", "body_max", "largest_vendor_systems", "count", f"{own}.most_of_one_vendor", "explore",
        ),
        Measure(
            "most_unreported_months", "body_max", "unreported_months_of_3", "months", f"{own}.most_unreported_months",
            "explore",
        ),
    )  # fmt: skip


DIMENSIONS: Final[Mapping[str, Dimension]] = {one.id: one for one in _dimensions()}
"""Every dimension by its id, in the order they are offered."""
MEASURES: Final[Mapping[str, Measure]] = {one.id: one for one in _measures()}
"""Every measure by its id, in the order they are offered."""
