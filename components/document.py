"""What the browser must know about the document itself: its language, its address, where to scroll.

Streamlit serves ``<html lang="en">`` to everyone and has no option for it. These components draw nothing
and act only on the page they stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

_IDENTITY_SCRIPT = """
export default ({ data }) => {
  document.documentElement.lang = data.language;
  const markCurrent = () => {
    for (const link of document.querySelectorAll(".st-key-navigation a")) {
      if (link.textContent.trim() === data.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  markCurrent();
  // The links may be drawn after this, or again with other words.
  const observer = new MutationObserver(markCurrent);
  observer.observe(document.querySelector(".st-key-navigation") ?? document.body, {
    childList: true,
    subtree: true,
    characterData: true,
  });
  return () => observer.disconnect();
};
"""

_ADDRESS_SCRIPT = """
let scrolledTo = null;

export default ({ data }) => {
  const { location, history } = window;
  if (data.query !== location.search) {
    history.replaceState(history.state, "", location.pathname + data.query + location.hash);
  }
  const target = decodeURIComponent(location.hash.slice(1));
  if (!target || target === scrolledTo) return;
  scrolledTo = target;
  let attempts = 40;
  const reach = () => {
    const element = document.getElementById(target);
    if (element) {
      element.tabIndex = -1;
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
    } else if (attempts-- > 0) {
      setTimeout(reach, 150);
    }
  };
  reach();
};
"""


def describe_document(*, language: str, page: str) -> None:
    """Set the language of the HTML document and mark the link of ``page`` in the navigation as the current one.

    The language decides how a screen reader pronounces the page; Streamlit's page links only look current.
    Comes after the navigation.
    """
    _component("document_identity", _IDENTITY_SCRIPT)(
        key="document_identity", data={"language": language, "page": page}
    )


def set_document_address(query: Mapping[str, str]) -> None:
    """Write the whole state into the address and scroll once to the element its #fragment names.

    The address is replaced, not pushed: Back must leave the page, not undo a default.
    """
    data = {"query": f"?{urlencode(query)}" if query else ""}
    _component("document_address", _ADDRESS_SCRIPT)(key="document_address", data=data)


@st.cache_resource(show_spinner=False)
def _component(name: str, script: str) -> Any:
    return st.components.v2.component(name, js=script)
