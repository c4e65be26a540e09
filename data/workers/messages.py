"""Messages between the program and a worker process: a header in JSON and a body of bytes, each led by its length."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

_LENGTHS: Final = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class Message:
    """What one side tells the other: ``kind`` says what it is, ``told`` are its values."""

    kind: str
    told: Mapping[str, Any]
    body: bytes = b""


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message. Raises OSError or ValueError where nobody listens any more."""
    header = json.dumps({"kind": message.kind, **message.told}).encode()
    stream.write(_LENGTHS.pack(len(header), len(message.body)) + header)
    stream.write(message.body)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Read one message; None where the other side has gone, be it in the middle of one."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_length, body_length = _LENGTHS.unpack(lengths)
    header, body = stream.read(header_length), stream.read(body_length)
    if len(header) < header_length or len(body) < body_length:
        return None
    told: dict[str, Any] = json.loads(header)
    return Message(str(told.pop("kind")), told, body)
