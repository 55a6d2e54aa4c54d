"""A file of named arrays, which are read by mapping the file into memory.

A line of JSON tells each array's type, place and length; the arrays follow, each at a multiple of 64 bytes. Numbers are
little-endian.
"""

from __future__ import annotations

import json
import mmap
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

_ALIGNED = 64
_HEAD_LIMIT = 4_096
"""Bytes of the line of JSON at most."""


class Shape(NamedTuple):
    """The type of an array, as numpy names it (`<u4`), and its number of items."""

    type: str
    length: int


class DamagedFileError(ValueError):
    """The file does not hold the arrays that its head tells of."""


class ArrayWriter:
    """Fills a new file with arrays, piece by piece. Each error of the disk is raised where it happens (OSError)."""

    def __init__(self, path: Path, shapes: Mapping[str, Shape]) -> None:
        head, self._places = _laid_out(shapes)
        self._shapes = dict(shapes)
        self._file = path.open("wb")
        ends = (
            self._places[name] + np.dtype(type_).itemsize * length for name, (type_, length) in shapes.items()
        )
        self._file.write(head)
        self._file.truncate(max(ends, default=len(head)))

    def put(self, name: str, start: int, values: Array) -> None:
        """Write some values of an array, from one on. Raises ValueError where it is not that long."""
        type_, length = self._shapes[name]
        if start + len(values) > length:
            raise ValueError(f"{name} has {length} values: {len(values)} from {start} on are too many")
        self._file.seek(self._places[name] + start * np.dtype(type_).itemsize)
        self._file.write(np.ascontiguousarray(values, type_).data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays into a new file."""
    with ArrayWriter(
        path, {name: Shape(array.dtype.str, len(array)) for name, array in arrays.items()}
    ) as out:
        for name, array in arrays.items():
            out.put(name, 0, array)


def read(path: Path) -> dict[str, Array]:
    """Map the arrays of a file; they stay readable after the file was deleted. Raises `DamagedFileError`, `OSError`."""
    with path.open("rb") as file:
        head = file.readline(_HEAD_LIMIT)
        try:
            told = json.loads(head)
            shapes = {
                str(name): (np.dtype(str(type_)), int(at), int(length))
                for name, (type_, at, length) in told.items()
            }
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, SyntaxError) as error:
            raise DamagedFileError(f"{path.name} does not begin as an array file") from error
    arrays: dict[str, Array] = {}
    for name, (dtype, at, length) in shapes.items():
        if dtype.kind not in "iu" or min(at, length) < 0 or at + dtype.itemsize * length > len(memory):
            raise DamagedFileError(f"{path.name} ends before its array {name!r}")
        arrays[name] = np.frombuffer(memory, dtype, length, at) if length else np.empty(0, dtype)
    return arrays


def let_go(array: Array) -> None:
    """Takes what was read of an array's file out of the process's memory, where the system can; it is read again when it is
    needed."""
    memory = getattr(array.base, "obj", None)
    if isinstance(memory, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        memory.madvise(mmap.MADV_DONTNEED)


def _laid_out(shapes: Mapping[str, Shape]) -> tuple[bytes, dict[str, int]]:
    """The head of the file, and where each array begins."""
    places: dict[str, int] = {}
    at = _HEAD_LIMIT
    for name, (type_, length) in shapes.items():
        places[name] = at
        at += -(-np.dtype(type_).itemsize * length // _ALIGNED) * _ALIGNED
    told = {name: (type_, places[name], length) for name, (type_, length) in shapes.items()}
    return json.dumps(told).encode() + b"\n", places
