"""The rules of the house. Each takes one module's path and text and returns what is wrong, a sentence a fault.

The path is relative to the project root; a rule that does not concern a path returns nothing for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final

UI_LIBRARIES: Final = frozenset({"streamlit", "plotly", "pydeck", "altair"})
FLOORS: Final = ("app", "pages", "components", "data")
PURE_COMPONENTS: Final = ("components/theme.py", "components/text.py", "components/charts/", "components/documents/")
COMMAND_LINE: Final = PurePosixPath("data/__main__.py")
COMMAND_LINE_MAY_SEE: Final = frozenset({"components.pack_files.pack_files", "components.text.Text"})
"""The command line writes the same hand-outs as the page: it hands the command the one function that makes them."""
COMPONENTS_MAY_SEE: Final = frozenset({"model", "reference", "views"})
ROOMS: Final[dict[str, frozenset[str]]] = {
    "model": frozenset(),
    "reference": frozenset({"model"}),
    "sources": frozenset({"reference", "model"}),
    "rules": frozenset({"reference", "model"}),
    "boundaries": frozenset({"sources", "reference", "model"}),
    "store": frozenset({"model"}),
    "records": frozenset({"model"}),
    "workers": frozenset(),
    "outlook": frozenset({"rules", "reference", "model"}),
    "importing": frozenset({"sources", "rules", "store", "reference", "model"}),
    "demo": frozenset({"importing", "sources", "rules", "store", "reference", "model"}),
    "access": frozenset({"store", "records", "boundaries", "rules", "reference", "model"}),
    "commands": frozenset({"views", "access", "demo", "records", "sources", "store", "reference", "model"}),
    "views": frozenset({"access", "outlook", "rules", "reference", "workers", "model"}),
}
"""What each room of data/ may import. ``__main__``, the command line, stands above them all."""

MODULE_LINES: Final = 300
PAGE_LINES: Final = 80
BANNED_NAMES: Final = frozenset({"util", "utils", "helper", "helpers", "manager", "managers"})
UNFINISHED: Final = re.compile(r"\b(TODO|FIXME|raise NotImplementedError)\b")
HEX_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9A-Za-z_-])")
JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uffee]")

Rule = Callable[[PurePosixPath, str], list[str]]


def imports_go_down(path: PurePosixPath, source: str) -> list[str]:
    """Check app → pages → components → data, and that no product module imports tests or benchmarks."""
    floor = path.parts[0].removesuffix(".py")
    if floor not in FLOORS:
        return []
    below = FLOORS[FLOORS.index(floor) :]
    faults = []
    for name in _imported(path, source):
        top = name.split(".")[0]
        if path == COMMAND_LINE and name in COMMAND_LINE_MAY_SEE:
            continue
        if top in {"tests", "bench"} or (top in FLOORS and top not in below):
            faults.append(f"imports {name}, which lies above {floor}")
        elif floor == top == "pages":
            faults.append(f"imports {name}: one screen per file, screens don't know each other")
        elif floor == "components" and top == "data" and _room(name) not in COMPONENTS_MAY_SEE:
            faults.append(f"imports {name}: a component takes values, it never reads data")
    return faults


def rooms_keep_their_doors(path: PurePosixPath, source: str) -> list[str]:
    """Check the direction of imports inside data/."""
    if path.parts[0] != "data" or len(path.parts) == 1 or path.name == "__main__.py" or path.parts[1] == "__init__.py":
        return []
    room = path.parts[1].removesuffix(".py")
    if room not in ROOMS:
        return [f"data/{room} is no declared room: say in ROOMS what it may import"]
    seen = {_room(name) for name in _imported(path, source) if name.split(".")[0] == "data"} - {room}
    return [f"data.{room} imports data.{other}" for other in sorted(seen - ROOMS[room])]


def no_screen_below(path: PurePosixPath, source: str) -> list[str]:
    """Check that data/ knows no UI library and that pure components don't know Streamlit."""
    if path.parts[0] == "data":
        banned = UI_LIBRARIES
    elif str(path).startswith(PURE_COMPONENTS):
        banned = frozenset({"streamlit"})
    else:
        return []
    tops = {name.split(".")[0] for name in _imported(path, source)}
    return [f"imports {name}" for name in sorted(tops & banned)]


def modules_are_short(path: PurePosixPath, source: str) -> list[str]:
    """Check the length of modules and pages."""
    limit = PAGE_LINES if path.parts[0] == "pages" else MODULE_LINES
    lines = len(source.splitlines())
    return [f"has {lines} lines, {limit} are allowed"] if lines > limit else []


def names_say_something(path: PurePosixPath, source: str) -> list[str]:
    """Check that no file or folder is a drawer for anything."""
    parts = {part.removesuffix(path.suffix) for part in path.parts}
    return [f"is named {name}" for name in sorted(parts & BANNED_NAMES)]


def nothing_is_unfinished(path: PurePosixPath, source: str) -> list[str]:
    """Check for marks of unfinished work."""
    return [f"says {found[0]}" for found in UNFINISHED.finditer(source)]


def colours_live_in_the_theme(path: PurePosixPath, source: str) -> list[str]:
    """Check that only components/theme.py writes a hex colour: in Python strings, or anywhere in CSS and JS."""
    if str(path) == "components/theme.py" or path.parts[0] == "tests":
        return []
    texts = [text for _, text in _literals(source)] if path.suffix == ".py" else [source]
    return [f"writes the colour {found[0]}" for text in texts for found in HEX_COLOUR.finditer(text)]


def pages_hold_no_words(path: PurePosixPath, source: str) -> list[str]:
    """Check that a page takes its words from the catalogues."""
    if path.parts[0] != "pages":
        return []
    return [f"line {line} writes 「{text}」" for line, text in _literals(source) if JAPANESE.search(text)]


def public_things_are_explained(path: PurePosixPath, source: str) -> list[str]:
    """Check docstrings of modules, public classes and public functions (tests excepted)."""
    if path.suffix != ".py" or path.parts[0] == "tests":
        return []
    tree = ast.parse(source)
    faults = [] if ast.get_docstring(tree) else ["has no module docstring"]
    for node in _public_definitions(tree.body):
        if not ast.get_docstring(node):
            faults.append(f"line {node.lineno}: {node.name} has no docstring")
    return faults


RULES: Final[tuple[Rule, ...]] = (
    imports_go_down,
    rooms_keep_their_doors,
    no_screen_below,
    modules_are_short,
    names_say_something,
    nothing_is_unfinished,
    colours_live_in_the_theme,
    pages_hold_no_words,
    public_things_are_explained,
)


def _room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def _imported(path: PurePosixPath, source: str) -> Iterator[str]:
    """Full dotted names of all imports, also inside functions; ``from data import x`` counts as data.x."""
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(path.parts[: len(path.parts) - node.level]) if node.level else ""
            base = ".".join(part for part in (package, node.module) if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string but docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bare = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


def _public_definitions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public_definitions(node.body)
