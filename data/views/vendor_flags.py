"""The vendor flags (V1–V7) as pages and the command line show them: judged over the nation, cut to a place.

Flags are this dashboard's own judgement (本ダッシュボード独自の判定), no official assessment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.access import Reader
from data.model import AsOf, SnapshotKind
from data.reference import load_reference
from data.rules.vendor_flags import FLAGS, Severity, VendorFlag
from data.views.summary import UnknownCodeError
from data.views.vendor_counts import flag_key
from data.views.vendor_flag_history import flag_history, flag_runs, standing_since
from data.views.vendor_measures import nation_reading
from data.views.vendor_raised import raised_flags

__all__ = ["FLAGS", "Severity", "VendorFlag", "check_choice", "flag_history", "flag_runs", "vendor_flags"]


def vendor_flags(
    reader: Reader,
    *,
    as_of: AsOf,
    vendor: str | None = None,
    prefecture: str | None = None,
    body: str | None = None,
    with_since: bool = True,
) -> tuple[VendorFlag, ...]:
    """The flags up at ``as_of``, of one vendor and with systems in one prefecture or body (None = all), in order.

    Flags, their severity and evidence are judged over the whole nation and all businesses; ``systems`` are cut to the
    place, to the reader's scope and to its businesses, and a flag without systems left is left out. ``since`` of V4 to
    V7 comes from the flag history, which is worked out once per import (seconds) and kept in the home; without
    ``with_since`` it is None.
    Raises UnknownCodeError for a prefecture, body or vendor that does not exist.
    """
    check_choice(reader, as_of=as_of, vendor=vendor, prefecture=prefecture, body=body)
    reading = reader.at(as_of)

    def make() -> tuple[VendorFlag, ...]:
        flags = _nation_flags(reader, as_of=as_of, with_since=with_since)
        is_shown = _chooser(reader, prefecture=prefecture, body=body)
        chosen = (one for one in flags if vendor in (None, one.vendor))
        cut = (replace(one, systems=tuple(filter(is_shown, one.systems))) for one in chosen)
        return tuple(one for one in cut if one.systems)

    history = reader.history_id(as_of.known_at) if with_since else ""
    return reading.keep(f"vendor_flags/{vendor}/{prefecture}/{body}/{history}", make=make)


def _nation_flags(reader: Reader, *, as_of: AsOf, with_since: bool) -> tuple[VendorFlag, ...]:
    reading = nation_reading(reader, as_of=as_of)
    flags = reading.keep("vendor_flags_of_the_nation", make=lambda: raised_flags(reading))
    if not with_since:
        return flags
    first = standing_since(reader, as_of=as_of)
    return tuple(one if one.since else replace(one, since=_run_start(one, first.get(flag_key(one)))) for one in flags)


def _run_start(flag: VendorFlag, month: str | None) -> str | None:
    """V1 to V3 are as old as the fact they rest on, unknown where it has no date; the others as their run of months."""
    return None if flag.flag in ("V1", "V2", "V3") else month


def _chooser(reader: Reader, *, prefecture: str | None, body: str | None) -> Callable[[tuple[str, str]], bool]:
    seen, businesses = reader.scope.prefectures, reader.businesses

    def is_shown(system: tuple[str, str]) -> bool:
        code, business = system
        return (
            (seen is None or code[:2] in seen)
            and (businesses is None or business in businesses)
            and (prefecture is None or code[:2] == prefecture)
            and (body is None or code == body)
        )

    return is_shown


def check_choice(
    reader: Reader, *, as_of: AsOf, vendor: str | None, prefecture: str | None, body: str | None = None
) -> None:
    """Refuse what names nothing: raises UnknownCodeError for a prefecture, body or vendor that does not exist."""
    reference = load_reference()
    if prefecture is not None and reference.prefecture(prefecture) is None:
        raise UnknownCodeError(f"都道府県コード「{prefecture}」はありません。01〜47の2桁で指定してください。")
    if body is not None and reference.body(body) is None:
        raise UnknownCodeError(f"団体コード「{body}」はありません。検査数字を除いた5桁で指定してください。")
    if vendor is None:
        return
    reading = nation_reading(reader, as_of=as_of)

    def known() -> frozenset[str]:
        listed = reading.vendor_facts(SnapshotKind.VENDORS)["vendor_code"]
        return frozenset(listed) | frozenset(reading.vendor_systems()["vendor_code"].dropna())

    if vendor not in reading.keep("vendor_codes", make=known):
        raise UnknownCodeError(f"ベンダコード「{vendor}」はありません。ベンダの一覧にあるコードで指定してください。")
