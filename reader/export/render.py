"""An article as the text of its file: front matter, body, and what the reader added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.export import front_matter
from reader.export.escape_html import harmless
from reader.markdown import dialect, note_sections

if TYPE_CHECKING:
    from reader.model import Article, Content, RelatedLink


def render(article: Article, content: Content) -> str:
    """UTF-8 text with LF and one at the end; the same article always gives the same text."""
    body = harmless(content.markdown) if content.markdown else dialect.from_text(content.text)
    sections = [
        body.strip("\n"),
        note_sections.highlights(content.highlights),
        note_sections.notes(content.notes),
        note_sections.section("Related", ["\n".join(map(_related, content.related))]),
    ]
    return (
        "\n".join([front_matter.write(article), "\n\n".join(part for part in sections if part), ""]).rstrip(
            "\n"
        )
        + "\n"
    )


def _related(link: RelatedLink) -> str:
    return f"- {dialect.link(link.title, link.url) if link.url else dialect.escape(link.title)}"
