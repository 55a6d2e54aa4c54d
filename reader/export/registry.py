"""The formats that articles are exported in. Another one is a module beside this one, and a row in `EXPORTERS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.export.markdown_file import MarkdownFile

if TYPE_CHECKING:
    from reader.model import Article, Content


class Exporter(Protocol):
    """A format: how an article becomes the text of a file, and how such a file is known again."""

    @property
    def suffix(self) -> str:
        """The end of a file's name, with its dot."""

    def render(self, article: Article, content: Content) -> str:
        """The text of the file; the same article always gives the same text, since edits are found by comparing."""

    def uid(self, head: str) -> str | None:
        """The uid of the article whose file begins like this, wherever the reader moved it; None for other files."""


DEFAULT = "markdown"

EXPORTERS: dict[str, Exporter] = {DEFAULT: MarkdownFile()}
"""Name → format."""
