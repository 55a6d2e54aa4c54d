"""How do rows of the library become articles?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model import Article
from reader.store.feed_rows import feed_title
from reader.store.id_lists import id_list
from reader.store.timestamps import moment, optional_moment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.store.database import Library

SELECT = """
    SELECT a.id, a.uid, a.title, a.first_seen, a.url, a.canonical, a.authors, a.agency, a.publication, a.published, a.day,
        a.updated, a.lang, a.words, a.description, a.text_origin, a.text_state, a.reason,
        m.read_at IS NOT NULL, m.bookmarked_at IS NOT NULL, m.muted_at IS NOT NULL, m.progress
    FROM mark m JOIN article a ON a.id = m.article_id
"""
"""The columns that `articles` reads; conditions follow."""

COLUMNS = 22


def articles(library: Library, rows: Sequence[Sequence[Any]]) -> list[Article]:
    """The articles of rows of `SELECT`, in their order: three statements more, however many rows."""
    if not rows:
        return []
    wanted = id_list([row[0] for row in rows])
    tags: dict[int, list[str]] = {}
    for article_id, name in library.at_once(
        2,
        "SELECT article_id, name FROM tag WHERE article_id IN (SELECT value FROM json_each(?)) AND present ORDER BY key",
        (wanted,),
    ):
        tags.setdefault(article_id, []).append(name)
    feeds: dict[int, list[str]] = {}
    for article_id, title, url in library.at_once(
        3,
        """
        SELECT p.article_id, coalesce(f.own_title, f.title), f.url
        FROM appearance p JOIN feed f ON f.id = p.feed_id
        WHERE p.article_id IN (SELECT value FROM json_each(?)) AND f.removed_at IS NULL ORDER BY p.seen_at, f.id
        """,
        (wanted,),
    ):
        feeds.setdefault(article_id, []).append(feed_title(title, url))
    copies = _copies(library, wanted)
    return [_article(row, tags, feeds, copies) for row in rows]


def by_ids(library: Library, ids: Collection[int]) -> list[Article]:
    """The articles with these ids that are there and not removed, in the order of `ids`."""
    if not ids:
        return []
    found = articles(
        library,
        library.at_once(
            COLUMNS,
            f"{SELECT} WHERE m.article_id IN (SELECT value FROM json_each(?)) AND m.removed_at IS NULL",
            (id_list(ids),),
        ),
    )
    known = {article.id: article for article in found}
    return [known[number] for number in ids if number in known]


class _Copies(NamedTuple):
    ids: list[int]
    near: list[int]
    unread: list[int]


_NO_COPIES = _Copies([], [], [])


def _copies(library: Library, wanted: str) -> dict[int, _Copies]:
    found: dict[int, _Copies] = {}
    for article_id, copy, is_equal, is_unread in library.at_once(
        4,
        """
        SELECT c.article_id, d.article_id, a.text_hash IS NOT NULL AND a.text_hash IS b.text_hash, m.read_at IS NULL
        FROM copy c JOIN copy d ON d.first_id = c.first_id AND d.article_id <> c.article_id
        JOIN mark m ON m.article_id = d.article_id AND m.removed_at IS NULL
        JOIN article a ON a.id = c.article_id JOIN article b ON b.id = d.article_id
        WHERE c.article_id IN (SELECT value FROM json_each(?))
        UNION
        SELECT a.id, b.id, 1, m.read_at IS NULL FROM article a
        JOIN article b ON b.text_hash = a.text_hash AND b.id <> a.id
        JOIN mark m ON m.article_id = b.id AND m.removed_at IS NULL
        WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY 2
        """,
        (wanted, wanted),
    ):
        copies = found.setdefault(article_id, _Copies([], [], []))
        copies.ids.append(copy)
        if not is_equal:
            copies.near.append(copy)
            if is_unread:
                copies.unread.append(copy)
    return found


def _article(
    row: Sequence[Any], tags: dict[int, list[str]], feeds: dict[int, list[str]], copies: dict[int, _Copies]
) -> Article:
    number = row[0]
    others = copies.get(number, _NO_COPIES)
    return Article(
        id=number,
        uid=row[1],
        title=row[2],
        fetched=moment(row[3]),
        url=row[4],
        canonical=row[5],
        authors=lines(row[6]),
        agency=row[7],
        publication=row[8],
        feeds=tuple(feeds.get(number, ())),
        published=optional_moment(row[9]),
        day=row[10],
        updated=optional_moment(row[11]),
        lang=row[12],
        words=row[13],
        description=row[14],
        text_origin=row[15],
        text_state=row[16],
        reason=row[17],
        read=bool(row[18]),
        bookmarked=bool(row[19]),
        muted=bool(row[20]),
        progress=row[21],
        tags=tuple(tags.get(number, ())),
        copies=tuple(others.ids),
        near_copies=tuple(others.near),
        unread_copies=len(others.unread),
    )


def lines(text: str) -> tuple[str, ...]:
    """The strings that stand one a line in one column."""
    return tuple(text.split("\n")) if text else ()
