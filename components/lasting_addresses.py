"""Tell browsers which addresses they need never ask for again.

Streamlit sends the scripts and style sheets of components without saying how long they hold, and static files without
a word: a browser fetches all of them, thirty a page, with every load, and answering costs the server a third of the
page. The dashboard writes the hash of the content into these addresses, so that what was fetched once holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CACHE_CONTROL: Final = b"public, max-age=86400, immutable"
"""A day: should files be exchanged under a running server, no browser holds the mixture longer."""

_HASHED: Final = re.compile(
    r"/_stcore/bidi-components/dashboard\.\w+_[0-9a-f]{12}/|/app/static/map/(?:custom/)?[\w.-]+\.[0-9a-f]{12}\.json$"
)


def is_lasting(path: str) -> bool:
    """Whether the address names its content by hash.

    >>> is_lasting("/_stcore/bidi-components/dashboard.japan_map_0123456789ab/map.js")
    True
    >>> is_lasting("/app/static/map/index.json")
    False
    """
    return _HASHED.search(path) is not None


class LastingAddresses:
    """ASGI middleware that marks what was found at a lasting address as one to keep."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not is_lasting(scope["path"]):
            return await self._app(scope, receive, send)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                others = [pair for pair in message["headers"] if pair[0].lower() != b"cache-control"]
                message = {**message, "headers": [*others, (b"cache-control", CACHE_CONTROL)]}
            await send(message)

        await self._app(scope, receive, marked)
