"""Breaks a text into lines of a width: at spaces, after hyphens, between characters of Chinese and Japanese; and makes
lines even by wider spaces."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len

from reader.core.sandbox.results import CHANNELS
from reader.late import pattern
from reader.tui.article.block import CODE
from reader.tui.cells import NOT_FIRST, NOT_LAST, clusters, is_simple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tui.article.block import Block, Spans
    from reader.tui.cells import Cluster

ROW_LIMIT = 4_000
"""Characters of a row of code or of a table that are drawn as one; a longer row goes on below."""

WIDEST = 2
"""Cells by which a space grows at most: a line that needs more has a ragged edge rather than holes."""

_DOT = "\u00a0·"
"""Ends an item of a line of facts. Where the line breaks behind it, it is left out."""

_AFTER_HYPHEN = pattern(r"(?<=\w)[-‐–—](?=\w)")
# A line may break beside these: not the scripts without spaces of `text.tokens`, but Chinese and Japanese with their
# signs, without Thai, whose words a dictionary would have to part, and Hangul, which breaks at its spaces.
_IDEOGRAPHS = "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_IDEOGRAPH = pattern(f"[{_IDEOGRAPHS}]")


class PictureRow(NamedTuple):
    """A row of cells: red, green and blue of each cell's upper and of its lower pixel."""

    upper: bytes
    lower: bytes

    @property
    def width(self) -> int:
        """Cells of the row."""
        return len(self.upper) // CHANNELS


class Line(NamedTuple):
    """One line of the screen: characters [start, end) of a block's text, the gap above the block, or a row of the picture
    above its text."""

    block: Block
    start: int
    end: int
    kind: Literal["gap", "picture", "first", "more"]
    row: PictureRow | None = None


def lines(block: Block, room: int) -> list[Line]:
    """The lines of a block in so many cells, its gap first; there is always one besides the gap."""
    found = [Line(block, 0, 0, "gap")] if block.gap is not None else []
    own = max(room - prefix_width(block.first, room), 1)
    kind: Literal["first", "more"] = "first"
    for start, end in _rows(block.text) if block.is_wide else _wrapped(block.text, own):
        found.append(Line(block, start, end, kind))
        kind = "more"
    return found


def prefix(spans: Spans, room: int) -> Spans:
    """Keep what stands before a line to half the room: the outer ones go first."""
    total = sum(cell_len(span.text) for span in spans)
    while spans and total > room // 2:
        total -= cell_len(spans[0].text)
        spans = spans[1:]
    return spans


def prefix_width(spans: Spans, room: int) -> int:
    """Cells of `prefix`."""
    return sum(cell_len(span.text) for span in prefix(spans, room))


def _rows(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for row in text.split("\n"):
        end = start + len(row)
        for cut in range(start, max(end, start + 1), ROW_LIMIT):
            yield cut, min(cut + ROW_LIMIT, end)
        start = end + 1


def _wrapped(text: str, room: int) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        yield from _simple(text, start, end, room) if is_simple(part) else _mixed(part, start, room)
        start = end + 1


def _simple(text: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    """Lines of text in which every character takes one cell."""
    while end - start > room:
        space = text.rfind(" ", start, start + room + 1)
        last, following = (space, space + 1) if space > start else (start + room, start + room)
        for hyphen in _AFTER_HYPHEN.finditer(text, max(space, start), min(start + room + 1, end)):
            if start < hyphen.end() <= start + room:
                last = following = hyphen.end()
        dot = text.rfind(f"{_DOT} ", start, start + room + len(_DOT) + 1)
        if dot > start and dot + len(_DOT) > last:  # the item has room, its dot needs none
            last, following = dot, dot + len(_DOT)
        yield start, last - len(_DOT) if text.endswith(_DOT, start, last) else last
        start = following
        while start < end and text[start] == " ":
            start += 1
    yield start, end


def _mixed(part: str, offset: int, room: int) -> Iterator[tuple[int, int]]:
    """Lines of text with wide characters, marks or joined ones."""
    found = clusters(part)
    first = cells = chance = 0  # clusters: the line's first, and the last place where it may end
    for place, cluster in enumerate(found):
        if place > first and _may_part(part, found[place - 1], cluster):
            chance = place
        if _is_space(part, cluster):  # Spaces may stand beyond the edge: they are not drawn.
            cells += cluster.cells
            continue
        while cells + cluster.cells > room and place > first:
            cut = chance if chance > first else place
            yield _line(part, found, first, cut, offset)
            first = cut
            while first < place and _is_space(part, found[first]):
                first += 1
            cells = sum(inside.cells for inside in found[first:place])
        cells += cluster.cells
    yield _line(part, found, first, len(found), offset) if found else (offset, offset)


def _line(part: str, found: list[Cluster], first: int, cut: int, offset: int) -> tuple[int, int]:
    while cut > first + 1 and _is_space(part, found[cut - 1]):
        cut -= 1
    if cut < len(found) and part.endswith(_DOT, found[first].start, found[cut - 1].end):
        cut -= len(_DOT)
    start = found[first].start if first < len(found) else len(part)
    return offset + start, offset + (found[cut - 1].end if cut > first else start)


def _is_space(text: str, cluster: Cluster) -> bool:
    return text[cluster.start : cluster.end] == " "  # one with a mark on it is a sign of its own


def _may_part(text: str, before: Cluster, after: Cluster) -> bool:
    """Tell whether a line may end between two characters."""
    left, right = text[before.start], text[after.start]
    if _is_space(text, after):
        return False
    if _is_space(text, before) or text[before.end - 1] == "\u200b":
        return True
    if left in "-‐–—":
        return right.isalnum() and before.start > 0 and text[before.start - 1].isalnum()
    if right in NOT_FIRST or left in NOT_LAST:
        return False
    return _IDEOGRAPH.match(left) is not None or _IDEOGRAPH.match(right) is not None


def wider_spaces(line: Line, free: int) -> tuple[int, ...]:
    """The cells that each space of a line gets in addition, which are `free` together; empty where the line stays as it is.

    That is the last line of a paragraph or verse; text that is no prose; Chinese and Japanese, whose signs stand on a grid;
    and what would get holes. Spaces in code, at the start of a line and beside another space keep their width.
    """
    block = line.block
    if not block.is_prose or line.kind == "gap" or free <= 0 or _is_last(line):
        return ()
    text = block.text[line.start : line.end]
    if _IDEOGRAPH.search(text):
        return ()
    spaces = [at for at, char in enumerate(text) if char == " "]
    code = list(_code(line))
    grow = [
        at > 0 and text[at - 1] != " " and not any(line.start + at in one for one in code) for at in spaces
    ]
    number = sum(grow)
    if free > number * WIDEST:
        return ()
    found, done = [], 0
    for grows in grow:
        before = (free * done + number // 2) // number
        done += grows
        found.append((free * done + number // 2) // number - before)
    return tuple(found)


def _is_last(line: Line) -> bool:
    """Tell whether a paragraph, or a row of it that its author broke off, ends with this line."""
    text, at = line.block.text, line.end
    while at < len(text) and text[at] == " ":
        at += 1
    return at >= len(text) or text[at] == "\n"


def _code(line: Line) -> Iterator[range]:
    """The places of code in a line."""
    runs = line.block.runs
    for number in range(bisect_right(runs, line.start, key=lambda run: run.end), len(runs)):
        if runs[number].start >= line.end:
            return
        if runs[number].look == CODE:
            yield range(runs[number].start, runs[number].end)
