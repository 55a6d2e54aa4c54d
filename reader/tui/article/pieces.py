"""Parts an article's Markdown into pieces, each of which can be read by itself when it comes on the screen; what one
defines for the others is known from the start."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.late import pattern
from reader.markdown.blocks import parser

if TYPE_CHECKING:
    from markdown_it.token import Token

SIZE = 1_000
"""Characters that a piece has at least where the text goes on: some twenty lines."""

LIST_SIZE = 3_000
"""Characters after which a list is parted between its items: its numbers go on, its tightness may not."""

LIMIT = 20_000
"""Characters of a piece that is read as Markdown, at worst in 70 ms; what goes on longer without a blank line shows as
written."""

TABLE_LIMIT = 60_000
"""Characters of a table that is read as one: some 2,000 rows, 100 ms."""

RAW_SIZE = 4_000
"""Characters of a piece of what shows as written."""

BRACKETS = 400
"""Opening brackets that a piece may have beyond its links: each costs the parser 40 µs."""

DEFINING = 50
"""Pieces with definitions that are read at the start; those of more do not count elsewhere."""

_DEFINITION = pattern(r"^ {0,3}\[(\^?)([^\]\n]{1,300})\]:", re.MULTILINE)
_BLANK = pattern(r"\n(?:[ \t]*\n)+")
_FENCE = pattern(r"^ {0,3}(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_ITEM = pattern(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_GOES_ON = pattern(r"[ \t]")
_NEXT_ITEM = pattern(r"\n(?=[-+*] \S)")


class MarkdownPiece(NamedTuple):
    """Characters [start, end) of the Markdown.

    `is_close`: no blank line stands above it, since a long list goes on. `is_raw`: it shows as written, since reading
    it would take too long.
    """

    start: int
    end: int
    is_close: bool = False
    is_raw: bool = False


def pieces(markdown: str) -> list[MarkdownPiece]:
    """The pieces of a text, in order and without the blank lines between them; none for a blank text."""
    parting = _Parting(markdown)
    found: list[MarkdownPiece] = []
    start, is_close = len(markdown) - len(markdown.lstrip("\n")), False
    while start < len(markdown):
        end, following, goes_on = parting.part(start)
        if _is_too_much(markdown, start, end):
            found += _raw(markdown, start, end, is_close=is_close)
        elif markdown[start:end].strip():
            found.append(MarkdownPiece(start, end, is_close))
        start, is_close = following, goes_on
    return found


class _Parting:
    """Finds the ends of pieces, from the front to the back."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._fences = _fences(markdown)
        self._starts = [start for start, _ in self._fences]
        self._blank = (-1, -1)  # the blank line found last: it may be far away

    def part(self, start: int) -> tuple[int, int, bool]:
        """Find the end of the piece that begins there, the start of the next one, and whether that one is close."""
        at = start + SIZE
        while (blank := self._next_blank(at))[0] < len(self._markdown):
            if item := self._item_before(start, blank[0]):
                return item, item + 1, True
            if fence := self._fence_at(blank[0]):
                at = max(fence, blank[1] - 1)
            elif self._may_begin(blank[1], blank[0] - start):
                return *blank, False
            else:
                at = blank[1] - 1
        if item := self._item_before(start, len(self._markdown)):
            return item, item + 1, True
        return len(self._markdown), len(self._markdown), False

    def _next_blank(self, at: int) -> tuple[int, int]:
        """The blank lines that begin there or later, [start, end); both at the text's end for none."""
        if self._blank[0] < at:
            found = _BLANK.search(self._markdown, at)
            self._blank = found.span() if found else (len(self._markdown), len(self._markdown))
        return self._blank

    def _item_before(self, start: int, end: int) -> int:
        """The line break before an item, where a list is parted that has no blank line; 0 for none."""
        if end - start <= LIST_SIZE:
            return 0
        found = _NEXT_ITEM.search(self._markdown, start + LIST_SIZE, end)
        return found.start() if found and not self._fence_at(found.start()) else 0

    def _may_begin(self, at: int, length: int) -> bool:
        """Tell whether the line after a blank one begins something of its own."""
        if _GOES_ON.match(self._markdown, at):
            return False
        return length > LIST_SIZE or not _ITEM.match(self._markdown, at)

    def _fence_at(self, place: int) -> int:
        """The end of the fenced code that a place lies in; 0 for none."""
        index = bisect_right(self._starts, place) - 1
        return self._fences[index][1] if index >= 0 and place < self._fences[index][1] else 0


def _fences(markdown: str) -> list[tuple[int, int]]:
    """Find fenced code, its fences included; one that is never closed goes on to the end."""
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
    limit = TABLE_LIMIT if markdown.startswith("|", start) else LIMIT
    if end - start > limit and not _FENCE.match(markdown, start, end):
        return True
    brackets = markdown.count("[", start, end)
    return brackets > BRACKETS and brackets - markdown.count("](", start, end) > BRACKETS


def _raw(markdown: str, start: int, end: int, *, is_close: bool) -> list[MarkdownPiece]:
    """Part text that shows as written: at its lines, else between words, else anywhere."""
    found: list[MarkdownPiece] = []
    while end - start > RAW_SIZE:
        last = start + RAW_SIZE
        cut = max(markdown.rfind("\n", start, last), markdown.rfind(" ", last - 200, last)) + 1 or last
        found.append(MarkdownPiece(start, cut, is_close, is_raw=True))
        start, is_close = cut, True
    return [*found, MarkdownPiece(start, end, is_close, is_raw=True)]


class MarkdownSource:
    """The Markdown and its pieces. `has_references`: some links name an address that is defined elsewhere."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown
        self.pieces = pieces(markdown)
        self._references: dict[str, Any] = {}
        self._notes: list[str] = []
        self._define()
        self.has_references = bool(self._references)

    def tokens(self, piece: MarkdownPiece) -> list[Token]:
        """The tokens of a piece."""
        notes = {f":{label}": -1 for label in self._notes}
        env = {"references": self._references, "footnotes": {"refs": notes, "list": {}}}
        return parser().parse(self.markdown[piece.start : piece.end], env)

    def _define(self) -> None:
        if "]:" not in self.markdown:
            return
        read = 0
        for piece in self.pieces:
            found = list(_DEFINITION.finditer(self.markdown, piece.start, piece.end))
            self._notes += [match[2] for match in found if match[1] and " " not in match[2]]
            if read < DEFINING and not piece.is_raw and any(not match[1] for match in found):
                read += 1
                made = parser()
                env = {"references": self._references}
                made.block.parse(self.markdown[piece.start : piece.end], made, env, [])
