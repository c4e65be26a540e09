"""Which vendor has a conforming product for which business on a day, and who else could take a business over.

A product conforms from its 適合確認日 to the day before its 取消日, unless an event 未適合 in force names the vendor
and business as a whole (one naming a single body does not). Source: metrics.md §5 (this dashboard's own judgement).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.rules.vendor_events import NONCONFORMING, WITHDRAWAL, events_in_force

_PAIR = ["vendor_code", "business"]


def conforming(products: pd.DataFrame, events: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """The vendors and businesses with a conforming product on a day (ISO), one row each: vendor_code, business.

    ``products`` (vendor_code, business, conforms_from, withdrawn_on) and ``events`` are the lists in force; ascending.

    Confirmed on the very day; withdrawn on the very day; reported not to conform:

    >>> products = pd.DataFrame({"vendor_code": ["A1", "A2", "A3"], "business": "long_term_care",
    ...     "conforms_from": ["2025-03-31", "2023-04-01", "2023-04-01"], "withdrawn_on": [None, "2025-03-31", None]})
    >>> events = pd.DataFrame({"vendor_code": ["A3"], "event": "未適合", "happened_on": "2025-01-20", "source": "届出",
    ...                        "business": "long_term_care", "body_code": [None]})
    >>> conforming(products, events, on="2025-03-31")["vendor_code"].tolist()
    ['A1']
    """
    pairs = products.loc[_is_confirmed(products, on=on), _PAIR].drop_duplicates()
    return _without(pairs, events, kind=NONCONFORMING, on=on).sort_values(_PAIR, ignore_index=True)


def offering(products: pd.DataFrame, events: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """Those of :func:`conforming` that have not announced to leave the business as a whole: vendor_code, business.

    Notice given to one body alone leaves a vendor an alternative for others; taken back for one body, it stands.

    >>> products = pd.DataFrame({"vendor_code": ["A1", "A2"], "business": "school_enrolment",
    ...                          "conforms_from": "2023-04-01", "withdrawn_on": [None, None]})
    >>> events = pd.DataFrame({"vendor_code": ["A1", "A2"], "event": "撤退表明", "happened_on": "2025-01-20",
    ...     "business": None, "body_code": [None, "15100"], "source": "届出"})
    >>> offering(products, events, on="2025-01-31")["vendor_code"].tolist()
    ['A2']
    """
    found = _without(conforming(products, events, on=on), events, kind=WITHDRAWAL, on=on)
    return found.reset_index(drop=True)


def alternatives(pairs: pd.DataFrame, offered: pd.DataFrame) -> pd.Series:
    """How many vendors other than the pair's own offer its business (int64, index of ``pairs``).

    ``pairs``: vendor_code, business; ``offered``: see :func:`offering`.

    >>> offered = pd.DataFrame({"vendor_code": ["A1", "A2"], "business": ["long_term_care", "long_term_care"]})
    >>> alternatives(pd.DataFrame({"vendor_code": ["A1", "B9"], "business": "long_term_care"}), offered).tolist()
    [1, 2]
    """
    vendors = offered.groupby("business").size()
    own = pd.MultiIndex.from_frame(pairs[_PAIR]).isin(pd.MultiIndex.from_frame(offered[_PAIR]))
    return pairs["business"].map(vendors).fillna(0).astype("int64") - own


def alternative_vendors(offered: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """The vendors that offer each business, ascending; see :func:`offering`. A business nobody offers is left out."""
    return {str(business): tuple(sorted(rows)) for business, rows in offered.groupby("business")["vendor_code"]}


def conformity(pairs: pd.DataFrame, products: pd.DataFrame, events: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """Whether each vendor and business conforms on a day (ISO), and what says so; index and order of ``pairs``.

    Columns: is_conforming (False where no product is listed; without any list of products only where an event says
    so), conforms_from and withdrawn_on of the latest product up to the day, ended_on (the last 取消日 where none is
    confirmed), nonconforming_on and source (the earliest 未適合 in force); each blank where there is none.

    >>> products = pd.DataFrame({"vendor_code": ["A1"], "business": "long_term_care", "conforms_from": "2023-04-01",
    ...                          "withdrawn_on": ["2024-06-30"]})
    >>> nothing = pd.DataFrame(columns=["vendor_code", "event", "happened_on", "business", "body_code", "source"])
    >>> pairs = pd.DataFrame({"vendor_code": ["A1", "B9"], "business": "long_term_care"})
    >>> found = conformity(pairs, products, nothing, on="2025-01-31")
    >>> found["is_conforming"].tolist(), found.loc[0, "ended_on"], found["ended_on"].isna().tolist()
    ([False, False], '2024-06-30', [False, True])
    """
    told = products[products["conforms_from"] <= on].sort_values("conforms_from")
    latest = told.drop_duplicates(_PAIR, keep="last").set_index(_PAIR)
    confirmed = pd.MultiIndex.from_frame(products.loc[_is_confirmed(products, on=on), _PAIR].drop_duplicates())
    index = pd.MultiIndex.from_frame(pairs[_PAIR])
    stated = _first_events(pairs, events, kind=NONCONFORMING, on=on)
    is_confirmed = index.isin(confirmed) | products.empty
    found = latest.reindex(index)[["conforms_from", "withdrawn_on"]].set_axis(pairs.index)
    found["withdrawn_on"] = found["withdrawn_on"].where(found["withdrawn_on"] <= on)
    found["ended_on"] = found["withdrawn_on"].mask(is_confirmed)
    found["nonconforming_on"], found["source"] = stated["happened_on"], stated["source"]
    found.insert(0, "is_conforming", is_confirmed & stated["happened_on"].isna().to_numpy())
    return found


def _is_confirmed(products: pd.DataFrame, *, on: str) -> pd.Series:
    is_over = products["withdrawn_on"].notna() & (products["withdrawn_on"] <= on)
    return (products["conforms_from"] <= on) & ~is_over


def _without(pairs: pd.DataFrame, events: pd.DataFrame, *, kind: str, on: str) -> pd.DataFrame:
    return pairs[_first_events(pairs, events, kind=kind, on=on)["happened_on"].isna()]


def _first_events(pairs: pd.DataFrame, events: pd.DataFrame, *, kind: str, on: str) -> pd.DataFrame:
    """The earliest event of a kind in force for each vendor and business as a whole: happened_on, source or blank."""
    as_a_whole = pairs.assign(body_code=pd.Series(None, index=pairs.index, dtype="str"))
    found = events_in_force(as_a_whole, events, kind=kind, on=on).drop_duplicates("position").set_index("position")
    return found.reindex(range(len(pairs))).set_axis(pairs.index)
