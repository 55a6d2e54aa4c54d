"""A file of named arrays, which are read by mapping the file into memory.

A line of JSON tells each array's type, place and length; the arrays follow, each at a multiple of 64 bytes. Numbers are
little-endian.
"""

from __future__ import annotations

import json
import mmap
import os
from typing import TYPE_CHECKING, Any, NamedTuple

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


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays into a new file."""
    head, places = _laid_out({name: Shape(array.dtype.str, len(array)) for name, array in arrays.items()})
    with path.open("wb") as file:
        file.write(head)
        for name, array in arrays.items():
            file.seek(places[name])
            file.write(np.ascontiguousarray(array).data)
        file.truncate(max(file.tell(), len(head)))


def create(path: Path, shapes: Mapping[str, Shape]) -> dict[str, Array]:
    """Make a file of arrays that are still to be filled; they reach the disk when the last one of them is let go."""
    head, places = _laid_out(shapes)
    end = max(
        (places[name] + np.dtype(type_).itemsize * length for name, (type_, length) in shapes.items()),
        default=0,
    )
    with path.open("w+b") as file:
        file.write(head)
        file.truncate(max(end, len(head)))
        file.flush()
        if hasattr(
            os, "posix_fallocate"
        ):  # a full disk is an error here, and a signal that kills when memory is filled
            os.posix_fallocate(file.fileno(), 0, max(end, len(head)))
        memory = mmap.mmap(file.fileno(), 0)
    return {
        name: np.frombuffer(memory, type_, length, places[name]) if length else np.empty(0, type_)
        for name, (type_, length) in shapes.items()
    }


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


def _laid_out(shapes: Mapping[str, Shape]) -> tuple[bytes, dict[str, int]]:
    """The head of the file, and where each array begins."""
    places: dict[str, int] = {}
    at = _HEAD_LIMIT
    for name, (type_, length) in shapes.items():
        places[name] = at
        at += -(-np.dtype(type_).itemsize * length // _ALIGNED) * _ALIGNED
    told = {name: (type_, places[name], length) for name, (type_, length) in shapes.items()}
    return json.dumps(told).encode() + b"\n", places
