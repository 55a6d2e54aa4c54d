"""What does search see of an article?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.markdown.blocks import searchable
from reader.model import Content, Document
from reader.store.articles import rows, texts
from reader.store.id_lists import id_list

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.store.database import Library


def documents(library: Library, ids: Collection[int]) -> list[Document]:
    """The documents of these articles, in that order; a fixed number of statements."""
    wanted = id_list(ids)
    contents = texts.contents(library, ids)
    revisions: dict[int, int] = dict(
        library.rows(
            """
            SELECT article_id, count(*) FROM revision
            WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY article_id
            """,
            (wanted,),
        )
    )
    tags: dict[int, list[str]] = {}
    for article_id, tag in library.rows(
        """
        SELECT p.article_id, t.tag FROM appearance p
        JOIN feed f ON f.id = p.feed_id AND f.removed_at IS NULL JOIN feed_tag t ON t.feed_id = p.feed_id
        WHERE p.article_id IN (SELECT value FROM json_each(?)) ORDER BY p.seen_at, p.feed_id, t.tag
        """,
        (wanted,),
    ):
        tags.setdefault(article_id, []).append(tag)
    found: list[Document] = []
    for article in rows.by_ids(library, ids):
        content = contents.get(article.id) or Content()
        found.append(
            Document(
                article=article,
                body=searchable(content),
                own=(*content.notes, *content.highlights),
                feed_paths=(*article.feeds, *tags.get(article.id, ())),
                has=_has(content),
                revisions=revisions.get(article.id, 0),
            )
        )
    return found


def _has(content: Content) -> frozenset[str]:
    there = {
        "note": bool(content.notes),
        "highlight": bool(content.highlights),
        "picture": bool(content.pictures),
        "video": any(embed.kind == "video" for embed in content.embeds),
    }
    return frozenset(name for name, is_there in there.items() if is_there)
