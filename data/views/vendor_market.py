"""The market behind the systems: how few vendors a business hangs on where, and who else could take it over."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf, SnapshotKind, month_end
from data.reference import load_reference
from data.rules.vendor_flags import VendorFlag
from data.rules.vendor_products import alternative_vendors, conforming, offering
from data.rules.vendor_share import concentration
from data.views.vendor_measures import nation_reading
from data.views.vendor_tables import place_vendor_systems

Names = Mapping[str, tuple[str, str | None]]


def share_table(reader: Reader, *, as_of: AsOf, names: Names) -> pd.DataFrame:
    """One row per business the reader is narrowed to and prefecture of the nation, in the order of both tables.

    Columns: business, business_place, business_name, business_english, prefecture_code, prefecture, prefecture_english,
    systems (applicable), known (with a known vendor), unknown, vendors (number), hhi (0 to 10,000), effective (実効ベン
    ダ数), largest_share (of ``known``), largest_name (null outside the reader's scope). Null where no vendor is known.
    """
    systems = place_vendor_systems(nation_reading(reader, as_of=as_of), prefecture=None)
    if reader.businesses is not None:
        systems = systems[systems["business"].isin(reader.businesses)]
    systems = systems.assign(prefecture_code=systems["body_code"].str.slice(0, 2))
    found = concentration(systems, by=["business", "prefecture_code"])
    reference = load_reference()
    businesses = {item.id: (place, item) for place, item in enumerate(reference.businesses)}
    places = {item.code: item for item in reference.prefectures}
    seen = reader.scope.prefectures
    largest = [
        None
        if pd.isna(code) or (seen is not None and where not in seen)
        else names.get(str(code), (str(code), None))[0]
        for code, where in zip(found["largest_vendor"], found["prefecture_code"], strict=True)
    ]
    table = found.assign(
        business_place=[businesses[one][0] for one in found["business"]],
        business_name=[businesses[one][1].name for one in found["business"]],
        business_english=[businesses[one][1].english for one in found["business"]],
        prefecture=[places[code].name for code in found["prefecture_code"]],
        prefecture_english=[places[code].english for code in found["prefecture_code"]],
        largest_name=pd.array(largest, dtype="str"),
    )
    return table.sort_values(["business_place", "prefecture_code"], ignore_index=True).drop(columns="largest_vendor")


def alternative_table(
    reading: Reading, *, systems: pd.DataFrame, flags: Collection[VendorFlag], names: Names
) -> pd.DataFrame:
    """One row per business of ``systems`` (``place_vendor_systems``), in the order of the reference table.

    Columns: business, business_place, business_name, business_english, available (vendors whose product conforms at the
    month's end and who do not withdraw from the business as a whole), names (theirs), leaving and leaving_names (those
    who do), open_systems (not live), scarce_systems (of them under V6 in ``flags``). No rows where no product is known.
    """
    on = month_end(reading.as_of.month).isoformat()
    products = reading.vendor_facts(SnapshotKind.PRODUCTS)
    events = reading.vendor_facts(SnapshotKind.VENDOR_EVENTS)
    held = alternative_vendors(conforming(products, events, on=on))
    offered = alternative_vendors(offering(products, events, on=on))
    scarce = {system for one in flags if one.flag == "V6" for system in one.systems}
    reference = load_reference()
    by_business = systems.groupby("business")["is_open"].sum().to_dict()
    rows = []
    for place, item in enumerate(reference.businesses):
        if item.id not in by_business or products.empty:
            continue
        stay = offered.get(item.id, ())
        leave = tuple(vendor for vendor in held.get(item.id, ()) if vendor not in stay)
        rows.append(
            {
                "business": item.id,
                "business_place": place,
                "business_name": item.name,
                "business_english": item.english,
                "available": len(stay),
                "names": _named(stay, names),
                "leaving": len(leave),
                "leaving_names": _named(leave, names),
                "open_systems": int(by_business[item.id]),
                "scarce_systems": sum(business == item.id for _, business in scarce),
            }
        )
    columns = [
        "business", "business_place", "business_name", "business_english", "available", "names", "leaving",
        "leaving_names", "open_systems", "scarce_systems",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _named(vendors: Collection[str], names: Names) -> str:
    return "、".join(names.get(code, (code, None))[0] for code in vendors)
