"""Two pages, one with nothing but the map, for its browser tests. Copied beside a static/ folder and run from there.

``regions.json`` beside it names the geometry files and their codes.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import streamlit as st

from components.japan_map import MapClass, MapFrame, MapNumbers, MapPlayback, japan_map
from tests.browser.apps.words import WORDS

REGIONS = json.loads((Path(__file__).parent / "regions.json").read_text(encoding="utf-8"))
UNREPORTED = 5
PALETTE = (
    MapClass("20%未満", "#d9e6ff"),
    MapClass("20〜40%", "#9db7f9"),
    MapClass("40〜60%", "#4979f5"),
    MapClass("60〜80%", "#0031d8"),
    MapClass("80%以上", "#000060"),
    MapClass("未報告", "#f2f2f2", mark="？", pattern="hatch"),
)


def numbers(codes: list[str], step: int) -> list[float | None]:
    """A share for each region that moves with ``step``; every 97th is unknown."""
    return [None if i % 97 == 5 else min(100.0, (i * 7919 % 900) / 10 + 1.3 * step) for i in range(len(codes))]


def classes(values: list[float | None]) -> list[int]:
    """Fifths of the scale, and 未報告."""
    return [UNREPORTED if value is None else min(4, int(value // 20)) for value in values]


def months(codes: list[str]) -> list[MapFrame]:
    """43 months up to step 42."""
    made = []
    for month in range(43):
        values = numbers(codes, month)
        label = f"{2022 + (month + 6) // 12}年{(month + 6) % 12 + 1}月"
        made.append(MapFrame(label, classes(values), MapNumbers(values, unit="%")))
    return made


def draw() -> None:
    """Show the map and what came back from it."""
    state = st.session_state
    state.setdefault("step", 0)
    state.setdefault("picks", [])
    state.setdefault("runs", 0)
    state.runs += 1
    left, right = st.columns([9, 11])
    with right:
        name = st.selectbox("geometry", list(REGIONS), key="geometry")
        if st.button("next month"):
            state.step += 1
        language = st.radio("language", ["ja", "en"])
        outlines = st.checkbox("outlines", value=True)
    codes = REGIONS[name]["codes"]
    values = numbers(codes, state.step)
    started = time.thread_time()
    with left:
        event = japan_map(
            REGIONS[name]["url"],
            codes=codes,
            classes=classes(values),
            values=MapNumbers(values, unit="%"),
            palette=PALETTE,
            measure="ステップ完了率",
            title="ステップ完了率（市区町村別、月次）",
            summary="全国の平均は81.6%で、前月より0.8ポイント上がりました。",
            credit="出典: 気象庁「予報区等GISデータ」を加工して作成",
            language=language,
            words=WORDS,
            key="map",
            outlined=[i % 2 == 0 for i in range(len(codes))] if outlines else None,
            selected=state.picks[-1] if state.picks else None,
            leading=REGIONS[name].get("leading", ()),
            playback=MapPlayback(f"series-{name}", lambda: months(codes)),
        )
    milliseconds = (time.thread_time() - started) * 1000
    if event.code:
        state.picks.append(event.code)
    with right:
        st.text(f"picked {event.code}")
        st.text(f"picks {len(state.picks)}")
        st.text(f"step {state.step}")
        st.text(f"runs {state.runs}")
        st.text(f"playback {event.wants_playback}")
        st.text(f"cpu {milliseconds:.2f}")


def other() -> None:
    """Show a page without a map."""
    st.text("another page")


PAGES = [st.Page(other, title="other page", default=True), st.Page(draw, url_path="overview", title="map page")]
st.set_page_config(layout="wide", page_title="map")
current = st.navigation(PAGES)
for page in PAGES:
    st.page_link(page)
current.run()
