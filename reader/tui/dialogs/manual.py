"""A page of the manual, to be read without leaving the reader."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.widgets import Static

from reader.core import manual
from reader.tui.article import build
from reader.tui.article.links import Links
from reader.tui.article.pieces import MarkdownSource
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.block_view import LAYOUT, BlockView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.tui.article.block import Block
    from reader.tui.widgets.foot_line import Hints


_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")


class ManualScreen(Dialog[None]):
    """Shows the page of a name."""

    OWN_HINTS: ClassVar[Hints] = (("j k", "scroll"), ("Space", "page down"))

    def __init__(self, name: str) -> None:
        super().__init__()
        self._topic = name

    def body(self) -> ComposeResult:
        """The command that shows it in the shell, and the page."""
        topic = "" if self._topic == manual.INDEX else f" {self._topic}"
        yield Static(plain(f"broadsheet help{topic}"), classes="said")
        yield BlockView(spare=5)

    def on_mount(self) -> None:
        """From its first line on."""
        view = self.query_one(BlockView)
        view.put(_blocks(in_lists(manual.flowing(manual.page(self._topic)), LAYOUT.measure)))
        view.focus()


def in_lists(markdown: str, room: int) -> str:
    """The page with a list in place of each table that is wider than so many cells: here nothing scrolls aside."""
    return _TABLE.sub(lambda found: _in_list(found[0], room), markdown)


def _in_list(table: str, room: int) -> str:
    head, _, *rows = ([cell.strip() for cell in _CELL.split(row)[1:-1]] for row in table.strip().split("\n"))
    columns = zip_longest(head, *rows, fillvalue="")
    if sum(max(map(cell_len, column)) + 2 for column in columns) <= room:
        return table
    names = ["", *(f"{name}: " for name in head[1:])] if len(head) > 2 else ["", ""]
    between = " · " if len(head) > 2 else ": "
    items = (
        between.join(name + cell for name, cell in zip(names, row, strict=False) if cell) for row in rows
    )
    return "".join(f"- {item}\n" for item in items)


def _blocks(markdown: str) -> list[Block]:
    source = MarkdownSource(markdown)
    numbers = Links(source).number
    return [block for piece in source.pieces for block in build.piece_blocks(source, piece, numbers, "left")]
