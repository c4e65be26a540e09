"""Words for maps in tests; the dashboard's own come from its catalogues."""

from __future__ import annotations

from components.japan_map import MapWords

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
