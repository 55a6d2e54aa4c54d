"""Pieces of one screen line: fitted to a number of terminal cells as the terminal will draw them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from reader.text.width import shorten
from reader.tui.plain import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.style import Style

    Piece = tuple[str, Style]


def fit(text: str, cells: int) -> str:
    """The text in at most so many cells, cut at a word with …; both ways of counting cells agree that it fits."""
    short = shorten(text, cells)
    while short and cell_len(short) > cells:
        short = shorten(short[:-2], cells - 1) + "…" if len(short) > 2 else ""
    return short


def strip(pieces: Iterable[Piece], cells: int, ground: Style) -> Strip:
    """A line of exactly so many cells: what is too long is cut, what is too short is filled with the ground."""
    segments = list(_segments(pieces))
    if not segments:
        return _blank(cells, ground)
    used = sum(one.cell_length for one in segments)
    if used > cells:
        return Strip(segments, used).adjust_cell_length(cells, ground)
    if used < cells:
        segments.append(Segment(" " * (cells - used), ground))
    return Strip(segments, cells)


@lru_cache(maxsize=64)
def _blank(cells: int, ground: Style) -> Strip:
    return Strip.blank(cells, ground)


def _segments(pieces: Iterable[Piece]) -> Iterator[Segment]:
    for text, style in pieces:
        if text:
            yield segment(text, style)


def ends(left: Iterable[Piece], right: Piece, cells: int, ground: Style) -> list[Piece]:
    """Pieces with one more at the right end of the line, one cell before the edge."""
    pieces = list(left)
    used = sum(cell_len(text) for text, _ in pieces)
    gap = cells - used - cell_len(right[0]) - 1
    return [*pieces, (" " * max(gap, 1), ground), right]


def wide(text: str) -> int:
    """Cells that a piece takes."""
    return cell_len(text)


def cut(pieces: Iterable[Piece], cells: int, mark: Piece) -> list[Piece]:
    """Pieces in at most so many cells; where they are more, the mark ends the line."""
    kept: list[Piece] = []
    room = cells
    for text, style in pieces:
        flat = text.replace("\n", " ")
        size = cell_len(flat)
        if size <= room:
            kept.append((flat, style))
            room -= size
            continue
        return [*kept, (set_cell_size(flat, max(room - 1, 0)), style), mark]
    return kept


def wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken at spaces, within a word only where it is longer than a line."""
    lines, current = list[str](), ""
    for word in text.split():
        while wide(word) > cells:
            head = set_cell_size(word, cells - (wide(current) + 1 if current else 0)).rstrip()
            if not head:
                if not current:
                    break
                lines.append(current)
                current = ""
                continue
            lines.append(f"{current} {head}".strip())
            current, word = "", word[len(head) :]
        joined = f"{current} {word}".strip()
        if wide(joined) > cells:
            lines.append(current)
            current = word
        else:
            current = joined
    return [*lines, current] if current else lines
