"""Figures computed straight from the demo's written files with pandas, without the simulator or the rules."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

STEPS = [f"ステップ{number:02d}" for number in range(1, 41)]
WELFARE = ("生活保護", "児童扶養手当")
KINDS = Path(__file__).resolve().parents[4] / "data" / "reference" / "bodies.csv"


class Files:
    """The written programme; ``latest`` is the edition of a month in force at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bodies = pd.read_csv(KINDS, dtype=str)
        bodies["code6"] = bodies.code + bodies.check_digit
        self.kind = bodies.set_index("code6").kind
        self.months: dict[str, list[Path]] = {}
        for path in sorted(folder.glob("*_pmo_*.parquet")):
            found = re.search(r"_pmo_(\d{4}-\d{2})(?:_訂正(\d))?\.parquet$", path.name)
            assert found, path.name
            self.months.setdefault(found[1], []).append(path)
        self.latest = cache(self._latest)
        self.edition = cache(self._edition)

    def _latest(self, month: str) -> pd.DataFrame:
        return self._edition(month, len(self.months[month]) - 1)

    def _edition(self, month: str, number: int) -> pd.DataFrame:
        frame = pd.read_parquet(sorted(self.months[month], key=lambda path: ("訂正" in path.name, path.name))[number])
        # As numbers once: comparing 1.4 million Japanese words per measure takes seconds.
        status = np.column_stack(
            [pd.Categorical(frame[step], ["完了済み", "作業中", "未着手", "対象外"]).codes for step in STEPS]
        )
        facts = frame.drop(columns=STEPS)
        facts["counted"] = np.isin(status, (0, 3)).sum(axis=1)
        facts["skipped"] = (status == 3).sum(axis=1)
        facts["untouched"] = (status == 2).sum(axis=1)
        facts["bad"] = (status < 0).sum(axis=1)
        for label, step in (("step_3_2", 6), ("step_8_2", 20), ("step_10_2", 27), ("step_13_1", 31)):
            facts[label] = status[:, step - 1]
        facts["kind"] = facts["団体コード"].map(self.kind)
        facts["is_municipal"] = facts.kind != "都道府県"
        facts["is_applicable"] = facts.skipped < 40
        facts["rate"] = facts.counted / 40
        facts["is_live"] = facts["運用開始日"].notna() & (facts["運用開始日"].str[:7] <= month)
        return facts


def body_rates(facts: pd.DataFrame) -> pd.Series:
    """ステップ完了率 per municipality: mean over the businesses it reported."""
    return facts[facts.is_municipal].groupby("団体コード").rate.mean()


def prefecture_rates(facts: pd.DataFrame) -> pd.Series:
    """Unweighted mean over a prefecture's municipalities."""
    rates = body_rates(facts)
    return rates.groupby(rates.index.str[:2]).mean()


def between_prefectures(facts: pd.DataFrame) -> float:
    """Share of the variance of municipal rates that lies between prefectures."""
    rates = body_rates(facts)
    means = rates.groupby(rates.index.str[:2]).transform("mean")
    return float(means.var(ddof=0) / rates.var(ddof=0))


def within_body_deviation(facts: pd.DataFrame) -> float:
    """Mean over municipalities of the standard deviation of their businesses' rates."""
    return float(facts[facts.is_municipal].groupby("団体コード").rate.std(ddof=0).mean())


def business_rates(facts: pd.DataFrame) -> pd.Series:
    """Mean ステップ完了率 of the municipalities per business."""
    return facts[facts.is_municipal].groupby("業務").rate.mean()


def migrated_share(facts: pd.DataFrame) -> float:
    """移行完了システム率 over the applicable systems reported."""
    return float(facts[facts.is_applicable].is_live.mean())


def step_bands(facts: pd.DataFrame) -> pd.Series:
    """Share of municipal systems by the published bands of steps counted."""
    counted = facts[facts.is_municipal].counted
    edges = [-1, 0, 10, 20, 26, 32, 37, 39, 40]
    names = ["0", "1–10", "11–20", "21–26", "27–32", "33–37", "38–39", "40"]
    return pd.cut(counted, edges, labels=names).value_counts(normalize=True).reindex(names)


def designated(facts: pd.DataFrame) -> pd.DataFrame:
    """Rows of the designated systems (移行困難（当時） before the category existed)."""
    mark = "移行困難（当時）" if "移行困難（当時）" in facts else "特定移行"
    return facts[facts[mark] == "○"]


def designated_per_body(facts: pd.DataFrame) -> pd.Series:
    """How many designated systems each body has that has any."""
    return designated(facts).groupby("団体コード").size()


def attained_share(facts: pd.DataFrame, milestone: str) -> float:
    """Share of applicable systems whose milestone step is done (対象外 steps left out)."""
    counted = facts[facts.is_applicable & (facts[milestone] != 3)]
    return float((counted[milestone] == 0).mean())
