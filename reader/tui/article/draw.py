"""Paints a line: its margin, what stands before it, its text with looks and hits, cut to the pane."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.tui import cells
from reader.tui.article import wrap
from reader.tui.article.block import DIM, Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.tui.article.block import Block
    from reader.tui.article.wrap import Line, PictureRow
    from reader.tui.paint import Ground, Paint

_STRIKE = Style(strike=True)
_MIRROR = str.maketrans("▎→", "▕←")


class LineFrame(NamedTuple):
    """The frame that lines are drawn in, in cells: the pane's width, the margin at its left, the measure, and how many
    cells of code and tables are scrolled out at the left. `is_justified`: lines of prose end at the right edge."""

    pane: int
    left: int
    room: int
    skip: int = 0
    is_justified: bool = False


class LineMark(NamedTuple):
    """A piece of a block's text on a ground of its own: a hit, a highlight, what is being chosen. The one that the reader
    stands on is drawn stronger."""

    start: int
    end: int
    is_current: bool = False
    on: Ground = "mark"


class Drawn(NamedTuple):
    """A painted line and the links in it: cells [start, end) and the number."""

    strip: Strip
    links: tuple[tuple[int, int, int], ...]


class _Part(NamedTuple):
    text: str
    look: Look
    number: int = 0


def draw(
    line: Line, frame: LineFrame, paint: Paint, marks: Sequence[LineMark] = (), *, is_chosen: bool = False
) -> Drawn:
    """One line of the screen, as wide as the pane; a chosen one has the bar and the tint of a selected row."""
    if line.row is not None:
        return Drawn(_picture(line, line.row, frame, paint), ())
    parts = list(_parts(line, frame, marks))
    if is_chosen:
        parts = list(_chosen(parts, frame))
    links: list[tuple[int, int, int]] = []
    pieces = []
    at = 0
    for part in (_Part(" " * (frame.left - is_chosen), DIM), *parts):
        taken = cell_len(part.text)
        if part.number:
            links.append((at, at + taken, part.number))
        at += taken
        pieces.append((part.text.replace("\u00a0", " "), style(part.look, paint)))
    return Drawn(cells.strip(pieces, frame.pane, paint.style("ink"), is_prose=True), tuple(links))


def _picture(line: Line, row: PictureRow, frame: LineFrame, paint: Paint) -> Strip:
    """A row of a picture where the lines of its caption begin."""
    from reader.tui.article.pictures import segments

    block, ground = line.block, paint.style("ink")
    before = wrap.prefix(block.rest, frame.room)
    lead = [Segment(" " * frame.left, ground)]
    if block.is_mirrored:
        taken = row.width + sum(cell_len(span.text) for span in before)
        lead.append(Segment(" " * (frame.room - taken), ground))
    else:
        lead += [cells.segment(span.text, style(span.look, paint)) for span in before]
    used = sum(segment.cell_length for segment in lead) + row.width
    return Strip([*lead, *segments(row), Segment(" " * (frame.pane - used), ground)], frame.pane)


def _chosen(parts: list[_Part], frame: LineFrame) -> Iterator[_Part]:
    """The parts on the tint, which is as wide as the measure, after a bar."""
    yield _Part("▌", Look("accent", on="selection"))
    for part in parts:
        yield part._replace(look=part.look._replace(on="selection")) if part.look.on == "paper" else part
    taken = sum(cell_len(part.text) for part in parts)
    yield _Part(" " * (frame.room - taken), Look(on="selection"))


def style(look: Look, paint: Paint) -> Style:
    """The style of a look."""
    made = paint.style(look.role, bold=look.bold, italic=look.italic, underline=look.underline, on=look.on)
    return made + _STRIKE if look.strike else made


def reach(line: Line, frame: LineFrame) -> int:
    """Cells that a row of code or of a table can be scrolled out at the left until its end is in view."""
    if not line.block.is_wide or line.kind == "gap":
        return 0
    row = cell_len(line.block.text[line.start : line.end])
    return max(row - _wide_room(line, frame), 0)


def _wide_room(line: Line, frame: LineFrame) -> int:
    """Cells for a row of code or of a table: to the pane's right margin, beyond the measure."""
    before = wrap.prefix_width(line.block.first, frame.room)
    return max(frame.pane - frame.left - before - 1, 1)


def _parts(line: Line, frame: LineFrame, marks: Sequence[LineMark]) -> Iterator[_Part]:
    block = line.block
    spans = {"gap": block.gap or (), "first": block.first}.get(line.kind, block.rest)
    before = wrap.prefix(spans, frame.room)
    if not block.is_mirrored:
        yield from (_Part(*span) for span in before)
    if block.is_wide and line.kind != "gap":
        yield from _window(line, _wide_room(line, frame), frame.skip, marks)
        return
    runs = _runs(block, line.start, line.end, marks)
    if block.align != "left" or frame.is_justified:
        own = frame.room - sum(cell_len(span.text) for span in before)
        free = own - cell_len(block.text[line.start : line.end])
        wider = wrap.wider_spaces(line, free) if frame.is_justified else ()
        if wider:
            runs = _spread(runs, wider)
        elif block.align != "left":
            yield _Part(" " * (free if block.align == "right" else free // 2), DIM)
    if block.align == "right":
        runs = chain([_Part(cells.RIGHT_FROM, DIM)], runs, [_Part(cells.RIGHT_TO, DIM)])
    yield from runs
    if block.is_mirrored:
        yield from (_Part(_mirrored(span.text), span.look) for span in reversed(before))


def _spread(runs: Iterator[_Part], wider: Sequence[int]) -> Iterator[_Part]:
    """The text of a line with wider spaces. Links and marks stay with their characters."""
    at = 0
    for part in runs:
        words = part.text.split(" ")
        spaces = [" " * (1 + more) for more in wider[at : at + len(words) - 1]]
        at += len(spaces)
        yield part._replace(text="".join(map("".join, zip(words, [*spaces, ""], strict=True))))


def _mirrored(text: str) -> str:
    """A sign that stands before a line as it stands behind one: its blanks change sides."""
    sign = text.strip(" ")
    lead, trail = text.split(sign, 1) if sign else (text, "")
    return f"{trail}{sign.translate(_MIRROR)}{lead}"


def _window(line: Line, room: int, skip: int, marks: Sequence[LineMark]) -> Iterator[_Part]:
    """A row of code or of a table: what of it is in view, with … where it goes on."""
    row = line.block.text[line.start : line.end]
    total = cell_len(row)
    is_rule = not row.strip("─")  # one needs no sign that it goes on
    is_cut_left = skip > 0 and not is_rule
    is_cut_right = total > skip + room and not is_rule
    start, end, lead = cells.window(row, skip + is_cut_left, room - is_cut_left - is_cut_right)
    if is_cut_left:
        yield _Part("…", DIM)
    yield _Part(" " * lead, DIM)
    yield from _runs(line.block, line.start + start, line.start + end, marks)
    if is_cut_right:
        yield _Part("…", DIM)


def _runs(block: Block, start: int, end: int, marks: Sequence[LineMark]) -> Iterator[_Part]:
    """The text [start, end) by its looks, marks on their own ground."""
    first = bisect_right(block.runs, start, key=lambda run: run.end)
    for run in islice(block.runs, first, None):
        if run.start >= end:
            return
        at, last = max(run.start, start), min(run.end, end)
        for mark in marks:
            if mark.end <= at or mark.start >= last:
                continue
            if mark.start > at:
                yield _Part(block.text[at : mark.start], run.look, run.number)
            is_strong = mark.is_current
            look = run.look._replace(
                on=mark.on, bold=run.look.bold or is_strong, underline=run.look.underline or is_strong
            )
            at, begun = min(mark.end, last), max(mark.start, at)
            yield _Part(block.text[begun:at], look, run.number)
        if at < last:
            yield _Part(block.text[at:last], run.look, run.number)
