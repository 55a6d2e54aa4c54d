"""How is a table drawn? Columns side by side, a rule under the head, no boxes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.tui.article import inline
from reader.tui.article.block import INK, RULE, Writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from reader.tui.article.inline import Numbers

_FIGURES = re.compile(r"[+−-]?[\d.,\s%°$€£¥:/–-]*\d[\d.,\s%°$€£¥:/–-]*[^\W\d_]{0,3}")
"""Figures, with a unit of up to three letters."""


def write(tokens: Sequence[Token], numbers: Numbers) -> Writing:
    """The tokens within a table as rows of one text; columns of figures stand at their right edge."""
    rows: list[list[Writing]] = []
    aligned: dict[int, str] = {}
    is_head = False
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            is_head = token.type == "th_open"
            if style := str(token.attrs.get("style") or ""):
                aligned[len(rows[-1])] = style.removeprefix("text-align:")
            children = tokens[place + 1].children or ()
            rows[-1].append(_flat(inline.write(children, numbers, INK._replace(bold=is_head))))
    columns = max(map(len, rows), default=0)
    room = [max((cell_len(row[n].text) for row in rows if n < len(row)), default=0) for n in range(columns)]
    sides = [aligned.get(n) or ("right" if _is_figures(rows[1:], n) else "left") for n in range(columns)]
    writing = Writing()
    for number, row in enumerate(rows):
        if number:
            writing.add("\n")
        _row(writing, row, room, sides)
        if number == 0:
            writing.add("\n")
            writing.add("─" * (sum(room) + 2 * (columns - 1)), RULE)
    return writing


def _flat(cell: Writing) -> Writing:
    """The cell in one line."""
    cell.parts = [part.replace("\n", " ") for part in cell.parts]
    return cell


def _is_figures(rows: Sequence[Sequence[Writing]], column: int) -> bool:
    cells = [row[column].text for row in rows if column < len(row) and row[column].text]
    return bool(cells) and all(_FIGURES.fullmatch(cell) for cell in cells)


def _row(writing: Writing, row: Sequence[Writing], room: Sequence[int], sides: Sequence[str]) -> None:
    for n, cell in enumerate(row):
        free = room[n] - cell_len(cell.text)
        before = {"right": free, "center": free // 2}.get(sides[n], 0)
        writing.add(" " * (before + (2 if n else 0)))
        text = cell.text
        for run in cell.runs:
            writing.add(text[run.start : run.end], run.look, run.number)
        if n + 1 < len(row):
            writing.add(" " * (free - before))
