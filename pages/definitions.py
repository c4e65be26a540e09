"""定義・出典: what every figure means, the thresholds in force, and where everything comes from."""

from __future__ import annotations

from components.definition_blocks import (
    business_table,
    credit_block,
    flag_table,
    judgement_table,
    measure_list,
    milestone_table,
    published_table,
    source_table,
    step_table,
    threshold_table,
)
from components.frame import current_text, open_router, page_header
from data.access import Reader
from data.views.definitions import definitions_view


def render(reader: Reader) -> None:
    """Show the page; it has its definitions even before any data is loaded."""
    text = current_text()
    as_of = page_header(
        text,
        page="definitions",
        months=reader.months,
        opening_month=reader.opening_month,
        received_at=reader.received_at,
        is_synthetic=reader.is_synthetic,
        warnings=reader.warnings,
        needs_month=False,
    )
    view = definitions_view(reader, as_of=as_of)
    measure_list(view, text=text)
    judgement_table(view, text=text)
    flag_table(view, text=text)
    threshold_table(view, text=text)
    milestone_table(view, text=text)
    step_table(view, text=text)
    business_table(view, text=text)
    published_table(view, text=text)
    source_table(view, text=text)
    credit_block(view, text=text)


if __name__ == "__main__":  # a deep link reached a cold server before app.py
    open_router()
