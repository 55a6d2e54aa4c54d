"""Frames between the parent and a child: two lengths, a JSON header, a body; and values as JSON.

What a child sends is checked as if it came from outside, since the child has read hostile bytes: its sizes before
anything is decoded, then every field against the type that it is declared with.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal, TypeVar

import msgspec

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

HEADER_LIMIT = 2**16
"""Bytes of a header that the parent takes from a child."""

BODY_LIMIT = 2**28
"""Bytes of a body that the parent takes from a child: several times the largest feed's."""

_LENGTHS = struct.Struct(">II")


class BadFrame(Exception):
    """Not what the other side may send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRequest:
    """The header of a frame to a child: a task, its arguments, the seconds of computing that it may take, and those after
    which nobody waits for it any more."""

    task: str
    arguments: dict[str, str | None]
    seconds: float
    patience: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAnswer:
    """The header of a frame from a child. `seconds` is the computing that the task took. `error` is empty where the
    task gave a value, which is the body; else it is "memory", "broken" (anything unexpected, `message` is the name of
    its type) or "said" (an error in words)."""

    error: Literal["", "memory", "broken", "said"] = ""
    message: str = ""
    subject: str = ""
    hint: str = ""
    seconds: float = 0.0


def encode(value: object) -> bytes:
    """A value of our frozen dataclasses as JSON."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        # JSON can spell half a surrogate pair, so that a JSON Feed can bring one; UTF-8 has no bytes for it.
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")


def decode(kind: type[T], data: bytes) -> T:
    """The value of a type that `encode` wrote. Raises ValueError for anything else."""
    try:
        return msgspec.json.decode(data, type=kind)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def packed(header: TaskRequest | TaskAnswer, body_size: int) -> bytes:
    """The bytes that go before the body: two lengths and the header."""
    data = encode(header)
    return _LENGTHS.pack(len(data), body_size) + data


def write(pipe: IO[bytes], header: TaskRequest | TaskAnswer, body: bytes = b"") -> None:
    """Sends one frame at once."""
    pipe.write(packed(header, len(body)))
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[TaskRequest, bytes] | None:
    """The next request of the parent; None where it is gone."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_size, body_size = _LENGTHS.unpack(lengths)
    header, body = pipe.read(header_size), pipe.read(body_size)
    if len(header) < header_size or len(body) < body_size:
        return None
    return decode(TaskRequest, header), body


async def receive(pipe: asyncio.StreamReader) -> tuple[TaskAnswer, bytes]:
    """The next frame from a child. Raises BadFrame, and `asyncio.IncompleteReadError` where the child is gone."""
    header_size, body_size = _LENGTHS.unpack(await pipe.readexactly(_LENGTHS.size))
    if header_size > HEADER_LIMIT or body_size > BODY_LIMIT:
        raise BadFrame
    header, body = await pipe.readexactly(header_size), await pipe.readexactly(body_size)
    try:
        return decode(TaskAnswer, header), body
    except ValueError as error:
        raise BadFrame from error
