"""How the screen names things: where an article is from, and the groups of related ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text.clean import counted, line
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Article, Related, RelatedGroup

HEADINGS: dict[RelatedGroup, str] = {
    "linked": "Linked in the article",
    "story": "Same story",
    "background": "Background",
}


def source(article: Article) -> str:
    """Where an article is from: its publication, else its feed, else its site."""
    named = article.publication or (article.feeds[0] if article.feeds else "")
    return line(named) or (host(article.url) if article.url else None) or "a file"


def heading(group: RelatedGroup, rows: Sequence[Related]) -> str:
    """The heading of a group; for a story with the number of its sources."""
    sources = {source(row.article) for row in rows if row.article}
    return HEADINGS[group] + (
        f" · {counted(len(sources), 'source')}" if group == "story" and len(sources) > 1 else ""
    )


def absent(row: Related) -> str:
    """What can be done about a related article that the library lacks."""
    return "not in your library · ⏎ fetches it" if row.url else "no address"
