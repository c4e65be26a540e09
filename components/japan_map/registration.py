"""Tell Streamlit where the map's ES modules and style sheet lie, so that the browser fetches them by URL.

An inline component sends its JavaScript and CSS again over the websocket in every rerun: about 40 KB where the
whole map change may take 10. Streamlit serves files only for components declared by an installed package. This
dashboard is run from its checkout, so it hands over that declaration itself. The component's name carries the
hash of the files, and with it every URL: no browser or proxy can mix two versions.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER: Final = Path(__file__).resolve().parent
ASSETS: Final = FOLDER / "assets"


def assets_hash(folder: Path) -> str:
    """First 12 hexadecimal digits of the SHA-256 over names and contents of the files in ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


_PROJECT: Final = "dashboard"
_COMPONENT: Final = f"japan_map_{assets_hash(ASSETS)}"
NAME: Final = f"{_PROJECT}.{_COMPONENT}"


def map_renderer() -> ComponentRenderer:
    """Get Streamlit's mounting command for the map. Needs a running Streamlit runtime."""
    manager = get_bidi_component_manager()
    # Each AppTest has a runtime of its own, which knows nothing of the last one's components.
    if manager.get_component_asset_root(NAME) is None:
        config = ComponentConfig(name=_COMPONENT, asset_dir=ASSETS.name)
        manager.register_from_manifest(ComponentManifest(_PROJECT, "1", [config]), FOLDER)
    return _declared()


@cache
def _declared() -> ComponentRenderer:
    return st.components.v2.component(NAME, js="map.js", css="map.css")
