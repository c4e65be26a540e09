"""The successor a body named holds over months without its report, as the vendor does (前月値).

B10 runs the 介護保険 of five bodies and says on 2025-11-20 that it leaves; three others offer it. Nobody is live.

| | 2025-11 | 2025-12 |
|---|---|---|
| 15100 新潟市 | successor A01 | no report |
| 15202 長岡市 | successor なし | no report |
| 20201 長野市 | successor A01 | reports a blank one |
| 20202 松本市 | successor A01 | has A02 now, no word of a successor |
| 20481 池田町 | successor A01 | a row without a step: 未報告 |
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, SnapshotKind, parse_instant
from data.views.vendor_flags import vendor_flags
from tests.data.sources.pmo_building import Record, as_csv, record

pytestmark = pytest.mark.slow

NOVEMBER, DECEMBER = AsOf("2025-11"), AsOf("2025-12")
CODES = ("A01", "A02", "A03", "B10")
LISTS = {
    "vendors.csv": "ベンダコード,ベンダ名,種別\n" + "".join(f"{code},ベンダ{code},総合\n" for code in CODES),
    "products.csv": "ベンダコード,業務,適合確認日,取消日\n"
    + "".join(f"{code},介護保険,2023-05-10,\n" for code in CODES),
    "vendor_events.csv": "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\n"
    "B10,2025-11-20,撤退表明,介護保険,,介護保険から撤退,届出\n",
}


def care(month: str, code6: str, successor: str, *, vendor: str = "B10", **cells: str) -> Record:
    entered = {"2025-11": "2025-12-05 10:30", "2025-12": "2026-01-05 10:30"}[month]
    told = {"対象年月": month, "団体コード": code6, "業務": "介護保険", "入力日時": entered, "steps": "作業中"}
    named = {"ベンダコード": vendor, "ベンダ名": f"ベンダ{vendor}", "後継ベンダコード": successor}
    return record(**(told | named | {"移行予定日": "2026-06-30"} | cells))


def november(nagaoka: str = "なし") -> list[Record]:
    others = ("151009", "202011", "202029", "204811")
    return [*(care("2025-11", code6, "A01") for code6 in others), care("2025-11", "152021", nagaoka)]


def december() -> list[Record]:
    return [
        care("2025-12", "202011", ""),
        care("2025-12", "202029", "", vendor="A02"),
        care("2025-12", "204811", "", steps="", 移行予定日="", 入力日時=""),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lists = [(name, text.encode("utf-8-sig")) for name, text in LISTS.items()]
    for moment, files in (
        ("2025-12-15T09:00+09:00", [*lists, ("2025-11.csv", as_csv(november()))]),
        ("2026-01-15T09:00+09:00", [("2025-12.csv", as_csv(december()))]),
    ):
        import_files(files, home=tmp_path, received_at=parse_instant(moment))
    return tmp_path


def successors(home: Home, as_of: AsOf, scope: Scope | None = None) -> dict[str, str]:
    reader = home.reader(scope=scope) if scope else home.reader()
    systems = reader.at(as_of).vendor_systems()
    told = systems[systems["successor_vendor_code"].notna()]
    return dict(zip(told["body_code"], told["successor_vendor_code"], strict=True))


def test_what_the_last_report_said_holds_while_none_follows(path: Path) -> None:
    home = Home(path)
    assert successors(home, NOVEMBER) == {
        "15100": "A01", "15202": "none", "20201": "A01", "20202": "A01", "20481": "A01",
    }  # fmt: skip
    assert successors(home, DECEMBER) == {"15100": "A01", "15202": "none", "20481": "A01"}
    assert successors(home, DECEMBER, Scope(frozenset({"20"}))) == {"20481": "A01"}


def test_a_missing_report_neither_raises_a_withdrawal_nor_lowers_it(path: Path) -> None:
    found = {
        str(one.severity): one.bodies
        for one in vendor_flags(Home(path).reader(), as_of=DECEMBER)
        if (one.flag, one.vendor) == ("V1", "B10")
    }
    assert found == {"高": ("15202",), "中": ("20201",)}


def test_a_correction_of_the_last_report_reaches_the_months_after_it(path: Path) -> None:
    home = Home(path)
    before = home.reader().at(DECEMBER)
    assert successors(home, DECEMBER)["15202"] == "none"
    corrected = [("2025-11.csv", as_csv(november(nagaoka="A03")))]
    import_files(corrected, home=path, received_at=parse_instant("2026-02-10T09:00+09:00"))
    # The marts say the same as before: only the reports behind them tell both answers apart.
    assert home.reader().at(DECEMBER).fingerprint != before.fingerprint
    assert successors(home, DECEMBER)["15202"] == "A03"
    known_then = AsOf("2025-12", parse_instant("2026-02-01T09:00+09:00"))
    assert successors(home, known_then)["15202"] == "none"


def test_a_damaged_report_leaves_the_successor_unknown(path: Path) -> None:
    (damaged,) = (path / "snapshots").glob(f"{SnapshotKind.PMO_REPORT}-2025-11-*")
    damaged.chmod(0o644)
    damaged.write_bytes(b"damaged")
    assert successors(Home(path), DECEMBER) == {}
