"""The overview's charts and blocks on made-up numbers, in the columns they stand in, for their browser tests."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.address import read_address
from components.charts.burnup import burnup_figure
from components.charts.input import input_figure
from components.charts.judgement import judgement_figure
from components.charts.template import CONFIG
from components.charts.time_axis import months_between
from components.charts.timeline_notes import TimelineNote
from components.confused_measures import MeasureShare, confused_measures
from components.document import describe_document
from components.frame import app_style
from components.milestone_table import milestone_table
from components.movers_block import movers_block
from components.summary_block import summary_block
from components.text import Text, language_or_default
from data.model import Judgement
from data.reference import load_reference

MILESTONES = load_reference().milestones
MONTHS = months_between("2023-04", "2026-10")
SYSTEMS = 34000


def history() -> pd.DataFrame:
    """Every milestone rises by 5 points a month from two months before its date, up to all."""
    rows = []
    for one in MILESTONES:
        start = MONTHS.index(f"{one.due_on:%Y-%m}") - 2
        for place, month in enumerate(MONTHS):
            rows.append((month, one.id, min(max(place - start, 0) * SYSTEMS // 20, SYSTEMS), SYSTEMS))
    return pd.DataFrame(rows, columns=["month", "milestone", "attained", "counted"])


def milestones(as_of: str) -> pd.DataFrame:
    """The rows of the table at ``as_of``."""
    now = history().query("month == @as_of").set_index("milestone")["attained"]
    return pd.DataFrame(
        {
            "milestone": one.id,
            "phase_name": one.phase_name,
            "step_label": one.step_label,
            "work": one.work,
            "due_on": one.due_on,
            "counted": SYSTEMS,
            "attained": now[one.id],
            "attained_on_time": min(now[one.id], SYSTEMS // 10),
            "open": SYSTEMS - now[one.id],
            "unrecorded": 0,
            "latest_bound": 0,
            "months_past": MONTHS.index(as_of) - MONTHS.index(f"{one.due_on:%Y-%m}"),
        }
        for one in MILESTONES
    )


def draw(text: Text, as_of: str) -> None:
    """Show every block once, the wide ones in the right column of the overview."""
    summary_block(["一文目です。", "二文目です。"], text=text, source="出どころ")
    left, right = st.columns([9, 11], gap="medium")
    judged = pd.DataFrame({"judgement": list(Judgement), "designated": [300, 20, 900, 400, 5000]})
    with left:
        names = {"20": "長野県", "46": "鹿児島県", "31": "鳥取県"}
        rows = pd.DataFrame({"code": names.keys(), "name": names.values(), "value": [0.8, 0.7, 0.6], "change": 0.012})
        rows = rows.assign(bodies=77, bodies_reported=64, is_reference_only=True, is_small=True)
        movers_block(rows, measure="step_completion_mic", text=text)
        shares = (
            MeasureShare("migrated_share", 0.384, 34592, 13284),
            MeasureShare("step_completion_mic", 0.8157, 1741),
            MeasureShare("bodies_complete_share", 0.0402, 1741, 70),
        )
        confused_measures(shares, text=text)
        entered = pd.DataFrame({"state": ["on_time", "late", "partial", "missing"], "bodies": [1571, 48, 71, 51]})
        st.plotly_chart(input_figure(entered, text=text), key="input", theme=None, config=CONFIG, alt="input")
    with right:
        due = {one.id: one.due_on for one in MILESTONES}
        notes = [TimelineNote("2024-12", "一"), TimelineNote("2025-06", "二"), TimelineNote("2025-06", "三")]
        figure = burnup_figure(history(), due=due, as_of=as_of, text=text, annotations=notes, compared=history())
        st.plotly_chart(figure, key="burnup", theme=None, config=CONFIG, alt="burnup")
        milestone_table(milestones(as_of), caption="milestones", text=text)
        figure = judgement_figure(judged.assign(undesignated=[12000, 900, 3000, 2000, 9000]), text=text)
        st.plotly_chart(figure, key="judgement", theme=None, config=CONFIG, alt="judgement")


st.set_page_config(page_title="blocks", layout="wide")
read_address()
words = Text(language_or_default(st.query_params.get("lang")))
app_style()
st.html("<h1>blocks</h1>")
describe_document(language=words.language, page="blocks")
draw(words, st.query_params.get("month", "2026-01"))
