"""The 40 step columns of a table as one text per system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from data.sources.columns import ColumnTable
from data.sources.faults import SheetFaults
from data.sources.labels import word_parser

STATUSES: Final = {"完了済み": "D", "作業中": "W", "未着手": "U", "対象外": "N"}
"""The words of a step's status and the character each is stored as."""

parse_status: Final = word_parser(
    STATUSES, reason="「完了済み」「作業中」「未着手」「対象外」のいずれかを入力してください。"
)
_BLANK: Final = ord("?")


def step_texts(table: ColumnTable, headings: Sequence[str], *, faults: SheetFaults) -> pd.Series[Any]:
    """40 characters per row, blank (未報告) where all 40 cells are; a row with some blank cells is a fault.

    ``headings`` are the step columns in order. Where one is missing or a cell faulty the texts are of no use.
    """
    columns = [table.read(heading, parse_status, faults=faults) for heading in headings]
    matrix = np.column_stack([column.numbers(ord, blank=_BLANK) for column in columns]).astype(np.uint8)
    present = [table.columns[table.headings.index(heading)].blank for heading in headings if heading in table.headings]
    if len(present) == len(headings):
        blank = np.column_stack(present)
        number = blank.sum(axis=1)
        for row in np.flatnonzero((number > 0) & (number < len(headings))):
            heading = headings[int(blank[row].argmax())]
            others = f"ほか{number[row] - 1}列" if number[row] > 1 else ""
            reason = f"{heading}{others}が空欄です。40列すべてに入力するか、未報告なら40列とも空欄にしてください。"
            faults.add(int(table.rows[row]), heading, "", reason)
    texts = np.ascontiguousarray(matrix).view(f"S{len(headings)}").ravel().astype(np.str_)
    return pd.Series(texts, dtype="str").mask((matrix == _BLANK).all(axis=1))


def counted_steps(steps: pd.Series[Any]) -> pd.Series[Any]:
    """完了済み＋対象外 of each text, Int64, blank where the text is.

    >>> counted_steps(pd.Series(["D" * 20 + "N" * 5 + "W" * 15, None], dtype="str")).tolist()
    [25, <NA>]
    """
    return (steps.str.count("D") + steps.str.count("N")).astype("Int64")
