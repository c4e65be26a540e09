"""What the browser must know about the document itself: its language, its address, where to scroll.

Streamlit serves ``<html lang="en">`` to everyone and has no option for it. These components draw nothing
and act only on the page they stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from streamlit.runtime import Runtime

from components.browser_assets import served_component

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_SCRIPTS: Final = Path(__file__).resolve().parent / "document_scripts"


def describe_document(*, language: str, page: str) -> None:
    """Set the language of the HTML document and mark the link of ``page`` in the navigation as the current one.

    The language decides how a screen reader pronounces the page; Streamlit's page links only look current.
    Comes after the navigation.
    """
    _component("identity")(key="document_identity", data={"language": language, "page": page})


def set_document_address(query: Mapping[str, str]) -> None:
    """Write the whole state into the address and scroll once to the element its #fragment names.

    The address is replaced, not pushed: Back must leave the page, not undo a default.
    """
    data = {"query": f"?{urlencode(query)}" if query else ""}
    _component("address")(key="document_address", data=data)


def reveal(target: str, *, choice: str) -> None:
    """Scroll the element with the id ``target`` into sight as soon as its ``data-choice`` is ``choice``, once.

    An empty ``choice`` forgets the last one: the same choice made again is shown again.
    """
    _component("reveal")(key="document_reveal", data={"target": target, "choice": choice})


def call_when_waiting(callback: Callable[[], None], *, mark: str) -> None:
    """Call ``callback`` in a rerun of its own when placeholders still stand on the page after some seconds.

    ``mark`` tells one wait from the next: a message like the last would not reach the browser's code.
    """
    if Runtime.exists():
        _component("patience")(key="document_patience", data={"mark": mark}, on_waited_change=callback)


def _component(name: str) -> ComponentRenderer:
    return served_component(f"document_{name}", assets=_SCRIPTS, js=f"{name}.js")
