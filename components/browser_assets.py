"""Tell Streamlit where scripts and style sheets lie, so that the browser fetches them by URL, once.

What is written into a page goes over the websocket with every load, and an inline component's JavaScript and CSS with
every rerun. Streamlit serves files only for components declared by an installed package. This dashboard is run from its
checkout, so it hands over that declaration itself. A component's name carries the hash of the files, and with it every
URL: no browser or proxy can mix two versions.
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

_PROJECT: Final = "dashboard"


def served_component(name: str, *, assets: Path, js: str, css: str | None = None) -> ComponentRenderer:
    """Get Streamlit's mounting command for the component whose files lie in ``assets``. Needs a running runtime."""
    served_assets(name, assets=assets)
    return _declared(served_name(name, assets=assets), js, css)


def served_assets(name: str, *, assets: Path) -> str:
    """Have the files in ``assets`` served; returns their address, relative to the app. Needs a running runtime."""
    manager = get_bidi_component_manager()
    full = served_name(name, assets=assets)
    # Each AppTest has a runtime of its own, which knows nothing of the last one's components.
    if manager.get_component_asset_root(full) is None:
        config = ComponentConfig(name=full.removeprefix(f"{_PROJECT}."), asset_dir=assets.name)
        manager.register_from_manifest(ComponentManifest(_PROJECT, "1", [config]), assets.parent)
    return f"_stcore/bidi-components/{full}"


@cache
def served_name(name: str, *, assets: Path) -> str:
    """The component's full name: project, ``name`` and the hash of the files in ``assets``."""
    return f"{_PROJECT}.{name}_{assets_hash(assets)}"


def assets_hash(folder: Path) -> str:
    """First 12 hexadecimal digits of the SHA-256 over names and contents of the files in ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@cache
def _declared(full: str, js: str, css: str | None) -> ComponentRenderer:
    return st.components.v2.component(full, js=js, css=css)
