"""Finds the Markdown files in a folder of clippings."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.importers.items import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES_LIMIT = 100_000
"""Files and folders that are looked at."""

_DEPTH_LIMIT = 30
_INDEX = b"<!-- broadsheet index "
_BESIDE = re.compile(r"(?P<name>.+)\.new(-\d+)?\.md")


def files(folder: Path) -> Iterator[Path | LeftOut]:
    """The `.md` files in it and below, in order of their names, and what is not taken of what has such a name.

    What begins with a dot is passed over (`.obsidian`, `.trash`), and so is the list of notes that export keeps. Links are
    not followed; what export put beside a file that the reader had changed (`NAME.new.md`) is not an article of its own.
    """
    looked_at = 0
    for parent, folders, names in os.walk(folder):
        here = Path(parent).relative_to(folder)
        shown = sorted(name for name in folders if not name.startswith("."))
        folders[:] = shown if len(here.parts) < _DEPTH_LIMIT else []
        taken = frozenset(names)
        for name in sorted(names):
            looked_at += 1
            if looked_at > FILES_LIMIT:
                yield LeftOut(str(here), f"skipped: more than {FILES_LIMIT:,} files")
                return
            if not name.lower().endswith((".md", ".markdown")) or name.startswith("."):
                continue
            if not _is_index(path := Path(parent, name)):
                yield _file(folder, path, taken)


def _file(folder: Path, path: Path, names: frozenset[str]) -> Path | LeftOut:
    place = path.relative_to(folder).as_posix()
    beside = _BESIDE.fullmatch(path.name)
    if beside and f"{beside['name']}.md" in names:
        return LeftOut(place, f"the other version of {beside['name']}.md")
    if path.is_symlink():
        return LeftOut(place, "a link, which is not followed")
    return path if path.is_file() else LeftOut(place, "not a file")


def _is_index(path: Path) -> bool:
    """True for the list of the notes that export keeps in its folder."""
    if path.name != "index.md" or path.is_symlink() or not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as file:  # one that cannot be read fails where its text is read
        return file.read(len(_INDEX) + 3).removeprefix(b"\xef\xbb\xbf").startswith(_INDEX)
    return False
