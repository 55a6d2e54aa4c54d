"""Reads articles with their tags, feeds and copies: a fixed number of statements, however many articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.model import Article
from reader.store.feed_title import feed_title
from reader.store.sql_values import (
    EQUAL_TEXTS,
    IS_UNDATED,
    IS_WITHOUT_PAGES,
    by_key,
    id_list,
    optional_moment,
)
from reader.text.urls import same_site

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reader.store.database import Database, Value

_COLUMNS = {
    **{
        name: f"a.{name}"
        for name in (
            "id", "uid", "title", "url", "canonical", "authors", "agency", "publication", "published", "day", "updated",
            "lang", "words", "description", "text_origin", "text_state", "reason",
        )
    },
    "fetched": "a.first_seen",
    "read": "m.read_at IS NOT NULL",
    "bookmarked": "m.bookmarked_at IS NOT NULL",
    "muted": "m.muted_at IS NOT NULL",
    "progress": "m.progress",
    "undated": IS_UNDATED,
    "annotated": """
        EXISTS (SELECT 1 FROM note n WHERE n.article_id = a.id)
        OR EXISTS (SELECT 1 FROM highlight h WHERE h.article_id = a.id)
    """,
    "full_text_error": "(SELECT j.error FROM job j WHERE j.article_id = a.id)",
    "full_text_next": f"""(SELECT j.due FROM job j
        WHERE j.article_id = a.id AND j.error IS NOT NULL AND NOT {IS_WITHOUT_PAGES})""",
}  # fmt: skip
"""Fields of an Article, and the SQL that gives each."""

_TIMES = ("fetched", "published", "updated", "full_text_next")
_FLAGS = ("read", "bookmarked", "muted", "undated", "annotated")


def select(database: Database, condition: str, values: Sequence[Value]) -> list[Article]:
    """Gives the articles that meet a condition on `mark m JOIN article a`, which may end in an order and a limit."""
    rows = database.at_once(
        _COLUMNS.values(), f"FROM mark m JOIN article a ON a.id = m.article_id WHERE {condition}", values
    )
    if not rows:
        return []
    found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    wanted = id_list(fields["id"] for fields in found)
    tags = by_key(
        database.at_once(
            ("article_id", "name"),
            "FROM tag WHERE article_id IN (SELECT value FROM json_each(?)) AND present ORDER BY key",
            (wanted,),
        )
    )
    appearances = database.at_once(
        ("p.article_id", "f.own_title", "f.title", "f.url", "f.site_url"),
        """
        FROM appearance p JOIN feed f ON f.id = p.feed_id
        WHERE p.article_id IN (SELECT value FROM json_each(?)) AND f.removed_at IS NULL ORDER BY p.seen_at, f.id
        """,
        (wanted,),
    )
    feeds = by_key((row[0], feed_title(row[1] or row[2], row[3])) for row in appearances)
    renamed = by_key((row[0], row[1:]) for row in appearances if row[1] and row[1] != row[2])
    copies = _copies(database, wanted)
    for fields in found:
        number = fields["id"]
        for name in _TIMES:
            fields[name] = optional_moment(fields[name])
        fields["authors"] = tuple(fields["authors"].split("\n")) if fields["authors"] else ()
        for name in _FLAGS:
            fields[name] = fields[name] == 1
        fields["feeds"] = tuple(feeds.get(number, ()))
        fields["own_source"] = _own_source(fields, renamed.get(number, ()))
        fields["tags"] = tuple(tags.get(number, ()))
        fields |= copies.get(number, {})
    return [Article(**fields) for fields in found]


def _own_source(
    fields: dict[str, Any], renamed: Iterable[tuple[str, str | None, str | None, str | None]]
) -> str | None:
    """Gives the reader's own title of the feed whose publication or site the article has; a feed that gathers from other
    sites does not name theirs."""
    for own, title, url, site_url in renamed:
        is_its_own = fields["publication"] in (None, title)
        place = site_url or url
        if is_its_own or (place and fields["url"] and same_site(place, fields["url"])):
            return own
    return None


def by_ids(database: Database, ids: Collection[int]) -> list[Article]:
    """Gives the articles with these ids that are there and not removed, in the order of `ids`."""
    if not ids:
        return []
    where = "m.article_id IN (SELECT value FROM json_each(?)) AND m.removed_at IS NULL"
    known = {article.id: article for article in select(database, where, (id_list(ids),))}
    return [known[number] for number in ids if number in known]


def _copies(database: Database, wanted: str) -> dict[int, dict[str, Any]]:
    """Gives the fields of articles that have copies which are not removed."""
    found: dict[int, dict[str, Any]] = {}
    for article_id, copy, is_equal, is_unread in database.at_once(
        (
            "c.article_id",
            "d.article_id",
            "a.text_hash IS NOT NULL AND a.text_hash IS b.text_hash",
            "m.read_at IS NULL",
        ),
        f"""
        FROM copy c JOIN copy d ON d.first_id = c.first_id AND d.article_id <> c.article_id
        JOIN mark m ON m.article_id = d.article_id AND m.removed_at IS NULL
        JOIN article a ON a.id = c.article_id JOIN article b ON b.id = d.article_id
        WHERE c.article_id IN (SELECT value FROM json_each(?))
        UNION
        SELECT a.id, b.id, 1, m.read_at IS NULL FROM article a
        JOIN article b ON {EQUAL_TEXTS}
        JOIN mark m ON m.article_id = b.id AND m.removed_at IS NULL
        WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY 2
        """,
        (wanted, wanted),
    ):
        fields = found.setdefault(article_id, {"copies": (), "near_copies": (), "unread_copies": 0})
        fields["copies"] += (copy,)
        if not is_equal:
            fields["near_copies"] += (copy,)
            fields["unread_copies"] += is_unread
    return found
