"""The whole simulated programme of one seed: every part made once, in the order of cause and effect."""

from __future__ import annotations

from dataclasses import dataclass

from data.demo.simulation.assessments import Assessments, make_assessments
from data.demo.simulation.chance import Ints
from data.demo.simulation.designation import Designations, make_designations
from data.demo.simulation.golive import GoLives, make_go_lives
from data.demo.simulation.incidents import Incidents, make_incidents
from data.demo.simulation.plans import Plans, make_plans
from data.demo.simulation.progress import Steps, make_progress
from data.demo.simulation.reporting import Reporting, make_reporting
from data.demo.simulation.schedule import Schedule, make_schedule
from data.demo.simulation.steps import StepOrder, make_step_order
from data.demo.simulation.succession import Succession, make_succession
from data.demo.simulation.universe import Universe, make_universe
from data.demo.simulation.vendors import Vendors, assign_vendors, make_vendors


@dataclass(frozen=True)
class Programme:
    """Everything that is true in the simulated programme, and how it is reported."""

    seed: int
    universe: Universe
    vendors: Vendors
    first_vendor: Ints
    incidents: Incidents
    schedule: Schedule
    designations: Designations
    go_lives: GoLives
    plans: Plans
    progress: Steps
    step_order: StepOrder
    succession: Succession
    assessments: Assessments
    reporting: Reporting


def simulate(*, seed: int) -> Programme:
    """Simulate all 43 months; the same seed gives the same programme."""
    universe = make_universe(seed=seed)
    vendors = make_vendors(universe, seed=seed)
    vendor = assign_vendors(universe, vendors, seed=seed)
    incidents = make_incidents(universe, vendors, vendor, seed=seed)
    schedule = make_schedule(universe, vendors, vendor, incidents, seed=seed)
    designations = make_designations(universe, schedule, seed=seed)
    go_lives = make_go_lives(universe, schedule, designations, seed=seed)
    progress = make_progress(universe, schedule, go_lives, designations, seed=seed)
    return Programme(
        seed=seed,
        universe=universe,
        vendors=vendors,
        first_vendor=vendor,
        incidents=incidents,
        schedule=schedule,
        designations=designations,
        go_lives=go_lives,
        plans=make_plans(universe, schedule, go_lives, designations, seed=seed),
        progress=progress,
        step_order=make_step_order(universe, schedule, progress, seed=seed),
        succession=make_succession(universe, vendors, vendor, incidents, go_lives, seed=seed),
        assessments=make_assessments(universe, seed=seed),
        reporting=make_reporting(universe, seed=seed),
    )
