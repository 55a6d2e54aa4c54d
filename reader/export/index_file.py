"""Writes `index.md`, the list of the notes in an export folder, by day.

Its first line has a checksum of the rest, so that an index that the reader edited is known, also by another library.
"""

from __future__ import annotations

import hashlib
import re
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.export import atomic_write
from reader.export.article_file import relative
from reader.export.folder import INDEX
from reader.export.presets import markdown_link
from reader.markdown import dialect, logseq_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.export.folder import Folder
    from reader.export.presets import Preset

_HEAD = "<!-- broadsheet index {}: rewritten at each export, unless you edit it -->"
_FIRST = re.compile(r"<!-- broadsheet index ([0-9a-f]{16})\b[^\n]*-->")


class IndexedNote(NamedTuple):
    """A note in the folder: the day, `YYYY-MM-DD`, and the title of its article."""

    path: Path
    day: str
    title: str


def text(notes: Iterable[IndexedNote], there: Path, preset: Preset) -> str:
    """The index that stands at `there`: a heading for each day, the newest first, and a link for each note."""
    link = preset.link or markdown_link
    blocks: list[str] = []
    rows = sorted(notes, key=lambda note: (note.title.casefold(), note.title, str(note.path)))
    for day, here in groupby(
        sorted(rows, key=lambda note: note.day, reverse=True), key=lambda note: note.day
    ):
        links = (link(note.title, relative(note.path, there)) or dialect.escape(note.title) for note in here)
        blocks += [dialect.heading(2, day), "\n".join(f"- {one}" for one in links)]
    markdown = "\n\n".join(blocks)
    body = (logseq_page.outline(markdown) if preset.is_page else markdown) + "\n"
    return f"{_HEAD.format(_sum(body))}\n\n{body}"


def write(
    folder: Folder, notes: Iterable[IndexedNote], preset: Preset
) -> Literal["written", "unchanged", "edited"]:
    """Write the index; one that the reader edited, or that is a link, stays as it is. Raises FileError."""
    there = folder.at(".") / INDEX
    if there.is_symlink():
        return "edited"
    old = atomic_write.read(there) if there.exists() else ""
    if old is None or (old and not is_ours(old)):
        return "edited"
    new = text(notes, there, preset)
    if _plain(new) == _plain(old):
        return "unchanged"
    folder.write(there, new)
    folder.sync()
    return "written"


def is_ours(found: str) -> bool:
    """True for an index as it was written, whatever its line ends are."""
    head, _, rest = _plain(found).partition("\n")
    first = _FIRST.fullmatch(head)
    return first is not None and first[1] == _sum(rest)


def _plain(found: str) -> str:
    return found.removeprefix("\ufeff").replace("\r\n", "\n")


def _sum(body: str) -> str:
    return hashlib.sha256(body.strip("\n").encode()).hexdigest()[:16]
