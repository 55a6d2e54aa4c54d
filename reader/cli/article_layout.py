"""An article's Markdown laid out for a terminal: wrapped at words to a measure, marks of Markdown as typography."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.text.clean import clean
from reader.text.width import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.cli.output import Output

MEASURE = 72
"""Columns of text, where the terminal has them: what a line of a book holds."""

TABLE = 96
"""Columns of a table at most."""

_LINK = re.compile(r"(?<!!)\[((?:[^\]\\]|\\.){0,1000})\]\([^()\s]{0,4000}\)")
_PICTURE = re.compile(r"^!\[((?:[^\]\\]|\\.){0,1000})\]\([^()\s]{0,4000}\)$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*{1,2})(?=\S)(.{1,1000}?)(?<=[^\s\\])\1(?![\w*])")
_PREFIX = re.compile(r"^((?:> ?)*)( *(?:[-*+] |\d{1,9}[.)] )?)(.*)$")
_WORD = re.compile(r"\S+|\s+")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(.{1,1000}?)(?<!`)\1(?!`)")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")

_ACTIVE = "*[]\\`"
_HIDE = {ord(char): 0xF0000 + number for number, char in enumerate(_ACTIVE)}
_SHOW = {hidden: char for char, hidden in _HIDE.items()}
"""What Markdown reads as its own is a plain character in code: it is out of sight while the rest is read."""

_GAP = "  "
_HIGHEST, _MANY, _HIGHEST_OF_MANY = 6, 4, 4
"""Lines that a row of a table may take; of one with many columns, which would be scraps, fewer."""
_NONE = frozenset({"", "-", "–", "—"})
"""Cells that say nothing."""


def body(markdown: str, out: Output) -> None:
    """Print an article's Markdown: laid out on a terminal, as it is into a pipe."""
    if out.columns is None:
        out.data(markdown)
        return
    for line in lines(markdown, out):
        out.styled(line)


def lines(markdown: str, out: Output) -> Iterator[str]:
    """The lines to print, styles included, each at most the measure or the terminal wide."""
    columns = min(MEASURE, (out.columns or MEASURE + 4) - 4)
    wide = min(TABLE, (out.columns or MEASURE + 4) - 4)
    fence = None
    table: list[str] = []
    for raw in clean(markdown).split("\n"):
        if fence is None and raw.startswith("|"):
            table.append(raw)
            continue
        yield from _table(table, wide, out)
        table.clear()
        stripped = raw.lstrip("> ")
        if fence is not None or stripped.startswith(("```", "~~~")):
            mark = re.match(r"`{3,}|~{3,}", stripped)
            if fence is None and mark:
                fence = mark[0]
            elif mark and mark[0].startswith(fence or "") and stripped.strip() == mark[0]:
                fence = None
            else:
                yield f"  {raw}".rstrip()
            continue
        yield from _line(raw, columns, out)
    yield from _table(table, wide, out)


def _line(raw: str, columns: int, out: Output) -> Iterator[str]:
    if (picture := _PICTURE.match(raw)) is not None:
        yield "  " + out.dim(f"▢ {_plain(picture[1]) or 'picture'}")
    elif (heading := re.match(r"^#{1,6} (.*)$", raw)) is not None:
        for piece in _wrapped(_plain(heading[1]), columns):
            yield "  " + out.bold(piece)
    else:
        yield from _paragraph(raw, columns, out)


def _paragraph(raw: str, columns: int, out: Output) -> Iterator[str]:
    found = _PREFIX.match(raw)
    assert found is not None  # the pattern matches any line
    bar = "│ " * found[1].count(">")
    mark = re.sub(r"[-*+] $", "• ", found[2])
    room = max(columns - width(bar) - width(mark), 20)
    for number, piece in enumerate(_wrapped(_plain(found[3]), room) or [""]):
        yield f"  {out.dim(bar)}{mark if number == 0 else ' ' * width(mark)}{piece}".rstrip()


def _table(rows: Sequence[str], columns: int, out: Output) -> Iterator[str]:
    """The rows of a table, their cells wrapped side by side, the head in bold; where that would break words or make high
    rows, each row by itself."""
    cells = [[_plain(cell.strip().replace("\\|", "|")) for cell in _CELL.split(row)[1:-1]] for row in rows]
    room = columns - width(_GAP) * (max(map(len, cells), default=0) - 1)
    has_rule = len(rows) > 1 and _RULE.fullmatch(rows[1]) is not None
    full = cells[:1] + cells[2:] if has_rule else cells
    widths = _widths(full, room) if sum(_words(full)) <= room else []
    wrapped = [[_wrapped(cell, wide, wide) for cell, wide in zip(row, widths, strict=False)] for row in cells]
    highest = _HIGHEST_OF_MANY if len(widths) >= _MANY else _HIGHEST
    if cells and (not widths or max(len(piece) for row in wrapped for piece in row or [[]]) > highest):
        yield from _records(full if has_rule else [[], *full], columns, out)
        return
    for number, row in enumerate(cells):
        if number == 0 and not any(row):
            continue
        if number == 1 and has_rule:
            yield "  " + out.dim(_GAP.join("─" * wide for wide in widths))
            continue
        for line in zip_longest(*wrapped[number], fillvalue=""):
            padded = (piece + " " * (wide - width(piece)) for piece, wide in zip(line, widths, strict=False))
            text = _GAP.join(padded).rstrip()
            yield "  " + (out.bold(text) if number == 0 else text)


def _widths(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of the columns: the widest ones give way first, and none below its longest word while others can."""
    columns = list(zip_longest(*cells, fillvalue=""))
    widths = [max(min(width(cell), room) for cell in column) for column in columns]
    words = _words(cells)
    while sum(widths) > room:
        able = [wide if wide > word else 0 for wide, word in zip(widths, words, strict=True)]
        most = able if any(able) else widths
        widths[most.index(max(most))] -= 1
    return widths


def _words(cells: Sequence[Sequence[str]]) -> list[int]:
    """The width of the longest word of each column."""
    columns = zip_longest(*cells, fillvalue="")
    return [max((width(word) for cell in column for word in cell.split()), default=0) for column in columns]


def _records(cells: Sequence[Sequence[str]], columns: int, out: Output) -> Iterator[str]:
    """Each row below its first cell, in bold: the other cells, with the head of their column."""
    head, *rows = cells
    for row in rows:
        for piece in _wrapped(row[0] if row else "", columns):
            yield "  " + out.bold(piece)
        for name, cell in zip_longest(head[1:], row[1:], fillvalue=""):
            said = f"{name}: {cell}" if name else cell
            for number, piece in enumerate(() if cell in _NONE else _wrapped(said, columns - 4)):
                yield f"  {'  ' if number == 0 else '    '}{piece}"
        yield ""


def _plain(text: str) -> str:
    text = _CODE.sub(lambda code: code[2].translate(_HIDE), text)
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text).translate(_SHOW)


def _wrapped(text: str, columns: int, longest: int | None = None) -> list[str]:
    """The text in pieces of at most so many cells, broken at spaces; within a word only where it is wider than `longest`
    (None: half of that)."""
    longest = columns // 2 if longest is None else longest
    pieces, line = list[str](), ""
    for word in _WORD.findall(text):
        if width(line) + width(word) <= columns:
            line += word
            continue
        if word.isspace():
            continue
        if line.strip() and width(word) <= longest:
            pieces.append(line.rstrip())
            line = word
            continue
        for char in word:
            if width(line) + width(char) > columns:
                pieces.append(line.rstrip())
                line = ""
            line += char
    return [*pieces, line.rstrip()] if line.strip() else pieces
