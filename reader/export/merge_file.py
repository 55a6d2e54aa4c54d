"""Merges a new version of an article into the file that its reader edits: properties by key, the text line by line.

The file keeps its byte order mark, its line ends and what it has for a last one: none of these is an edit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.export import diff3
from reader.markdown.logseq_page import PROPERTY

if TYPE_CHECKING:
    from collections.abc import Sequence

BOM = "\ufeff"

_FENCE = re.compile(r"---[ \t]*")
_LAST_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")


class MergedFile(NamedTuple):
    """The text for the file; `refused` tells in words why its properties could not be merged: then it is as it was.

    `conflicts` is the number of places and properties that both sides changed, each in its own way. There the text is
    the reader's.
    """

    text: str
    conflicts: int = 0
    refused: str | None = None


class _Parts(NamedTuple):
    """A file's lines without their ends: its properties, from fence to fence or those of a page of Logseq's, none where it
    has none, and its text."""

    head: list[str]
    body: list[str]
    is_page: bool = False


def same(first: str, second: str) -> bool:
    """True where two texts differ at most by a byte order mark, line ends and those at the end of the file."""
    return first == second or _bare(first) == _bare(second)


def merge(base: str, hand: str, ours: str) -> MergedFile:
    """Merge what we wrote last, the file as it is, and the text that we would write now."""
    if same(base, ours) or same(hand, ours):
        return MergedFile(hand)
    was, there, new = _parts(_lines(base)), _parts(_lines(hand)), _parts(_lines(ours))
    if len({part.is_page for part in (was, there, new) if part.head}) > 1 and not same(base, hand):
        return MergedFile(hand, refused="it was written in the form of another preset")
    raw = _raw(hand)
    end = "\r\n" if sum(line.endswith("\r") for line in raw) * 2 > len(raw) else "\n"
    raw[-1] += end[:-1]
    head, conflicts = raw[: len(there.head)], 0
    if there.head and was.head != new.head:
        if there.head == was.head:
            head = _with_ends(new.head, end)
        else:
            from reader.export import merge_properties

            try:
                if new.is_page:
                    merged = merge_properties.merge_page(was.head, there.head, new.head)
                    head = _taken(there.head, head, merged.lines, end)
                else:
                    merged = merge_properties.merge(was.head[1:-1], there.head[1:-1], new.head[1:-1])
                    head = _aligned(merged.lines, there.head[1:-1], head, end)
            except merge_properties.PropertiesRefused as error:
                return MergedFile(hand, refused=str(error))
            conflicts = len(merged.conflicts)
    body, more = _body(was.body, there.body, raw[len(there.head) :], new.body, end)
    return MergedFile(_joined(hand, [*head, *body]), conflicts + more)


def _bare(text: str) -> str:
    return text.removeprefix(BOM).replace("\r\n", "\n").rstrip("\n")


def _raw(text: str) -> list[str]:
    """The lines, each with the carriage return that ends it, if any; without those at the end of the file."""
    return text.removeprefix(BOM).rstrip("\r\n").split("\n")


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in _raw(text)]


def _joined(hand: str, lines: Sequence[str]) -> str:
    """The lines as one text, which begins and ends as the file does: the last line's own end is not counted twice."""
    mark = BOM if hand.startswith(BOM) else ""
    rest = hand.removeprefix(BOM)
    return mark + "\n".join(lines).removesuffix("\r") + rest[len(rest.rstrip("\r\n")) :]


def _parts(lines: list[str]) -> _Parts:
    if _FENCE.fullmatch(lines[0]):
        for number, line in enumerate(lines[1:], 2):
            if _LAST_FENCE.fullmatch(line):
                return _Parts(lines[:number], lines[number:])
    size = next((at for at, line in enumerate(lines) if not PROPERTY.fullmatch(line)), len(lines))
    return _Parts(lines[:size], lines[size:], is_page=size > 0)


def _with_ends(lines: Sequence[str], end: str) -> list[str]:
    return [line + end[:-1] for line in lines]


def _aligned(lines: Sequence[str], there: Sequence[str], raw: Sequence[str], end: str) -> list[str]:
    """Merged properties between the file's own fences; a line that it had keeps its line end."""
    return [raw[0], *_taken(there, raw[1:-1], lines, end), raw[-1]]


def _taken(there: Sequence[str], raw: Sequence[str], lines: Sequence[str], end: str) -> list[str]:
    merged: list[str] = []
    for chunk in diff3.merge(there, there, lines):
        if chunk.take == "hand":
            merged += raw[slice(*chunk.hand)]
        else:
            merged += _with_ends(lines[slice(*chunk.ours)], end)
    return merged


def _body(
    base: Sequence[str], hand: Sequence[str], raw: Sequence[str], ours: Sequence[str], end: str
) -> tuple[list[str], int]:
    """The merged lines, and the number of conflicts; where there is one, the hand's lines stand."""
    merged: list[str] = []
    conflicts = 0
    for chunk in diff3.merge(base, hand, ours):
        if chunk.take in ("ours", "both"):
            merged += _with_ends(ours[slice(*chunk.ours)], end)
        if chunk.take != "ours":
            merged += raw[slice(*chunk.hand)]
        conflicts += chunk.take == "conflict"
    return merged, conflicts
