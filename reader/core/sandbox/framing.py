"""The form in which parent and child talk: two lengths, a small JSON header, raw bytes."""

from __future__ import annotations

import json
import struct
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

Header = dict[str, Any]

HEADER_LIMIT = 2**16
BODY_LIMIT = 2**28
"""Bytes that the parent takes from a child: several times the largest feed's, whatever a broken child claims."""

_LENGTHS = struct.Struct(">II")


class BadFrame(Exception):
    """Not what the other side may send."""


def packed(header: Header, body_size: int) -> bytes:
    """What goes before the body."""
    data = json.dumps(header).encode()
    return _LENGTHS.pack(len(data), body_size) + data


def write(pipe: IO[bytes], header: Header, body: bytes = b"") -> None:
    """One frame, sent at once."""
    pipe.write(packed(header, len(body)))
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[Header, bytes] | None:
    """The next frame, or None where the other side is gone."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_size, body_size = _LENGTHS.unpack(lengths)
    header, body = pipe.read(header_size), pipe.read(body_size)
    if len(header) < header_size or len(body) < body_size:
        return None
    return json.loads(header), body


async def receive(pipe: asyncio.StreamReader) -> tuple[Header, bytes]:
    """The next frame from a child. Raises BadFrame, and `asyncio.IncompleteReadError` where the child is gone."""
    header_size, body_size = _LENGTHS.unpack(await pipe.readexactly(_LENGTHS.size))
    if header_size > HEADER_LIMIT or body_size > BODY_LIMIT:
        raise BadFrame
    data, body = await pipe.readexactly(header_size), await pipe.readexactly(body_size)
    try:
        header = json.loads(data)
    except ValueError as error:
        raise BadFrame from error
    if not isinstance(header, dict):
        raise BadFrame
    return header, body
