"""An article's Markdown laid out for a terminal: wrapped at words to a measure, marks of Markdown as typography."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text.clean import clean
from reader.text.width import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.cli.output import Output

MEASURE = 72
"""Columns of text, where the terminal has them: what a line of a book holds."""

_LINK = re.compile(r"(?<!!)\[((?:[^\]\\]|\\.){0,1000})\]\([^()\s]{0,4000}\)")
_PICTURE = re.compile(r"^!\[((?:[^\]\\]|\\.){0,1000})\]\([^()\s]{0,4000}\)$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*{1,2})(?=\S)(.{1,1000}?)(?<=[^\s\\])\1(?![\w*])")
_PREFIX = re.compile(r"^((?:> ?)*)( *(?:[-*+] |\d{1,9}[.)] )?)(.*)$")
_WORD = re.compile(r"\S+|\s+")


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
    fence = None
    for raw in clean(markdown).split("\n"):
        stripped = raw.lstrip("> ")
        if fence is not None or stripped.startswith(("```", "~~~")):
            mark = re.match(r"`{3,}|~{3,}", stripped)
            if fence is None and mark:
                fence = mark[0]
            elif mark and mark[0].startswith(fence or "") and stripped.strip() == mark[0]:
                fence = None
            else:
                yield f"  {raw}"
            continue
        yield from _line(raw, columns, out)


def _line(raw: str, columns: int, out: Output) -> Iterator[str]:
    if (picture := _PICTURE.match(raw)) is not None:
        yield "  " + out.dim(f"▢ {_plain(picture[1]) or 'picture'}")
    elif (heading := re.match(r"^#{1,6} (.*)$", raw)) is not None:
        for piece in _wrapped(_plain(heading[1]), columns):
            yield "  " + out.bold(piece)
    elif raw.startswith("|"):
        yield f"  {_plain(raw)}"
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


def _plain(text: str) -> str:
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text)


def _wrapped(text: str, columns: int) -> list[str]:
    """The text in pieces of at most so many cells, broken at spaces; within a word only where it is longer than that."""
    pieces, line = list[str](), ""
    for word in _WORD.findall(text):
        if width(line) + width(word) <= columns:
            line += word
            continue
        if word.isspace():
            continue
        if line.strip() and width(word) <= columns // 2:
            pieces.append(line.rstrip())
            line = word
            continue
        for char in word:
            if width(line) + width(char) > columns:
                pieces.append(line.rstrip())
                line = ""
            line += char
    return [*pieces, line.rstrip()] if line.strip() else pieces
