"""The HTML of a feed entry as our Markdown: all of it belongs to the text, so that no choice has to be made."""

from __future__ import annotations

import html as entities
from typing import TYPE_CHECKING

from reader.errors import ExtractError
from reader.extract.html import tree
from reader.extract.html.inline import Inline
from reader.extract.media import footnotes
from reader.extract.pieces import pieces
from reader.extract.render import write
from reader.late import pattern
from reader.markdown import dialect
from reader.markdown.escape import escape, paragraph
from reader.model import Content, Embed, Picture, RelatedLink
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.extract.pieces import Piece

_TAG = pattern(r"<[A-Za-z/!]")
_BLANK_LINES = pattern(r"\n[ \t]*(?:\n[ \t]*)+")
_WRAPPED = (50, 85)


def fragment(html: str, base_url: str | None = None) -> Content:
    """A feed entry's HTML, or its plain text, as Markdown with what it refers to. Never raises for bad input."""
    if not _TAG.search(html):
        markdown = text_paragraphs(clean(entities.unescape(html)))
        return Content(markdown=markdown, text=dialect.plain(markdown))
    try:
        root = tree.parse(html)
    except ExtractError:
        return Content()
    notes = footnotes.find(root)
    row = pieces(root, base_url, notes.texts)
    return content(write(row, Inline(base_url, notes.references)), row)


def content(markdown: str, row: Sequence[Piece]) -> Content:
    """The Markdown with its plain text and links, and what the pieces in it stand for."""
    read = dialect.contents(markdown) if "](" in markdown else None
    values = [piece.value for piece in row if piece.value is not None]
    return Content(
        markdown=markdown,
        text=read.text if read else dialect.plain(markdown),
        links=read.links if read else (),
        pictures=tuple(value for value in values if isinstance(value, Picture)),
        embeds=tuple(value for value in values if isinstance(value, Embed)),
        related=tuple(value for value in values if isinstance(value, RelatedLink)),
    )


def text_paragraphs(text: str) -> str:
    """Plain text as Markdown: blank lines part paragraphs; other line ends stay, unless the text was wrapped by width."""
    out: list[str] = []
    for part in _BLANK_LINES.split(text.strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if len(lines) > 1 and not _is_wrapped(lines):
            out.append(paragraph("\\\n".join(escape(line) for line in lines)))
        elif lines:
            out.append(paragraph(escape(" ".join(lines))))
    return "\n\n".join(out)


def _is_wrapped(lines: list[str]) -> bool:
    low, high = _WRAPPED
    return all(low <= len(line) <= high for line in lines[:-1]) and len(lines[-1]) <= high
