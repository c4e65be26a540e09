"""The columns of format C: what each heading is stored as, and how one of its cells is read."""

from __future__ import annotations

from typing import Final

from data.model import STEPS_PER_SYSTEM
from data.sources.labels import MARKS, word_parser
from data.sources.values import Cell, UnreadableValue, header_text

MONTH, CODE, BUSINESS = "対象年月", "団体コード", "業務"
VENDOR, VENDOR_NAME, PRODUCT = "ベンダコード", "ベンダ名", "製品名"
PLANNED, LIVE = "移行予定日", "運用開始日"
DESIGNATED, REASON, DUE, DESIGNATED_ON = "特定移行", "事由", "特定移行期限", "特定移行指定日"
ENTERED, ASSESSMENT, SUCCESSOR, PLATFORM = "入力日時", "自己評価", "後継ベンダコード", "移行先基盤"

STEPS: Final = tuple(f"ステップ{number:02d}" for number in range(1, STEPS_PER_SYSTEM + 1))
REQUIRED: Final = (
    *(MONTH, CODE, BUSINESS, VENDOR, VENDOR_NAME, PRODUCT),
    *STEPS,
    *(PLANNED, LIVE, DESIGNATED, REASON, DUE, ENTERED),
)
OPTIONAL: Final = (ASSESSMENT, SUCCESSOR, DESIGNATED_ON, PLATFORM)

ASSESSMENTS: Final = ("順調", "要注意", "遅れ")
PLATFORMS: Final = ("ガバメントクラウド", "その他")

parse_mark: Final = word_parser(dict.fromkeys(MARKS, True), reason="該当は「○」、該当しない場合は空欄にしてください。")
parse_assessment: Final = word_parser(
    {word: word for word in ASSESSMENTS}, reason="「順調」「要注意」「遅れ」または空欄にしてください。"
)
parse_platform: Final = word_parser(
    {word: word for word in PLATFORMS}, reason="「ガバメントクラウド」「その他」または空欄にしてください。"
)


def parse_reason(cell: Cell) -> int:
    """Read the 事由 of a designation, 1 to 4.

    >>> parse_reason(4.0), parse_reason("３"), parse_reason("①")
    (4, 3, 1)
    """
    text = header_text(cell)
    if text not in ("1", "2", "3", "4"):
        raise UnreadableValue("事由は1〜4の数字で入力してください。")
    return int(text)
