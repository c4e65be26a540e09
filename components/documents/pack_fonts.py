"""The Japanese font of the PDF: from the packages pinned for it, never the system's, so that files are reproducible."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from components.text import Text

FAMILY: Final = "Noto Sans CJK JP"
FONT_PACKAGES: Final = {
    "noto-cjk-sans-jp-regular": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "noto-cjk-sans-jp-bold": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
"""Package to its module and the font file in it."""


class MissingFontError(FileNotFoundError):
    """A font package is not installed, or has lost its font; the message is for the reader and names it."""


def font_files(*, text: Text) -> tuple[Path, ...]:
    """The fonts. Raises MissingFontError."""
    files = []
    for package, (module, file) in FONT_PACKAGES.items():
        found = find_spec(module)
        places = [Path(place) for place in found.submodule_search_locations or ()] if found else []
        folder = next((place for place in places if (place / file).is_file()), None)
        if folder is None:
            raise MissingFontError(text("pack.font_missing", package=package))
        files.append(folder / file)
    return tuple(files)
