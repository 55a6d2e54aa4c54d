"""One article's text, as front ends show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import NothingFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.core.session import Session
    from reader.model import Content


def content(session: Session, article_id: int, revision: int | None = None) -> Content:
    """The article's text now, or its `revision` (1 is the first). Raises `NothingFound`: no such revision."""
    articles = session.library.articles
    if revision is None:
        return articles.content(article_id)
    from reader.markdown import dialect

    earlier = articles.earlier(article_id)
    if not 1 <= revision <= len(earlier):
        has = (
            f"{len(earlier)} earlier versions"
            if earlier
            else "no earlier version: it was not edited since it arrived"
        )
        raise NothingFound(f"no revision {revision}", subject=str(article_id), hint=f"the article has {has}")
    now = articles.content(article_id)
    read = dialect.contents(earlier[revision - 1].markdown)
    return replace(read, highlights=now.highlights, notes=now.notes)


def known(session: Session, shown: Content) -> Mapping[str, int]:
    """The related links of the text whose articles are in the library: address → id."""
    addresses = (link.url for link in shown.related if link.url)
    found = ((url, session.library.articles.by_url(url)) for url in addresses)
    return {url: id_ for url, id_ in found if id_ is not None}
