"""Reminder texts: what is put in, what is not, and the file of all of them."""

from __future__ import annotations

import pytest

from components.documents.reminders import FIELDS, Reminder, field_mark, reminder_words, reminders_file, unknown_marks
from components.input_reminders import default_template
from components.text import Text

JA, EN = Text("ja"), Text("en")
VALUES = {
    "prefecture": "長野県",
    "body": "髙﨑祇葛①町",
    "month": "2026年1月",
    "due": "2026年2月10日 23時59分59秒",
    "checked": "2026年2月15日",
    "state": "未入力",
    "businesses": "・住民基本台帳\n・戸籍",
    "count": "2",
}


def test_the_template_of_each_language_names_only_fields_and_every_one_of_them() -> None:
    for text in (JA, EN):
        template = text("inputs.reminder.template")
        assert unknown_marks(template, text=text) == ()
        assert [field for field in FIELDS if field_mark(field, text=text) not in template] == []
        words = reminder_words(template, values=VALUES, is_synthetic=False, text=text)
        assert [value for value in VALUES.values() if value not in words] == []
        assert not any(mark in words for mark in "［］[]{}")


def test_after_the_deadline_the_template_says_that_it_has_passed() -> None:
    ahead, past = (
        reminder_words(default_template(is_past=is_past, text=JA), values=VALUES, is_synthetic=False, text=JA)
        for is_past in (False, True)
    )
    assert "2026年1月分の入力期限は2026年2月10日 23時59分59秒です。" in ahead
    assert "2026年1月分の入力期限（2026年2月10日 23時59分59秒）を過ぎています。" in past
    assert "which has passed" in default_template(is_past=True, text=EN)
    assert "ご容赦" in past
    assert "御" not in past


def test_a_text_is_written_out_in_full() -> None:
    template = "［都道府県名］　［団体名］\n［対象年月］分 ［未入力業務数］業務\n［未入力業務］"
    words = reminder_words(template, values=VALUES, is_synthetic=False, text=JA)
    assert words == "長野県　髙﨑祇葛①町\n2026年1月分 2業務\n・住民基本台帳\n・戸籍"


def test_invented_data_says_so_first() -> None:
    words = reminder_words("［団体名］", values=VALUES, is_synthetic=True, text=JA)
    assert words.splitlines()[0].startswith("架空のデモデータ")
    assert words.endswith("髙﨑祇葛①町")


def test_a_value_that_looks_like_a_mark_stays_as_it_is() -> None:
    values = VALUES | {"prefecture": "［未入力業務］", "businesses": "［団体名］{0}%s\\n"}
    words = reminder_words("［都道府県名］/［未入力業務］", values=values, is_synthetic=False, text=JA)
    assert words == "［未入力業務］/［団体名］{0}%s\\n"


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("［団体名］様 ［期限］まで ［期限］", ("［期限］",)),
        ("［団体名］ {団体名} 100% \\1", ()),
        ("［団体名\n］", ()),
        ("", ()),
        ("［］", ("［］",)),
    ],
)
def test_a_slip_in_the_template_is_found(template: str, unknown: tuple[str, ...]) -> None:
    assert unknown_marks(template, text=JA) == unknown


def test_the_file_holds_every_text_under_its_body() -> None:
    told = [Reminder("20201", "長野市", "一行目\n二行目"), Reminder("20481", "池田町", "本文")]
    content = reminders_file(told, title="長野県 2026年1月分", is_synthetic=True, text=JA)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "長野県 2026年1月分"
    assert lines[1].startswith("2団体分")
    assert lines[2].startswith("架空のデモデータ")
    assert [line for line in lines if line.startswith(("1/2", "2/2"))] == ["1/2 20201 長野市", "2/2 20481 池田町"]
    assert lines.index("二行目") == lines.index("一行目") + 1
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content == reminders_file(told, title="長野県 2026年1月分", is_synthetic=True, text=JA)
    real = reminders_file(told, title="x", is_synthetic=False, text=JA).decode("utf-8-sig")
    assert "架空" not in real
