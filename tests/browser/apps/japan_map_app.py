"""A page with nothing but the map, for its browser tests. Copied beside a static/ folder and run from there.

``regions.json`` beside it names the geometry files and their codes.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import streamlit as st

from components.japan_map import MapClass, MapFrame, MapNumbers, MapPlayback, MapWords, japan_map

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
WORDS = MapWords(
    map_role="地図",
    instructions="矢印キーで団体を移動、Enterで選択、＋と－で拡大・縮小、0で全体表示、Escで地図から出ます。",
    legend="凡例",
    no_value="報告なし",
    outlined="特定移行支援システム該当見込み",
    outlined_mark="◇",
    selected="選択中",
    separator="、",
    zoom_in="拡大",
    zoom_out="縮小",
    zoom_reset="全体",
    loading="地図を読み込んでいます…",
    failed="境界データを読み込めませんでした。通信を確認して、もう一度お試しください。",
    retry="もう一度読み込む",
    mismatch="境界データと表示データの団体が一致しないため、地図を表示しません。境界データを作り直してください。",
    play="月次推移を再生",
    pause="一時停止",
    previous="前の月",
    next="次の月",
    month="対象年月",
    speed="再生の速さ",
    close="再生を終える",
    fetching="読み込んでいます…",
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


def main() -> None:
    """Show the map that the query parameters ask for, and what came back."""
    st.set_page_config(layout="wide", page_title="map")
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


main()
