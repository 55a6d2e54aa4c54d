"""An article as the text of its file: front matter, body, and what the reader added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.base import dialect
from reader.keep import frontmatter
from reader.keep.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Article, Content, RelatedLink


def render(article: Article, content: Content) -> str:
    """UTF-8 text with LF and one at the end; the same article always gives the same text."""
    body = harmless(content.markdown) if content.markdown else dialect.from_text(content.text)
    sections = [
        body.strip("\n"),
        _section("Highlights", [dialect.quote(dialect.from_text(words)) for words in content.highlights]),
        _section("Notes", ["\n".join(_note(words) for words in content.notes if words.strip())]),
        _section("Related", ["\n".join(map(_related, content.related))]),
    ]
    return (
        "\n".join([frontmatter.write(article), "\n\n".join(part for part in sections if part), ""]).rstrip(
            "\n"
        )
        + "\n"
    )


def _section(title: str, blocks: Sequence[str]) -> str:
    kept = [block for block in blocks if block]
    return "\n\n".join([dialect.heading(2, title), *kept]) if kept else ""


def _note(words: str) -> str:
    """A note as an item of a list; its lines stay lines."""
    lines = [dialect.escape(line.strip()) for line in words.strip().split("\n")]
    return "- " + "\\\n  ".join(line for line in lines if line)


def _related(link: RelatedLink) -> str:
    return f"- {dialect.link(link.title, link.url) if link.url else dialect.escape(link.title)}"
