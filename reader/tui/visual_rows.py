"""Rows of cells as they are seen, for a terminal that shows letters in the order in which it gets them.

Each pane's part of a row is a line that runs from left to right, as on a terminal with bidi; what stands between the two marks
of `tui.cells` is a line of its own that runs from right to left. All else in the reader counts cells as they are written.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.text import arabic_forms, bidi
from reader.tui.cells import LEFT_TO_RIGHT, RIGHT_FROM, RIGHT_TO, align
from reader.tui.terminal_rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.tui.terminal_rows import Look

ROWS_KEPT = 512
"""Rows whose order is kept: those of a large screen, with some pages before and behind."""

_MARKS = str.maketrans("", "", f"{RIGHT_FROM}{RIGHT_TO}")
_UNSEEN = str.maketrans("", "", f"{LEFT_TO_RIGHT}{RIGHT_FROM}{RIGHT_TO}\u200f\u061c")


class VisualRow(NamedTuple):
    """A row as it is seen. `order` has for each of its columns the one in which the same stands in the row as written. An alif
    that is drawn with its lām is in none; a blank at the end of its line has the column beside that."""

    row: Row
    order: Sequence[int]


def seen(row: Row) -> VisualRow:
    """The row with its letters in the order in which they are read, Arabic ones joined, brackets turned."""
    split = tuple(
        at
        for at in arabic_forms.lams(row.chars)
        if row.looks[at] != row.looks[at + 1]  # a hit or the cursor ends between them
    )
    chars, order = _turned(tuple(row.chars), tuple(row.cuts), split)
    return VisualRow(_like(row, list(chars), [row.looks[at] for at in order]), order)


def bare(row: Row) -> VisualRow:
    """The row as it is written, without the marks that only `seen` needs."""
    return VisualRow(
        _like(row, [char.translate(_MARKS) for char in row.chars], row.looks), range(len(row.chars))
    )


def _like(row: Row, chars: list[str], looks: list[Look]) -> Row:
    made = Row(chars, looks)
    made.is_agreed, made.is_known, made.cuts = row.is_agreed, row.is_known, row.cuts
    return made


@lru_cache(maxsize=ROWS_KEPT)
def _turned(
    row: tuple[str, ...], cuts: tuple[int, ...], split: tuple[int, ...]
) -> tuple[Sequence[str], Sequence[int]]:
    """The characters of a row as they are seen, and from which columns they come; `split`: each lām that is not drawn as one
    with its alif."""
    chars: list[str] = []
    order: list[int] = []
    for start, end, is_right in _lines(row, cuts):
        cells = [at for at in range(start, end) if row[at]]
        written = [row[at].translate(_UNSEEN) or " " for at in cells]
        if not is_right and not bidi.RUNS_BACK.search("".join(written)):
            found = [0] * len(written)
        else:
            found = _levels_of_facts(written) if is_right else bidi.levels(written, is_right=False)
            whole = [at for at in arabic_forms.lams(written) if is_right and cells[at] not in split]
            written = arabic_forms.joined(written, whole)
            # A line from the right has its end at the left: there is the blank for each letter that takes no cell.
            chars += [" "] * len(whole)
            order += [_beside(row, cuts, start, end)] * len(whole)
        for at in bidi.reordered(found):
            cluster, last = written[at], cells[at + 1] if at + 1 < len(cells) else end
            if not cluster:
                continue
            chars += [bidi.mirrored(cluster[0]) + cluster[1:] if found[at] % 2 else cluster]
            chars += [""] * (last - cells[at] - 1)
            order += range(cells[at], last)
    return chars, order


def _levels_of_facts(written: Sequence[str]) -> list[int]:
    """The levels of a line that runs from right to left. Texts with a dot between them follow one another from the right,
    each in its own direction: `4 min` stays so behind an Arabic name."""
    dots = [at for at, one in enumerate(written) if one == "·" and _are_blank(written[at - 1 : at])]
    dots = [at for at in dots if at and _are_blank(written[at + 1 : at + 2])]
    if not dots:
        return bidi.levels(written, is_right=True)
    found = [1] * len(written)
    for before, dot in pairwise([-2, *dots, len(written) + 1]):
        start, end = before + 2, dot - 1
        part = written[start:end]
        is_right = align("".join(part)) == "right"
        found[start:end] = [one + 2 * (not is_right) for one in bidi.levels(part, is_right=is_right)]
    return found


def _beside(row: Sequence[str], cuts: Sequence[int], start: int, end: int) -> int:
    """The column whose look a blank has that fills a line [start, end) at the left: the blank before it, else its last one."""
    is_blank = start and start not in cuts and row[start - 1].translate(_UNSEEN).isspace()
    return start - 1 if is_blank else end - 1


def _are_blank(clusters: Sequence[str]) -> bool:
    return all(one.isspace() for one in clusters)


def _lines(row: Sequence[str], cuts: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """The lines of a row, cells [start, end), and whether each runs from right to left."""
    for start, end in pairwise(sorted({0, *cuts, len(row)})):
        at, is_right = start, False
        for column in range(start, end):
            mark = row[column]
            if mark.isascii():
                continue
            stops = [(column, True)] if mark[0] == RIGHT_FROM else []
            if RIGHT_FROM in mark[1:]:
                stops.append((column + 1, True))
            if RIGHT_TO in mark or LEFT_TO_RIGHT in mark:
                ends_it = RIGHT_TO in mark or not is_right
                stops += [(_behind(row, column, end), False)] if ends_it else []
            for stop, is_next_right in stops:
                if stop > at:
                    yield at, stop, is_right
                at, is_right = stop, is_next_right
        if end > at:
            yield at, end, is_right


def _behind(row: Sequence[str], column: int, end: int) -> int:
    """The column behind a cluster, which can be two cells wide."""
    column += 1
    while column < end and not row[column]:
        column += 1
    return column
