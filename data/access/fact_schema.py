"""The SQL of the facts database: its tables, and the views of an as-of month over them (``fact_dictionary``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from data.access.fact_dictionary import FACT_VIEWS
from data.model import MILESTONE_IDS, SnapshotKind
from data.rules.vendor_flags import FLAGS, NO_FLAG, Severity

LISTS: Final = {
    "vendors": SnapshotKind.VENDORS,
    "products": SnapshotKind.PRODUCTS,
    "events": SnapshotKind.VENDOR_EVENTS,
}
"""Views that are lists in force at the as-of month."""

_CALLED: Final = {"vendor_name": "name AS vendor_name", "is_live": "live_state = 'attained' AS is_live"}
"""Columns that are called otherwise, or made of others, where they come from."""
_WORDS: Final = tuple(", ".join(f"'{word}'" for word in words) for words in (FLAGS, tuple(Severity)))
_FLAG_COLUMNS: Final = ", ".join(FACT_VIEWS["flags"].names)

_EVERY_BIT: Final = ", ".join(f"('{flag}', {1 << place})" for place, flag in enumerate(FLAGS))
FLAG_BITS: Final = "flag_bits"

FLAG_TABLES: Final = (
    f"""CREATE TABLE base.flags AS SELECT {_FLAG_COLUMNS} FROM
        (SELECT month, body_code, business, vendor_code FROM base.systems),
        (SELECT NULL::ENUM({_WORDS[0]}) AS flag, NULL::ENUM({_WORDS[1]}) AS severity, NULL::VARCHAR AS crowded_month)
        WHERE false""",
    f"""CREATE TABLE base.flag_sets AS SELECT bits::TINYINT AS {FLAG_BITS}, flag
        FROM range(1, {1 << len(FLAGS)}) AS every(bits), (VALUES {_EVERY_BIT}) AS one(flag, bit) WHERE bits & bit > 0
        UNION ALL SELECT 0::TINYINT, '{NO_FLAG}'""",
)
"""Makes the table of vendor flags, and which of them each sum of their bits has."""


def flag_statements(month: str, *, prefectures: Collection[str] | None) -> Iterator[str]:
    """Take in ``incoming``, the vendor flags of a month; ``prefectures`` (None = all) are those that were judged.

    A system without a known vendor cannot be judged.
    """
    here = f"month = {quoted(month)}"
    judged = f"{here} AND vendor_code IS NOT NULL"
    if prefectures is not None:
        judged += f" AND prefecture_code IN ({', '.join(map(quoted, sorted(prefectures))) or 'NULL'})"
    yield f"INSERT INTO base.flags SELECT {_FLAG_COLUMNS} FROM incoming"
    yield f"UPDATE base.systems SET {FLAG_BITS} = 0 WHERE {judged}"
    yield f"""UPDATE base.systems AS own SET {FLAG_BITS} = raised.bits
        FROM (SELECT body_code, business, bit_or(bit)::TINYINT AS bits
            FROM base.flags JOIN (VALUES {_EVERY_BIT}) AS one(flag, bit) USING (flag)
            WHERE {here} GROUP BY ALL) AS raised
        WHERE own.{here} AND own.body_code = raised.body_code AND own.business = raised.business"""


def month_statement(*, is_first: bool) -> str:
    """Takes in ``incoming``: systems of some months in their compact form, with what is known of their bodies.

    The first makes the table.
    """
    columns = ", ".join(_taken_in(column.name, column.type) for column in FACT_VIEWS["systems"].columns)
    milestones = ", ".join(f"{one}_state, {one}_attained::DATE AS {one}_attained" for one in MILESTONE_IDS)
    taking = "CREATE TABLE base.systems AS" if is_first else "INSERT INTO base.systems"
    return f"{taking} SELECT {columns}, {milestones}, NULL::TINYINT AS {FLAG_BITS} FROM incoming"


def view_statements(schema: str, *, month: str) -> Iterator[str]:
    """The documented views as of ``month`` but the lists, in a schema of their own."""
    here = f"month <= {quoted(month)}"
    listed = {name: ", ".join(view.names) for name, view in FACT_VIEWS.items()}
    milestones = " UNION ALL ".join(
        f"SELECT month, body_code, business, '{one}' AS milestone, {one}_state AS state, "
        f"strftime({one}_attained, '%Y-%m') AS attained FROM base.systems WHERE is_applicable AND {here}"
        for one in MILESTONE_IDS
    )
    sources = {
        "every_system": f"base.systems WHERE {here}",
        "systems": f"base.systems WHERE is_applicable AND {here}",
        "flagged_systems": f"base.systems WHERE is_applicable AND {here}",
        "bodies": f"base.body_months JOIN base.places USING (body_code) WHERE {here}",
        "milestones": f"({milestones})",
        "flags": f"base.flags WHERE {here}",
        "flag_sets": "base.flag_sets",
    }
    yield f"CREATE SCHEMA {schema}"
    for name, source in sources.items():
        yield f"CREATE VIEW {schema}.{name} AS SELECT {listed[name]} FROM {source}"


def list_statement(schema: str, *, name: str) -> str:
    """One of the lists in force (``LISTS``) from ``incoming``, which has the columns of its kind."""
    columns = ", ".join(
        _CALLED.get(column.name) or _taken_in(column.name, column.type) for column in FACT_VIEWS[name].columns
    )
    return f"CREATE TABLE {schema}.{name} AS SELECT {columns} FROM incoming"


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _taken_in(name: str, kind: str) -> str:
    if name == "is_live":
        return _CALLED[name]
    stored = {"date": "DATE", "moment": "TIMESTAMP"}.get(kind)
    return f"{name}::{stored} AS {name}" if stored else name
