"""How much of its month a body has reported: the one rule behind the card, the chart, the map and the lists."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd


class InputState(StrEnum):
    """A body's input of a month, without its entry times.

    ``NOT_APPLICABLE`` (対象外): it reported, but all its systems are 対象外, as happens under a cut by business.
    """

    REPORTED = "reported"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


def is_not_applicable(bodies: pd.DataFrame) -> pd.Series:
    """Whether each of ``bodies`` (systems_applicable, systems_counted) reported, and has nothing to report on.

    A body of one system that is 対象外, one that did not report, and one of 19 systems:

    >>> bodies = pd.DataFrame({"systems_applicable": [0, 0, 19], "systems_counted": [1, 0, 20]})
    >>> is_not_applicable(bodies).tolist()
    [True, False, False]
    """
    found = (bodies["systems_applicable"] == 0) & (bodies["systems_counted"] > 0)
    return found.fillna(value=False).astype("bool")


def input_states(bodies: pd.DataFrame) -> pd.Series:
    """The state of each of ``bodies`` (systems_applicable, systems_reported, systems_counted), a blank as none.

    A body that reported a 対象外 system alone, and not the one it has to, is partial: it did report.

    >>> counts = {"systems_applicable": [2, 2, 2, 0, 1], "systems_reported": [2, 1, 0, 0, 0]}
    >>> input_states(pd.DataFrame({**counts, "systems_counted": [2, 1, 0, 1, 1]})).tolist()
    ['reported', 'partial', 'missing', 'not_applicable', 'partial']
    """
    reported, applicable = bodies["systems_reported"].fillna(0), bodies["systems_applicable"].fillna(0)
    states = pd.Series(str(InputState.PARTIAL), index=bodies.index, dtype="str")
    states = states.mask(reported == applicable, str(InputState.REPORTED))
    states = states.mask(bodies["systems_counted"].fillna(0) == 0, str(InputState.MISSING))
    return states.mask(is_not_applicable(bodies), str(InputState.NOT_APPLICABLE))
