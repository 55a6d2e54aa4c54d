"""An article as parts with lines: its head, the pieces of its text, what is appended. A part is read when it is needed."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from textual.cache import LRUCache

from reader.core.sandbox.results import PICTURE_ROWS
from reader.late import pattern
from reader.markdown.blocks import parser
from reader.tui.article import build, wrap
from reader.tui.article.heading import head
from reader.tui.article.links import Links
from reader.tui.article.pieces import MarkdownSource
from reader.tui.cells import align

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.sandbox.results import PictureRaster
    from reader.model import Article, Content
    from reader.tui.article.block import Block
    from reader.tui.article.heading import ArticleHead
    from reader.tui.article.pieces import MarkdownPiece
    from reader.tui.article.wrap import Line

KEPT = 64
"""Parts that are remembered with their lines: some thirty screens."""

_FILLED = 0.94
"""How full a line of prose is on average, in a measure of 72."""


class Point(NamedTuple):
    """A character of a part's texts: it stays what it is in every width."""

    part: int
    offset: int


_HEADING = pattern(r"^[ \t>*+\-\d.)]*#{1,6}[ \t]|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
"""What a piece with a heading has in it."""


class Heading(NamedTuple):
    """A heading of the text; `position` is a reading position, to go to."""

    level: int
    text: str
    position: int


class ArticleDocument:
    """The parts of an article, numbered from 0, the head; `room` is the measure in cells, `rows` the most of a picture.

    `text` is its plain text; `built` counts the parts that were read. Making one takes up to 60 ms, for thousands of links,
    and the first loads the parser: a thread does that.
    """

    def __init__(self, article: Article, content: Content) -> None:
        parser()
        self.source = MarkdownSource(content.markdown)
        self.article = article
        self.text = content.text
        self.links = Links(self.source)
        self._side = align(article.title)
        self.head = head(article, has_text=bool(self.source.pieces))
        self.room = 0
        self.rows = PICTURE_ROWS
        self.built = 0
        self._tail: list[Block] = []
        self._blocks: LRUCache[int, list[Block]] = LRUCache(KEPT)
        self._lines: LRUCache[int, list[Line]] = LRUCache(KEPT)
        self._heights: list[int] = []
        self._known: set[int] = set()
        self._tops: list[int] | None = None
        self._pictures: Mapping[str, PictureRaster] = {}

    @property
    def last(self) -> int:
        """The number of the last part: what is appended, perhaps without lines."""
        return len(self.source.pieces) + 1

    def piece(self, part: int) -> MarkdownPiece | None:
        """The piece of the text that a part is."""
        return self.source.pieces[part - 1] if 0 < part < self.last else None

    def append(self, blocks: Sequence[Block]) -> None:
        """Blocks that stand below the text, in place of those before."""
        self._tail = list(blocks)
        self._renew(self.last)

    def put_head(self, shown: ArticleHead) -> None:
        """Another head."""
        self.head = shown
        self._renew(0)

    def put_pictures(self, found: Mapping[str, PictureRaster]) -> None:
        """Pictures by their addresses, in place of those before: lines are remade when they are needed."""
        self._pictures = found
        self._lines.clear()
        self._known.clear()

    def free(self) -> None:
        """Let blocks and lines go: they are remade when they are needed."""
        self._blocks.clear()
        self._lines.clear()

    def _renew(self, part: int) -> None:
        self._blocks.discard(part)
        self._lines.discard(part)
        if self._heights:
            self._heights[part] = len(self.lines(part))
            self._tops = None

    def resize(self, room: int, rows: int = PICTURE_ROWS) -> None:
        """Another measure, or pictures of other heights: all lines are remade when they are needed."""
        if (room, rows) == (self.room, self.rows):
            return
        self.room, self.rows = room, rows
        self._lines.clear()
        self._known.clear()
        self._heights = [1, *map(self._estimate, self.source.pieces), 0]
        self._tops = None
        self.lines(0)
        self.lines(self.last)

    def blocks(self, part: int) -> list[Block]:
        """The blocks of a part."""
        found = self._blocks.get(part)
        if found is None:
            found = self._build(part)
            self._blocks[part] = found
        return found

    def lines(self, part: int) -> list[Line]:
        """The lines of a part."""
        found = self._lines.get(part)
        if found is None:
            found = [line for block in self.blocks(part) for line in self._lines_of(block)]
            self._lines[part] = found
            if part not in self._known:
                self._known.add(part)
                if self._heights[part] != len(found):
                    self._heights[part] = len(found)
                    self._tops = None
        return found

    def _lines_of(self, block: Block) -> list[Line]:
        raster = self._pictures.get(block.picture.url) if block.picture else None
        if raster is None:
            return wrap.lines(block, self.room)
        from reader.tui.article import pictures  # late: most articles show none

        return pictures.lines(block, raster, self.room, self.rows)

    def top(self, part: int) -> int:
        """Lines above a part: counted where parts have been read, estimated elsewhere."""
        if self._tops is None:
            self._tops = [0, *accumulate(self._heights)]
        return self._tops[part]

    def position_of(self, point: Point) -> int:
        """A point as a character of the Markdown, within a piece by shown characters; 0 is the head, text at least 1."""
        piece = self.piece(point.part)
        if piece is None:
            return len(self.source.markdown) if point.part else 0
        return max(min(piece.start + point.offset, piece.end - 1), 1)

    def point_of(self, position: int) -> Point:
        """The point of a position."""
        pieces = self.source.pieces
        index = bisect_right(pieces, position, key=lambda piece: piece.start) - 1
        if index < 0 or position <= 0:
            return Point(0, 0)
        return Point(index + 1, position - pieces[index].start)

    def headings(self) -> list[Heading]:
        """The headings in order; only pieces that may hold one are read."""
        return [
            Heading(block.level, block.text, self.position_of(Point(part, block.start)))
            for part, piece in enumerate(self.source.pieces, 1)
            if _HEADING.search(self.source.markdown, piece.start, piece.end)
            for block in self.blocks(part)
            if block.level
        ]

    def _build(self, part: int) -> list[Block]:
        piece = self.piece(part)
        if piece is None:
            return self._tail if part else self.head.blocks
        self.built += 1
        return build.piece_blocks(self.source, piece, self.links.number, self._side)

    def _estimate(self, piece: MarkdownPiece) -> int:
        markdown = self.source.markdown
        if markdown.startswith(("```", "~~~", "|"), piece.start):
            return markdown.count("\n", piece.start, piece.end) + 2
        paragraphs = markdown.count("\n\n", piece.start, piece.end) + 1
        return math.ceil((piece.end - piece.start) / (self.room * _FILLED) + 1.5 * paragraphs)
