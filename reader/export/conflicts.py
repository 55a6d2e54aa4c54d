"""Shows the conflicts that wait for the reader: a note, and the article's version beside it."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from reader.export import atomic_write, diff3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.export.folder import Folder

CONTEXT = 2
"""Lines that are shown around each difference."""


class OpenConflict(NamedTuple):
    """A note and what is beside it. `note` is None where the reader deleted it; `diff` is a unified view without line ends,
    `-` before the lines of the note, `+` before the other's; empty where both say the same."""

    note: Path | None
    beside: Path
    diff: tuple[str, ...]


def found(folder: Folder) -> list[OpenConflict]:
    """All open conflicts below a folder, in the order of their paths. FileError where a file cannot be read."""
    return [
        OpenConflict(note, beside, tuple(_diff(note, beside)) if note else ())
        for beside, note in folder.beside()
    ]


def _diff(note: Path, beside: Path) -> Sequence[str]:
    mine, other = _lines(note), _lines(beside)
    if mine is None or other is None:
        return ["a file that is no text cannot be shown"]
    names = f"{note.name} (yours)", f"{beside.name} (the article's)"
    # What both begin and end with is most of a long note, and costs nothing to leave out.
    head = max(diff3.common_head(mine, other) - CONTEXT, 0)
    differences = list(unified_diff(mine[head:], other[head:], *names, n=CONTEXT, lineterm=""))
    # Numbers of lines help nobody in a vault: a mark stands between what is far apart.
    parted = ["…" if line.startswith("@@ ") else line for line in differences]
    return [line for number, line in enumerate(parted) if line != "…" or number > 2]


def _lines(path: Path) -> list[str] | None:
    text = atomic_write.read(path)
    return (
        None if text is None else text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n")
    )
