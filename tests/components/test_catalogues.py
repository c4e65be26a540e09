"""The words on screen: both languages complete, every key used, no word outside the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from components.text import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("app.py", "pages", "components")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
KEYS = set(catalogue(LANGUAGES[0]))
FAMILIES = {key.split(".")[0] for key in KEYS if "." in key}
KEY_LIKE = re.compile(rf"(?:{'|'.join(sorted(FAMILIES))})(?:\.[a-z0-9_]+)+")
ADDRESSES = re.compile(r".*\.(?:py|css|js|json|po|toml|svg|typ)")


def modules() -> list[Path]:
    found = [
        path
        for place in PLACES
        for path in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*.py"))
    ]
    return sorted(path for path in found if path.exists())


def raw(language: str) -> Catalog:
    with (ROOT / "components" / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string a module may show: no docstring and nothing only compared; an f-string with {} for its values."""
    nodes = list(ast.walk(tree))
    unseen = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    unseen |= {id(side) for node in nodes if isinstance(node, ast.Compare) for side in (node.left, *node.comparators)}
    unseen |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if id(node) in unseen:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def used_keys(text: str) -> set[str]:
    """The keys that ``text``, a string of the code, names: one, the stem of some, or a family f"stem.{}.end"."""
    if "{}" not in text:
        return {key for key in KEYS if key == text or ("." in text and key.startswith(f"{text}."))}
    if not re.fullmatch(r"[a-z_]+\.[a-z0-9_.{}]+", text):
        return set()
    pattern = re.compile(re.escape(text).replace(r"\{\}", r"\S+"))
    return {key for key in KEYS if pattern.fullmatch(key)}


@cache
def written() -> list[tuple[Path, int, str]]:
    """Every string of the code that may be shown, with its file and line."""
    parsed = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in modules())
    return [(path, line, text) for path, tree in parsed for line, text in strings(tree)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete_and_final(language: str) -> None:
    messages = [message for message in raw(language) if message.id]
    assert [message.id for message in messages if message.fuzzy or not message.string] == []
    assert len({message.id for message in messages}) == len(messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    # Babel merges a repeated msgid silently, so the file itself is read.
    path = ROOT / "components" / "locales" / language / "LC_MESSAGES" / "messages.po"
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


def test_the_languages_have_the_same_keys_and_placeholders() -> None:
    def shape(language: str) -> dict[str, set[str]]:
        # A language may need a value only to choose a word by it, or say it again for that.
        return {
            key: {
                name for _, name, spec, _ in Formatter().parse(message) if name is not None and "|" not in (spec or "")
            }
            for key, message in catalogue(language).items()
        }

    assert shape("en") == shape("ja")


def test_english_counts_one_thing_as_one() -> None:
    several = re.compile(r"\{\w+\} (?:systems|bodies|municipalities|months|times|prefectures)\b")
    # The pages of vendors are about many at once, and say so in their own words.
    counted = {key: message for key, message in catalogue("en").items() if not key.startswith(("vendor", "flag."))}
    assert [key for key, message in counted.items() if several.search(message)] == []


def test_english_is_english() -> None:
    japanese = {key for key, message in catalogue("en").items() if JAPANESE.search(message)}
    assert japanese <= {"frame.other_language"}


def test_every_key_in_the_code_exists() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path, line, text in written()
        if KEY_LIKE.fullmatch(text) and not used_keys(text) and not ADDRESSES.fullmatch(text)
    ]
    assert missing == []


def test_every_call_of_text_names_a_key() -> None:
    missing = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"):
                continue
            key = node.args[0]
            if isinstance(key, ast.Constant) and key.value not in KEYS:
                missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {key.value!r}")
    assert missing == []


def test_every_key_is_used() -> None:
    used: set[str] = set()
    for _, _, text in written():
        used |= used_keys(text)
    assert sorted(KEYS - used) == []


def test_words_live_in_the_catalogues() -> None:
    found = [f"{path.relative_to(ROOT)}:{line} {text}" for path, line, text in written() if JAPANESE.search(text)]
    assert found == []


def test_the_scan_would_notice() -> None:
    tree = ast.parse('"""注釈"""\ntext("frame.month")\ntext(f"frame.page.{name}")\nx = "団体" if unit == "率" else 1')
    assert sorted(text for _, text in strings(tree)) == ["frame.month", "frame.page.{}", "団体"]
    pages = (
        "overview",
        "prefecture",
        "municipality",
        "milestones",
        "inputs",
        "vendors",
        "vendor",
        "what_if",
        "follow_up",
        "meetings",
        "explore",
        "definitions",
    )
    assert used_keys("frame.page.{}") == {f"frame.page.{name}" for name in pages}
    assert used_keys("frame.error") == {"frame.error.title", "frame.error.why", "frame.error.action"}
    assert used_keys("{}") == used_keys("{}.{}") == used_keys("frame") == set()
