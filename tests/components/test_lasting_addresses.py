from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from components.lasting_addresses import LastingAddresses, is_lasting

SCRIPT = "/_stcore/bidi-components/dashboard.japan_map_0123456789ab/map.js"
MAP = "/app/static/map/pref-20.0123456789ab.json"


def answered(path: str, *, status: int = 200, kind: str = "http") -> list[dict[str, Any]]:
    """What the server sends for ``path`` when the dashboard answers with ``status`` and a word on caching."""

    async def dashboard(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"Cache-Control", b"public"), (b"etag", b'"1"')]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x"})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    # In a thread of its own: in this one a browser of other tests may have a loop under way.
    asked = LastingAddresses(dashboard)({"type": kind, "path": path}, receive, send)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, asked).result()
    return sent


@pytest.mark.parametrize("path", [SCRIPT, MAP, "/app/static/map/custom/20.0123456789ab.json", f"/below{SCRIPT}"])
@pytest.mark.parametrize("status", [200, 304])
def test_what_its_address_names_by_hash_is_kept_for_a_day(path: str, status: int) -> None:
    start, body = answered(path, status=status)
    assert start["headers"] == [(b"etag", b'"1"'), (b"cache-control", b"public, max-age=86400, immutable")]
    assert body["body"] == b"x"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/_stcore/health",
        "/app/static/map/index.json",
        "/app/static/map/pref-20.json",
        "/_stcore/bidi-components/dashboard.japan_map/map.js",
        "/_stcore/bidi-components/another.japan_map_0123456789ab/map.js",
        "/media/0123456789ab.csv",
    ],
)
def test_any_other_answer_is_left_as_it_is(path: str) -> None:
    assert not is_lasting(path)
    assert answered(path)[0]["headers"] == [(b"Cache-Control", b"public"), (b"etag", b'"1"')]


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_refusal_is_never_kept(status: int) -> None:
    assert (b"Cache-Control", b"public") in answered(MAP, status=status)[0]["headers"]


def test_a_websocket_passes() -> None:
    assert len(answered(SCRIPT, kind="websocket")) == 2
