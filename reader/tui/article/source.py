"""An article's Markdown, read piece by piece; what one piece defines for the others is known from the start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.markdown.blocks import parser
from reader.tui.article.pieces import pieces

if TYPE_CHECKING:
    from markdown_it.token import Token

    from reader.tui.article.pieces import MarkdownPiece

DEFINING = 50
"""Pieces with definitions that are read at the start; those of more do not count elsewhere."""

_DEFINITION = re.compile(r"^ {0,3}\[(\^?)([^\]\n]{1,300})\]:", re.MULTILINE)


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
