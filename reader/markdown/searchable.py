"""The text of an article that search looks through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Content, Draft


def searchable(content: Content | Draft) -> str:
    """The text that search looks through: the plain body, captions and credits. Titles of related links are another's words."""
    parts = [content.text or _plain(content.markdown)]
    for picture in content.pictures:
        parts += [picture.caption or "", picture.credit or ""]
    return "\n\n".join(part for part in parts if part)


def _plain(markdown: str) -> str:
    if not markdown:
        return ""
    from reader.markdown.blocks import (
        plain,
    )  # late: articles come with their plain text, and this loads a parser's rules

    return plain(markdown)
