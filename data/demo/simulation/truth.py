"""Write what is true but never reported, apart from what the product reads: for tests of rules and forecasts only."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.demo.simulation.chance import Flags, Ints
from data.demo.simulation.incidents import SYNTHETIC
from data.demo.simulation.programme import Programme
from data.demo.simulation.timeline import FAR, month_at

TRUTH_FOLDER: Final = "truth"


def write_truth(programme: Programme, directory: Path) -> tuple[Path, ...]:
    """Write vendors, bodies, systems and incidents as Parquet into ``directory/truth``; months are YYYY-MM."""
    folder = directory / TRUTH_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        "vendors": _vendors(programme),
        "bodies": _bodies(programme),
        "systems": _systems(programme),
        "incidents": _incidents(programme),
    }
    paths = []
    for name, frame in frames.items():
        path = folder / f"{SYNTHETIC}_{name}.parquet"
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, compression="zstd", store_schema=False)
        paths.append(path)
    return tuple(paths)


def _vendors(programme: Programme) -> pd.DataFrame:
    vendors, universe = programme.vendors, programme.universe
    systems = np.bincount(programme.first_vendor, weights=universe.is_applicable, minlength=len(vendors.codes))
    shocked = {incident.vendor for incident in programme.incidents.all if incident.share_of_bodies > 0}
    return pd.DataFrame(
        {
            "vendor_code": vendors.codes,
            "delay_tendency_months": vendors.delay_tendency_months,
            "capacity_systems_per_month": np.maximum(2.0, vendors.capacity_share * systems),
            "has_scarce_capacity": vendors.has_scarce_capacity,
            "systems": systems.astype(np.int64),
            "has_incident_with_slip": [at in shocked for at in range(len(vendors.codes))],
        }
    )


def _bodies(programme: Programme) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": [body.code for body in programme.universe.bodies],
            "optimism": programme.assessments.optimism,
            "is_silent": programme.assessments.is_silent > 0,
        }
    )


def _systems(programme: Programme) -> pd.DataFrame:
    universe, schedule = programme.universe, programme.schedule
    return pd.DataFrame(
        {
            "body_code": np.array([body.code for body in universe.bodies])[universe.body],
            "business": np.array([business.id for business in universe.businesses])[universe.business],
            "is_applicable": universe.is_applicable,
            "vendor_code": np.array(programme.vendors.codes)[programme.first_vendor],
            "undisturbed_live_month": _months(np.floor(schedule.planned).astype(np.int64), universe.is_applicable),
            "slip_tendency_months": schedule.slip_tendency,
            "slip_incident_months": schedule.slip_incident,
            "slip_body_months": schedule.slip_body,
            "slip_capacity_months": schedule.slip_capacity,
            "live_month": _months(programme.go_lives.live, universe.is_applicable),
            "first_planned_month": _months(programme.go_lives.first_planned, universe.is_applicable),
            "listed_from_month": _months(programme.designations.listed_from, programme.designations.is_ever),
            "deadline_month": _months(programme.designations.deadline, programme.designations.is_ever),
        }
    )


def _incidents(programme: Programme) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "vendor_code": programme.vendors.codes[incident.vendor],
                "event": incident.kind,
                "happened_on": incident.happened_on.isoformat(),
                "known_at": incident.known_at.isoformat(),
                "business": "" if incident.business is None else programme.universe.businesses[incident.business].id,
                "body_code": "" if incident.body is None else programme.universe.bodies[incident.body].code,
                "share_of_bodies": incident.share_of_bodies,
                "mean_slip_months": incident.mean_slip_months,
            }
            for incident in programme.incidents.all
        ]
    )


def _months(indices: Ints, is_known: Flags) -> list[str | None]:
    texts = {index: month_at(index) for index in np.unique(indices[is_known]).tolist() if index < FAR}
    return [
        texts.get(index) if known else None for index, known in zip(indices.tolist(), is_known.tolist(), strict=True)
    ]
