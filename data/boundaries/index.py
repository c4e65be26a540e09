"""Which map files are in force: the built-in ones, or the official ones an operator has put in their place.

Light on purpose: the access layer reads this on every request, so nothing here loads a geometry library.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final, Literal

Source = Literal["jma", "official"]

NATION_PREFECTURES: Final = "nation_prefectures"
NATION_MUNICIPALITIES: Final = "nation_municipalities"
KEYS: Final = (NATION_PREFECTURES, NATION_MUNICIPALITIES, *(f"{number:02d}" for number in range(1, 48)))
"""Every picture a set of map files has: the nation twice, then each prefecture by its two digits."""

_URL_BASE: Final = "app/static/map/"


@dataclass(frozen=True, slots=True)
class MapIndex:
    """Addresses of the map files in force by key (see ``KEYS``), relative to the application, and their credit."""

    credit: str
    source: Source
    urls: Mapping[str, str]


def load_map_index(home: Path, *, static_dir: Path) -> MapIndex:
    """The operator's boundaries when every file of theirs is there, else the built-in ones.

    ``home`` is the data home, ``static_dir`` the folder Streamlit serves as app/static. Raises FileNotFoundError
    when the built-in files are missing too.
    """
    own = _read(home_index(home), folder=static_dir / "map")
    if own is not None:
        return own
    built_in = _read(static_dir / "map" / "index.json", folder=static_dir / "map")
    if built_in is None:
        raise FileNotFoundError(f"地図のファイルがそろっていません: {static_dir / 'map'}")
    return built_in


def home_index(home: Path) -> Path:
    """Where an operator's own boundaries are listed."""
    return home / "boundaries" / "index.json"


def write_map_files(
    contents: Mapping[str, bytes], *, map_dir: Path, subfolder: str, index: Path, credit: str, source: Source
) -> MapIndex:
    """Write the pictures under names that carry their content's hash, then swap the index in one step.

    ``contents`` has exactly the keys ``KEYS``. Files of earlier sets stay: an open page or another data home may
    still ask for them.
    """
    folder = map_dir / subfolder
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for key in KEYS:
        name = hashed_name(key, contents[key])
        _replace(folder / name, contents[key])
        files[key] = f"{subfolder}/{name}" if subfolder else name
    listing = {"credit": credit, "source": source, "files": files}
    index.parent.mkdir(parents=True, exist_ok=True)
    _replace(index, (json.dumps(listing, ensure_ascii=False, indent=1) + "\n").encode())
    return MapIndex(credit=credit, source=source, urls=_urls(files))


def hashed_name(key: str, content: bytes) -> str:
    """File name of a picture: its key in words and the first twelve hexadecimal digits of its SHA-256.

    >>> hashed_name("nation_prefectures", b"{}")
    'nation-prefectures.44136fa355b3.json'
    >>> hashed_name("20", b"{}")
    'pref-20.44136fa355b3.json'
    """
    stem = key.replace("_", "-") if key.startswith("nation") else f"pref-{key}"
    return f"{stem}.{sha256(content).hexdigest()[:12]}.json"


def _read(path: Path, *, folder: Path) -> MapIndex | None:
    """The index in ``path`` when it is whole and all its files exist in ``folder``."""
    try:
        listing = json.loads(path.read_text(encoding="utf-8"))
        files = {key: str(listing["files"][key]) for key in KEYS}
        credit, source = str(listing["credit"]), listing["source"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not credit or source not in ("jma", "official") or not all((folder / file).is_file() for file in files.values()):
        return None
    return MapIndex(credit=credit, source=source, urls=_urls(files))


def _urls(files: Mapping[str, str]) -> dict[str, str]:
    return {key: _URL_BASE + file for key, file in files.items()}


def _replace(path: Path, content: bytes) -> None:
    """Write ``content`` so that ``path`` is either the old file or the whole new one; the umask says who may read."""
    temporary = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
