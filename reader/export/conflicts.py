"""Shows the conflicts that wait for the reader: a note, and the article's version beside it."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from reader.export import atomic_write, diff3
from reader.markdown import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.export.folder import Folder
    from reader.markdown.front_matter import Value

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
    mine, other = atomic_write.read(note), atomic_write.read(beside)
    if mine is None or other is None:
        return ["not a text file, so it cannot be shown"]
    (keys, body), (other_keys, other_body) = front_matter.read(mine), front_matter.read(other)
    found = [*_properties(keys, other_keys), *_lines(body.strip("\n"), other_body.strip("\n"))]
    return [f"--- {note.name} (yours)", f"+++ {beside.name} (the article's)", *found] if found else []


def _properties(mine: Mapping[str, Value], other: Mapping[str, Value]) -> Iterator[str]:
    """The properties of the article that the note has with another value, or not at all; its own are no difference."""
    for name, value in other.items():
        if _shown(mine.get(name, "")) != _shown(value):
            if name in mine:
                yield f"-{name}: {_shown(mine[name])}"
            yield f"+{name}: {_shown(value)}"


def _shown(value: Value) -> str:
    return ", ".join(sorted(value)) if isinstance(value, list) else value


def _lines(mine: str, other: str) -> list[str]:
    first, second = mine.split("\n"), other.split("\n")
    # The lines that both begin with are most of a long note, and cost nothing to leave out.
    head = max(diff3.common_head(first, second) - CONTEXT, 0)
    found = [*unified_diff(first[head:], second[head:], n=CONTEXT, lineterm="")][2:]
    # Numbers of lines help nobody in a vault: a mark stands between what is far apart.
    return ["…" if line.startswith("@@ ") else line for line in found][1:]
