"""The digest of a month's mart: one row per body, so that trends and playback never read 35,000 rows a month."""

from __future__ import annotations

import pandas as pd

from data.model import TABLES, SnapshotKind, Visibility
from data.rules.bodies import body_status
from data.rules.progress import body_progress


def body_mart(systems: pd.DataFrame) -> pd.DataFrame:
    """Columns of BODY_MART, one row per body of ``systems`` (a SYSTEM_MART), in code order.

    Progress comes from :func:`~data.rules.progress.body_progress`, the rest from
    :func:`~data.rules.bodies.body_status`. In a month with rates only, what needs steps or dates is blank, not
    zero.
    """
    columns = TABLES[SnapshotKind.BODY_MART]
    progress = body_progress(systems)
    status = body_status(systems).drop(columns=["prefecture_code", "is_municipality"])
    restricted = [column.name for column in columns if column.visibility is Visibility.RESTRICTED]
    joined = progress.merge(status[["body_code", *restricted]], on="body_code", validate="one_to_one")
    digest = joined[[column.name for column in columns]].astype({column.name: column.dtype for column in columns})
    if systems["last_report_month"].isna().all():
        for column in columns:
            if column.visibility is Visibility.RESTRICTED:
                digest[column.name] = pd.Series(pd.NA, index=digest.index, dtype=column.dtype)
    return digest
