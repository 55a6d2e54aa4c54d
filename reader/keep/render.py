"""An article as the text of its file: front matter, body, and what the reader added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.base import dialect, ownsections
from reader.keep import frontmatter
from reader.keep.harmless import harmless

if TYPE_CHECKING:
    from reader.model import Article, Content, RelatedLink


def render(article: Article, content: Content) -> str:
    """UTF-8 text with LF and one at the end; the same article always gives the same text."""
    body = harmless(content.markdown) if content.markdown else dialect.from_text(content.text)
    sections = [
        body.strip("\n"),
        ownsections.highlights(content.highlights),
        ownsections.notes(content.notes),
        ownsections.section("Related", ["\n".join(map(_related, content.related))]),
    ]
    return (
        "\n".join([frontmatter.write(article), "\n\n".join(part for part in sections if part), ""]).rstrip(
            "\n"
        )
        + "\n"
    )


def _related(link: RelatedLink) -> str:
    return f"- {dialect.link(link.title, link.url) if link.url else dialect.escape(link.title)}"
