"""The formats that articles are exported in. Another one is a module beside this one, and a row in a table here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.export.csl_json import CslJson
from reader.export.epub_file import EpubFile
from reader.export.html_file import HtmlFile
from reader.export.markdown_file import MarkdownFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import IO

    from reader.model import Article, Content, ExportFormat


class Exporter(Protocol):
    """A format with a file for each article: how an article becomes its text, and how such a file is known again."""

    @property
    def suffix(self) -> str:
        """The end of a file's name, with its dot."""

    def render(self, article: Article, content: Content) -> str:
        """The text of the file; the same article always gives the same text, since edits are found by comparing."""

    def fingerprint(self, article: Article, content: Content) -> str:
        """A short text over all that `render` reads: as long as it is the same, the file's text is."""

    def uid(self, head: str) -> str | None:
        """The uid of the article whose file begins like this, wherever the reader moved it; None for other files."""


class OneFile(Protocol):
    """A format with one file for all articles; it is rewritten each time."""

    @property
    def suffix(self) -> str:
        """The end of a file's name, with its dot."""

    @property
    def is_text(self) -> bool:
        """True where the file is UTF-8 text, which a terminal or a pipe can take."""

    def write(self, file: IO[bytes], articles: Iterable[tuple[Article, Content]], day: date, /) -> None:
        """Write the file while the articles come, holding none of them; `day` is that of the reader. The same articles on
        the same day always give the same bytes."""


DEFAULT: ExportFormat = "markdown"

EXPORTERS: dict[str, Exporter] = {DEFAULT: MarkdownFile()}
"""Name → format."""

ONE_FILE: dict[ExportFormat, OneFile] = {"epub": EpubFile(), "html": HtmlFile(), "csl-json": CslJson()}
"""The same."""
