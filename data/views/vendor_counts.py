"""The vendor flags of a month as counts by prefecture: what the history is made of, kept in the home for everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Final

import numpy as np
import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf
from data.rules.vendor_flags import VendorFlag
from data.views.flag_systems import keep_systems
from data.views.vendor_measures import nation_reading
from data.views.vendor_raised import raised_flags
from data.views.vendor_rules_version import rules_version as _rules_version

FlagKey = tuple[str, str, str | None, str | None]
"""What makes two records of different months the same flag: flag, vendor, business and crowded month."""

KEYS: Final = ("flag", "vendor_code", "business", "crowded_month")

Progress = Callable[[float, str], None]


def flag_key(flag: VendorFlag) -> FlagKey:
    """The key of a flag; its severity may change while it stands."""
    return flag.flag, flag.vendor, flag.business, flag.month


def judged_months(reader: Reader, *, as_of: AsOf) -> tuple[str, ...]:
    """Reported months up to ``as_of`` whose report tells dates and vendors, ascending."""
    months = [month for month in reader.months if month <= as_of.month]
    return tuple(month for month in months if reader.at(AsOf(month, as_of.known_at)).has_steps)


def history_counts(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """month, then the columns of ``counts_by_prefecture``, of every judged month; never for a reader with a scope.

    Each month is read from the home, or worked out (some 0.4 s a month) and kept there.
    """
    readings = [
        nation_reading(reader, as_of=AsOf(month, as_of.known_at)) for month in judged_months(reader, as_of=as_of)
    ]
    months = [month_counts(reading).assign(month=reading.as_of.month) for reading in readings]
    return pd.concat(months, ignore_index=True) if months else counts_by_prefecture(()).assign(month="")


def is_history_known(reader: Reader, *, as_of: AsOf) -> bool:
    """Whether the flags of every month up to ``as_of`` were worked out, by whomever: asking then takes no time."""
    return not missing_months(reader, as_of=as_of)


def missing_months(reader: Reader, *, as_of: AsOf) -> tuple[str, ...]:
    """The judged months up to ``as_of`` whose flags are not kept in the home, ascending."""
    derived = reader.at(as_of).derived
    return tuple(month for month, name in _files(reader, as_of=as_of) if not derived.has(name))


def keep_history(
    reader: Reader, *, as_of: AsOf, most: int | None = None, progress: Progress | None = None
) -> tuple[str, ...]:
    """Work out the missing months up to ``as_of`` and keep them in the home, unless there are more than ``most``.

    Answers the months missing still. ``progress`` is told the share done (0 to 1) and the month before each. Stops at
    the first month that the home does not take.
    """
    missing = missing_months(reader, as_of=as_of)
    if most is not None and len(missing) > most:
        return missing
    for place, month in enumerate(missing):
        if progress is not None:
            progress(place / len(missing), month)
        reading = nation_reading(reader, as_of=AsOf(month, as_of.known_at))
        month_counts(reading)
        if reading.derived.is_refused:
            return missing[place:]
    return ()


def month_counts(reading: Reading) -> pd.DataFrame:
    """The flags of one month (see :func:`counts_by_prefecture`), kept. ``reading`` is of the whole nation."""

    def make() -> pd.DataFrame:
        name = _file(reading)
        kept = reading.derived.read(name)
        if kept is None:
            flags = raised_flags(reading)
            keep_systems(reading, flags)  # beside the counts, so that nobody judges the month a second time
            kept = counts_by_prefecture(flags)
            reading.derived.write(name, kept)
        return kept

    return reading.keep("vendor_flag_counts", make=make)


def counts_by_prefecture(flags: Collection[VendorFlag]) -> pd.DataFrame:
    """Systems and bodies of each record by prefecture: the key, level, prefecture_code, systems, bodies."""
    listed = list(flags)
    codes = np.array([body for one in listed for body, _ in one.systems], dtype="U5")
    places = codes.astype("U2")
    record = np.repeat(np.arange(len(listed)), [len(one.systems) for one in listed])
    systems = pd.DataFrame({"record": record, "prefecture_code": places, "body_code": codes})
    counted = systems.groupby(["record", "prefecture_code"])["body_code"].agg(systems="size", bodies="nunique")
    keys = pd.DataFrame([(*flag_key(one), one.severity.level) for one in listed], columns=[*KEYS, "level"])
    table = counted.reset_index().join(keys, on="record")[[*KEYS, "level", "prefecture_code", "systems", "bodies"]]
    texts = dict.fromkeys((*KEYS, "prefecture_code"), "str")
    return table.astype({**texts, "level": "int64", "systems": "int64", "bodies": "int64"})


def _files(reader: Reader, *, as_of: AsOf) -> tuple[tuple[str, str], ...]:
    """Each judged month and the name of its counts in the home."""
    wide = reader.narrowed(None)

    def make() -> tuple[tuple[str, str], ...]:
        months = judged_months(wide, as_of=as_of)
        readings = [nation_reading(wide, as_of=AsOf(month, as_of.known_at)) for month in months]
        return tuple((reading.as_of.month, _file(reading)) for reading in readings)

    return wide.at(as_of).keep(f"flag_count_files/{wide.history_id(as_of.known_at)}", make=make)


def _file(reading: Reading) -> str:
    told = f"{reading.fingerprint}\n{_rules_version()}"
    return f"flag-counts-{reading.as_of.month}-{hashlib.sha256(told.encode()).hexdigest()[:32]}.arrows"
