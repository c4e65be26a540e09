"""Files of a hand-out that were made at different times: each says its own."""

from __future__ import annotations

from datetime import datetime

from components.pack_kept import KeptPack, _said_of
from components.text import Text

TEN, LATER = (datetime.fromisoformat(f"2026-03-01T{hour}:00+09:00") for hour in ("10", "15"))
AFTER = "このあとに取り込んだ報告や書いた記録は、もう一度作ると入ります。"


def test_files_made_at_once_are_told_together() -> None:
    kept = KeptPack("same", {"a.pdf": (b"a", TEN), "a.xlsx": (b"b", TEN)}, ())
    assert _said_of(kept, text=Text("ja")) == [f"2026年3月1日 10:00に作りました。{AFTER}"]


def test_an_earlier_file_keeps_its_time_beside_a_later_one() -> None:
    kept = KeptPack("same", {"a.xlsx": (b"a", TEN), "a.pptx": (b"b", LATER)}, ())
    assert _said_of(kept, text=Text("ja")) == [
        "a.xlsxは2026年3月1日 10:00に作りました。",
        "a.pptxは2026年3月1日 15:00に作りました。",
        AFTER,
    ]
