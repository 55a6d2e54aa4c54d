"""Where may an article's Markdown be parted, so that each piece can be read by itself when it comes on the screen?"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

SIZE = 1_000
"""Characters that a piece has at least where the text goes on: some twenty lines."""

LIST_SIZE = 8_000
"""Characters after which a list is parted between its items: its numbers go on, its tightness may not."""

LIMIT = 50_000
"""Characters of a piece that is read as Markdown: 50 ms; a longer one shows as written."""

BRACKETS = 400
"""Opening brackets that a piece may have beyond its links: each costs the parser 40 µs."""

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_GOES_ON = re.compile(r"[ \t]")
_NEXT_ITEM = re.compile(r"\n(?=[-+*] \S)")


class Piece(NamedTuple):
    """Characters [start, end) of the Markdown.

    `is_close`: no blank line stands above it, since a long list goes on. `is_raw`: it shows as written, since reading
    it would take too long.
    """

    start: int
    end: int
    is_close: bool = False
    is_raw: bool = False


def pieces(markdown: str) -> list[Piece]:
    """The pieces of a text, in order and without the blank lines between them; none for a blank text."""
    fences = _fences(markdown)
    starts = [start for start, _ in fences]
    found: list[Piece] = []
    start, is_close = len(markdown) - len(markdown.lstrip("\n")), False
    while start < len(markdown):
        end, following, goes_on = _part(markdown, start, fences, starts)
        if markdown[start:end].strip():
            found.append(Piece(start, end, is_close, _is_too_much(markdown, start, end)))
        start, is_close = following, goes_on
    return found


def _part(
    markdown: str, start: int, fences: list[tuple[int, int]], starts: list[int]
) -> tuple[int, int, bool]:
    """Where the piece that begins there ends, where the next one begins, and whether that one is close."""
    at = start + SIZE
    while found := _BLANK.search(markdown, at):
        if (item := _item_between(markdown, start, found.start())) and not _fence_at(item, fences, starts):
            return item, item + 1, True
        if fence := _fence_at(found.start(), fences, starts):
            at = max(fence, found.end() - 1)
        elif _may_begin(markdown, found.end(), found.start() - start):
            return found.start(), found.end(), False
        else:
            at = found.end() - 1
    if (item := _item_between(markdown, start, len(markdown))) and not _fence_at(item, fences, starts):
        return item, item + 1, True
    return len(markdown), len(markdown), False


def _item_between(markdown: str, start: int, end: int) -> int:
    """The line break before an item, where a list is parted that has no blank line; 0 for none."""
    if end - start <= LIST_SIZE:
        return 0
    found = _NEXT_ITEM.search(markdown, start + LIST_SIZE, end)
    return found.start() if found else 0


def _may_begin(markdown: str, at: int, length: int) -> bool:
    """Whether the line after a blank one does not belong to what stands above it."""
    if _GOES_ON.match(markdown, at):
        return False
    return length > LIST_SIZE or not _ITEM.match(markdown, at)


def _fence_at(place: int, fences: list[tuple[int, int]], starts: list[int]) -> int:
    """The end of the fenced code that a place lies in; 0 for none."""
    index = bisect_right(starts, place) - 1
    return fences[index][1] if index >= 0 and place < fences[index][1] else 0


def _fences(markdown: str) -> list[tuple[int, int]]:
    """Where fenced code stands, its fences included; one that is never closed goes on to the end."""
    found: list[tuple[int, int]] = []
    fence, start = "", 0
    for match in _FENCE.finditer(markdown):
        mark, rest = match[1], match[2]
        if not fence:
            if mark[0] == "~" or "`" not in rest:
                fence, start = mark, match.start()
        elif mark[0] == fence[0] and len(mark) >= len(fence) and not rest.strip():
            found.append((start, match.end()))
            fence = ""
    if fence:
        found.append((start, len(markdown)))
    return found


def _is_too_much(markdown: str, start: int, end: int) -> bool:
    if end - start > LIMIT and not _FENCE.match(markdown, start, end):
        return True
    brackets = markdown.count("[", start, end)
    return brackets > BRACKETS and brackets - markdown.count("](", start, end) > BRACKETS
