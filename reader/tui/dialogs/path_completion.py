"""Which path has been begun? What Tab makes of it, as in a shell."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ENTRIES = 5_000
"""Entries of a folder that are looked at."""


class Completed(NamedTuple):
    """The path as far as it is clear, and the names that it can go on with; those of folders end with `/`."""

    text: str
    names: tuple[str, ...]


def complete(text: str) -> Completed:
    """Complete the last part of a path; `~` stays as it is written. Hidden files are found by their dot only.

    A folder that cannot be read, or is not there, has no names. It reads the disk: not for the loop.
    """
    head, _, begun = text.rpartition("/")
    if text == "~":
        return Completed("~/", ("~/",))
    folder = f"{head}/" if "/" in text else ""
    names = _names(Path(folder or "."), begun)
    if not names:
        return Completed(text, ())
    common = os.path.commonprefix(names)  # noqa: RUF071 - by characters, as Tab does
    return Completed(folder + common, tuple(names))


def _names(folder: Path, begun: str) -> list[str]:
    found: list[str] = []
    with suppress(OSError, RuntimeError, ValueError), os.scandir(folder.expanduser()) as entries:
        for number, entry in enumerate(entries):
            if number >= ENTRIES:
                break
            if _fits(entry.name, begun):
                found.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    return sorted(found)


def _fits(name: str, begun: str) -> bool:
    """Names that a terminal cannot show as they are could not be typed either."""
    return (
        name.startswith(begun) and (begun.startswith(".") or not name.startswith(".")) and name.isprintable()
    )
